"""``[[measures]]``: every mistake with its file, line, key and advice; and what they become."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flashreport.domain.measures import MEASURES, runs_on
from flashreport.errors import Problem
from flashreport.workspace.load import load
from flashreport.workspace.own_measures import is_measure, register_of

HEAD = '[company]\nname = "Harbor Grill"\ncurrency = "USD"\n[[entities]]\nid = "east"\nname = "East"\n'
Told = Callable[..., list[Problem]]


def entry(key: str, formula: str = "", more: str = "") -> str:
    line = f'formula = "{formula}"\n' if formula else ""
    return f'[[measures]]\nkey = "{key}"\nlabel = "Own"\n{line}{more}\n'


@pytest.mark.parametrize(
    ("text", "code", "line", "message"),
    [
        (
            entry("own.a", "cash.receipts + staff.hours", 'unit = "money"'),
            "settings.formula-unit", 11, "adds hours to money",
        ),
        (entry("own.a", "cash.receipts / staff.hours", 'unit = "money"'), "settings.formula-unit", 11, "per"),
        (entry("own.a", "cash.reciepts / 2", 'unit = "money"'), "settings.unknown-measure", 11, "reciepts"),
        (entry("own.a", "values.guests / 2"), "settings.unknown-measure", 11, "values.guests"),
        (entry("own.a", "open(cash.net)"), "settings.bad-formula", 11, "neither"),
        (entry("own.a", "own.a / 2"), "settings.formula-circle", 11, "own.a → own.a"),
        (
            entry("own.a", "own.b") + entry("own.b", "own.c") + entry("own.c", "own.b * 2"),
            "settings.formula-circle", 16, "own.b → own.c → own.b",
        ),
        (entry("own.a"), "settings.missing-key", 9, "no formula"),
        (entry("values.a", "cash.net"), "settings.bad-formula", 11, "no formula"),
        (entry("values.a", "", 'unit = "percent"'), "settings.formula-unit", 11, "added up"),
        (entry("cash.mine", "cash.net", 'unit = "money"'), "settings.wrong-value", 9, "measure of your own"),
        (entry("own.a", "staff.units") * 2, "settings.duplicate-name", 14, "twice"),
        (entry("own.crew", "staff.pay * 2", 'unit = "money"'), "settings.pay-name", 9, "staff.pay"),
        (
            entry("own.pay_a", "staff.pay", 'unit = "money"') + entry("own.b", "own.pay_a", 'unit = "money"'),
            "settings.pay-name", 14, "own.pay_a",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(told: Told, text: str, code: str, line: int, message: str) -> None:
    problems = told(HEAD + "\n" + text)
    assert [(problem.code, problem.place.file, problem.place.line) for problem in problems] == [
        (code, "flashreport.toml", line)
    ]
    assert message in problems[0].message


def test_the_nearest_measure_is_named(told: Told) -> None:
    text = (
        HEAD
        + entry("own.guest_share", "own.gest_share2 / cash.recepts")
        + entry("own.gest_share", "staff.units")
    )
    advice = [problem.advice for problem in told(text)]
    assert advice == ["Did you mean 'own.gest_share'?", "Did you mean 'cash.receipts'?"]


def test_a_kpi_may_measure_it(told: Told) -> None:
    own = entry("own.a", "staff.units / 2")
    kpi = '[[kpi]]\nid = "a"\nmeasure = "{}"\n'
    assert told(HEAD + own, kpi.format("own.a"), MEASURES) == []
    problem = told(HEAD + own, kpi.format("own.b"), MEASURES)[0]
    assert (problem.code, problem.place.file, problem.place.line) == (
        "settings.unknown-measure",
        "kpis.toml",
        3,
    )
    assert problem.advice == "Did you mean 'own.a'?"


def test_values_are_known_where_a_table_of_them_is_read(told: Told) -> None:
    kpi = '[[kpi]]\nid = "a"\nmeasure = "values.guests"\n'
    table = '[[inputs]]\nname = "own"\ntable = "values"\npath = "own.csv"\n'
    assert [problem.code for problem in told(HEAD, kpi, MEASURES)] == ["settings.unknown-measure"]
    assert told(HEAD + table, kpi, MEASURES) == []


def test_the_register_has_them_with_their_parts_and_slices(tmp_path: Path) -> None:
    text = (
        entry("own.twice", "own.per_hour * 2", 'unit = "rate"')
        + entry("own.per_hour", "staff.revenue / staff.hours", 'unit = "rate"')
        + entry("own.cover", "cash.closing / credit.drawn", 'unit = "multiple"')
        + entry("values.seats", "", 'unit = "count"\nnature = "stock"')
    )
    (tmp_path / "flashreport.toml").write_text(HEAD + text, encoding="utf-8")
    register = register_of(load(tmp_path, MEASURES).settings.measures)
    assert register["own.twice"].parts == ("own.per_hour",)
    assert register["own.twice"].dimensions == ("department",)
    assert register["own.cover"].dimensions == ()
    assert register["own.cover"].block == register["values.seats"].block == "own"
    assert runs_on("own.cover", register)
    assert not runs_on("own.twice", register)
    assert register["values.foot_traffic"].label == "Foot traffic"
    assert is_measure("values.foot_traffic", register)
    assert not is_measure("own.foot_traffic", register)
    with pytest.raises(KeyError):
        register["own.foot_traffic"]
    assert set(MEASURES) < set(register)
