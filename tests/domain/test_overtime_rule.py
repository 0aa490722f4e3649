from datetime import date, timedelta
from decimal import Decimal

import pytest

from flashreport.domain.overtime import (
    Worked,
    WorkWeek,
    builtin_rule,
    builtin_rules,
    read_rule,
    workweek_of,
    workweeks,
)
from flashreport.errors import FlashreportError

MONDAY = date(2026, 3, 2)


def test_every_rule_that_comes_with_the_program_reads() -> None:
    assert set(builtin_rules()) == {
        "flsa", "california", "british_columbia", "ontario", "australia_timber", "united_kingdom", "iran",
        "none",
    }  # fmt: skip
    assert builtin_rule("none").steps == ()


def test_an_unknown_rule_suggests_one() -> None:
    with pytest.raises(FlashreportError, match="Did you mean california") as error:
        builtin_rule("californa")
    assert error.value.problem.code == "domain.unknown-overtime-rule"


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"steps": [{"kind": "weekly", "over": 40, "multiplier": "0.5"}]}, "own.steps.0.multiplier"),
        ({"steps": [{"kind": "wekly", "over": 40, "multiplier": 2}]}, "own.steps.0.kind"),
        ({"workweek_begin": "monday"}, "own.workweek_begin"),
        ({"steps": [{"kind": "daily", "over": 8, "multiplier": 2, "weekdays": ["friday"]}]}, "own.steps.0"),
    ],
)
def test_a_bad_rule_names_its_key(table: dict[str, object], key: str) -> None:
    with pytest.raises(FlashreportError) as error:
        read_rule("own", table, "flashreport.toml")
    assert [(p.code, p.place.key) for p in error.value.problems] == [("domain.overtime-rule", key)]


def test_all_mistakes_of_a_rule_are_told_at_once() -> None:
    table = {"workweek_start": "someday", "steps": [{"kind": "weekly", "over": -1, "multiplier": 2}]}
    with pytest.raises(FlashreportError) as error:
        read_rule("own", table)
    assert len(error.value.problems) == 2


def test_steps_stand_in_their_order_of_computing() -> None:
    weekly = {"kind": "weekly", "over": 40, "multiplier": 1.5}
    daily = {"kind": "daily", "over": 8, "multiplier": 1.5}
    assert read_rule("own", {"steps": [daily, weekly]}).of_kind("weekly")[0].over == 40
    with pytest.raises(FlashreportError, match="order"):
        read_rule("own", {"steps": [weekly, daily]})


def test_lines_can_be_moved() -> None:
    moved = builtin_rule("british_columbia").with_daily_line(Decimal(10))
    assert [step.over for step in moved.of_kind("daily")] == [10, 12]
    assert builtin_rule("none").with_weekly_line(Decimal(30)).steps == ()


@pytest.mark.parametrize(
    ("rule", "start"), [("flsa", date(2026, 3, 1)), ("iran", date(2026, 2, 28)), ("none", MONDAY)]
)
def test_workweek_starts(rule: str, start: date) -> None:
    assert workweek_of(builtin_rule(rule), date(2026, 3, 4)) == start
    assert workweek_of(builtin_rule(rule), start) == start
    assert workweek_of(builtin_rule(rule), start - timedelta(days=1)) == start - timedelta(days=7)


def test_days_are_put_in_their_own_weeks() -> None:
    worked = [Worked(MONDAY + timedelta(days=n), Decimal(8)) for n in (8, 0, 7, 6)]
    weeks = workweeks(builtin_rule("none"), worked)
    assert [(week.start, len(week.worked)) for week in weeks] == [
        (MONDAY, 2),
        (MONDAY + timedelta(days=7), 2),
    ]


@pytest.mark.parametrize(
    ("worked", "code"),
    [
        ([Worked(MONDAY + timedelta(days=7), Decimal(8))], "domain.day-outside-week"),
        ([Worked(MONDAY - timedelta(days=1), Decimal(8))], "domain.day-outside-week"),
        ([Worked(MONDAY, Decimal(-1))], "domain.negative-hours"),
        ([Worked(MONDAY + timedelta(days=1), Decimal(1)), Worked(MONDAY, Decimal(1))], "domain.work-order"),
    ],
)
def test_work_that_is_no_week(worked: list[Worked], code: str) -> None:
    with pytest.raises(FlashreportError) as error:
        WorkWeek(MONDAY, tuple(worked))
    assert error.value.problem.code == code
