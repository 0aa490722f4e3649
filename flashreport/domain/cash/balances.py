"""Movements, and balances that somebody asserts for a date.

A date alone does not say when: one ledger means the start of the day, a bank statement
means its end. The moment is part of the assertion.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from flashreport.domain.amounts import ZERO, total


class Moment(StrEnum):
    """Which balance of a day is meant: before its first movement, or after its last."""

    START_OF_DAY = "start of day"
    END_OF_DAY = "end of day"


@dataclass(frozen=True, slots=True)
class Movement:
    """Cash that came in (positive) or went out (negative) on a day.

    ``key`` names the counterparty or the kind of payment, ``category`` the report line.
    """

    day: date
    amount: Decimal
    key: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Assertion:
    """A balance that a source states for a day."""

    day: date
    amount: Decimal
    moment: Moment = Moment.END_OF_DAY


@dataclass(frozen=True, slots=True)
class AssertionCheck:
    """An assertion beside the balance that the movements give."""

    assertion: Assertion
    found: Decimal
    tolerance: Decimal = ZERO

    @property
    def difference(self) -> Decimal:
        """Stated less found."""
        return self.assertion.amount - self.found

    @property
    def ties(self) -> bool:
        """Whether the two agree within the tolerance."""
        return abs(self.difference) <= self.tolerance


def change_in_cash(movements: Iterable[Movement], first: date, last: date) -> Decimal:
    """The sum of the movements from ``first`` to ``last``, both in; a period with none gives 0."""
    return total(move.amount for move in movements if first <= move.day <= last)


def balance_at(opening: Decimal, movements: Iterable[Movement], day: date, moment: Moment) -> Decimal:
    """The balance on ``day`` at ``moment``, from the ``opening`` before all movements."""
    ended = moment is Moment.END_OF_DAY
    counted = (move.amount for move in movements if move.day < day or (ended and move.day == day))
    return opening + total(counted)


def check_assertions(
    opening: Decimal,
    movements: Sequence[Movement],
    assertions: Sequence[Assertion],
    tolerance: Decimal = ZERO,
) -> tuple[AssertionCheck, ...]:
    """Each assertion, in the order given, beside the balance at its own moment."""
    ordered = sorted(movements, key=lambda move: move.day)
    days = [move.day for move in ordered]
    balances = list(accumulate((move.amount for move in ordered), initial=opening))
    cut = {Moment.START_OF_DAY: bisect_left, Moment.END_OF_DAY: bisect_right}
    return tuple(
        AssertionCheck(stated, balances[cut[stated.moment](days, stated.day)], tolerance)
        for stated in assertions
    )
