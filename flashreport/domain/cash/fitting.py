"""Fitting a schedule to the days on which something happened."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median_low

from flashreport.domain.cash.schedule import MONTHS, WEEKS, Period, Schedule


def best_schedule(days: Sequence[date], slip_days: int, regularity: Fraction) -> Schedule | None:
    """The schedule that ``days`` (rising, at least two) sit on with the fewest days off in all.

    None when on every schedule a day is more than ``slip_days`` off, two days share a slot, or
    fewer than the share ``regularity`` of the slots from first to last are filled. Of equally
    good schedules the plainer wins: weekly before monthly, the day that occurs most often.
    """
    fitted = [
        (miss, place, schedule)
        for place, schedule in enumerate(_candidates(days))
        if (miss := _misfit(schedule, days, slip_days, regularity)) is not None
    ]
    return min(fitted, key=lambda fit: fit[:2])[2] if fitted else None


def _candidates(days: Sequence[date]) -> Iterator[Schedule]:
    """Schedules worth trying, judged by the usual gap; the plainer come first."""
    gap = median_low([(after - before).days for before, after in pairwise(days)])
    for period, weeks in WEEKS.items():
        if abs(gap - 7 * weeks) <= 2:
            for off in sorted(range(-2, 3), key=abs):
                yield Schedule(period, days[0] + timedelta(days=off))
    if 10 <= gap <= 20:
        pairs = [(first, first + apart) for first in range(1, 20) for apart in range(11, 20)]
        yield from (Schedule(Period.SEMI_MONTHLY, days[0], pair) for pair in pairs if pair[1] <= 31)
    for period in (Period.MONTHLY, Period.QUARTERLY):
        if abs(gap - 30 * MONTHS[period]) <= 6:
            for anchor in sorted(range(1, 32), key=lambda day: -sum(on.day == day for on in days)):
                for off in range(MONTHS[period]):
                    yield Schedule(period, _months_before(days[0], off), (anchor,))


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _misfit(schedule: Schedule, days: Sequence[date], slip_days: int, regularity: Fraction) -> int | None:
    """Days off in all, or None when the days do not sit on the schedule; it stops at the first bad day."""
    first = before = schedule.slot_near(days[0])
    missed = 0
    for place, day in enumerate(days):
        slot = schedule.slot_near(day)
        off = abs((day - schedule.nominal(slot)).days)
        if off > slip_days or (place and slot <= before):
            return None
        missed += off
        before = slot
    return missed if len(days) >= regularity * (before - first + 1) else None
