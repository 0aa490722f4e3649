"""Recurring payments and receipts, recognised from history.

Movements of one key and one direction are grouped by amount, within a tolerance. A group
recurs when its days sit on one schedule, each a few days off at most, nearly without a
gap, and when it has not stopped.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import median_low

from flashreport.domain.cash.balances import Movement
from flashreport.domain.cash.fitting import best_schedule
from flashreport.domain.cash.schedule import Period, Schedule, System


class Roll(StrEnum):
    """Where a payment goes whose day is not a working day."""

    NONE = "none"
    FOLLOWING = "following"
    PRECEDING = "preceding"


@dataclass(frozen=True, slots=True)
class RecurrenceRules:
    """What counts as recurring.

    ``amount_tolerance`` is a share of the amount, ``slip_days`` how far a payment may be from
    its nominal day, ``least`` how many are needed, ``regularity`` which share of the slots
    between first and last must be filled.
    """

    amount_tolerance: Decimal = Decimal("0.10")
    slip_days: int = 3
    least: int = 3
    regularity: Fraction = Fraction(4, 5)


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recognised stream. ``amount`` is signed: the middle of the last three."""

    key: str
    schedule: Schedule
    last_slot: int
    amount: Decimal
    roll: Roll
    movements: tuple[Movement, ...]

    @property
    def period(self) -> Period:
        """How often it recurs."""
        return self.schedule.period


def roll_day(day: date, roll: Roll, is_working: Callable[[date], bool]) -> date:
    """``day``, or the nearest working day in the direction of ``roll``, within two weeks."""
    step = {Roll.NONE: 0, Roll.FOLLOWING: 1, Roll.PRECEDING: -1}[roll]
    tried = (day + timedelta(days=step * away) for away in range(15))
    return day if roll is Roll.NONE else next(filter(is_working, tried), day)


def recognise(
    history: Iterable[Movement],
    as_of: date,
    is_working: Callable[[date], bool],
    rules: RecurrenceRules | None = None,
    system: System = "gregorian",
) -> tuple[Recurring, ...]:
    """The streams alive on ``as_of``, by key. Movements without a key are left alone.

    ``system`` is the calendar whose months are tried first.
    """
    rules = rules or RecurrenceRules()
    groups: dict[tuple[str, bool], list[Movement]] = {}
    for move in history:
        if move.key and move.amount and move.day <= as_of:
            groups.setdefault((move.key, move.amount > 0), []).append(move)
    found = [
        stream
        for _, moves in sorted(groups.items())
        for alike in _alike(moves, rules)
        for lane in _lanes(alike)
        if (stream := _stream(lane, as_of, is_working, rules, system))
    ]
    return tuple(found)


def project(
    stream: Recurring, first: date, last: date, is_working: Callable[[date], bool], slip_days: int = 3
) -> tuple[Movement, ...]:
    """The stream's next movements from ``first`` to ``last``, both in.

    One that is overdue by ``slip_days`` at most is expected on ``first``.
    """
    due = stream.schedule.between(stream.last_slot, first - timedelta(days=slip_days), last)
    days = (max(first, roll_day(day, stream.roll, is_working)) for day in due)
    return tuple(Movement(day, stream.amount, stream.key) for day in days if day <= last)


def _alike(moves: Sequence[Movement], rules: RecurrenceRules) -> Iterator[list[Movement]]:
    """Groups whose amounts are within the tolerance of the smallest in the group."""
    group: list[Movement] = []
    for move in sorted(moves, key=lambda move: (abs(move.amount), move.day)):
        if group and abs(move.amount) > abs(group[0].amount) * (1 + rules.amount_tolerance):
            yield group
            group = []
        group.append(move)
    yield group


def _lanes(moves: Sequence[Movement]) -> Iterator[list[Movement]]:
    """Two equal payments on one day are two streams."""
    lanes: list[list[Movement]] = []
    for move in sorted(moves, key=lambda move: move.day):
        free = next((lane for lane in lanes if lane[-1].day < move.day), None)
        if free is None:
            lanes.append([move])
        else:
            free.append(move)
    yield from lanes


def _stream(
    lane: list[Movement],
    as_of: date,
    is_working: Callable[[date], bool],
    rules: RecurrenceRules,
    system: System,
) -> Recurring | None:
    days = [move.day for move in lane]
    if len(days) < rules.least:
        return None
    schedule = best_schedule(days, rules.slip_days, rules.regularity, system)
    if schedule is None:
        return None
    last_slot = schedule.slot_near(days[-1])
    if as_of > schedule.nominal(last_slot + 2) + timedelta(days=rules.slip_days):
        return None
    amount = median_low([move.amount for move in lane[-3:]])
    roll = _habit(schedule, days, is_working)
    return Recurring(lane[0].key, schedule, last_slot, amount, roll, tuple(lane))


def _habit(schedule: Schedule, days: Sequence[date], is_working: Callable[[date], bool]) -> Roll:
    """Which way payments went whose nominal day was closed; the next working day until one shows."""
    moved = []
    for day in days:
        nominal = schedule.nominal(schedule.slot_near(day))
        if not is_working(nominal):
            moved.append((day - nominal).days)
    if not moved:
        return Roll.FOLLOWING
    lean = sum(moved)
    return Roll.NONE if lean == 0 else Roll.FOLLOWING if lean > 0 else Roll.PRECEDING
