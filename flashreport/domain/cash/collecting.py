"""Collections on account: receipts(m) = sum of pattern[i] x sales(m - i)."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.amounts import CENT, half_up
from flashreport.errors import FlashreportError, phrase


def collections(
    sales: Sequence[Decimal], pattern: Sequence[Decimal], step: Decimal = CENT
) -> tuple[Decimal, ...]:
    """Receipts of every period whose earlier sales are all known, half up to ``step``.

    ``sales`` run from the oldest period to the newest; ``pattern[0]`` is the share collected
    in the period of sale. The first result belongs to ``sales[len(pattern) - 1]``.
    Raises ``domain.rate-out-of-range`` when the shares add up to more than 1.
    """
    if sum(map(Fraction, pattern)) > 1 or any(share < 0 for share in pattern):
        raise FlashreportError(
            "domain.rate-out-of-range",
            phrase(
                "The collection shares {names} are not parts of a whole.", names=", ".join(map(str, pattern))
            ),
            "Give shares from 0 to 1 that add up to 1 at most.",
        )
    lag = len(pattern)
    return tuple(
        half_up(
            sum(Fraction(share) * Fraction(sales[now - back]) for back, share in enumerate(pattern)), step
        )
        for now in range(lag - 1, len(sales))
    )


def uncollected(pattern: Sequence[Decimal]) -> Decimal:
    """The share of sales that the pattern never collects."""
    return 1 - sum(pattern, Decimal(0))
