"""The 13-week forecast of receipts and disbursements, day by day.

Known items (open invoices and bills, payroll, tax), recurring items recognised from
history, and a weekday baseline for the rest. Each item keeps its source.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from flashreport.domain.amounts import ZERO, total


class Source(StrEnum):
    """Where a forecast amount comes from."""

    KNOWN = "known"
    RECURRING = "recurring"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Item:
    """A signed amount expected on a day. ``movable_until`` is the latest day it may be paid."""

    day: date
    amount: Decimal
    source: Source
    key: str = ""
    movable_until: date | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Cash over one day, or one week: disbursements are positive. ``low`` is the lowest closing of a day."""

    first: date
    last: date
    opening: Decimal
    receipts: Decimal
    disbursements: Decimal
    low: Decimal
    low_day: date

    @property
    def closing(self) -> Decimal:
        """Opening + receipts - disbursements."""
        return self.opening + self.receipts - self.disbursements


@dataclass(frozen=True)
class Forecast:
    """A rolled forecast. Weeks are counted from 1; ``items`` hold only what falls inside."""

    start: date
    opening: Decimal
    minimum: Decimal
    items: tuple[Item, ...]
    days: tuple[Position, ...]

    @cached_property
    def weeks(self) -> tuple[Position, ...]:
        """The weeks of seven days from ``start``."""
        return tuple(_join(self.days[at : at + 7]) for at in range(0, len(self.days), 7))

    @property
    def low_point(self) -> Position:
        """The day with the lowest closing; of several the first."""
        return min(self.days, key=lambda day: day.low)

    @property
    def low_week(self) -> int:
        """The number of the week that holds the low point."""
        return (self.low_point.first - self.start).days // 7 + 1

    @property
    def first_week_under_minimum(self) -> int | None:
        """The first week with a day that closes under the minimum."""
        return self._first_week_under(self.minimum)

    @property
    def first_negative_week(self) -> int | None:
        """The first week with a day that closes below zero."""
        return self._first_week_under(ZERO)

    def _first_week_under(self, level: Decimal) -> int | None:
        under = (number for number, week in enumerate(self.weeks, 1) if week.low < level)
        return next(under, None)


def forecast(
    opening: Decimal,
    start: date,
    items: Iterable[Item],
    minimum: Decimal = ZERO,
    weeks: int = 13,
) -> Forecast:
    """Roll ``opening`` (the balance at the start of ``start``) through ``weeks`` weeks.

    Items after the last day are left out; an overdue item is expected on ``start``.
    """
    last = start + timedelta(days=7 * weeks - 1)
    inside = [item if item.day >= start else replace(item, day=start) for item in items if item.day <= last]
    inside.sort(key=lambda item: (item.day, item.source, item.key, item.amount))
    by_day: dict[date, list[Decimal]] = {}
    for item in inside:
        by_day.setdefault(item.day, []).append(item.amount)
    days: list[Position] = []
    balance = opening
    for ahead in range(7 * weeks):
        day = start + timedelta(days=ahead)
        amounts = by_day.get(day, [])
        came = total(amount for amount in amounts if amount > 0)
        went = -total(amount for amount in amounts if amount < 0)
        closing = balance + came - went
        days.append(Position(day, day, balance, came, went, closing, day))
        balance = closing
    return Forecast(start, opening, minimum, tuple(inside), tuple(days))


def _join(days: Sequence[Position]) -> Position:
    lowest = min(days, key=lambda day: day.low)
    return Position(
        days[0].first,
        days[-1].last,
        days[0].opening,
        total(day.receipts for day in days),
        total(day.disbursements for day in days),
        lowest.low,
        lowest.low_day,
    )
