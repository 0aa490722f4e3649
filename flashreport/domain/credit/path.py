"""The path of a line to its target by a date, in working days.

The path is straight over the working days from its start to its deadline. A closed day
moves neither the path nor the line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.amounts import Exact
from flashreport.domain.credit.pace import Arrival, arrival, working_days
from flashreport.errors import FlashreportError, phrase


@dataclass(frozen=True, slots=True)
class TargetPath:
    """From ``start_value`` at the close of ``start`` to ``target`` at the close of ``deadline``."""

    start: date
    start_value: Decimal
    deadline: date
    target: Decimal


@dataclass(frozen=True, slots=True)
class Required:
    """What is left to pay, over how many working days. ``per_day`` is None when no day is left."""

    gap: Fraction
    working_days: int

    @property
    def per_day(self) -> Fraction | None:
        """The paydown per working day; 0 when the target is met, None when it is too late."""
        if self.gap <= 0:
            return Fraction(0)
        return self.gap / self.working_days if self.working_days else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the line is against its path: ``gap`` = actual - path, ``days_behind`` in working days."""

    path: Fraction
    gap: Fraction
    days_behind: Fraction


def required_paydown(
    value: Exact, target: Exact, as_of: date, deadline: date, is_working: Callable[[date], bool]
) -> Required:
    """The paydown needed on each working day after ``as_of``, up to and with ``deadline``."""
    return Required(Fraction(value) - Fraction(target), working_days(as_of, deadline, is_working))


def path_value(path: TargetPath, on: date, is_working: Callable[[date], bool]) -> Fraction:
    """Where the path is at the close of ``on``; before its start and after its end it is flat.

    Raises ``domain.no-working-day`` when the path has no working day to move on.
    """
    length = working_days(path.start, path.deadline, is_working)
    if not length:
        raise FlashreportError(
            "domain.no-working-day",
            phrase(
                "There is no working day after {start} up to {deadline}.",
                start=path.start,
                deadline=path.deadline,
            ),
            "Set a later deadline.",
        )
    gone = working_days(path.start, min(on, path.deadline), is_working)
    return Fraction(path.start_value) + Fraction(gone, length) * _fall(path)


def standing(path: TargetPath, value: Exact, on: date, is_working: Callable[[date], bool]) -> Standing:
    """How far ``value`` is from the path on ``on``; behind is positive for a path that falls or rises."""
    where = path_value(path, on, is_working)
    gap = Fraction(value) - where
    length = working_days(path.start, path.deadline, is_working)
    per_day = _fall(path) / length
    return Standing(where, gap, -gap / per_day if per_day else Fraction(0))


def day_of_crossing(
    value: Exact,
    level: Exact,
    change_per_working_day: Exact,
    as_of: date,
    is_working: Callable[[date], bool],
    *,
    beyond: bool = False,
) -> Arrival:
    """The working day on which the line comes to ``level`` at this pace, or passes it (``beyond``)."""
    return arrival(value, level, change_per_working_day, as_of, is_working, beyond=beyond)


def _fall(path: TargetPath) -> Fraction:
    return Fraction(path.target) - Fraction(path.start_value)
