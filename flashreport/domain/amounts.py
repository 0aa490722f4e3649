"""Amounts of one currency: exact inside, rounded to a whole step at named places.

Amounts arrive and leave as ``Decimal``. Anything that divides is kept as a ``Fraction``
until a result is rounded here, so that no sum depends on the order of its parts.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import ceil

CENT = Decimal("0.01")
ZERO = Decimal(0)

Exact = int | Decimal | Fraction


def half_up(value: Exact, step: Decimal = CENT) -> Decimal:
    """``value`` to the nearest multiple of ``step``; a tie goes away from zero."""
    steps = Fraction(value) / Fraction(step)
    whole = int(abs(steps) + Fraction(1, 2))
    return (whole if steps >= 0 else -whole) * step


def upward(value: Exact, step: Decimal = CENT) -> Decimal:
    """``value`` to the next multiple of ``step`` that is not below it."""
    return ceil(Fraction(value) / Fraction(step)) * step


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of ``amounts``; of none it is 0."""
    return sum(amounts, ZERO)


def ratio(part: Exact, whole: Exact) -> Fraction | None:
    """``part`` over ``whole``, or None when ``whole`` is 0 and the ratio has no meaning."""
    return Fraction(part) / Fraction(whole) if whole else None
