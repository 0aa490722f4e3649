"""The pace of a line: how fast it is paid down, and when it gets where.

The pace is the average net paydown per day over the last days; it may be zero or
negative, and then a target below is not reached.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from flashreport.domain.amounts import Exact
from flashreport.domain.credit.history import Step, amount_on
from flashreport.errors import FlashreportError, phrase

LONGEST = 3653
"""Days ahead that are looked at: ten years."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Net paydown per counted day (negative when the line grows) over ``days`` counted days."""

    per_day: Fraction
    days: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a level is met. ``days`` and ``day`` are None when it is not reached."""

    days: int | None
    day: date | None

    @property
    def reached(self) -> bool:
        """Whether the level is met at all."""
        return self.days is not None


NOT_REACHED = Arrival(None, None)


def every_day(_: date) -> bool:
    """Counts all calendar days."""
    return True


def working_days(after: date, through: date, is_working: Callable[[date], bool]) -> int:
    """Counted days from the day after ``after`` up to ``through``, both ends as said."""
    span = range(1, (through - after).days + 1)
    return sum(is_working(after + timedelta(days=ahead)) for ahead in span)


def nth_working_day(after: date, count: int, is_working: Callable[[date], bool]) -> date | None:
    """The ``count``-th counted day after ``after``; None when it is over ten years ahead."""
    for ahead in range(1, LONGEST + 1):
        day = after + timedelta(days=ahead)
        count -= is_working(day)
        if count <= 0:
            return day
    return None


def paydown_pace(
    drawn: Sequence[Step], as_of: date, window: int, is_working: Callable[[date], bool] = every_day
) -> Pace:
    """Average net paydown per counted day over the last ``window`` calendar days to ``as_of``.

    Raises ``domain.history-gap`` when the balance at the start of the window is unknown and
    ``domain.no-working-day`` when the window holds no counted day.
    """
    first = as_of - timedelta(days=window)
    counted = working_days(first, as_of, is_working)
    if not counted:
        raise FlashreportError(
            "domain.no-working-day",
            phrase("There is no working day from {first} to {as_of}.", first=first, as_of=as_of),
            "Look back over a longer window.",
        )
    paid = amount_on(drawn, first) - amount_on(drawn, as_of)
    return Pace(Fraction(paid) / counted, counted)


def days_to_target(paydown: Exact, pace: Pace) -> int | None:
    """Counted days until ``paydown`` is paid at this pace; 0 when nothing is due, None when not reached."""
    if paydown <= 0:
        return 0
    if pace.per_day <= 0:
        return None
    return ceil(Fraction(paydown) / pace.per_day)


def arrival(
    value: Exact,
    level: Exact,
    change_per_day: Exact,
    as_of: date,
    is_working: Callable[[date], bool] = every_day,
    *,
    beyond: bool = False,
) -> Arrival:
    """The first counted day after ``as_of`` on which ``value`` has come to ``level``.

    ``change_per_day`` is signed. ``beyond`` asks for the first day past the level, as for a
    limit that may be met but not crossed. A value moving away, or standing still, or over
    ten years off is not reached.
    """
    away = Fraction(level) - Fraction(value)
    change = Fraction(change_per_day)
    if away == 0 and not beyond:
        return Arrival(0, as_of)
    if change == 0 or away * change < 0:
        return NOT_REACHED
    counted = floor(away / change) + 1 if beyond else ceil(away / change)
    if counted > LONGEST:
        return NOT_REACHED
    day = nth_working_day(as_of, counted, is_working)
    return NOT_REACHED if day is None else Arrival(counted, day)
