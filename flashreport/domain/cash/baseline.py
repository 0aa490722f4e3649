"""The baseline: what an ordinary weekday brings and costs once the known is taken out.

Per weekday, receipts and disbursements are sums divided by the number of counted days.
Days without data are not counted, so a gap in the history never reads as zero.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.amounts import CENT, half_up
from flashreport.domain.cash.balances import Movement
from flashreport.domain.cash.recurring import Recurring
from flashreport.errors import FlashreportError


@dataclass(frozen=True, slots=True)
class WeekdayBaseline:
    """Mean receipts and disbursements (positive) by weekday, Monday 0, and the days counted for each."""

    receipts: tuple[Fraction, ...]
    disbursements: tuple[Fraction, ...]
    days: tuple[int, ...]


def rest_of_history(
    history: Iterable[Movement], streams: Iterable[Recurring], known_categories: Collection[str] = ()
) -> tuple[Movement, ...]:
    """History without the recognised streams and without the categories that known items cover."""
    taken: dict[Movement, int] = {}
    for stream in streams:
        for move in stream.movements:
            taken[move] = taken.get(move, 0) + 1
    rest = []
    for move in history:
        if taken.get(move, 0):
            taken[move] -= 1
        elif move.category not in known_categories:
            rest.append(move)
    return tuple(rest)


def weekday_baseline(rest: Iterable[Movement], days: Sequence[date]) -> WeekdayBaseline:
    """The baseline over ``days``: the working days that have data, in order.

    A movement on another day counts on the next counted day, the last one at the latest, so
    that nothing is lost. A weekday that was never counted gets the mean of all days.
    Raises ``domain.no-working-day`` without days.
    """
    if not days:
        raise FlashreportError(
            "domain.no-working-day",
            "A baseline needs at least one working day with data.",
            "Look back over a longer window.",
        )
    sums = {True: [Fraction(0)] * 7, False: [Fraction(0)] * 7}
    for move in rest:
        counted = days[min(bisect_left(days, move.day), len(days) - 1)]
        sums[move.amount > 0][counted.weekday()] += abs(Fraction(move.amount))
    counts = [sum(day.weekday() == weekday for day in days) for weekday in range(7)]
    return WeekdayBaseline(_means(sums[True], counts), _means(sums[False], counts), tuple(counts))


def _means(sums: Sequence[Fraction], counts: Sequence[int]) -> tuple[Fraction, ...]:
    overall = sum(sums, Fraction(0)) / sum(counts)
    return tuple(whole / days if days else overall for whole, days in zip(sums, counts, strict=True))


def no_season(_: date) -> Fraction:
    """All times of the year alike."""
    return Fraction(1)


def baseline_movements(
    baseline: WeekdayBaseline,
    days: Iterable[date],
    season: Callable[[date], Fraction] = no_season,
    step: Decimal = CENT,
) -> tuple[Movement, ...]:
    """One receipt and one disbursement for each of ``days``, half up to ``step``; zeros are left out.

    ``season`` scales a day: 6/5 for a month that runs a fifth above the year.
    """
    made = []
    for day in days:
        for side, sign in ((baseline.receipts, 1), (baseline.disbursements, -1)):
            amount = half_up(side[day.weekday()] * season(day) * sign, step)
            if amount:
                made.append(Movement(day, amount))
    return tuple(made)
