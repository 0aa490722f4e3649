"""Earned value of one project or one work package.

Formulas: PMBOK Guide (CV, SV, CPI, SPI, the EAC family, TCPI). Budgets and costs are in
one currency. Delay in time is told by :mod:`flashreport.domain.earned_schedule`.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Self

from flashreport.domain.exact import Number, Result, Unavailable, exact, quotient, rounded


class EarningRule(StrEnum):
    """How work done turns into budget earned."""

    ZERO_HUNDRED = "0/100"
    FIFTY_FIFTY = "50/50"
    PERCENT = "percent"
    UNITS = "units"


class Estimate(StrEnum):
    """How the estimate at completion sees the rest of the work."""

    CPI = "bac/cpi"  # the rest costs as the work so far did
    BUDGET = "ac+bac-ev"  # the rest costs what was budgeted
    CPI_SPI = "ac+(bac-ev)/(cpi*spi)"  # the rest suffers from cost and delay alike
    BOTTOM_UP = "ac+etc"  # the rest was estimated anew


def fixed_share(rule: EarningRule, *, started: bool, finished: bool) -> Fraction:
    """Share earned under 0/100 or 50/50: all when finished, else the start's part."""
    if rule not in (EarningRule.ZERO_HUNDRED, EarningRule.FIFTY_FIFTY):
        raise ValueError(f"{rule} needs a measure of the work done")
    if finished:
        return Fraction(1)
    return Fraction(1, 2) if started and rule is EarningRule.FIFTY_FIFTY else Fraction(0)


def earned(
    rule: EarningRule,
    budget: Number,
    *,
    started: bool = False,
    finished: bool = False,
    percent: Number | None = None,
    done: Number | None = None,
    planned: Number | None = None,
) -> Result:
    """Budget earned by a work package, in the unit of ``budget``.

    ``percent`` is 0..100; ``done`` and ``planned`` are units of work. Work beyond the
    plan earns no more than the budget.
    """
    if rule is EarningRule.PERCENT:
        if percent is None:
            return Unavailable("no percent complete")
        share: Result = exact(percent) / 100
    elif rule is EarningRule.UNITS:
        if done is None or planned is None:
            return Unavailable("no units done or planned")
        share = quotient(done, planned, "no units planned")
    else:
        share = fixed_share(rule, started=started, finished=finished)
    if isinstance(share, Unavailable):
        return share
    return exact(budget) * min(max(share, Fraction(0)), Fraction(1))


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """A project at one date: budget at completion, planned value, earned value, actual cost."""

    bac: Fraction
    pv: Fraction
    ev: Fraction
    ac: Fraction

    @classmethod
    def of(cls, *, bac: Number, pv: Number, ev: Number, ac: Number) -> Self:
        """From any exact numbers of one currency."""
        return cls(exact(bac), exact(pv), exact(ev), exact(ac))

    @property
    def cv(self) -> Fraction:
        """Cost variance EV - AC; negative is over cost."""
        return self.ev - self.ac

    @property
    def sv(self) -> Fraction:
        """Schedule variance EV - PV in money; negative is behind."""
        return self.ev - self.pv

    @property
    def cpi(self) -> Result:
        """Cost performance index EV / AC."""
        return quotient(self.ev, self.ac, "no cost yet")

    @property
    def spi(self) -> Result:
        """Schedule performance index EV / PV. It tends to 1 as a late project ends."""
        return quotient(self.ev, self.pv, "nothing planned yet")

    @property
    def percent_complete(self) -> Result:
        """Share of the budget earned, EV / BAC."""
        return quotient(self.ev, self.bac, "no budget")

    @property
    def percent_spent(self) -> Result:
        """Share of the budget spent, AC / BAC."""
        return quotient(self.ac, self.bac, "no budget")

    def eac(
        self,
        method: Estimate = Estimate.CPI,
        *,
        etc: Number | None = None,
        index_places: int | None = None,
    ) -> Result:
        """Estimate at completion.

        ``etc`` is the new estimate of the rest, for BOTTOM_UP. ``index_places`` rounds
        each index first, as published examples with printed indices do.
        """
        left = self.bac - self.ev
        if method is Estimate.BUDGET:
            return self.ac + left
        if method is Estimate.BOTTOM_UP:
            return Unavailable("no estimate to complete") if etc is None else self.ac + exact(etc)
        cpi = _index(self.cpi, index_places)
        if isinstance(cpi, Unavailable):
            return cpi
        if method is Estimate.CPI:
            return quotient(self.bac, cpi, "nothing earned yet")
        spi = _index(self.spi, index_places)
        if isinstance(spi, Unavailable):
            return spi
        rest = quotient(left, cpi * spi, "nothing earned yet")
        return rest if isinstance(rest, Unavailable) else self.ac + rest

    def etc(self, method: Estimate = Estimate.CPI, *, etc: Number | None = None) -> Result:
        """Estimate to complete EAC - AC."""
        eac = self.eac(method, etc=etc)
        return eac if isinstance(eac, Unavailable) else eac - self.ac

    def vac(self, method: Estimate = Estimate.CPI, *, etc: Number | None = None) -> Result:
        """Variance at completion BAC - EAC; negative is over cost."""
        eac = self.eac(method, etc=etc)
        return eac if isinstance(eac, Unavailable) else self.bac - eac

    def tcpi(self, goal: Number | None = None) -> Result:
        """Cost performance that the rest needs to end at ``goal`` (the budget when None).

        (BAC - EV) / (goal - AC). Zero when all is earned; unavailable when the goal is spent.
        """
        left = self.bac - self.ev
        funds = (self.bac if goal is None else exact(goal)) - self.ac
        if left == 0:
            return Fraction(0)
        return left / funds if funds > 0 else Unavailable("the goal is already spent")


def _index(index: Result, places: int | None) -> Result:
    if isinstance(index, Unavailable) or places is None:
        return index
    return exact(rounded(index, places))
