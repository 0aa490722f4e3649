"""Labour ratios: what an hour of work brings, what it costs, how much of it is billed.

Each takes sums, never ratios, and gives an exact Fraction, or Unavailable when it would
divide by zero. Percentages are given times 100: 55 is 55 %. Money is in one currency and
hours are hours; a ratio of money by hours is in the money's unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from flashreport.domain.exact import Number, Result, Unavailable, exact, quotient

NO_HOURS = "no hours worked"
NO_REVENUE = "no revenue"


def sales_per_labour_hour(sales: Number, hours: Number) -> Result:
    """Net sales by the hours worked of all staff in the same period (SPLH)."""
    return quotient(sales, hours, NO_HOURS)


def labour_cost_percent(cost: Number, revenue: Number) -> Result:
    """Wages, overtime and any named burden, as a percentage of revenue."""
    return _percent(cost, revenue, NO_REVENUE)


def hours_per_sales(target_splh: Number) -> Result:
    """Labour hours that a target allows for each unit of sales: 1 / target."""
    return quotient(1, target_splh, "no target")


def target_hours(forecast_sales: Number, target_splh: Number) -> Result:
    """Labour hours that a sales forecast allows at a target of sales per labour hour."""
    return quotient(forecast_sales, target_splh, "no target")


def utilization_percent(billable: Number, available: Number) -> Result:
    """Billable hours as a percentage of available hours; past 100 is real."""
    return _percent(billable, available, "no available hours")


def realization_percent(billed: Number, standard_fee: Number) -> Result:
    """Billed as a percentage of the standard fee of the work done."""
    return _percent(billed, standard_fee, "no standard fee")


def collection_percent(collected: Number, billed: Number) -> Result:
    """Collected as a percentage of billed."""
    return _percent(collected, billed, "nothing billed")


@dataclass(frozen=True, slots=True)
class RealizationChain:
    """What is left of a standard fee after each factor, in order."""

    standard_fee: Fraction
    after: tuple[Fraction, ...]

    @property
    def overall_percent(self) -> Result:
        """The last amount as a percentage of the standard fee."""
        return _percent(
            self.after[-1] if self.after else self.standard_fee, self.standard_fee, "no standard fee"
        )


def realization_chain(standard_fee: Number, factors: Sequence[Number]) -> RealizationChain:
    """A standard fee through its factors (0.6 for 60 %): billed share, realization, collection."""
    left, after = exact(standard_fee), []
    for factor in factors:
        left *= exact(factor)
        after.append(left)
    return RealizationChain(exact(standard_fee), tuple(after))


def overtime_share_percent(overtime_hours: Number, hours: Number) -> Result:
    """Overtime hours as a percentage of all hours worked."""
    return _percent(overtime_hours, hours, NO_HOURS)


def overtime_premium_cost(pay: Number, hours: Number, rate: Number) -> Fraction:
    """Pay less what the same hours cost at the base rate."""
    return exact(pay) - exact(hours) * exact(rate)


Yield = Literal["low", "fair", "unattributed"]


def yield_of(revenue: Number | None, pay: Number) -> Result:
    """Revenue (or earned value) by pay cost; Unavailable for work with no revenue record."""
    if revenue is None:
        return Unavailable("no revenue record")
    return quotient(revenue, pay, "no pay")


def yield_class(revenue: Number | None, pay: Number, floor: Number = 1) -> Yield:
    """``low`` under the floor, ``unattributed`` where no yield can be told, else ``fair``."""
    found = yield_of(revenue, pay)
    if isinstance(found, Unavailable):
        return "unattributed"
    return "low" if found < exact(floor) else "fair"


@dataclass(frozen=True, slots=True)
class Completion:
    """Units of a plan at the report date; what changed in the plan is kept apart.

    Without ``cancelled`` in sight a ratio improves by deleting work.
    """

    done: Fraction
    planned: Fraction
    added: Fraction = Fraction(0)
    cancelled: Fraction = Fraction(0)
    carried_over: Fraction = Fraction(0)

    @property
    def percent(self) -> Result:
        """Done as a percentage of what the original plan had due by the report date."""
        return _percent(self.done, self.planned, "nothing planned by the report date")

    @property
    def percent_of_current_plan(self) -> Result:
        """Done as a percentage of the plan with what was added, carried over and cancelled."""
        current = self.planned + self.added + self.carried_over - self.cancelled
        return _percent(self.done, current, "nothing left in the plan")


def _percent(part: Number, whole: Number, why: str) -> Result:
    ratio = quotient(part, whole, why)
    return ratio if isinstance(ratio, Unavailable) else ratio * 100
