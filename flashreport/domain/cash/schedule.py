"""Schedules of recurring payments: every so many weeks, or on days of the month.

A schedule numbers its nominal days (slots) in order, so that a payment made a little
early or late still belongs to one slot.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import count
from typing import Literal

from flashreport.domain.jalali import month_bounds, to_jalali

System = Literal["gregorian", "jalali"]


class Period(StrEnum):
    """How often something recurs."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    SEMI_MONTHLY = "semi-monthly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


WEEKS = {Period.WEEKLY: 1, Period.FORTNIGHTLY: 2}
MONTHS = {Period.SEMI_MONTHLY: 1, Period.MONTHLY: 1, Period.QUARTERLY: 3}


@dataclass(frozen=True, slots=True)
class Schedule:
    """Slot 0 is ``origin`` for weekly kinds. Monthly kinds fall on ``anchors`` (days of the month).

    An anchor past the end of a month means its last day. The month of ``origin`` holds slot 0.
    ``system`` is the calendar that the months are of.
    """

    period: Period
    origin: date
    anchors: tuple[int, ...] = ()
    system: System = "gregorian"

    def nominal(self, slot: int) -> date:
        """The day that ``slot`` falls on before weekends and holidays are looked at."""
        if self.period in WEEKS:
            return self.origin + timedelta(weeks=slot * WEEKS[self.period])
        months, place = divmod(slot, len(self.anchors))
        month = month_number(self.origin, self.system) + months * MONTHS[self.period]
        first, last = month_ends(month, self.system)
        return min(first + timedelta(days=self.anchors[place] - 1), last)

    def slot_near(self, day: date) -> int:
        """The slot whose nominal day is nearest to ``day``; of two, the earlier."""
        if self.period in WEEKS:
            about = (day - self.origin).days // (7 * WEEKS[self.period])
            near = range(about, about + 2)
        else:
            months = month_number(day, self.system) - month_number(self.origin, self.system)
            about = months // MONTHS[self.period]
            count = len(self.anchors)
            near = range(about * count - 1, (about + 1) * count + 1)
        return min(near, key=lambda slot: (abs((day - self.nominal(slot)).days), slot))

    def between(self, after_slot: int, first: date, last: date) -> Iterator[date]:
        """Nominal days of the slots after ``after_slot`` from ``first`` to ``last``, both in."""
        for slot in count(after_slot + 1):
            day = self.nominal(slot)
            if day > last:
                return
            if day >= first:
                yield day


@lru_cache(maxsize=4096)
def month_number(day: date, system: System) -> int:
    """Months are counted on through the years of a calendar."""
    if system == "gregorian":
        return day.year * 12 + day.month - 1
    jalali = to_jalali(day)
    return jalali.year * 12 + jalali.month - 1


def day_of_month(day: date, system: System) -> int:
    """The number of a day in its month."""
    return day.day if system == "gregorian" else to_jalali(day).day


@lru_cache(maxsize=1024)
def month_ends(number: int, system: System) -> tuple[date, date]:
    """The first and the last day of a month, by its number."""
    year, month = divmod(number, 12)
    if system == "jalali":
        return month_bounds(year, month + 1)
    return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
