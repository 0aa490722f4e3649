"""What happened, as numbers by day: overtime, revenue per hour, jobs, and the credit lines' use."""

from datetime import date
from itertools import pairwise

from sample_data.corner_table.chance import Chance

_OVERTIME = (
    (date(2025, 9, 1), 5.2), (date(2026, 7, 31), 5.5), (date(2026, 9, 30), 6.3), (date(2026, 10, 20), 6.9),
    (date(2026, 11, 2), 10.9), (date(2026, 11, 10), 11.2), (date(2026, 11, 19), 14.1),
)  # fmt: skip
_RISE = (10.1, 10.4, 10.7, 11.0, 11.3, 11.6, 11.9, 12.3, 14.1)
_RISE_FROM = date(2026, 11, 11)
_KITCHEN = (
    (date(2025, 9, 1), 6.4), (date(2026, 7, 31), 6.8), (date(2026, 9, 30), 7.8), (date(2026, 10, 20), 8.6),
    (date(2026, 11, 2), 16.6), (date(2026, 11, 10), 17.2), (date(2026, 11, 19), 24.0),
)  # fmt: skip
_KITCHEN_RISE = (16.2, 17.0, 17.6, 18.2, 18.8, 19.4, 20.2, 21.2, 24.0)
_REVENUE = (
    (date(2025, 9, 1), 67.6), (date(2026, 7, 31), 67.4), (date(2026, 10, 20), 66.4),
    (date(2026, 11, 1), 65.4), (date(2026, 11, 19), 64.8),
)  # fmt: skip
_REVENUE_OF = {date(2026, 11, 18): 65.4, date(2026, 11, 19): 61.3}
_DRAWN = (
    (date(2025, 9, 14), 306_000), (date(2025, 12, 31), 331_000), (date(2026, 3, 31), 322_000),
    (date(2026, 6, 30), 346_000), (date(2026, 8, 4), 352_000), (date(2026, 8, 6), 364_500),
    (date(2026, 9, 15), 384_000), (date(2026, 10, 20), 418_000), (date(2026, 11, 17), 460_200),
    (date(2026, 11, 19), 470_400),
)  # fmt: skip
_DRAWN_AT = {date(2026, 8, 4): 359_800, date(2026, 8, 6): 365_400, date(2026, 11, 17): 460_200,
             date(2026, 11, 19): 470_400}  # fmt: skip


def along(points: tuple[tuple[date, float], ...], day: date) -> float:
    """The value on a line through dated points; flat before the first and after the last."""
    if day <= points[0][0]:
        return points[0][1]
    for (start, low), (end, high) in pairwise(points):
        if day <= end:
            return low + (high - low) * (day - start).days / (end - start).days
    return points[-1][1]


def overtime_shares(day: date, chance: Chance) -> tuple[float, float]:
    """Overtime in percent of hours, of all teams and of the kitchens; from 12 November both rise daily."""
    noise = chance.around(0, 1.3)
    since = (day - _RISE_FROM).days
    if since >= 0:
        return _RISE[since], _KITCHEN_RISE[since]
    return along(_OVERTIME, day) + noise, along(_KITCHEN, day) + 1.4 * noise


def revenue_per_hour(day: date, chance: Chance) -> float:
    """Dollars of revenue per hour worked."""
    noise = chance.around(0, 4.5)
    return _REVENUE_OF.get(day, along(_REVENUE, day) + noise)


def drawn(day: date, chance: Chance) -> int:
    """Dollars drawn on both lines together, in steps of 200."""
    noise = chance.around(0, 3_500)
    return _DRAWN_AT.get(day, 200 * round((along(_DRAWN, day) + noise) / 200))
