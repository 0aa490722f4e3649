"""Covenants: the figure, its threshold, and how much room is left.

A springing covenant is tested only while excess availability is under its trigger.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from flashreport.domain.amounts import Exact, ratio


class Bound(StrEnum):
    """Which side of the threshold is allowed; the threshold itself is."""

    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Covenant:
    """A tested figure. ``next_certificate`` is the day the next certificate is due."""

    name: str
    actual: Exact
    threshold: Exact
    bound: Bound = Bound.AT_LEAST
    next_certificate: date | None = None

    @property
    def headroom(self) -> Fraction:
        """Room to the threshold; below zero is a breach."""
        room = Fraction(self.actual) - Fraction(self.threshold)
        return room if self.bound is Bound.AT_LEAST else -room

    @property
    def headroom_share(self) -> Fraction | None:
        """Headroom over the threshold; None when that is 0."""
        return ratio(self.headroom, abs(Fraction(self.threshold)))

    @property
    def met(self) -> bool:
        """Whether the covenant holds."""
        return self.headroom >= 0


def springing_trigger(share: Decimal, facility: Decimal, base: Decimal | None, floor: Decimal) -> Decimal:
    """max(share x min(facility, base), floor); without a base the facility stands alone."""
    cap = facility if base is None else min(facility, base)
    return max(share * cap, floor)


def springs(excess_availability: Decimal, trigger: Decimal) -> bool:
    """Whether the covenant is tested: excess availability is less than the trigger."""
    return excess_availability < trigger


def fixed_charge_coverage(
    ebitda: Decimal, unfinanced_capital_expenditure: Decimal, cash_taxes: Decimal, fixed_charges: Decimal
) -> Fraction | None:
    """(EBITDA - unfinanced capital expenditure - cash taxes) / fixed charges; None without charges."""
    return ratio(ebitda - unfinanced_capital_expenditure - cash_taxes, fixed_charges)


def leverage(debt: Decimal, ebitda: Decimal) -> Fraction | None:
    """Debt over EBITDA; None unless EBITDA is positive, since the ratio then says nothing."""
    return ratio(debt, ebitda) if ebitda > 0 else None
