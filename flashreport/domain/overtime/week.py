"""One employee's workweek: what was worked where, how it is paid, and what came on top."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from flashreport.domain.exact import exact
from flashreport.domain.overtime.rule import WEEKDAYS, OvertimeRule
from flashreport.errors import FlashreportError, Place, phrase

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Worked:
    """A stretch of work on one workday, in one place.

    ``rate`` is money per hour. ``earnings`` is what piece work earned in these hours and
    takes the place of hours times rate. ``night`` are those of the hours that fall in the
    night that the rule names.
    """

    day: date
    hours: Decimal | Fraction
    rate: Decimal = Decimal(0)
    entity: str = ""
    department: str = ""
    job: str = ""
    earnings: Decimal | None = None
    night: Decimal | Fraction = Decimal(0)

    @property
    def straight(self) -> Fraction:
        """Pay before any premium, exact."""
        if self.earnings is not None:
            return exact(self.earnings)
        return exact(self.hours) * exact(self.rate)

    @property
    def hourly(self) -> Fraction:
        """Money per hour of this work; 0 for none."""
        return self.straight / exact(self.hours) if self.hours else exact(self.rate)


SalaryPeriod = Literal["week", "half_month", "month", "year"]
# Periods in a year by weeks in a year (29 CFR 778.113(b)).
_A_WEEK: dict[SalaryPeriod, Fraction] = {
    "week": Fraction(1),
    "half_month": Fraction(24, 52),
    "month": Fraction(12, 52),
    "year": Fraction(1, 52),
}


@dataclass(frozen=True, slots=True)
class Salary:
    """A salary that pays the straight time of ``covers`` hours a week, or of all hours when None.

    The second is the fluctuating workweek of 29 CFR 778.114.
    """

    amount: Decimal
    period: SalaryPeriod = "week"
    covers: Decimal | None = None

    @property
    def a_week(self) -> Fraction:
        """The salary of one week, exact."""
        return exact(self.amount) * _A_WEEK[self.period]


@dataclass(frozen=True, slots=True)
class Guaranty:
    """A guaranteed week: at least ``hours`` at ``rate``, overtime included (Belo, 29 CFR 778.404-413)."""

    hours: Decimal
    rate: Decimal


AdditionKind = Literal[
    "bonus", "flat_sum_bonus", "lump_sum", "true_premium", "discretionary", "gift", "leave", "expense"
]
# Which additions count in the regular rate (29 U.S.C. 207(e)); a lump sum paid whatever the hours
# counts and is no credit (29 CFR 778.310), a true premium is a credit and does not count (778.201).
IN_REGULAR_RATE: frozenset[AdditionKind] = frozenset({"bonus", "flat_sum_bonus", "lump_sum"})
CREDITED: frozenset[AdditionKind] = frozenset({"true_premium"})


@dataclass(frozen=True, slots=True)
class Addition:
    """Money of the week besides its straight time."""

    amount: Decimal
    kind: AdditionKind = "bonus"


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """One employee's workweek from ``start``, work in the order it was done."""

    start: date
    worked: tuple[Worked, ...]
    basis: Salary | Guaranty | None = None
    additions: tuple[Addition, ...] = ()
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse work outside the week, negative hours and days out of order."""
        for work in self.worked:
            _check(self.start, work)
        days = [work.day for work in self.worked]
        if days != sorted(days):
            raise FlashreportError("domain.work-order", "Work of a week stands in the order it was done.")

    @property
    def hours(self) -> Fraction:
        """Hours worked in the week."""
        return sum((exact(work.hours) for work in self.worked), Fraction(0))


def _check(start: date, work: Worked) -> None:
    place = Place(value=f"{work.day.isoformat()} {work.hours} h")
    if not start <= work.day < start + WEEK:
        message = phrase(
            "{day} is not in the workweek of {start}.",
            day=work.day,
            start=start,
        )
        raise FlashreportError("domain.day-outside-week", message, "Split the work by workweek first.", place)
    if work.hours < 0:
        raise FlashreportError("domain.negative-hours", "Hours worked are below zero.", "", place)


def workweek_of(rule: OvertimeRule, day: date) -> date:
    """The first day of the workweek that holds ``day``."""
    return day - timedelta(days=(day.weekday() - WEEKDAYS.index(rule.workweek_start)) % 7)


def workweeks(rule: OvertimeRule, worked: Iterable[Worked]) -> tuple[WorkWeek, ...]:
    """Work of any days as workweeks, each standing alone (29 CFR 778.104), the earliest first."""
    weeks: dict[date, list[Worked]] = {}
    for work in sorted(worked, key=lambda one: one.day):
        weeks.setdefault(workweek_of(rule, work.day), []).append(work)
    return tuple(WorkWeek(start, tuple(works)) for start, works in weeks.items())
