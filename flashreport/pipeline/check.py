"""The first stages: read the inputs, check the tables, say for which day."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from flashreport.pipeline.order import Checked

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.domain.calendar import BusinessCalendar
    from flashreport.domain.report import InputState
    from flashreport.tables import CheckedTables
    from flashreport.workspace.load import Workspace

_FIRST_OF_CALENDAR = timedelta(days=800)
_OLDEST = date(1970, 1, 1)  # a mistyped year among past dates shall not cost centuries of holidays
_AHEAD = timedelta(days=400)
_NEWEST_OF = ("transactions", "timesheets", "output", "credit_balances", "audience")


def check_workspace(workspace: "Workspace", business_date: date | None, now: datetime) -> Checked:
    """Read and check all inputs, for a business date or the one that the workspace chooses."""
    from flashreport.inputs import read_input
    from flashreport.tables import check_tables
    from flashreport.workspace.calendar import business_calendar

    settings = workspace.settings
    yesterday = yesterday_of(workspace, now)
    raw = [read_input(item, workspace.root) for item in settings.inputs]
    # rows after an earlier business date have happened all the same: calculators leave them out
    limit = max(business_date or yesterday, yesterday)
    tables = check_tables(raw, settings, limit)
    oldest = min(
        [yesterday - _FIRST_OF_CALENDAR, limit, *(each.first for each in tables.inputs if each.first)]
    )
    calendar = business_calendar(settings.calendar, max(oldest, _OLDEST), limit + _AHEAD)
    day = business_date or chosen_day(workspace, calendar, tables, yesterday)
    return Checked(day, calendar, tables, _states(workspace, calendar, tables, day, now))


def on_day(workspace: "Workspace", checked: Checked, day: date, now: datetime) -> Checked:
    """The same inputs for another business date."""
    if day == checked.business_date:
        return checked
    states = _states(workspace, checked.calendar, checked.tables, day, now)
    return Checked(day, checked.calendar, checked.tables, states, checked.shared or checked)


def yesterday_of(workspace: "Workspace", now: datetime) -> date:
    """The last business day that has ended: the cut-off may lie after midnight."""
    from zoneinfo import ZoneInfo

    settings = workspace.settings
    local = now.astimezone(ZoneInfo(settings.company.timezone))
    cutoff = settings.calendar.cutoff
    return (local - timedelta(hours=cutoff.hour, minutes=cutoff.minute)).date() - timedelta(days=1)


def chosen_day(
    workspace: "Workspace", calendar: "BusinessCalendar", tables: "CheckedTables", yesterday: date
) -> date:
    """The business date that a build without one reports, by the workspace's rule."""
    way = workspace.settings.calendar.business_date
    if way == "newest_data":
        return _newest(tables, yesterday) or yesterday
    if way == "yesterday" or calendar.is_working(yesterday):
        return yesterday
    return calendar.previous_working_day(yesterday)


def _newest(tables: "CheckedTables", until: date) -> date | None:
    newest = [
        report.last
        for report in tables.inputs
        if report.table in _NEWEST_OF and report.last is not None and report.last <= until
    ]
    return max(newest, default=None)


def _states(
    workspace: "Workspace",
    calendar: "BusinessCalendar",
    tables: "CheckedTables",
    day: date,
    now: datetime,
) -> tuple["InputState", ...]:
    from flashreport.tables import readiness

    named = {item.name: item for item in workspace.settings.inputs}
    return tuple(
        readiness(report, named[report.name], calendar.is_working, day, now) for report in tables.inputs
    )


def measures_of(workspace: "Workspace", checked: Checked) -> "pd.DataFrame":
    """Facts, then the frame of measures, up to the business date."""
    from flashreport.calculators.every import calculate

    return calculate(checked.facts.frames, workspace.settings, checked.calendar, checked.business_date)
