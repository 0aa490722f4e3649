"""When a report is due: the business dates that it is made for, and the morning of each."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from flashreport.domain.calendar import BusinessCalendar, days

Cadence = Literal["daily", "weekly", "monthly", "month_end"]
Span = Literal["day", "week", "month"]
PERIOD_OF: dict[Cadence, Span] = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "month_end": "month",
}
_DAY = timedelta(days=1)
_FAR = 62  # a calendar without working days ends a search here


@dataclass(frozen=True)
class Rhythm:
    """How often a report is made.

    ``working_day`` n makes the report of a week or month due on the morning of the n-th working
    day after it; 0 on the morning after its own last working day. With ``every_day`` days off are
    reported as well: a daily report has them, and a week or month ends on its last day.
    """

    cadence: Cadence = "daily"
    working_day: int = 0
    every_day: bool = False

    @property
    def period(self) -> Span:
        """What one report is about."""
        return PERIOD_OF[self.cadence]


def ends(rhythm: Rhythm, calendar: BusinessCalendar, first: date, last: date) -> list[date]:
    """The business dates from ``first`` to ``last`` that have a report, oldest first.

    A daily report has the working days, or every day; the others the last working day of each
    period, when it has one, or its last day.
    """
    if rhythm.period == "day":
        return [day for day in days(first, last) if rhythm.every_day or calendar.is_working(day)]
    found = []
    start = calendar.start(first, rhythm.period)
    while start <= last:
        after = calendar.end(start, rhythm.period) + _DAY
        worked = after - _DAY if rhythm.every_day else calendar.previous_working_day(after)
        if max(start, first) <= worked <= last:
            found.append(worked)
        start = after
    return found


def due_on(rhythm: Rhythm, calendar: BusinessCalendar, business_date: date) -> date:
    """The first morning on which the report of ``business_date`` is due."""
    if rhythm.period == "day" or not rhythm.working_day:
        return business_date + _DAY
    day, left = calendar.end(business_date, rhythm.period), rhythm.working_day
    for _ in range(_FAR):
        day += _DAY
        left -= calendar.is_working(day)
        if not left:
            break
    return day


def due(rhythm: Rhythm, calendar: BusinessCalendar, after: date, until: date, today: date) -> list[date]:
    """The business dates after ``after`` and up to ``until`` whose report is due on ``today``'s morning."""
    found = ends(rhythm, calendar, after + _DAY, until)
    return [end for end in found if due_on(rhythm, calendar, end) <= today]


def is_fresh(rhythm: Rhythm, calendar: BusinessCalendar, business_date: date, today: date) -> bool:
    """Whether ``today`` is the first working morning on which that report is due, or a day off before it."""
    return due_on(rhythm, calendar, business_date) > calendar.previous_working_day(today)
