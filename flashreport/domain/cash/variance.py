"""Budget against actual. A favourable variance is positive for receipts and disbursements alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from flashreport.domain.amounts import ZERO, ratio, total


class Flow(StrEnum):
    """Which way the money goes."""

    RECEIPT = "receipt"
    DISBURSEMENT = "disbursement"


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line; both amounts are positive. ``budget`` is None for a line nobody budgeted."""

    name: str
    flow: Flow
    budget: Decimal | None
    actual: Decimal

    @property
    def variance(self) -> Decimal:
        """Favourable is positive; an unbudgeted line is measured against 0."""
        return _favourable(self.flow, self.budget or ZERO, self.actual)

    @property
    def share(self) -> Fraction | None:
        """Actual over budget; None without a budget."""
        return None if self.budget is None else ratio(self.actual, self.budget)


@dataclass(frozen=True, slots=True)
class BudgetTotal:
    """The lines of one flow together. The actual includes unbudgeted lines, and says how much."""

    flow: Flow
    budget: Decimal
    actual: Decimal
    unbudgeted: Decimal

    @property
    def variance(self) -> Decimal:
        """The sum of the lines' variances."""
        return _favourable(self.flow, self.budget, self.actual)

    @property
    def share(self) -> Fraction | None:
        """All actual, unbudgeted too, over the budget; None when that is 0."""
        return ratio(self.actual, self.budget)


@dataclass(frozen=True, slots=True)
class Change:
    """A change since a base; ``share`` is None when the base is 0 or negative, and is printed n/a."""

    absolute: Decimal
    share: Fraction | None


def budget_total(lines: Sequence[BudgetLine], flow: Flow) -> BudgetTotal:
    """The total of the lines of one flow."""
    of_flow = [line for line in lines if line.flow is flow]
    return BudgetTotal(
        flow,
        total(line.budget for line in of_flow if line.budget is not None),
        total(line.actual for line in of_flow),
        total(line.actual for line in of_flow if line.budget is None),
    )


def change(base: Decimal, now: Decimal) -> Change:
    """``now`` against ``base``, absolute and as a share of the base."""
    return Change(now - base, ratio(now - base, base) if base > 0 else None)


def _favourable(flow: Flow, budget: Decimal, actual: Decimal) -> Decimal:
    return actual - budget if flow is Flow.RECEIPT else budget - actual
