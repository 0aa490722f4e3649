"""Pay of all employees' workweeks at once, on the rows where it was earned.

The same as ``flashreport.domain.overtime.week_pay`` as whole-column arithmetic: straight time as
earned; the premium on the regular rate of the week or on the row's own; surcharges of days and
nights; rounded where the rule says. An estimate for a flash report, not payroll.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from flashreport.calculators.exact_columns import Exact, Whole, before, half_up, product, steps
from flashreport.calculators.overtime_bands import THURSDAY, Flags, group_of, starts_of
from flashreport.calculators.overtime_frame import DOUBLE, Parts, parts_of
from flashreport.calculators.overtime_lines import BASIS, thresholds
from flashreport.calculators.pay_lines import HOUR, Pieces, by_row, line_amounts, spread
from flashreport.calculators.pay_terms import ALL_HOURS, Terms, terms_of
from flashreport.calculators.regular_rate import (
    Additions,
    Rate,
    additions_of,
    regular_rates,
    salaried_rates,
)
from flashreport.calculators.surcharges import Surcharged, surcharged
from flashreport.domain.overtime import OvertimeRule

# Seconds, then minor units: what is overtime, and what of it at twice the rate and more; straight
# pay, premium and surcharge; straight pay of the overtime hours.
ADDED = ("overtime", "double", "straight", "premium", "surcharge", "overtime_straight")
_SHARED = ("overtime", "double", "premium", "overtime_straight")


def week_pay_rows(
    hours: pd.DataFrame,
    employees: pd.DataFrame,
    rule_of: "pd.Series[str]",
    rules: Mapping[str, OvertimeRule],
    extra: pd.DataFrame,
    digits: "int | pd.Series[int]",
    *,
    pro_rata: bool = False,
) -> pd.DataFrame:
    """``hours`` sorted by employee and time, with the columns ``ADDED`` and ``week``, its first day.

    ``hours``: entity, employee, department, job, date, seconds; optional are start, holiday (bool),
    rate and earnings (minor units), piece (bool) and night (seconds). ``employees`` has the columns
    of their table, ``extra`` employee, date, kind and amount. ``rule_of`` gives each employee's rule
    by id. ``digits`` are those of the minor unit, for all or by employee. Salaries themselves are no
    part of ``straight``: only what is paid for hours beyond those that they cover.

    With ``pro_rata`` a week's overtime is shared out over all of its work by hours.
    """
    parts = parts_of(hours, thresholds(rule_of, rules))
    rows = hours.iloc[parts.order].reset_index(drop=True)
    weeks = _Weeks.of(rows, parts, employees, rule_of, rules, extra, digits)
    place = np.empty(len(rows), dtype=np.int64)
    place[parts.order] = np.arange(len(rows))
    added = _Pay(
        weeks, rows, surcharged(rows, weeks.day, weeks.rule, rules), place[parts.row], parts
    ).columns()
    if pro_rata:
        for name in _SHARED:
            total = weeks.sums(added[name])
            added[name] = spread(total, weeks.seconds, weeks.starts, weeks.group)
    return rows.assign(
        **added, week=(weeks.start[weeks.group]).astype("datetime64[D]").astype("datetime64[s]")
    )


@dataclass(frozen=True, slots=True)
class _Weeks:
    """Sorted rows in weeks. ``group`` is each row's week; ``start``, ``hours``, ``terms`` … are by week."""

    starts: Whole
    group: Whole
    day: Whole
    seconds: Whole
    rule: "pd.Series[str]"
    start: Whole
    hours: Whole
    terms: Terms
    additions: Additions

    @staticmethod
    def of(
        rows: pd.DataFrame,
        parts: Parts,
        employees: pd.DataFrame,
        rule_of: "pd.Series[str]",
        rules: Mapping[str, OvertimeRule],
        extra: pd.DataFrame,
        digits: "int | pd.Series[int]",
    ) -> "_Weeks":
        terms = terms_of(parts.names, employees, rule_of, rules, digits)
        employee, day = parts.employee[parts.order], parts.day[parts.order]
        start = day - (day + THURSDAY - terms.workweek_start[employee]) % 7
        starts = starts_of(employee, start)
        seconds = rows["seconds"].to_numpy(dtype=np.int64)
        hours = np.add.reduceat(seconds, starts) if len(starts) else seconds
        whose = employee[starts]
        return _Weeks(
            starts,
            group_of(starts, len(rows)) if len(starts) else starts,
            day,
            seconds,
            rule_of.reindex(parts.names).take(employee).reset_index(drop=True),
            start[starts],
            hours,
            terms.of(whose),
            additions_of(extra, whose, start[starts], parts.names),
        )

    def sums(self, amounts: Exact) -> Exact:
        """Amounts by row, summed by week."""
        found: Exact = np.add.reduceat(amounts, self.starts) if len(self.starts) else amounts
        return found


class _Pay:
    """The pay of weeks, column by column."""

    def __init__(
        self, weeks: _Weeks, rows: pd.DataFrame, surcharges: Surcharged, row: Whole, parts: Parts
    ) -> None:
        self.weeks, self.size = weeks, len(rows)
        self.terms = weeks.terms.of(weeks.group)
        self.piece = (
            rows["piece"].to_numpy(dtype=bool) if "piece" in rows else np.zeros(self.size, dtype=bool)
        )
        self.piece = self.piece & ~self.terms.salaried
        self.earnings = (
            rows["earnings"].fillna(0).to_numpy(dtype=np.int64)
            if "earnings" in rows
            else np.zeros(self.size, dtype=np.int64)
        )
        order = np.argsort(row, kind="stable")
        self.row, self.rate, self.length = row[order], parts.rate[order], parts.seconds[order]
        self.surcharges = surcharges
        self.salaried = salaried_rates(weeks.terms, weeks.hours)
        self.hourly = self._hourly(rows)
        self.regular = self._regular()

    def columns(self) -> dict[str, Any]:
        """All of ``ADDED``."""
        double = np.where(self.rate >= DOUBLE, self.length, 0)
        straight, premium, flat, surcharge = self._pieces()
        money = self._by_line(straight, premium, flat, surcharge)
        total = self.weeks.terms.by_total
        if total.any():
            exact = self._by_total(straight, premium, flat, surcharge)
            chosen = total[self.weeks.group]
            money = tuple(np.where(chosen, b, a) for a, b in zip(money, exact, strict=True))
        amounts = (self._sum(self.length), self._sum(double), *money, self._overtime_straight())
        return dict(zip(ADDED, amounts, strict=True))

    def _sum(self, amounts: Whole) -> Whole:
        found = np.zeros(self.size, dtype=np.int64)
        np.add.at(found, self.row, amounts)
        return found

    def _hourly(self, rows: pd.DataFrame) -> Rate:
        """Money per hour of each row: its rate, what its piece work earned by its hours, or a salary's."""
        rate = self.terms.rate
        if "rate" in rows:
            own = rows["rate"]
            rate = np.where(own.notna() & ~self.terms.salaried, own.fillna(0).to_numpy(dtype=np.int64), rate)
        over, under = rate, np.ones(self.size, dtype=np.int64)
        made = self.piece & (self.weeks.seconds > 0)
        if made.any():
            over = over.astype(object)
            over[made] = np.frompyfunc(Fraction, 2, 1)(
                self.earnings[made].astype(object) * HOUR, self.weeks.seconds[made].astype(object)
            )
        if self.terms.salaried.any():
            of_week = self.salaried.of(self.weeks.group)
            over = np.where(self.terms.salaried, of_week.over, over)
            under = np.where(self.terms.salaried, of_week.under, under)
        return Rate(over, under)

    def _regular(self) -> Rate:
        weeks, terms = self.weeks, self.weeks.terms
        own = np.where(self.piece | self.terms.salaried, 0, self.hourly.over)
        earned = product(weeks.seconds, own.astype(np.int64) if own.dtype == object else own)
        earned = weeks.sums(earned + np.where(self.piece, self.earnings * HOUR, 0))
        counted = weeks.additions.regular + np.where(self._apart(), 0, weeks.additions.flat)
        added = product(counted, HOUR * BASIS) + self._counted_surcharges()
        return regular_rates(terms, weeks.hours, earned, added, self.salaried)

    def _counted_surcharges(self) -> Exact:
        """Surcharges in the regular rate by week: minor units times seconds times ten thousand."""
        of = self.surcharges
        which = np.flatnonzero(of.counted)
        if not len(which):
            return np.zeros(len(self.weeks.starts), dtype=np.int64)
        at = self.hourly.of(of.row[which])
        worth = product(of.seconds[which], of.share[which], at.over)
        if at.under.dtype == object or (at.under != 1).any():
            worth = np.frompyfunc(Fraction, 2, 1)(worth.astype(object), at.under.astype(object))
        by_week = np.zeros(len(self.weeks.starts), dtype=worth.dtype)
        np.add.at(by_week, self.weeks.group[of.row[which]], worth)
        return by_week

    def _apart(self) -> Flags:
        """Weeks whose flat bonus is divided by their straight hours and paid at the full multiplier."""
        flags: Flags = self.weeks.terms.apart & (self._straight_hours() > 0)
        return flags

    def _straight_hours(self) -> Whole:
        over: Whole = self.weeks.sums(self._sum(self.length))
        return self.weeks.hours - over

    def _pieces(self) -> tuple[Pieces, Pieces, Pieces, Pieces]:
        """What earns something: straight hours, overtime, overtime's part of a flat bonus, surcharges."""
        every = np.arange(self.size)
        full = np.full(self.size, BASIS, dtype=np.int64)
        unworked = self.piece & (self.weeks.seconds == 0)
        seconds = np.where(unworked, HOUR, np.where(self.terms.salaried, self._beyond(), self.weeks.seconds))
        over = np.where(unworked, self.earnings, self.hourly.over)
        straight = Pieces(every, seconds, full, over, self.hourly.under)
        at_own = self.hourly.of(self.row)
        at_regular = self.regular.of(self.weeks.group[self.row])
        own, none = self.terms.own_rate[self.row], self.terms.exempt[self.row]
        on = np.where(none, 0, np.where(own, at_own.over, at_regular.over))
        premium = Pieces(
            self.row, self.length, self.rate - BASIS, on, np.where(own, at_own.under, at_regular.under)
        )
        surcharge = Pieces(
            self.surcharges.row,
            self.surcharges.seconds,
            self.surcharges.share,
            *_pair(self.hourly, self.surcharges),
        ).sorted()
        return straight, premium, self._flat(), surcharge

    def _beyond(self) -> Whole:
        """Seconds of each row that a salary does not cover, the last ones of the week."""
        weeks, terms = self.weeks, self.terms
        begins = before(weeks.seconds, weeks.starts, weeks.group)
        left = begins + weeks.seconds - np.maximum(begins, terms.covers)
        applies = terms.salaried & ~terms.exempt & (terms.covers != ALL_HOURS)
        found: Whole = np.where(applies, np.maximum(left, 0), 0)
        return found

    def _flat(self) -> Pieces:
        flat, hours = self.weeks.additions.flat, np.maximum(self._straight_hours(), 1)
        which = np.flatnonzero(
            (self._apart() & (flat != 0))[self.weeks.group[self.row]] & ~self.terms.exempt[self.row]
        )
        week = self.weeks.group[self.row[which]]
        return Pieces(
            self.row[which], self.length[which], self.rate[which], product(flat[week], HOUR), hours[week]
        )

    def _by_line(self, *pieces: Pieces) -> tuple[Whole, ...]:
        straight, premium, flat, surcharge = (
            by_row(each, self._lines(each, by_rate=number > 0), self.size)
            for number, each in enumerate(pieces)
        )
        due = premium + flat
        credit = self.weeks.additions.credit
        if credit.any():
            weeks = self.weeks
            running = before(due, weeks.starts, weeks.group) + due
            due = steps(np.maximum(running - credit[weeks.group], 0), weeks.starts)
        return straight, due, surcharge

    def _lines(self, pieces: Pieces, *, by_rate: bool) -> Whole:
        whose = self.terms.of(pieces.row)
        return line_amounts(pieces, self.weeks.group[pieces.row], whose.unit, whose.by_rate & by_rate)

    def _by_total(self, *pieces: Pieces) -> tuple[Whole, ...]:
        """The same with nothing rounded but the running total of each week."""
        weeks = self.weeks
        exact = [by_row(each, each.exactly(), self.size) for each in pieces]
        straight, premium, flat, surcharge = (
            before(each, weeks.starts, weeks.group) + each for each in exact
        )
        credit = weeks.additions.credit[weeks.group].astype(object)
        due = np.maximum(premium + flat - credit, 0)
        so_far = [self._rounded(each) for each in (straight, straight + due, straight + due + surcharge)]
        first, second, third = (steps(each, weeks.starts) for each in so_far)
        return first, second - first, third - second

    def _rounded(self, amounts: Exact) -> Whole:
        return half_up(amounts, self.terms.unit) * self.terms.unit

    def _overtime_straight(self) -> Whole:
        """Straight pay of the overtime hours, on each week's running sum."""
        weeks = self.weeks
        at = self._share_of_salary().of(self.row)
        worth = by_row(self._as_pieces(), product(self.length, at.over), self.size)
        so_far = before(worth, weeks.starts, weeks.group) + worth
        under = self._share_of_salary().under
        return steps(half_up(so_far, product(under, HOUR, self.terms.unit)) * self.terms.unit, weeks.starts)

    def _as_pieces(self) -> Pieces:
        ones = np.ones(len(self.row), dtype=np.int64)
        return Pieces(self.row, self.length, ones, ones, ones)

    def _share_of_salary(self) -> Rate:
        """Straight pay per hour of each row: a salary's with what is beyond it, by the hours worked."""
        weeks, terms = self.weeks, self.weeks.terms
        paid = terms.salaried & ~terms.exempt & (weeks.hours > 0)
        if not paid.any():
            return self.hourly
        beyond = weeks.sums(self._beyond())[paid].astype(object)
        rate = np.frompyfunc(Fraction, 2, 1)(self.salaried.over[paid], self.salaried.under[paid])
        share = (terms.salary[paid] * HOUR + beyond * rate) / weeks.hours[paid].astype(object)
        of_week = np.zeros(len(paid), dtype=object)
        of_week[paid] = share
        over = np.where(self.terms.salaried, of_week[weeks.group], self.hourly.over)
        return Rate(over, np.where(self.terms.salaried, 1, self.hourly.under))


def _pair(rate: Rate, of: Surcharged) -> tuple[Exact, Exact]:
    at = rate.of(of.row)
    return at.over, at.under
