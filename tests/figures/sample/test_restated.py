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
MOVING = {"staff.pay_month_end", "staff.pay_4_weeks"}


def test_the_list_of_restated_figures_is_what_changed(
    tmp_path: Path,
    books: Books,
    ledger_of: Callable[[date], Ledger],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The pages are left out: the list is in the report that they are made from."""
    stage = import_module("flashreport.pipeline.build")  # the package's attribute is the function
    monkeypatch.setattr(stage, "rendered", lambda *_: {"page.html": b""})
    folder = tmp_path / "en"
    shutil.copytree(books.root, folder)
    morning = datetime(2026, 11, 20, 13, tzinfo=UTC)
    order = Order(now=morning, business_date=BEFORE, send=False)
    assert build(load(folder), order).report.restated == ()

    shutil.copy(folder / "inputs-late" / LATE, folder / "inputs" / LATE)
    built = build(load(folder), Order(now=morning, business_date=LAST, send=False))
    names = {name.lower(): name for name in ("Kitchen", "Service", "Delivery", "Office")}
    told = {
        (row.measure, row.where.message, row.on): (row.was.value, row.now.value)
        for row in built.report.restated
    }
    old, new = ledger_of(BEFORE), type(ledger_of(LAST))(type(books)(folder).read(), LAST)
    wanted = {}
    for key in old.values.keys() | new.values.keys():
        entity, measure, _, member = key
        if entity or measure in MOVING:
            continue
        steps = {"money": 100, "hours": 3600}.get(MEASURES[measure].kind, 1)
        was, now = old.values.get(key, {}), new.values.get(key, {})
        for day in was.keys() | {day for day in now if day <= BEFORE}:
            if was.get(day) != now.get(day) and not old.is_stale(key, day):
                pair = (None if held.get(day) is None else Fraction(held[day], steps) for held in (was, now))
                wanted[measure, names.get(member, member), day] = tuple(pair)
    said = {
        key: tuple(None if value is None else Fraction(value) for value in pair) for key, pair in told.items()
    }
    assert said == wanted
    assert {"staff.hours", "staff.pay"} <= {measure for measure, _, _ in said}
