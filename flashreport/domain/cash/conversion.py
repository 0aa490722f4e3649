"""The cash conversion cycle: days in inventory + days in receivables - days in payables.

The result means nothing without its basis: ending or average balances, the days of the
year, and whether payables hold accrued expenses. So the basis travels with the figure.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from flashreport.domain.amounts import ZERO, Exact, ratio
from flashreport.errors import FlashreportError


class BalanceBasis(StrEnum):
    """Which balance stands for the period."""

    ENDING = "ending"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class CycleBasis:
    """What the days are counted on."""

    balance: BalanceBasis = BalanceBasis.ENDING
    year_days: int = 365
    accruals_in_payables: bool = False


@dataclass(frozen=True, slots=True)
class WorkingCapital:
    """Balances of one day."""

    inventory: Decimal
    receivables: Decimal
    payables: Decimal
    accrued: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class CashCycle:
    """The three figures in days; one is None when its denominator is 0, and then so is the cycle."""

    inventory_days: Fraction | None
    receivable_days: Fraction | None
    payable_days: Fraction | None
    basis: CycleBasis = CycleBasis()

    @property
    def cycle(self) -> Fraction | None:
        """Inventory days + receivable days - payable days; may be negative."""
        held, owed, paid = self.inventory_days, self.receivable_days, self.payable_days
        if held is None or owed is None or paid is None:
            return None
        return held + owed - paid


def days_of(balance: Exact, flow: Exact, year_days: int = 365) -> Fraction | None:
    """Balance over yearly flow x days of the year; None when there is no flow."""
    share = ratio(balance, flow)
    return None if share is None else share * year_days


def cash_cycle(
    ending: WorkingCapital,
    revenue: Decimal,
    cost_of_goods_sold: Decimal,
    basis: CycleBasis | None = None,
    opening: WorkingCapital | None = None,
) -> CashCycle:
    """The cycle on ``basis``; revenue and cost are of one year.

    Raises ``domain.opening-missing`` when average balances are asked for without ``opening``.
    """
    basis = basis or CycleBasis()
    if basis.balance is BalanceBasis.AVERAGE and opening is None:
        raise FlashreportError(
            "domain.opening-missing",
            "Average balances need the balances at the start of the period.",
            "Give the opening balances, or use ending balances.",
        )
    ends = [ending] if opening is None or basis.balance is BalanceBasis.ENDING else [opening, ending]

    def mean(balances: list[Decimal]) -> Fraction:
        return sum(map(Fraction, balances), Fraction(0)) / len(balances)

    accrued = [end.accrued if basis.accruals_in_payables else ZERO for end in ends]
    payables = [end.payables + extra for end, extra in zip(ends, accrued, strict=True)]
    return CashCycle(
        days_of(mean([end.inventory for end in ends]), cost_of_goods_sold, basis.year_days),
        days_of(mean([end.receivables for end in ends]), revenue, basis.year_days),
        days_of(mean(payables), cost_of_goods_sold, basis.year_days),
        basis,
    )
