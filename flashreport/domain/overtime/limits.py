"""Limits on working time. They warn; they are not pay.

United Kingdom, Working Time Regulations 1998, regulation 4: average weekly hours are
(A + B) / C. A is the hours worked in the reference period, B those of the days worked right
after it, as many as the period has excluded days (leave, sickness), C its weeks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.exact import Number, exact, rounded
from flashreport.domain.overtime.rule import AverageLimit
from flashreport.errors import Problem, Severity, phrase


@dataclass(frozen=True, slots=True)
class WeeklyAverage:
    """Average hours a week over the reference period from ``first`` to ``last``, both in it.

    ``missing`` excluded days have no following working day yet; until then the average is
    too low and ``provisional``.
    """

    first: date
    last: date
    in_period: Fraction
    following: Fraction
    weeks: int
    missing: int = 0

    @property
    def average(self) -> Fraction:
        """(A + B) / C, hours a week."""
        return average_weekly_hours(self.in_period, self.following, self.weeks)

    @property
    def provisional(self) -> bool:
        """Whether days that must replace excluded ones are still to come."""
        return self.missing > 0


def average_weekly_hours(in_period: Number, following: Number, weeks: int) -> Fraction:
    """(A + B) / C of regulation 4(6), hours a week."""
    return (exact(in_period) + exact(following)) / weeks


def weekly_average(
    hours: Mapping[date, Number], last: date, weeks: int = 17, excluded: Collection[date] = ()
) -> WeeklyAverage:
    """The average of the ``weeks`` that end on ``last``; ``hours`` by date, of all that is known.

    ``excluded`` are days of leave or sickness; as many following days with work replace
    them. Someone employed for less than the period has the weeks since the start.
    """
    first = last - timedelta(days=7 * weeks - 1)
    worked = {day: exact(amount) for day, amount in hours.items() if amount > 0}
    in_period = sum((amount for day, amount in worked.items() if first <= day <= last), Fraction(0))
    owed = sum(first <= day <= last for day in set(excluded))
    after = sorted(day for day in worked if day > last)[:owed]
    following = sum((worked[day] for day in after), Fraction(0))
    return WeeklyAverage(first, last, in_period, following, weeks, owed - len(after))


def trailing_average(
    hours: Mapping[date, Number], as_of: date, weeks: int = 17, excluded: Collection[date] = ()
) -> WeeklyAverage:
    """The average of the newest reference period whose excluded days are all replaced by ``as_of``.

    When leave reaches so far back that there is none, the period that ends on ``as_of``.
    """
    known = {day: amount for day, amount in hours.items() if day <= as_of}
    newest = weekly_average(known, as_of, weeks, excluded)
    earlier = (as_of - timedelta(days=back) for back in range(7 * weeks))
    found = (weekly_average(known, last, weeks, excluded) for last in earlier)
    return next((one for one in found if not one.provisional), newest)


def limit_problems(limit: AverageLimit, average: WeeklyAverage) -> tuple[Problem, ...]:
    """A warning when the average is past the limit; at the limit is within it."""
    if average.average <= exact(limit.hours):
        return ()
    shown: Decimal = rounded(average.average, 1)
    message = phrase(
        "Average weekly hours over the {weeks} weeks to {day} are {shown}, past the limit of {hours}.",
        weeks=average.weeks,
        day=average.last,
        shown=shown,
        hours=limit.hours,
    )
    advice = "Plan fewer hours, or record the opt-out where the law allows one."
    return (Problem("domain.weekly-hours-limit", message, advice, severity=Severity.WARNING),)
