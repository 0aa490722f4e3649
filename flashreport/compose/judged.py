"""The limits that a daily measure is judged by.

Those of the series, of its weekdays where they differ, or, of a balance, of its changes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from flashreport.domain.exact import Unavailable
from flashreport.domain.weekday_xmr import WeekdayLimits, weekday_limits
from flashreport.domain.xmr import Limits, limits

MINIMUM_POINTS = 20
MINIMUM_WEEKS = 8
# F of weekday means against the scatter around them; its 1 % point is 3.0 to 3.6 for 90 days
# of five to seven weekdays.
_CLEAR_WEEK = 4.0

Band = tuple[float | None, float | None]
"""Lower and upper limit of one day's value; None where the measure can't lie beyond."""

Form = Literal["level", "weekday", "change"]


@dataclass(frozen=True)
class Judged:
    """Points as they are judged, their limits, and each value's own band.

    Of a measure with a weekly shape the points are what is left beside each weekday's level;
    of a balance they are its changes. ``bands`` runs along with the values: None for a
    weekday that has no level, and for the first of a row of changes.
    """

    points: tuple[float, ...]
    limits: Limits
    bands: tuple[Band | None, ...]
    form: Form = "level"


def judged(
    days: Sequence[date], values: Sequence[float], baseline: int, *, negative: bool = False
) -> Judged | None:
    """Limits from the first ``baseline`` values; None when they are too few.

    Days without data are not passed: their neighbours follow each other in the rhythm of
    work. What was never below zero has no limit there, unless it may be ``negative``.
    """
    floor = 0.0 if min(values, default=0.0) >= 0 and not negative else None
    plain = limits(values[:baseline], floor=floor, minimum_points=MINIMUM_POINTS)
    if isinstance(plain, Unavailable):
        return None
    if _weekday_strength(days[:baseline], values[:baseline]) > _CLEAR_WEEK:
        found = _by_weekday(days, values, baseline, floor)
        if found is not None:
            return found
    return Judged(tuple(values), plain, ((plain.lower, plain.upper),) * len(values))


def judged_changes(days: Sequence[date], values: Sequence[float], baseline: int) -> Judged | None:
    """The limits of a balance, whose days hang together: those of its change from the day before.

    None as well when it stood still on half of the days or more: then any change is unusual,
    and limits say nothing.
    """
    changes = [after - before for before, after in pairwise(values)]
    still = sum(not change for change in changes[: baseline - 1])
    if 2 * still >= baseline - 1:
        return None
    found = judged(days[1:], changes, baseline - 1, negative=True)
    if found is None:
        return None
    bands = [_moved(band, before) for band, before in zip(found.bands, values, strict=False)]
    return replace(found, bands=(None, *bands), form="change")


def _moved(band: Band | None, by: float) -> Band | None:
    if band is None:
        return None
    lower, upper = band
    return None if lower is None else by + lower, None if upper is None else by + upper


def _by_weekday(
    days: Sequence[date], values: Sequence[float], baseline: int, floor: float | None
) -> Judged | None:
    found = weekday_limits(
        days,
        values,
        form="ratio" if min(values) > 0 else "difference",
        baseline=baseline,
        minimum_weeks=MINIMUM_WEEKS,
    )
    if isinstance(found, Unavailable) or days[-1].weekday() not in found.levels:
        return None
    wide = replace(found, residual=_widened(found.residual, days[:baseline]))
    left = tuple(point for point in wide.residuals(days, values) if point is not None)
    return Judged(left, wide.residual, tuple(_band(wide, day, floor) for day in days), "weekday")


def _band(found: WeekdayLimits, day: date, floor: float | None) -> Band | None:
    band = found.band(day)
    if isinstance(band, Unavailable):
        return None
    lower, upper = band
    return (None if floor is not None and lower is not None and lower < floor else lower), upper


def _widened(residual: Limits, days: Sequence[date]) -> Limits:
    """A level from n weeks is itself uncertain: by 1/n of the variance, which its own residuals lack."""
    weeks = len(days) / max(1, len({day.weekday() for day in days}))
    distance = residual.distance * math.sqrt((1 + 1 / weeks) / (1 - 1 / weeks))
    return replace(
        residual, distance=distance, lower=residual.centre - distance, upper=residual.centre + distance
    )


def _weekday_strength(days: Sequence[date], values: Sequence[float]) -> float:
    """The F ratio of a one-way analysis of variance over weekdays; 0 when there is nothing to compare."""
    groups: dict[int, list[float]] = {}
    for day, value in zip(days, values, strict=True):
        groups.setdefault(day.weekday(), []).append(value)
    groups = {weekday: group for weekday, group in groups.items() if len(group) >= MINIMUM_WEEKS}
    count = sum(map(len, groups.values()))
    if len(groups) < 2:
        return 0.0
    mean = math.fsum(math.fsum(group) for group in groups.values()) / count
    means = {weekday: math.fsum(group) / len(group) for weekday, group in groups.items()}
    between = math.fsum(len(group) * (means[weekday] - mean) ** 2 for weekday, group in groups.items())
    within = math.fsum((value - means[weekday]) ** 2 for weekday, group in groups.items() for value in group)
    if within == 0:
        return math.inf if between else 0.0
    return (between / (len(groups) - 1)) / (within / (count - len(groups)))
