"""Changes of kpis.toml keep every comment, and old terms become versions."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.errors import FlashreportError
from flashreport.workspace.kpi_edit import with_changes, with_kpi, with_review
from flashreport.workspace.kpi_file import assignment, changed_register
from flashreport.workspace.kpis import Kpi, KpiRegister

ON = date(2026, 11, 24)
TEXT = """\
# The register.
[[kpi]]
id = "cash"   # an id
measure = "cash.closing"
target = { kind = "at_least", value = 50000 } # the floor

# ---- staff
[[kpi]]
id = "overtime"
measure = "staff.overtime_share"
  owner = "operations"
[kpi.target]
kind = "at_most"
value = 0.08
# the end
"""


def register(text: str) -> dict[str, Kpi]:
    data = tomllib.loads(text, parse_float=Decimal)
    return {kpi.id: kpi for kpi in KpiRegister.model_validate(data).kpi}


def comments(text: str) -> list[str]:
    return re.findall(r"#.*", text)


def refused(assignment_text: str, text: str) -> str:
    return change(text, "cash", assignment_text)


def change(text: str, kpi_id: str, *assignments: str, on: date = ON) -> str:
    changes = dict(assignment(one) for one in assignments)
    return with_changes(text, register(text)[kpi_id], changes, on, "why")


def test_a_new_target_keeps_the_old_one_as_a_version() -> None:
    after = change(TEXT, "cash", "target.value=60000")
    assert comments(after) == comments(TEXT)
    kpi = register(after)["cash"]
    assert kpi.target is not None
    assert kpi.target.value == 60000
    (version,) = kpi.version
    assert (version.until, version.reason) == (date(2026, 11, 23), "why")
    assert version.target == register(TEXT)["cash"].target
    assert kpi.on(date(2026, 11, 23)).target == version.target
    assert kpi.on(ON).target == kpi.target
    assert after.index("[[kpi.version]]") < after.index("# ---- staff")


def test_terms_that_held_for_no_day_leave_no_version() -> None:
    after = change(change(TEXT, "cash", "target.value=60000"), "cash", "target.value=70000")
    assert [version.target.value for version in register(after)["cash"].version if version.target] == [50000]
    later = change(after, "cash", "target.value=80000", on=date(2026, 12, 1))
    assert [version.until for version in register(later)["cash"].version] == [
        date(2026, 11, 23),
        date(2026, 11, 30),
    ]
    begun_today = with_kpi("", {"id": "new", "measure": "cash.net", "start": ON})
    assert register(change(begun_today, "new", "measure=cash.closing"))["new"].version == ()


def test_lines_that_nobody_changed_stay_byte_for_byte() -> None:
    text = TEXT + "baseline = { value = 1, on = 2026-01-01 }   # as agreed\n"
    text = text.replace("[kpi.target]", "last_review = 2026-03-02      # late\n[kpi.target]").replace(
        "baseline =", "[[kpi]]\nid = 'x'\nmeasure = 'cash.net'\nbaseline ="
    )
    after = change(text, "cash", "target.value=60000").splitlines()
    assert [line for line in text.splitlines() if line not in after] == [
        'target = { kind = "at_least", value = 50000 } # the floor'
    ]


def test_another_owner_is_no_new_version() -> None:
    after = change(TEXT, "overtime", "owner=chef", "target.value=0.08")
    assert len(register(after)["overtime"].version) == 1
    after = change(TEXT, "overtime", "owner=chef", "objective=Sleep")
    assert register(after)["overtime"].version == ()
    assert 'owner = "chef"' in after
    assert after.splitlines()[-1] == "# the end"


def test_an_empty_value_takes_a_key_away() -> None:
    assert register(change(TEXT, "overtime", "owner="))["overtime"].owner == ""
    assert register(change(TEXT, "cash", "target="))["cash"].target is None


def test_reviews_gather_and_retire() -> None:
    after = with_review(TEXT, "cash", ON, "keep", "still true")
    after = with_review(after, "cash", date(2027, 5, 1), "retire", "sold")
    kpi = register(after)["cash"]
    assert [(review.on, review.decision) for review in kpi.review] == [
        (ON, "keep"),
        (date(2027, 5, 1), "retire"),
    ]
    assert kpi.status == "retired"
    assert comments(after) == comments(TEXT)


def test_a_register_of_one_inline_list_is_changed_too() -> None:
    text = 'kpi = [{ id = "cash", measure = "cash.closing" }]\n'
    after = with_kpi(text, {"id": "net", "measure": "cash.net"})
    after = with_review(after, "cash", ON, "keep", "x")
    assert [review.decision for review in register(after)["cash"].review] == ["keep"]
    assert "net" in register(after)


VALUES = st.decimals(min_value=-(10**9), max_value=10**9, places=4)


@given(st.lists(st.tuples(st.sampled_from(["cash", "overtime"]), VALUES), max_size=6))
def test_any_row_of_changes_keeps_comments_and_every_term(steps: list[tuple[str, Decimal]]) -> None:
    text, held = TEXT, {name: [kpi.target] for name, kpi in register(TEXT).items()}
    for at, (name, value) in enumerate(steps):
        text = change(text, name, f"target.value={value}", on=date(2027, 1, 1 + at))
        held[name].append(register(text)[name].target)
    assert comments(text) == comments(TEXT)
    for name, kpi in register(text).items():
        assert [*(version.target for version in kpi.version), kpi.target] == held[name]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("owner", "not key=value"),
        ("ownr=x", "Did you mean 'owner'"),
        ("id=x", "kept by the program"),
        ("target.value=much", "not a number"),
        ("baseline.on=31.12.2026", "not a date"),
        ("target=5", "names a table"),
    ],
)
def test_a_wrong_assignment_is_told(text: str, part: str) -> None:
    with pytest.raises(FlashreportError, match=re.escape(part)):
        assignment(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("label=2026", "2026"),
        ("target.by=2026-12-31", date(2026, 12, 31)),
        ("neutral=0.50", Decimal("0.50")),
        ("review_every_months=3", 3),
        ("audience=owners, chefs", ("owners", "chefs")),
        ("where.department=kitchen", "kitchen"),
        ("cadence=weekly", "weekly"),
    ],
)
def test_values_are_read_by_their_kind(text: str, value: object) -> None:
    assert assignment(text)[1] == value


def test_a_change_that_breaks_a_rule_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "flashreport.toml").write_text('[company]\nname = "A"\ncurrency = "USD"\n')
    path = tmp_path / "kpis.toml"
    path.write_text(TEXT)
    known: dict[str, Any] = {"cash.closing": 1, "staff.overtime_share": 1}
    for wrong in ("target.kind=between", "cadence=hourly", "measure=cash.nothing", "audience=nobody"):
        with pytest.raises(FlashreportError):
            changed_register(tmp_path, partial(refused, wrong), known)
    assert path.read_text() == TEXT
