"""On which days a timer runs, and what the next runs will make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from flashreport.domain.calendar import BusinessCalendar
    from flashreport.workspace.load import Workspace

_DAY = timedelta(days=1)
_AHEAD = 400
_BACK = timedelta(days=70)


@dataclass(frozen=True)
class Run:
    """A run to come: when, and which reports fall due on it, each with its business date."""

    at: datetime
    due: tuple[tuple[str, date], ...]


def run_days(workspace: "Workspace") -> list[int]:
    """Weekday numbers (Monday is 0) to run on: those that are worked, or all where days off are reported.

    What is due on such a morning is for the build to say: holidays move the day of a review.
    """
    from flashreport.workspace.model import WEEKDAYS

    calendar = workspace.settings.calendar
    if calendar.business_date == "yesterday":
        return list(range(7))
    worked = [number for number, day in enumerate(WEEKDAYS) if day not in calendar.weekend]
    return worked or list(range(7))


def run_dates(workspace: "Workspace", today: date) -> list[date]:
    """Days to come that are worked in spite of the weekend."""
    days = run_days(workspace)
    return sorted(
        day for day in workspace.settings.calendar.open if day >= today and day.weekday() not in days
    )


def next_runs(workspace: "Workspace", at: time, now: datetime, report: str = "", most: int = 5) -> list[Run]:
    """The next times, as the company's clock has them, and what is due on each."""
    from flashreport.workspace.calendar import business_calendar

    moments = _moments(workspace, at, now, most + 1)
    calendar = business_calendar(
        workspace.settings.calendar, now.date() - _BACK, now.date() + timedelta(days=_AHEAD)
    )
    found = []
    # the run before the first one counts as the morning of the working day before it
    before = calendar.previous_working_day(moments[0].date()) if moments else now.date()
    for moment in moments[:most]:
        found.append(Run(moment, tuple(_due(workspace, calendar, report, before, moment.date()))))
        before = moment.date()
    return found


def _moments(workspace: "Workspace", at: time, now: datetime, most: int) -> list[datetime]:
    zone = ZoneInfo(workspace.settings.company.timezone)
    days, today = run_days(workspace), now.astimezone(zone).date()
    dates = run_dates(workspace, today)
    found = []
    for step in range(_AHEAD):
        day = today + step * _DAY
        # an hour that the clocks leave out is the one after it
        moment = datetime.combine(day, at, zone).astimezone(UTC).astimezone(zone)
        if (day.weekday() in days or day in dates) and moment > now:
            found.append(moment)
        if len(found) == most:
            break
    return found


def _due(
    workspace: "Workspace", calendar: "BusinessCalendar", report: str, before: date, today: date
) -> Iterator[tuple[str, date]]:
    """The reports that fall due after the morning before, up to this one."""
    from flashreport.domain.cadence import due_on, ends
    from flashreport.pipeline.due import rhythm_of

    for settings in workspace.settings.reports:
        if report not in ("", settings.name):
            continue
        rhythm = rhythm_of(workspace, settings)
        coming = ends(rhythm, calendar, today - _BACK, today - _DAY)
        yield from ((settings.name, day) for day in coming if before < due_on(rhythm, calendar, day) <= today)


def too_early(workspace: "Workspace", at: time) -> bool:
    """Whether the day that has just ended is not over yet at that time, by the company's cut-off."""
    return at < workspace.settings.calendar.cutoff


def on_terminal(run: Run) -> Sequence[object]:
    """A row of the table of runs."""
    return (
        f"{run.at:%Y-%m-%d %H:%M %Z}",
        ", ".join(f"{name} ({day.isoformat()})" for name, day in run.due),
    )
