"""Exact numbers for ratios and variances, and the value that stands for a missing one.

Sums stay whole or decimal; a ratio is a :class:`~fractions.Fraction` until it is shown.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Number = int | float | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A figure that cannot be given, with the reason in plain words. It is never zero."""

    reason: str


Result = Fraction | Unavailable


def exact(number: Number) -> Fraction:
    """A number without rounding. A float counts as the decimal that it prints as: 0.1 is 1/10.

    Raises ValueError for NaN and infinity.
    """
    if isinstance(number, float):
        number = Decimal(repr(number))
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{number} is not a finite number")
    return Fraction(number)


def quotient(numerator: Number, denominator: Number, why: str) -> Result:
    """Numerator over denominator; ``why`` is the reason told when the denominator is zero."""
    below = exact(denominator)
    return Unavailable(why) if below == 0 else exact(numerator) / below


def rounded(number: Number, places: int) -> Decimal:
    """Half up (away from zero at the half) to ``places`` decimals, exact before that."""
    scaled = exact(number) * Fraction(10) ** places
    away = (abs(scaled) + Fraction(1, 2)).__floor__()
    return Decimal(away if scaled >= 0 else -away).scaleb(-places)
