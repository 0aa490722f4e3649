"""The limits that a daily measure is judged by: of the series, or of its weekdays where they differ."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flashreport.domain.exact import Unavailable
from flashreport.domain.weekday_xmr import WeekdayLimits, weekday_limits
from flashreport.domain.xmr import Limits, limits

MINIMUM_POINTS = 20
MINIMUM_WEEKS = 8
# F of weekday means against the scatter around them; its 1 % point is 3.0 to 3.6 for 90 days
# of five to seven weekdays.
_CLEAR_WEEK = 4.0


@dataclass(frozen=True)
class Judged:
    """Points as they are judged, their limits, and the band to draw.

    Of a measure with a weekly shape the points are what is left beside each weekday's level,
    and the band holds every weekday's limits.
    """

    points: tuple[float, ...]
    limits: Limits
    band: Limits
    by_weekday: bool = False


def judged(days: Sequence[date], values: Sequence[float], baseline: int) -> Judged | None:
    """Limits from the first ``baseline`` values; None when they are too few.

    Days without data are not passed: their neighbours follow each other in the rhythm of work.
    """
    floor = 0.0 if min(values, default=0.0) >= 0 else None
    plain = limits(values[:baseline], floor=floor, minimum_points=MINIMUM_POINTS)
    if isinstance(plain, Unavailable):
        return None
    if _weekday_strength(days[:baseline], values[:baseline]) > _CLEAR_WEEK:
        found = _by_weekday(days, values, baseline, floor)
        if found is not None:
            return found
    return Judged(tuple(values), plain, plain)


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
    return Judged(left, wide.residual, _band(wide, floor), by_weekday=True)


def _widened(residual: Limits, days: Sequence[date]) -> Limits:
    """A level from n weeks is itself uncertain: by 1/n of the variance, which its own residuals lack."""
    weeks = len(days) / max(1, len({day.weekday() for day in days}))
    distance = residual.distance * math.sqrt((1 + 1 / weeks) / (1 - 1 / weeks))
    return replace(
        residual, distance=distance, lower=residual.centre - distance, upper=residual.centre + distance
    )


def _band(found: WeekdayLimits, floor: float | None) -> Limits:
    """From the lowest weekday's lower limit to the highest one's upper."""
    monday = date(2024, 1, 1)
    bands = [found.band(monday.replace(day=1 + weekday)) for weekday in found.levels]
    held = [band for band in bands if not isinstance(band, Unavailable)]
    low = min((lower for lower, _ in held if lower is not None), default=None)
    high = max((upper for _, upper in held if upper is not None), default=None)
    if floor is not None and low is not None and low < floor:
        low = None
    centre = math.fsum(found.levels.values()) / len(found.levels)
    return replace(found.residual, centre=centre, lower=low, upper=high)


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
