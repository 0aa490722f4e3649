"""What must be paid down to bring a utilization to its target.

Paid from cash, the cap stays: paydown = used - target x cap. Paid from collected
receivables, the borrowing base shrinks by the advance rate for each unit collected, so
the paydown p solves used - p = target x (base - rate x p).
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.amounts import CENT, upward
from flashreport.domain.credit.line import LineUse
from flashreport.errors import FlashreportError, phrase


@dataclass(frozen=True, slots=True)
class Paydown:
    """A paydown: ``exact`` reaches the target to the last digit; ``payable`` is the loan there is to pay.

    Letters of credit cannot be paid down: when they alone are over the target,
    ``reachable`` is false.
    """

    exact: Fraction
    payable: Decimal
    step: Decimal = CENT

    @property
    def amount(self) -> Decimal:
        """The payment, up to the next ``step``, so that the target is really reached."""
        return upward(self.exact, self.step)

    @property
    def reachable(self) -> bool:
        """Whether paying loans alone can reach the target."""
        return self.exact <= self.payable


@dataclass(frozen=True, slots=True)
class Paydowns:
    """The paydown for each of the two utilizations."""

    drawn_of_commitment: Paydown
    used_of_cap: Paydown


def paydown_to_target(used: Decimal, cap: Decimal, target: Decimal) -> Fraction:
    """max(0, used - target x cap): paid from cash, the cap does not move. ``target`` is 0.8 for 80 %."""
    return max(Fraction(0), Fraction(used) - Fraction(target) * Fraction(cap))


def paydown_from_collections(
    used: Decimal,
    base: Decimal,
    target: Decimal,
    advance_rate: Decimal,
    commitment: Decimal | None = None,
) -> Fraction:
    """The paydown from collected receivables, which lowers the base by ``advance_rate`` x paydown.

    With a ``commitment`` the cap is the lesser of the two, and only the base shrinks.
    Raises ``domain.rate-out-of-range`` when each payment lowers the target as fast as the loan.
    """
    slope = 1 - Fraction(target) * Fraction(advance_rate)
    if slope <= 0:
        raise FlashreportError(
            "domain.rate-out-of-range",
            phrase(
                "A target of {target} at an advance rate of {advance_rate} is never reached from "
                "collections.",
                target=target,
                advance_rate=advance_rate,
            ),
            "Give a target and an advance rate whose product is below 1.",
        )
    by_base = (Fraction(used) - Fraction(target) * Fraction(base)) / slope
    by_commitment = Fraction(0) if commitment is None else paydown_to_target(used, commitment, target)
    return max(Fraction(0), by_base, by_commitment)


def paydowns(
    commitment: Decimal, cap: Decimal, use: LineUse, target: Decimal, step: Decimal = CENT
) -> Paydowns:
    """The paydown to ``target`` for drawn over commitment and for all use over the cap."""
    payable = use.borrowed
    return Paydowns(
        Paydown(paydown_to_target(use.borrowed, commitment, target), payable, step),
        Paydown(paydown_to_target(use.used, cap, target), payable, step),
    )
