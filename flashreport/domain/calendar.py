"""The company's days: which are worked, where periods begin, what compares with what."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from persiantools.jdatetime import JalaliDate

from flashreport.domain.jalali import Alignment, same_day_last_year

Period = Literal["day", "week", "month", "quarter", "year"]
PERIODS: tuple[Period, ...] = ("day", "week", "month", "quarter", "year")
WEEKS_OF_LAST_YEAR = timedelta(weeks=52)


def days(first: date, last: date) -> Iterator[date]:
    """Every date from ``first`` to ``last``, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


@dataclass(frozen=True)
class BusinessCalendar:
    """Working days and periods of one company.

    ``weekend`` holds weekday numbers (Monday is 0), ``holidays`` dates with their names,
    ``fiscal_start`` month and day, in the calendar that ``system`` names. ``compare_by`` is how a
    day finds its like of last year.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: dict[date, str] = field(default_factory=dict, hash=False)
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    week_start: int = 0
    fiscal_start: tuple[int, int] = (1, 1)
    system: Literal["gregorian", "jalali"] = "gregorian"
    compare_by: Alignment = "weekday"

    def is_working(self, day: date) -> bool:
        """Whether the day is worked: own decisions first, then holidays and weekend."""
        if day in self.opened:
            return True
        return day not in self.closed and day not in self.holidays and day.weekday() not in self.weekend

    def working_days(self, first: date, last: date) -> int:
        """Working days from ``first`` to ``last``, both included; 0 when last is before first."""
        return sum(map(self.is_working, days(first, last)))

    def previous_working_day(self, day: date) -> date:
        """The last working day before ``day``; the day before when none is near."""
        for back in range(1, 32):
            if self.is_working(day - timedelta(days=back)):
                return day - timedelta(days=back)
        return day - timedelta(days=1)

    def start(self, day: date, period: Period) -> date:
        """The first day of the period that holds ``day``; quarters and years are fiscal."""
        if period == "day":
            return day
        if period == "week":
            return day - timedelta(days=(day.weekday() - self.week_start) % 7)
        return self._month_start(day) if period == "month" else self._fiscal_start(day, period)

    def end(self, day: date, period: Literal["day", "week", "month"]) -> date:
        """The last day of the period that holds ``day``."""
        if period == "day":
            return day
        return self.start(day, "week") + timedelta(days=6) if period == "week" else self.month_end(day)

    def month_end(self, day: date) -> date:
        """The last day of the month that holds ``day``."""
        first = self._month_start(day)
        return self._month_start(first + timedelta(days=32)) - timedelta(days=1)

    def working_day_of_month(self, day: date) -> tuple[int, int]:
        """Which working day of the month ``day`` is (counting up to it), of how many."""
        first, last = self._month_start(day), self.month_end(day)
        return self.working_days(first, day), self.working_days(first, last)

    def last_year(self, day: date) -> date:
        """The day of last year that compares: by its date, or the same weekday 52 weeks earlier.

        A leap day compares with the last day of its month: 30 Esfand with 29 Esfand.
        """
        if self.compare_by == "weekday":
            return self.weekday_last_year(day)
        if self.system == "jalali":
            return same_day_last_year(day)
        return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)

    def weekday_last_year(self, day: date) -> date:
        """The same weekday a year before, however the company compares."""
        return day - WEEKS_OF_LAST_YEAR

    def _month_start(self, day: date) -> date:
        if self.system == "jalali":
            jalali = JalaliDate(day)
            return JalaliDate(jalali.year, jalali.month, 1).to_gregorian()
        return day.replace(day=1)

    def _fiscal_start(self, day: date, period: Period) -> date:
        year = (JalaliDate(day) if self.system == "jalali" else day).year
        starts = [start for y in (year - 1, year, year + 1) for start in self._quarter_starts(y)]
        position = bisect_right(starts, day) - 1
        return starts[position] if period == "quarter" else starts[position - position % 4]

    def _quarter_starts(self, year: int) -> tuple[date, ...]:
        return _quarter_starts(year, self.fiscal_start, self.system)


@lru_cache(maxsize=64)
def _quarter_starts(year: int, fiscal_start: tuple[int, int], system: str) -> tuple[date, ...]:
    month, day = fiscal_start
    starts = []
    for quarter in range(4):
        years, index = divmod(month - 1 + 3 * quarter, 12)
        if system == "jalali":
            starts.append(JalaliDate(year + years, index + 1, min(day, 29)).to_gregorian())
        else:
            first = date(year + years, index + 1, 1)
            last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            starts.append(first.replace(day=min(day, last.day)))
    return tuple(starts)
