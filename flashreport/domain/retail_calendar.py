"""Retail calendars of whole weeks: 4-4-5, 4-5-4, 5-4-4, with 52 or 53 weeks.

The default is the National Retail Federation's 4-5-4 calendar: weeks begin on Sunday, the
year on the Sunday nearest 1 February, and a 53rd week joins the last month. A year is
named after the calendar year that it begins in.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from flashreport.domain.exact import Number, Result, Unavailable, exact

Basis = Literal["restated", "fiscal"]
YEAR_OF_WEEKS = timedelta(weeks=52)
SUNDAY = calendar.SUNDAY


@dataclass(frozen=True, slots=True)
class RetailDay:
    """Where a date lies: fiscal year, month 1..12, week of the year and of the month, day 1..7."""

    year: int
    month: int
    week: int
    week_of_month: int
    day: int

    @property
    def quarter(self) -> int:
        """1..4; three months each."""
        return (self.month - 1) // 3 + 1


@dataclass(frozen=True, slots=True)
class RetailCalendar:
    """A calendar of whole weeks.

    ``pattern`` holds the weeks of a quarter's months. The year begins on the weekday
    ``week_start`` (Monday is 0): ``nearest`` to the day ``anchor`` (month, day), or the
    ``first`` one on or after it. A year that ends on the last Saturday of January begins
    on the first Sunday on or after 26 January.
    """

    pattern: tuple[int, int, int] = (4, 5, 4)
    week_start: int = SUNDAY
    anchor: tuple[int, int] = (2, 1)
    rule: Literal["nearest", "first"] = "nearest"

    def year_start(self, year: int) -> date:
        """First day of the fiscal year."""
        anchor = date(year, *self.anchor)
        after = (self.week_start - anchor.weekday()) % 7
        return anchor + timedelta(days=after - 7 if self.rule == "nearest" and after > 3 else after)

    def year_end(self, year: int) -> date:
        """Last day of the fiscal year."""
        return self.year_start(year + 1) - timedelta(days=1)

    def weeks(self, year: int) -> int:
        """52 or 53."""
        return (self.year_start(year + 1) - self.year_start(year)).days // 7

    def week_bounds(self, year: int, week: int) -> tuple[date, date]:
        """First and last day of a week, 1..52 or 53."""
        if not 1 <= week <= self.weeks(year):
            raise ValueError(f"fiscal year {year} has no week {week}")
        first = self.year_start(year) + timedelta(weeks=week - 1)
        return first, first + timedelta(days=6)

    def month_weeks(self, year: int) -> tuple[int, ...]:
        """Weeks of each of the twelve months; a 53rd week is the last month's."""
        weeks = list(self.pattern * 4)
        weeks[-1] += self.weeks(year) - sum(weeks)
        return tuple(weeks)

    def month_bounds(self, year: int, month: int) -> tuple[date, date]:
        """First and last day of month 1..12 of the fiscal year."""
        weeks = self.month_weeks(year)
        first = self.year_start(year) + timedelta(weeks=sum(weeks[: month - 1]))
        return first, first + timedelta(weeks=weeks[month - 1], days=-1)

    def locate(self, day: date) -> RetailDay:
        """The fiscal place of a date."""
        year = next(one for one in (day.year + 1, day.year, day.year - 1) if self.year_start(one) <= day)
        passed = (day - self.year_start(year)).days
        week, left = passed // 7, self.month_weeks(year)
        month = 0
        while month < 11 and week >= sum(left[: month + 1]):
            month += 1
        return RetailDay(year, month + 1, week + 1, week - sum(left[:month]) + 1, passed % 7 + 1)

    def on(self, year: int, week: int, day: int) -> date:
        """The date of a fiscal year, week and day 1..7; the inverse of :meth:`locate`."""
        return self.week_bounds(year, week)[0] + timedelta(days=day - 1)

    def comparable(self, day: date, basis: Basis = "restated") -> date | Unavailable:
        """The day of the year before to compare with.

        ``restated``: 364 days back, which after a 53-week year shifts that year by one
        week. ``fiscal``: the same fiscal week and day as it was reported; a 53rd week has
        none.
        """
        if basis == "restated":
            return aligned_last_year(day)
        place = self.locate(day)
        if place.week > self.weeks(place.year - 1):
            return Unavailable("the year before has no week 53")
        return self.on(place.year - 1, place.week, place.day)


NRF = RetailCalendar()
"""The 4-5-4 calendar of the National Retail Federation."""


def aligned_last_year(day: date) -> date:
    """The same weekday 52 weeks (364 days) before."""
    return day - YEAR_OF_WEEKS


@dataclass(frozen=True, slots=True)
class DayMix:
    """How many days a month has, in all and by weekday (Monday first)."""

    days: int
    weekdays: tuple[int, int, int, int, int, int, int]


def month_day_mix(year: int, month: int) -> DayMix:
    """The weekdays of a Gregorian month."""
    first, length = calendar.monthrange(year, month)
    counts = [len(range((weekday - first) % 7, length, 7)) for weekday in range(7)]
    return DayMix(length, (counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]))


def at_mix_of(sums: Mapping[int, Number], held: DayMix, wanted: DayMix) -> Result:
    """A month's total had it had another month's weekdays.

    ``sums`` is the month's total per weekday (Monday is 0), ``held`` its own mix. Each
    weekday's mean counts as often as in ``wanted``. A weekday left out counts as closed;
    Unavailable when a weekday has sums but no days.
    """
    total = Fraction(0)
    for weekday, amount in sums.items():
        if held.weekdays[weekday] == 0:
            return Unavailable("a weekday has sums but no days")
        total += exact(amount) * wanted.weekdays[weekday] / held.weekdays[weekday]
    return total
