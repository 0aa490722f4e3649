"""Is an input ready for the business date: ok, late, stale, incomplete, failed or missing."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from flashreport.domain.report import NOTHING, Day, Figure, InputReadiness, InputState, Words, name, words
from flashreport.domain.units import COUNT
from flashreport.errors import Severity
from flashreport.tables.model import InputReport
from flashreport.workspace.inputs import InputSettings

IsOpen = Callable[[date], bool]

LOOK_BACK = timedelta(days=31)  # gaps older than this are history, not news
_DAILY = ("transactions", "balances", "rates", "timesheets", "output", "credit_balances", "audience")
_DATELESS = ("plan", "expected", "credit_rates", "covenants", "project_plan")  # speak of days to come


def readiness(
    report: InputReport, settings: InputSettings, is_open: IsOpen, business_date: date, now: datetime
) -> InputState:
    """The state of an input, judged by its rows; only 'late' looks at when a file was written.

    missing: no file. failed: anything but single rows is wrong. stale: the newest row is older
    than the day that ``lag`` allows. incomplete: a day that ``covers`` asks for has no row.
    late: all is there, but a file was written after the deadline on the morning that it was due.
    ``now`` carries the company's zone.
    """
    state, note = _judged(report, settings, is_open, business_date, now)
    received = max((file.modified for file in report.files), default=None)
    return InputState(
        name=report.name,
        state=state,
        as_of=_as_of(report, business_date),
        received_at=received,
        rows=report.rows,
        set_aside=report.set_aside,
        note=note,
    )


def _judged(
    report: InputReport, settings: InputSettings, is_open: IsOpen, business_date: date, now: datetime
) -> tuple[InputReadiness, Words]:
    errors = [problem for problem in report.problems if problem.severity is Severity.ERROR]
    if not report.files and all(problem.code == "inputs.no-file" for problem in errors):
        return ("missing", words("no file")) if settings.required else ("ok", words("no file, none needed"))
    if errors:
        return "failed", name(errors[0].message)
    due = expected_day(settings, is_open, business_date)
    if _ages(report, settings) and (report.last is None or max(report.days, default=date.min) < due):
        return "stale", _stale_note(report, business_date)
    gaps = missing_days(report, settings, is_open, due)
    if gaps:
        days = Figure(unit=COUNT, value=Decimal(len(gaps)))
        return "incomplete", words("{count} days without rows, last {day}", count=days, day=Day(on=gaps[-1]))
    if _arrived_late(report, settings, business_date, now):
        return "late", words("came after the deadline")
    return "ok", NOTHING


def expected_day(settings: InputSettings, is_open: IsOpen, business_date: date) -> date:
    """The newest day that must have rows: the business date, ``lag`` business days earlier."""
    every_day = settings.covers == "calendar_days"
    day, left = business_date, settings.lag
    for _ in range(400):  # a calendar without any open day ends here
        if every_day or is_open(day):
            if not left:
                return day
            left -= 1
        day -= timedelta(days=1)
    return business_date


def missing_days(report: InputReport, settings: InputSettings, is_open: IsOpen, due: date) -> list[date]:
    """The days up to ``due`` that should have rows and have none, of the last 31."""
    if settings.covers == "none" or report.first is None:
        return []
    first = max(report.first, due - LOOK_BACK)
    span = (first + timedelta(days=step) for step in range((due - first).days + 1))
    every_day = settings.covers == "calendar_days"
    return [day for day in span if (every_day or is_open(day)) and day not in report.days]


def _ages(report: InputReport, settings: InputSettings) -> bool:
    """Whether the table's newest row says how fresh the input is."""
    if report.table in _DATELESS:
        return False
    asked = settings.deadline is not None or settings.covers != "none"
    return report.table in _DAILY or (asked and report.table in ("projects", "values"))


def _stale_note(report: InputReport, business_date: date) -> Words:
    newest = _as_of(report, business_date)
    return words("newest row {day}", day=Day(on=newest)) if newest else words("no rows")


def _as_of(report: InputReport, business_date: date) -> date | None:
    """The newest day with rows up to the business date."""
    if report.table in _DATELESS:
        return report.last
    days = sorted(report.days)
    at = bisect_right(days, business_date)
    return days[at - 1] if at else None


def _arrived_late(report: InputReport, settings: InputSettings, business_date: date, now: datetime) -> bool:
    """A file written after the deadline on the due morning; later copies of it say nothing."""
    if settings.deadline is None or not report.files:
        return False
    zone = now.tzinfo or ZoneInfo("UTC")
    newest = max(file.modified for file in report.files).astimezone(zone)
    return newest.date() == business_date + timedelta(days=1) and newest.time() > settings.deadline
