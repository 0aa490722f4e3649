"""Pay to date and at month end, by the roster of working days.

Weekday mix: each working day still to come is given the average pay of the same weekday
over the last eight weeks. Amounts are whole minor units of one currency.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from flashreport.domain.exact import Unavailable, rounded

LOOK_BACK = timedelta(weeks=8)
EARLIEST_DAY = 5
FEWEST_POINTS = 4


@dataclass(frozen=True, slots=True)
class PayProjection:
    """Pay of a month: known to ``as_of``, expected at its end, and the range that was seen.

    ``low`` and ``high`` give each coming day the least and the most that its weekday paid.
    """

    as_of: date
    to_date: int
    month_end: int
    low: int
    high: int
    days_left: int
    method: str = "average of the same weekday, last 8 weeks"

    def needed_per_day(self, budget: int) -> Fraction | Unavailable:
        """What a working day still to come may pay to end the month at the budget; exact."""
        if not self.days_left:
            return Unavailable("no working days left in the month")
        return Fraction(budget - self.to_date, self.days_left)


def project_month_end(
    pay: Mapping[date, int], roster: Collection[date], first: date, last: date, as_of: date
) -> PayProjection | Unavailable:
    """Pay of the month ``first`` to ``last`` (both in it) as known on ``as_of``.

    ``pay`` holds the days with known pay, earlier months too; a day not in it is missing,
    not zero. ``roster`` holds the working days still planned. Unavailable before the fifth
    day of the month while days are still to come, or with fewer than four days of pay in the
    last eight weeks.
    """
    left = sorted(day for day in roster if as_of < day <= last)
    to_date = sum(amount for day, amount in pay.items() if first <= day <= as_of)
    if not left:
        return PayProjection(as_of, to_date, to_date, to_date, to_date, 0)
    seen = {day: amount for day, amount in pay.items() if as_of - LOOK_BACK < day <= as_of}
    if (as_of - first).days + 1 < EARLIEST_DAY:
        return Unavailable(f"no projection before day {EARLIEST_DAY} of the month")
    if len(seen) < FEWEST_POINTS:
        return Unavailable(f"fewer than {FEWEST_POINTS} days of pay in the last 8 weeks")
    samples = [_same_weekday(seen, day) for day in left]
    expected = sum((Fraction(sum(sample), len(sample)) for sample in samples), Fraction(0))
    return PayProjection(
        as_of,
        to_date,
        to_date + int(rounded(expected, 0)),
        to_date + sum(map(min, samples)),
        to_date + sum(map(max, samples)),
        len(left),
    )


def salary_to_date(
    salary: int, roster: Collection[date], first: date, last: date, as_of: date
) -> int | Unavailable:
    """A month's salary spread over its working days, up to ``as_of``, half up.

    It is rounded once on the running sum, so the month ends on the salary exactly.
    """
    month = [day for day in roster if first <= day <= last]
    if not month:
        return Unavailable("no working days in the month")
    return int(rounded(Fraction(salary * sum(day <= as_of for day in month), len(month)), 0))


def _same_weekday(seen: Mapping[date, int], day: date) -> list[int]:
    """What that weekday paid; every day seen when the weekday has not been."""
    same = [amount for past, amount in seen.items() if past.weekday() == day.weekday()]
    return same or list(seen.values())
