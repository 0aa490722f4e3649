"""The corrected timesheet of the sample: the report lists what the ledger says has changed."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.measures import MEASURES
from flashreport.pipeline import Order, build
from flashreport.workspace.load import load

Books = Any  # the conftests' types: test modules import nothing from one another
Ledger = Any
LAST = date(2026, 11, 19)
BEFORE = LAST - timedelta(days=1)
LATE = "timesheets/2026-11-12.csv"
# They look ahead or back over many days: each new day moves them.
MOVING = {
    "staff.pay_month_end", "staff.pay_4_weeks", "staff.job_hours_planned", "staff.job_hours_worked",
    "staff.job_hours_left", "staff.job_overtime_needed", "staff.pay_month_end_high",
    "staff.pay_month_end_low",
}  # fmt: skip
HEADCOUNTS = "staff.people"  # tell how many stand behind a figure; none is printed


Told = dict[tuple[str, str, date], tuple[Fraction | None, Fraction | None]]


@pytest.fixture(autouse=True)
def _no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are left out: the lists are in the report that they are made from."""
    stage = import_module("flashreport.pipeline.build")  # the package's attribute is the function
    monkeypatch.setattr(stage, "rendered", lambda *_: {"page.html": b""})


def told_by(rows: Any) -> Told:
    def exact(figure: Any) -> Fraction | None:
        return None if figure.value is None else Fraction(figure.value)

    return {(row.measure, row.where.message, row.on): (exact(row.was), exact(row.now)) for row in rows}


def differing(old: Ledger, new: Ledger, until: date, *, news: bool) -> Told:
    """What differs between two ledgers up to a day; ``news`` counts what was carried forward as well."""
    names = {name.lower(): name for name in ("Kitchen", "Service", "Delivery", "Office")}
    found = {}
    for key in old.values.keys() | new.values.keys():
        entity, measure, dimension, member = key
        unnamed = bool(dimension) and not member
        if entity or unnamed or measure.startswith(HEADCOUNTS) or (measure in MOVING and not news):
            continue
        steps = {"money": 100, "hours": 3600}.get(MEASURES[measure].kind, 1)
        was, now = old.values.get(key, {}), new.values.get(key, {})
        for day in was.keys() | {day for day in now if day <= until}:
            if was.get(day) != now.get(day) and (news or not old.is_stale(key, day)):
                pair = (None if held.get(day) is None else Fraction(held[day], steps) for held in (was, now))
                found[measure, names.get(member, member), day] = tuple(pair)
    return found  # type: ignore[return-value] # each pair has two


def test_the_list_of_restated_figures_is_what_changed(
    tmp_path: Path, books: Books, ledger_of: Callable[[date], Ledger]
) -> None:
    folder = tmp_path / "en"
    shutil.copytree(books.root, folder)
    morning = datetime(2026, 11, 20, 13, tzinfo=UTC)
    order = Order(now=morning, business_date=BEFORE, send=False)
    assert build(load(folder), order).report.restated == ()

    shutil.copy(folder / "inputs-late" / LATE, folder / "inputs" / LATE)
    report = build(load(folder), Order(now=morning, business_date=LAST, send=False)).report
    old, new = ledger_of(BEFORE), type(ledger_of(LAST))(type(books)(folder).read(), LAST)
    said = told_by(report.restated)
    assert said == differing(old, new, BEFORE, news=False)
    assert {"staff.hours", "staff.pay"} <= {measure for measure, _, _ in said}
    assert {row.input for row in report.restated if row.measure == "staff.hours"} == {f"inputs/{LATE}"}
    assert report.revised == ()


def test_three_days_and_a_correction_of_the_first(
    tmp_path: Path, books: Books, ledger_of: Callable[[date], Ledger]
) -> None:
    """The third day's revision lists what it changed, and what the day before told otherwise."""
    folder = tmp_path / "en"
    shutil.copytree(books.root, folder)
    days = [LAST - timedelta(days=back) for back in (2, 1, 0)]
    moment = datetime(2026, 11, 20, 13, tzinfo=UTC)
    for day in days:
        report = build(load(folder), Order(now=moment, business_date=day, send=False)).report
        assert (report.restated, report.revised) == ((), ())

    name = f"timesheets/{days[0]}.csv"
    sheet = folder / "inputs" / name
    first, *rows = sheet.read_text().splitlines()
    worker, minutes = rows[0].rsplit(",", 1)
    sheet.write_text("\n".join([first, f"{worker},{int(minutes) + 90}", *rows[1:]]) + "\n")
    order = Order(now=moment + timedelta(hours=1), business_date=LAST, send=False)
    built = build(load(folder), order)
    report = built.report
    assert (report.revision, built.new) == (2, True)
    new = type(ledger_of(LAST))(type(books)(folder).read(), LAST)
    restated, revised = told_by(report.restated), told_by(report.revised)
    assert restated == differing(ledger_of(days[1]), new, days[1], news=False)
    assert revised == differing(ledger_of(LAST), new, LAST, news=True)
    assert restated["staff.hours", "", days[0]][1] == restated["staff.hours", "", days[0]][0] + Fraction(3, 2)  # type: ignore[operator] # both are there
    assert (report.restated_more, report.revised_more) == (0, 0)
    assert {row.input for row in report.revised if row.on == days[0]} == {f"inputs/{name}"}

    marked = {row.measure: row for group in report.scorecard for row in group.rows}
    assert marked["staff.hours"].to_date.state == "restated"
    assert marked["staff.hours"].day.state == "ok"
    assert marked["staff.overtime_share"].to_date.state == "restated"
    assert marked["cash.net"].to_date.state == "ok"
