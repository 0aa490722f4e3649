"""Bringing known, recurring and ordinary items together so that none counts twice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from flashreport.domain.cash.balances import Movement
from flashreport.domain.cash.forecast import Item, Source
from flashreport.domain.cash.recurring import Roll, roll_day


def gather(
    known: Sequence[Item],
    recurring: Iterable[Movement],
    baseline: Iterable[Movement],
    is_working: Callable[[date], bool],
    same_within_days: int = 5,
) -> tuple[Item, ...]:
    """All items once: known ones on working days, recurring ones that no known item stands for, the rest.

    A known item stands for one recurring movement of its key and direction that is at most
    ``same_within_days`` away.
    """
    placed = [replace(item, day=roll_day(item.day, Roll.FOLLOWING, is_working)) for item in known]
    unmatched = list(placed)
    items = list(placed)
    for move in recurring:
        twin = _twin(move, unmatched, same_within_days)
        if twin is None:
            items.append(Item(move.day, move.amount, Source.RECURRING, move.key))
        else:
            unmatched.remove(twin)
    items += [Item(move.day, move.amount, Source.BASELINE, move.key) for move in baseline]
    return tuple(items)


def _twin(move: Movement, known: Iterable[Item], within: int) -> Item | None:
    near = [
        item
        for item in known
        if item.key == move.key
        and (item.amount > 0) == (move.amount > 0)
        and abs((item.day - move.day).days) <= within
    ]
    return min(near, key=lambda item: abs((item.day - move.day).days), default=None)
