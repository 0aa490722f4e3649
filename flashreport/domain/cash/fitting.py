"""Fitting a schedule to the days on which something happened."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median_low

from flashreport.domain.cash.schedule import (
    MONTHS,
    WEEKS,
    Period,
    Schedule,
    System,
    day_of_month,
    month_ends,
    month_number,
)


def best_schedule(
    days: Sequence[date], slip_days: int, regularity: Fraction, system: System = "gregorian"
) -> Schedule | None:
    """The schedule that ``days`` (rising, at least two) sit on with the fewest days off in all.

    None when on every schedule a day is more than ``slip_days`` off, two days share a slot, or
    fewer than the share ``regularity`` of the slots from first to last are filled. Of equally
    good schedules the plainer wins: weekly before monthly, the day that occurs most often. Months
    are those of ``system``; those of the Gregorian calendar are tried as well, after its own.
    """
    fitted = [
        (miss, place, schedule)
        for place, schedule in enumerate(_candidates(days, system))
        if (miss := _misfit(schedule, days, slip_days, regularity)) is not None
    ]
    return min(fitted, key=lambda fit: fit[:2])[2] if fitted else None


def _candidates(days: Sequence[date], system: System) -> Iterator[Schedule]:
    """Schedules worth trying, judged by the usual gap; the plainer come first."""
    gap = median_low([(after - before).days for before, after in pairwise(days)])
    for period, weeks in WEEKS.items():
        if abs(gap - 7 * weeks) <= 2:
            for off in sorted(range(-2, 3), key=abs):
                yield Schedule(period, days[0] + timedelta(days=off))
    systems: tuple[System, ...] = ("gregorian",) if system == "gregorian" else (system, "gregorian")
    for months in systems:
        yield from _monthly(days, gap, months)


def _monthly(days: Sequence[date], gap: int, system: System) -> Iterator[Schedule]:
    if 10 <= gap <= 20:
        pairs = [(first, first + apart) for first in range(1, 20) for apart in range(11, 20)]
        yield from (Schedule(Period.SEMI_MONTHLY, days[0], pair, system) for pair in pairs if pair[1] <= 31)
    often = Counter(day_of_month(on, system) for on in days)
    for period in (Period.MONTHLY, Period.QUARTERLY):
        if abs(gap - 30 * MONTHS[period]) <= 6:
            for anchor in sorted(range(1, 32), key=lambda day: -often[day]):
                for off in range(MONTHS[period]):
                    origin = month_ends(month_number(days[0], system) - off, system)[0]
                    yield Schedule(period, origin, (anchor,), system)


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
