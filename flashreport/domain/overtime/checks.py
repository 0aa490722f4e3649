"""Pay practices that the regulations name: what they come to, and how far from what is due."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.exact import Number, Unavailable, exact, rounded
from flashreport.domain.overtime.hours import ONE
from flashreport.domain.overtime.pay import week_pay
from flashreport.domain.overtime.rule import OvertimeRule
from flashreport.domain.overtime.week import Addition, AdditionKind, WorkWeek


@dataclass(frozen=True, slots=True)
class RoundedRatePay:
    """A week paid wholly at its rounded regular rate. ``shortfall`` is what that underpays."""

    regular: Decimal
    overtime: Decimal
    shortfall: Decimal

    @property
    def total(self) -> Decimal:
        """What such a payroll pays."""
        return self.regular + self.overtime


def paid_at_rounded_rate(rule: OvertimeRule, week: WorkWeek) -> RoundedRatePay:
    """All hours at the rounded regular rate times their multiplier, each line rounded.

    Some payrolls do this with several rates; rounding the rate down then takes straight
    time that was earned. The shortfall is against :func:`week_pay` and never below zero.
    """
    due = week_pay(rule.rounded_at("line"), week)
    regular_rate = week_pay(rule.rounded_at("rate"), week).regular_rate
    rate = Fraction(0) if isinstance(regular_rate, Unavailable) else regular_rate
    lines: dict[Decimal, Fraction] = {}
    for one in due.parts:
        lines[one.part.multiplier] = lines.get(one.part.multiplier, Fraction(0)) + one.part.hours
    amounts = {m: line_amount(hours, rate * exact(m), rule.rounding.places) for m, hours in lines.items()}
    regular = amounts.pop(ONE, Decimal(0))
    overtime = sum(amounts.values(), Decimal(0))
    return RoundedRatePay(regular, overtime, max(due.total - regular - overtime, Decimal(0)))


def line_amount(hours: Number, rate: Number, places: int = 2) -> Decimal:
    """Hours times rate, half up: one line of a pay stub."""
    return rounded(exact(hours) * exact(rate), places)


def is_credited(rule: OvertimeRule, week: WorkWeek, amount: Decimal, kind: AdditionKind) -> bool:
    """Whether an addition of this kind lessens the overtime premium that is due (29 CFR 778.201, 778.310)."""
    added = WorkWeek(
        week.start, week.worked, week.basis, (*week.additions, Addition(amount, kind)), week.holidays
    )
    return week_pay(rule, added).premium < week_pay(rule, week).premium


def phantom_bonus(salary: Decimal, booked: Decimal) -> Decimal:
    """The part of a salary for all hours that the books call a bonus: salary less booked wages.

    Such a "bonus" shrinks as overtime grows; the true regular rate is the salary by the
    hours worked (29 CFR 778.502).
    """
    return salary - booked


def hourly_from_daily(day_wage: Decimal, hours_a_day: Decimal = Decimal("7.33"), places: int = 0) -> Decimal:
    """An hour's wage from a day's; Iran counts 7.33 hours a day (44 hours in six days)."""
    return rounded(exact(day_wage) / exact(hours_a_day), places)


def overtime_hour(rule: OvertimeRule, hourly: Decimal) -> Decimal:
    """What one overtime hour pays at the rule's first multiplier; the hourly wage when it has none."""
    first = min((step.multiplier for step in rule.steps), default=ONE)
    return line_amount(first, hourly, rule.rounding.places)
