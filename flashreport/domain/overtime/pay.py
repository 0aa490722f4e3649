"""Pay of one workweek under a rule. An estimate for a flash report, not payroll.

Straight time is always what was earned. The premium is the multiplier less one, times
the base that the rule names (29 CFR 778.107 to 778.115).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from flashreport.domain.exact import Result, Unavailable, exact, rounded
from flashreport.domain.overtime.hours import ONE, Cause, Part, classify
from flashreport.domain.overtime.rates import Rates, rates
from flashreport.domain.overtime.rule import OvertimeRule, Rounding
from flashreport.domain.overtime.surcharges import of_work
from flashreport.domain.overtime.week import CREDITED, Guaranty, Worked, WorkWeek
from flashreport.errors import Problem, Severity, phrase

LineKind = Literal["straight", "salary", "premium", "flat_sum_premium", "surcharge"]
_EARNED, _PREMIUM = ("straight", "salary"), ("premium", "flat_sum_premium")


@dataclass(frozen=True, slots=True)
class PaidPart:
    """A part of a stretch with its exact straight pay and premium, before any rounding."""

    part: Part
    place: Worked
    straight: Fraction
    premium: Fraction
    surcharge: Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the pay: hours at a rate. ``amount`` is exact under rounding ``total``.

    ``multiplier`` is of the rate; of a surcharge it is the share.
    """

    kind: LineKind
    multiplier: Decimal
    hours: Fraction
    rate: Fraction
    amount: Fraction


@dataclass(frozen=True, slots=True)
class WeekPay:
    """Hours by multiplier and money of one workweek.

    ``total`` is ``straight`` + ``premium`` + ``surcharges`` + ``additions`` + ``top_up`` to the
    last unit.
    ``regular_rate`` is rounded only when the rule rounds rates.
    """

    rule: OvertimeRule
    week: WorkWeek
    parts: tuple[PaidPart, ...]
    lines: tuple[Line, ...]
    regular_rate: Result
    straight: Decimal
    premium: Decimal
    surcharges: Decimal
    additions: Decimal
    top_up: Decimal
    notes: tuple[Problem, ...] = ()

    @property
    def total(self) -> Decimal:
        """All pay of the week."""
        return self.straight + self.premium + self.surcharges + self.additions + self.top_up

    @property
    def rounding(self) -> Rounding:
        """Where this pay was rounded; ``str`` gives the words for a footer."""
        return self.rule.rounding

    @property
    def hours(self) -> Fraction:
        """All hours worked."""
        return sum((paid.part.hours for paid in self.parts), Fraction(0))

    def hours_at(self, multiplier: Decimal) -> Fraction:
        """Hours at exactly this multiplier."""
        return sum((p.part.hours for p in self.parts if p.part.multiplier == multiplier), Fraction(0))

    def hours_by(self, cause: Cause) -> Fraction:
        """Hours that one kind of step made overtime, or that stayed ``regular``."""
        return sum((p.part.hours for p in self.parts if p.part.cause == cause), Fraction(0))

    @property
    def regular_hours(self) -> Fraction:
        """Hours without a premium."""
        return self.hours_at(ONE)

    @property
    def overtime_hours(self) -> Fraction:
        """Hours with a premium, at any multiplier."""
        return self.hours - self.regular_hours

    @property
    def overtime_pay(self) -> Decimal:
        """Straight pay of the overtime hours plus the premium."""
        earned = sum((paid.straight for paid in self.parts if paid.part.multiplier > ONE), Fraction(0))
        return rounded(earned, self.rounding.places) + self.premium

    def rate_at(self, multiplier: Decimal) -> Result:
        """The regular rate times a multiplier: 1.5 gives the overtime rate, 0.5 the half-time rate."""
        if isinstance(self.regular_rate, Unavailable):
            return self.regular_rate
        return self.regular_rate * exact(multiplier)


def week_pay(rule: OvertimeRule, week: WorkWeek) -> WeekPay:
    """Hours and pay of one employee's workweek; money in the unit of the rates given."""
    parts = classify(rule, week)
    base = rates(rule, week, parts)
    paid = tuple(_paid(rule, week, base, part) for part in parts)
    lines = (
        *_straight_lines(week, base, paid), *_premium_lines(base, paid), *_surcharge_lines(rule, week, base)
    )  # fmt: skip
    lines = tuple(_rounded_line(rule.rounding, line) for line in lines)
    straight, premium, extra = (
        _sum(line.amount for line in lines if line.kind in kinds)
        for kinds in (_EARNED, _PREMIUM, ("surcharge",))
    )
    credit = _sum(exact(one.amount) for one in week.additions if one.kind in CREDITED)
    added = rounded(_sum(exact(one.amount) for one in week.additions), rule.rounding.places)
    earned = rounded(straight, rule.rounding.places)
    premium = max(premium - credit, Fraction(0))
    due = rounded(straight + premium, rule.rounding.places) - earned
    more = rounded(straight + premium + extra, rule.rounding.places) - earned - due
    top_up = _top_up(rule, week, earned + due + more)
    notes = _notes(rule, parts)
    return WeekPay(rule, week, paid, lines, base.regular, earned, due, more, added, top_up, notes)


def guaranteed(rule: OvertimeRule, guaranty: Guaranty, week: WorkWeek) -> Decimal:
    """The pay of a Belo week of the guaranteed hours: 40 at the rate and the rest at the multiplier."""
    work = Worked(week.start, guaranty.hours, guaranty.rate)
    return week_pay(rule, WorkWeek(week.start, (work,))).total


def _sum(amounts: Iterable[Fraction]) -> Fraction:
    return sum(amounts, Fraction(0))


def _paid(rule: OvertimeRule, week: WorkWeek, base: Rates, part: Part) -> PaidPart:
    place = week.worked[part.work]
    over = exact(part.multiplier) - 1
    own = place.hourly if base.salaried is None else base.salaried
    on = own if rule.premium_base == "rate" else base.for_premium
    premium = over * on * part.hours
    if over:
        premium += exact(part.multiplier) * base.flat_sum * part.hours
    earned = place.hourly if base.salary_share is None else base.salary_share
    extra = _sum(exact(each.share) * own * hours for each, hours in of_work(rule, week, place))
    extra *= part.hours / exact(place.hours)
    return PaidPart(part, place, earned * part.hours, premium, extra)


def _straight_lines(week: WorkWeek, base: Rates, paid: tuple[PaidPart, ...]) -> list[Line]:
    if base.salaried is not None:
        salary = Line("salary", ONE, week.hours - base.beyond_salary, base.salaried, base.salary)
        extra = base.beyond_salary * base.salaried
        beyond = Line("straight", ONE, base.beyond_salary, base.salaried, extra)
        return [salary, beyond] if base.beyond_salary else [salary]
    hours: dict[Fraction, Fraction] = {}
    for one in paid:
        hours[one.place.hourly] = hours.get(one.place.hourly, Fraction(0)) + one.part.hours
    lines = [Line("straight", ONE, worked, rate, worked * rate) for rate, worked in hours.items()]
    unworked = _sum(work.straight for work in week.worked if not work.hours)
    return [*lines, Line("straight", ONE, Fraction(0), Fraction(0), unworked)] if unworked else lines


def _premium_lines(base: Rates, paid: tuple[PaidPart, ...]) -> list[Line]:
    hours: dict[tuple[LineKind, Decimal, Fraction], Fraction] = {}
    for one in paid:
        multiplier = one.part.multiplier
        if multiplier == ONE:
            continue
        flat = exact(multiplier) * base.flat_sum
        dearer = one.premium / one.part.hours - flat
        keys: tuple[tuple[LineKind, Decimal, Fraction], ...] = (
            ("premium", multiplier, dearer),
            ("flat_sum_premium", multiplier, flat),
        )
        for key in keys:
            hours[key] = hours.get(key, Fraction(0)) + one.part.hours
    return [Line(kind, m, worked, rate, worked * rate) for (kind, m, rate), worked in hours.items() if rate]


def _surcharge_lines(rule: OvertimeRule, week: WorkWeek, base: Rates) -> list[Line]:
    hours: dict[tuple[Decimal, Fraction], Fraction] = {}
    for work in week.worked:
        own = work.hourly if base.salaried is None else base.salaried
        for each, length in of_work(rule, week, work):
            key = each.share, exact(each.share) * own
            hours[key] = hours.get(key, Fraction(0)) + length
    return [Line("surcharge", share, long, rate, long * rate) for (share, rate), long in hours.items()]


def _rounded_line(rounding: Rounding, line: Line) -> Line:
    """A line's money where the rule rounds it; under ``rate`` a premium's hour is rounded first."""
    if rounding.at == "total":
        return line
    rate, amount = line.rate, line.amount
    if rounding.at == "rate" and line.kind not in _EARNED:
        rate = exact(rounded(rate, rounding.places))
        amount = line.hours * rate
    return Line(line.kind, line.multiplier, line.hours, rate, exact(rounded(amount, rounding.places)))


def _top_up(rule: OvertimeRule, week: WorkWeek, earned: Decimal) -> Decimal:
    if not isinstance(week.basis, Guaranty):
        return Decimal(0)
    return max(guaranteed(rule, week.basis, week) - earned, Decimal(0))


def _notes(rule: OvertimeRule, parts: tuple[Part, ...]) -> tuple[Problem, ...]:
    """Days with more overtime than the rule allows, as warnings."""
    if rule.daily_overtime_limit is None:
        return ()
    overtime = dict.fromkeys((part.day for part in parts if part.multiplier > ONE), Fraction(0))
    for part in parts:
        if part.multiplier > ONE:
            overtime[part.day] += part.hours
    over = [day for day, hours in overtime.items() if hours > exact(rule.daily_overtime_limit)]
    return tuple(
        Problem(
            "domain.daily-overtime-limit",
            phrase(
                "{day} has more than {hours} overtime hours, the most that {rule} allows.",
                day=day,
                hours=rule.daily_overtime_limit,
                rule=rule.name,
            ),
            severity=Severity.WARNING,
        )
        for day in over
    )
