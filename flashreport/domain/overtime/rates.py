"""The regular rate of a week: all pay for work, by the hours it is for (29 CFR 778.109)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from flashreport.domain.exact import Result, Unavailable, exact, quotient, rounded
from flashreport.domain.overtime.hours import ONE, Part
from flashreport.domain.overtime.rule import OvertimeRule
from flashreport.domain.overtime.surcharges import in_regular_rate
from flashreport.domain.overtime.week import IN_REGULAR_RATE, AdditionKind, Salary, WorkWeek


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates that a week is paid at, money per hour.

    ``salaried`` is the rate that a salary stands for and ``salary_share`` its straight pay
    per hour worked, both None without a salary; ``salary`` is its weekly amount and
    ``beyond_salary`` the hours it does not cover. ``flat_sum`` is a flat bonus per straight
    hour where the rule divides it so, else 0.
    """

    regular: Result
    salaried: Fraction | None = None
    salary: Fraction = Fraction(0)
    salary_share: Fraction | None = None
    beyond_salary: Fraction = Fraction(0)
    flat_sum: Fraction = Fraction(0)

    @property
    def for_premium(self) -> Fraction:
        """The regular rate, or 0 for a week without hours."""
        return Fraction(0) if isinstance(self.regular, Unavailable) else self.regular


def rates(rule: OvertimeRule, week: WorkWeek, parts: Iterable[Part]) -> Rates:
    """The rates of a week whose hours were classified into ``parts``."""
    straight_hours = sum((part.hours for part in parts if part.multiplier == ONE), Fraction(0))
    apart = rule.flat_sum == "straight_hours" and straight_hours > 0
    kinds = IN_REGULAR_RATE - {"flat_sum_bonus"} if apart else IN_REGULAR_RATE
    added = _added(week, kinds)
    flat = _added(week, frozenset({"flat_sum_bonus"})) / straight_hours if apart else Fraction(0)
    if isinstance(week.basis, Salary):
        return _salary_rates(rule, week, week.basis, added, flat)
    earned = sum((work.straight for work in week.worked), in_regular_rate(rule, week))
    return Rates(_at_rate(rule, quotient(earned + added, week.hours, "no hours worked")), flat_sum=flat)


def _added(week: WorkWeek, kinds: Iterable[AdditionKind]) -> Fraction:
    return sum((exact(one.amount) for one in week.additions if one.kind in kinds), Fraction(0))


def _salary_rates(
    rule: OvertimeRule, week: WorkWeek, salary: Salary, added: Fraction, flat: Fraction
) -> Rates:
    covers = week.hours if salary.covers is None else exact(salary.covers)
    own = quotient(salary.a_week, covers, "no hours worked")
    paid = _at_rate(rule, own)
    salaried = Fraction(0) if isinstance(paid, Unavailable) else paid
    added += in_regular_rate(rule, week, salaried)
    regular = own
    if added and not isinstance(own, Unavailable):
        bonus = quotient(added, week.hours, "no hours worked")
        regular = bonus if isinstance(bonus, Unavailable) else own + bonus
    beyond = max(week.hours - covers, Fraction(0))
    straight = salary.a_week + beyond * salaried
    share = straight / week.hours if week.hours else Fraction(0)
    return Rates(_at_rate(rule, regular), salaried, salary.a_week, share, beyond, flat)


def _at_rate(rule: OvertimeRule, rate: Result) -> Result:
    """The rate as used: rounded first only where the rule says so."""
    if rule.rounding.at != "rate" or isinstance(rate, Unavailable):
        return rate
    return exact(rounded(rate, rule.rounding.places))
