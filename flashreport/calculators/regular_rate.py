"""The regular rate of all workweeks at once: all pay for work, by the hours it is for (29 CFR 778.109)."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from flashreport.calculators.exact_columns import Exact, Whole, half_up, lowest, product
from flashreport.calculators.overtime_lines import BASIS
from flashreport.calculators.pay_lines import HOUR
from flashreport.calculators.pay_terms import ALL_HOURS, Terms
from flashreport.domain.overtime.week import CREDITED, IN_REGULAR_RATE


@dataclass(frozen=True, slots=True)
class Additions:
    """Money of each week besides its straight time: in the regular rate, flat sums, set off as credit."""

    regular: Whole
    flat: Whole
    credit: Whole


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate by week or row: ``over`` / ``under`` minor units an hour."""

    over: Exact
    under: Exact

    def of(self, which: Whole) -> "Rate":
        """Some of the rates, in their order."""
        return Rate(self.over[which], self.under[which])


def additions_of(extra: pd.DataFrame, employee: Whole, start: Whole, names: "pd.Index[str]") -> Additions:
    """The sums of ``extra`` (employee, date, kind, amount) for the weeks of ``employee`` from ``start``."""
    size = len(employee)
    sums = {name: np.zeros(size, dtype=np.int64) for name in Additions.__slots__}
    if not extra.empty and size:
        codes = names.get_indexer(pd.Index(extra["employee"]))
        days = extra["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
        order = np.lexsort((start, employee))
        keys = employee[order] * 10**7 + start[order] + 10**6
        wanted = codes * 10**7 + days + 10**6
        at = np.searchsorted(keys, wanted, "right") - 1
        week = order[np.maximum(at, 0)]
        there = (at >= 0) & (codes >= 0) & (employee[week] == codes) & (days - start[week] < 7)
        amounts, kinds = extra["amount"].to_numpy(np.int64), extra["kind"]
        for name, held in (
            ("regular", kinds.isin(IN_REGULAR_RATE - {"flat_sum_bonus"})),
            ("flat", kinds == "flat_sum_bonus"),
            ("credit", kinds.isin(CREDITED)),
        ):
            which = there & held.to_numpy(dtype=bool)
            np.add.at(sums[name], week[which], amounts[which])
    return Additions(**sums)


def salaried_rates(terms: Terms, hours: Whole) -> Rate:
    """The rate that each week's salary stands for, by its ``terms``; 0 without one."""
    covers = np.where(terms.covers == ALL_HOURS, hours, terms.covers)
    over, under = np.zeros(len(hours), dtype=np.int64), np.ones(len(hours), dtype=np.int64)
    paid = terms.salaried & ~terms.exempt & (covers > 0)
    if not paid.any():
        return Rate(over, under)
    over, under = over.astype(object), under.astype(object)
    own = terms.salary[paid] * HOUR / covers[paid].astype(object)
    over[paid], under[paid] = _parts(own)
    return rounded_rates(Rate(over, under), terms)


def rounded_rates(rate: Rate, terms: Terms) -> Rate:
    """The rates as used: rounded first only where the rule says so."""
    if not terms.by_rate.any():
        return rate
    whole = product(half_up(rate.over, product(rate.under, terms.unit)), terms.unit)
    return Rate(np.where(terms.by_rate, whole, rate.over), np.where(terms.by_rate, 1, rate.under))


def regular_rates(terms: Terms, hours: Whole, earned: Exact, added: Exact, salaried: Rate) -> Rate:
    """The regular rate of each week.

    ``earned`` is straight time of hourly work in minor units times seconds; ``added`` counts in the
    rate besides it, in minor units times seconds times ten thousand.
    """
    worked = np.maximum(hours, 1)
    over, under = product(earned, BASIS) + added, product(worked, BASIS)
    over, under = lowest(np.where(hours > 0, over, 0), under)
    paid = np.flatnonzero(terms.salaried & ~terms.exempt & (hours > 0))
    if len(paid):
        over, under = over.astype(object), under.astype(object)
        covers = np.where(terms.covers == ALL_HOURS, hours, terms.covers)[paid].astype(object)
        own = terms.salary[paid] * HOUR / covers
        more = np.frompyfunc(Fraction, 2, 1)(added[paid].astype(object), BASIS * worked[paid].astype(object))
        over[paid], under[paid] = _parts(own + more)
    return rounded_rates(Rate(over, under), terms)


def _parts(fractions: Exact) -> tuple[Exact, Exact]:
    numerator = np.frompyfunc(lambda each: each.numerator, 1, 1)(fractions)
    return numerator, np.frompyfunc(lambda each: each.denominator, 1, 1)(fractions)
