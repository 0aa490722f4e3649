"""What if one payment were made on another day: by how much the low point rises.

A payment moved from day a to day b leaves its amount in the closings from a up to the
day before b. Later is never worse, so the earliest day with the full lift is proposed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flashreport.domain.amounts import ZERO
from flashreport.domain.cash.forecast import Forecast, Item


@dataclass(frozen=True, slots=True)
class Move:
    """One payment made on ``to`` instead. ``low`` and ``low_day`` are the new low point."""

    item: Item
    to: date
    lift: Decimal
    low: Decimal
    low_day: date


def move(plan: Forecast, item: Item, to: date) -> Move:
    """The low point when ``item`` (in or out) falls on ``to``, earlier or later."""
    first, last = min(item.day, to), max(item.day, to)
    kept = -item.amount if to > item.day else item.amount
    closings = [(day.closing + (kept if first <= day.first < last else ZERO), day.first) for day in plan.days]
    low, low_day = min(closings)
    return Move(item, to, low - plan.low_point.closing, low, low_day)


def best_move(plan: Forecast, item: Item, is_working: Callable[[date], bool]) -> Move | None:
    """The smallest delay of a movable payment that lifts the low point as far as any allowed delay.

    None when the item is not movable, is no payment, or no delay helps.
    """
    if item.movable_until is None or item.amount >= 0:
        return None
    span = (item.movable_until - item.day).days
    tried = (item.day + timedelta(days=ahead) for ahead in range(1, span + 1))
    moves = [move(plan, item, day) for day in tried if is_working(day)]
    best = min(moves, key=lambda made: (-made.lift, made.to), default=None)
    return best if best is not None and best.lift > 0 else None


def best_moves(plan: Forecast, is_working: Callable[[date], bool]) -> tuple[Move, ...]:
    """For every movable payment in the forecast its best move, the largest lift first."""
    moves = (best_move(plan, item, is_working) for item in plan.items)
    found = [made for made in moves if made is not None]
    return tuple(sorted(found, key=lambda made: (-made.lift, made.to, made.item.key)))
