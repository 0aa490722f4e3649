"""The forecast of one report: the rolled weeks, the floor it is held against, and what would lift it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from flashreport.domain.amounts import ZERO, total
from flashreport.domain.cash.forecast import Forecast, Item, Position, Source
from flashreport.domain.cash.moves import Move


@dataclass(frozen=True, slots=True)
class PastWeek:
    """What a forecast said of a week, in minor units: both amounts positive."""

    first: date
    receipts: int
    disbursements: int


@dataclass(frozen=True, slots=True)
class WeeklyForecast:
    """A forecast as a report kept it: the day it was made, and its weeks in order."""

    made: date
    weeks: tuple[PastWeek, ...]


@dataclass(frozen=True)
class CashForecast:
    """A 13-week forecast in displayed money. ``floor`` is None where the workspace sets none.

    ``moves`` are the movable payments whose delay lifts the low point, the largest lift first;
    ``overdue`` is how many expected items are past their day and still open; ``financing`` are
    the items that are loans and repayments.
    """

    plan: Forecast
    floor: Decimal | None
    moves: tuple[Move, ...] = ()
    overdue: int = 0
    financing: tuple[Item, ...] = ()

    @cached_property
    def first_week_under(self) -> Position | None:
        """The first week with a day under the floor, or under zero where there is no floor."""
        level = ZERO if self.floor is None else self.floor
        return next((week for week in self.plan.weeks if week.low < level), None)

    def amounts(self, source: Source) -> tuple[Decimal, Decimal]:
        """Receipts and disbursements (positive) of one source over all weeks."""
        amounts = [item.amount for item in self.plan.items if item.source is source]
        return total(one for one in amounts if one > 0), -total(one for one in amounts if one < 0)
