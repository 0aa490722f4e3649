"""The readiness strip: six states, each by its rule."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flashreport.errors import Problem, Severity
from flashreport.tables import FileReport, InputReport, readiness
from flashreport.workspace.inputs import InputSettings

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
FILE = FileReport("a.csv", "0" * 64, 5, 0, 100, datetime(2026, 11, 24, 5, 0, tzinfo=UTC))


def working(day: date) -> bool:
    return day.weekday() < 5


def report(*days: date, **more: Any) -> InputReport:
    found = InputReport("bank", "transactions", (FILE,), 5, 0, min(days), max(days), frozenset(days))
    return replace(found, **more)


def settings(**more: Any) -> InputSettings:
    return InputSettings.model_validate({"name": "bank", "table": "transactions", "path": "a.csv", **more})


def state(found: InputReport, day: date = MONDAY, now: datetime = NOW, **more: Any) -> str:
    return readiness(found, settings(**more), working, day, now).state


def days_before(last: date, count: int) -> list[date]:
    return [last - timedelta(days=back) for back in range(count)]


def test_rows_of_the_business_date_are_ok() -> None:
    assert state(report(MONDAY)) == "ok"
    assert state(report(MONDAY), deadline="06:00", covers="working_days") == "ok"


def test_a_weekend_expects_friday() -> None:
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    assert state(report(friday), sunday) == "ok"
    assert state(report(friday), sunday, covers="calendar_days") == "stale"


def test_older_rows_are_stale_and_lag_allows_working_days() -> None:
    friday = date(2026, 11, 20)
    found = readiness(report(friday), settings(), working, MONDAY, NOW)
    assert (found.state, found.as_of) == ("stale", friday)
    assert state(report(friday), lag=1) == "ok"
    assert state(report(date(2026, 11, 19)), lag=1) == "stale"


def test_newer_rows_do_not_hide_that_the_day_is_missing() -> None:
    found = readiness(report(date(2026, 11, 20), MONDAY), settings(), working, MONDAY, NOW)
    assert (found.state, found.as_of) == ("ok", MONDAY)


def test_tables_without_dates_and_plans_do_not_age() -> None:
    assert state(report(MONDAY, table="employees", first=None, last=None, days=frozenset())) == "ok"
    assert state(report(date(2026, 1, 1), table="plan")) == "ok"
    assert state(report(date(2026, 11, 2), table="projects")) == "ok"
    assert state(report(date(2026, 11, 2), table="projects"), deadline="07:00") == "stale"


def test_a_gap_is_incomplete_for_a_month() -> None:
    gap = date(2026, 11, 11)
    days = [day for day in days_before(MONDAY, 30) if working(day) and day != gap]
    found = readiness(report(*days), settings(covers="working_days"), working, MONDAY, NOW)
    assert found.state == "incomplete"
    assert found.note.args["day"].on == gap  # type: ignore[union-attr] # a Day
    assert state(report(*days)) == "ok"
    old = [day for day in days_before(MONDAY, 80) if working(day) and day != date(2026, 9, 15)]
    assert state(report(*old), covers="working_days") == "ok"
    assert state(report(*old), covers="calendar_days") == "incomplete"


def test_no_file_is_missing_unless_none_is_needed() -> None:
    nothing = InputReport("bank", "transactions")
    absent = replace(nothing, problems=(Problem("inputs.no-file", "no file matches a.csv."),))
    assert state(absent) == "missing"
    assert state(nothing, required=False) == "ok"


def test_errors_fail_and_rows_and_warnings_do_not() -> None:
    assert state(report(MONDAY, problems=(Problem("inputs.empty-file", "empty."),))) == "failed"
    for severity in (Severity.ROW, Severity.WARNING):
        assert state(report(MONDAY, problems=(Problem("tables.x", "x.", severity=severity),))) == "ok"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (datetime(2026, 11, 24, 6, 59, tzinfo=UTC), "ok"),
        (datetime(2026, 11, 24, 7, 1, tzinfo=UTC), "late"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), "ok"),  # a copy made later says nothing
    ],
)
def test_late_is_written_after_the_deadline_on_the_due_morning(written: datetime, expected: str) -> None:
    found = report(MONDAY, files=(replace(FILE, modified=written),))
    assert state(found, deadline=time(7, 0)) == expected


def test_the_deadline_is_local() -> None:
    now = NOW.astimezone(ZoneInfo("America/New_York"))
    found = report(MONDAY, files=(replace(FILE, modified=datetime(2026, 11, 24, 11, 59, tzinfo=UTC)),))
    assert state(found, now=now, deadline=time(7, 0)) == "ok"
    assert state(found, now=now, deadline=time(6, 30)) == "late"
