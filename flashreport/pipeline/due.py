"""Which reports a build makes: those that are due, and those that were missed before them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flashreport.domain.cadence import Rhythm, due, due_on, ends, is_fresh
from flashreport.pipeline.check import yesterday_of
from flashreport.pipeline.order import Checked, Order

if TYPE_CHECKING:
    from flashreport.archive import Archive
    from flashreport.domain.calendar import BusinessCalendar
    from flashreport.workspace.load import Workspace
    from flashreport.workspace.settings import ReportSettings

_LOOK_BACK = timedelta(days=70)  # the newest month that has ended begins within it
_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Due:
    """A report to make: for these business dates, oldest first. Only the last is sent."""

    settings: "ReportSettings"
    dates: tuple[date, ...]


@dataclass(frozen=True)
class Next:
    """When a report that is not due today will be: for which business date, from which morning."""

    report: str
    business_date: date
    on: date


def rhythm_of(workspace: "Workspace", settings: "ReportSettings") -> Rhythm:
    """How often a report of the workspace is made.

    Where days off are reported as well, a week and a month go on to their last day. By the newest
    data a daily report is due on days off only as far as there are data.
    """
    way = workspace.settings.calendar.business_date
    every_day = way == "yesterday" or (way == "newest_data" and settings.cadence != "daily")
    return Rhythm(settings.cadence, settings.working_day, every_day)


def due_reports(workspace: "Workspace", order: Order, archive: "Archive", checked: Checked) -> list[Due]:
    """The reports that are due, in the order of the settings.

    ``order.report`` names one, which is then made even if it was due earlier;
    ``order.business_date`` asks for the reports of that day alone.
    """
    reports = [each for each in workspace.settings.reports if order.report in ("", each.name)]
    if order.business_date is not None:
        day = order.business_date
        calendar = checked.calendar
        on_it = [
            each
            for each in reports
            if order.report or each.cadence == "daily" or ends(rhythm_of(workspace, each), calendar, day, day)
        ]
        return [Due(each, (day,)) for each in on_it or reports[:1]]
    found = [Due(each, _dates(workspace, each, order, archive, checked)) for each in reports]
    return [each for each in found if each.dates]


def _dates(
    workspace: "Workspace", settings: "ReportSettings", order: Order, archive: "Archive", checked: Checked
) -> tuple[date, ...]:
    """What was missed since the newest edition, and the newest date while its report is fresh."""
    until, today = _until(workspace, order, checked)
    rhythm, calendar = rhythm_of(workspace, settings), checked.calendar
    # what was asked for by name is made also when it was due on an earlier morning
    asked = rhythm.period == "day" or bool(order.report and not order.only_due)
    newest = archive.newest_date(settings.name, order.scope)
    made = _due(rhythm, calendar, until - _LOOK_BACK if newest is None else newest, until, today, checked)
    if newest is None or order.dry_run:
        made = made[-1:]
    if not made:
        last = _due(rhythm, calendar, until - _LOOK_BACK, until, today, checked)[-1:]
        return tuple(day for day in last if asked or is_fresh(rhythm, calendar, day, today))
    if newest is None and not asked and not is_fresh(rhythm, calendar, made[-1], today):
        return ()
    return tuple(made[-workspace.settings.schedule.catch_up :])


def newest_end(workspace: "Workspace", settings: "ReportSettings", order: Order, checked: Checked) -> date:
    """The newest business date that the report has, else that of the inputs."""
    until, _ = _until(workspace, order, checked)
    rhythm = rhythm_of(workspace, settings)
    if rhythm.period == "day":
        return checked.business_date
    return max(ends(rhythm, checked.calendar, until - _LOOK_BACK, until), default=checked.business_date)


def _due(
    rhythm: Rhythm,
    calendar: "BusinessCalendar",
    after: date,
    until: date,
    today: date,
    checked: Checked,
) -> list[date]:
    chosen = checked.business_date
    if rhythm.period == "day":
        found = due(rhythm, calendar, after, min(until, chosen), today)
    else:  # a period has ended when its last working day has data
        found = due(rhythm, calendar, after, until, today)
        found = [
            day for day in found if chosen >= min(day, calendar.previous_working_day(day + timedelta(days=1)))
        ]
    # the newest data, or what a calendar without working days leaves, may lie on a day off
    if rhythm.period == "day" and chosen > after and chosen not in found:
        found = [*(day for day in found if day < chosen), chosen]
    return found


def _until(workspace: "Workspace", order: Order, checked: Checked) -> tuple[date, date]:
    """The newest day that can be reported, and the morning that it is."""
    yesterday = yesterday_of(workspace, order.now)
    return yesterday, yesterday + timedelta(days=1)


def next_due(workspace: "Workspace", order: Order, checked: Checked) -> Sequence[Next]:
    """For each report the next business date that is not due yet."""
    _, today = _until(workspace, order, checked)
    found = []
    for settings in workspace.settings.reports:
        rhythm, calendar = rhythm_of(workspace, settings), checked.calendar
        coming = ends(rhythm, calendar, today - _LOOK_BACK, today + _LOOK_BACK)
        later = [(due_on(rhythm, calendar, day), day) for day in coming]
        mornings = [(on, day) for on, day in later if on > today]
        if mornings:
            on, day = min(mornings)
            found.append(Next(settings.name, day, on))
    return found
