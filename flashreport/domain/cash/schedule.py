"""Schedules of recurring payments: every so many weeks, or on days of the month.

A schedule numbers its nominal days (slots) in order, so that a payment made a little
early or late still belongs to one slot.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import count


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
    """

    period: Period
    origin: date
    anchors: tuple[int, ...] = ()

    def nominal(self, slot: int) -> date:
        """The day that ``slot`` falls on before weekends and holidays are looked at."""
        if self.period in WEEKS:
            return self.origin + timedelta(weeks=slot * WEEKS[self.period])
        months, place = divmod(slot, len(self.anchors))
        year, month = divmod(_month_number(self.origin) + months * MONTHS[self.period], 12)
        return date(year, month + 1, min(self.anchors[place], monthrange(year, month + 1)[1]))

    def slot_near(self, day: date) -> int:
        """The slot whose nominal day is nearest to ``day``; of two, the earlier."""
        if self.period in WEEKS:
            about = (day - self.origin).days // (7 * WEEKS[self.period])
            near = range(about, about + 2)
        else:
            about = (_month_number(day) - _month_number(self.origin)) // MONTHS[self.period]
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


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
