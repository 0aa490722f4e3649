"""Process behaviour (XmR) limits: how far a measure moves when nothing has changed.

Limits are the centre plus and minus 2.660 mean moving ranges (Wheeler, Understanding
Variation), or 3.145 median moving ranges. A series has one slot per cadence; None or NaN
is a missing point and breaks the moving range. Cumulative series (to-date sums, follower
totals) don't belong here: take their daily change.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal, TypedDict, TypeGuard, Unpack

from flashreport.domain.exact import Unavailable

Value = float | None
Method = Literal["mean", "median"]
Screen = Literal["none", "nhs", "nelson"]

MINIMUM_POINTS = 6
"""Fewest points that limits are computed from; below it they say nothing."""

FIRM_POINTS = 12
"""Limits from fewer points are provisional (NHS Making Data Count asks for 12 or more)."""


@dataclass(frozen=True, slots=True)
class Constants:
    """Multiples of the typical moving range: ``limit`` for X, ``range_limit`` for the range chart."""

    limit: float
    range_limit: float


MEAN_CONSTANTS = Constants(2.660, 3.268)
MEDIAN_CONSTANTS = Constants(3.145, 3.865)

_SCREENS: dict[Screen, float] = {"nhs": 3.267, "nelson": 3.5}


@dataclass(frozen=True, slots=True)
class Limits:
    """Natural process limits in the unit of the values, and how they came about.

    ``lower`` or ``upper`` is None when it lies beyond what the measure can be (a count
    below 0): such a chart has no limit on that side. ``distance`` runs from the centre to
    a limit; sigma is a third of it. ``range_limit`` is the upper limit of the moving range.
    """

    centre: float
    lower: float | None
    upper: float | None
    distance: float
    moving_range: float
    range_limit: float
    points: int
    method: Method = "mean"
    screen: Screen = "none"
    screened: int = 0

    @property
    def sigma(self) -> float:
        """One third of the distance to a limit."""
        return self.distance / 3

    @property
    def provisional(self) -> bool:
        """True when fewer than FIRM_POINTS points stand behind the limits."""
        return self.points < FIRM_POINTS

    @property
    def name(self) -> str:
        """The method, for the chart's note: ``XmR mean, screen none, n = 20``."""
        return f"XmR {self.method}, screen {self.screen}, n = {self.points}"


def known(value: Value) -> TypeGuard[float]:
    """True for a number; None and NaN are missing."""
    return value is not None and not math.isnan(value)


def moving_ranges(values: Sequence[Value]) -> list[Value]:
    """|x_i - x_(i-1)| per slot; None at the first slot and beside a missing point."""
    ranges: list[Value] = [None] * min(1, len(values))
    for before, here in pairwise(values):
        ranges.append(abs(here - before) if known(before) and known(here) else None)
    return ranges


def limits(
    values: Sequence[Value],
    *,
    method: Method = "mean",
    screen: Screen = "none",
    baseline: int | None = None,
    floor: float | None = None,
    ceiling: float | None = None,
    centre: Method = "mean",
    constants: Constants | None = None,
    minimum_points: int = MINIMUM_POINTS,
) -> Limits | Unavailable:
    """Limits from a series, or from its first ``baseline`` known points.

    ``screen`` drops large moving ranges once before averaging: ``nhs`` those of 3.267
    means or more, ``nelson`` those above 3.5 means; the centre keeps every point.
    ``floor`` is 0 for counts. ``centre`` puts the line at the mean or the median of the
    points. Unavailable with fewer than ``minimum_points`` points or no moving range.
    """
    base = frozen_part(values, baseline)
    points = _numbers(base)
    ranges = _numbers(moving_ranges(base))
    if len(points) < max(minimum_points, 1) or not ranges:
        return Unavailable(f"{len(points)} points; limits need {max(minimum_points, 2)}")
    kept = _screened(ranges, screen)
    typical = _average(kept, method)
    chosen = constants or (MEAN_CONSTANTS if method == "mean" else MEDIAN_CONSTANTS)
    middle = _average(points, centre)
    distance = chosen.limit * typical
    lower, upper = middle - distance, middle + distance
    return Limits(
        centre=middle,
        lower=None if floor is not None and lower < floor else lower,
        upper=None if ceiling is not None and upper > ceiling else upper,
        distance=distance,
        moving_range=typical,
        range_limit=chosen.range_limit * typical,
        points=len(points),
        method=method,
        screen=screen,
        screened=len(ranges) - len(kept),
    )


def frozen_part(values: Sequence[Value], baseline: int | None) -> Sequence[Value]:
    """The leading slots that hold the first ``baseline`` known points; all when None."""
    if baseline is None:
        return values
    seen = 0
    for slot, value in enumerate(values):
        seen += known(value)
        if seen == baseline:
            return values[: slot + 1]
    return values


def _numbers(values: Iterable[Value]) -> list[float]:
    return [value for value in values if known(value)]


def _average(numbers: Sequence[float], method: Method) -> float:
    return median(numbers) if method == "median" else math.fsum(numbers) / len(numbers)


def _screened(ranges: list[float], screen: Screen) -> list[float]:
    if screen == "none":
        return ranges
    bound = _SCREENS[screen] * _average(ranges, "mean")
    if screen == "nhs":
        # equal ranges of zero are not outliers, though 0 >= 3.267 x 0
        return [one for one in ranges if one < bound] or ranges
    return [one for one in ranges if one <= bound]


@dataclass(frozen=True, slots=True)
class Segment:
    """Slots ``start`` to ``stop`` (not included) under one set of limits."""

    start: int
    stop: int
    limits: Limits | Unavailable


class Choices(TypedDict, total=False):
    """The settings of :func:`limits`, by name."""

    method: Method
    screen: Screen
    baseline: int | None
    floor: float | None
    ceiling: float | None
    centre: Method
    constants: Constants | None
    minimum_points: int


def segments(
    values: Sequence[Value], starts: Sequence[int] = (), **choices: Unpack[Choices]
) -> tuple[Segment, ...]:
    """Limits per segment, made as in :func:`limits`; a new one begins at each slot of ``starts``.

    Each uses its own points and its own moving ranges only: the jump between two
    segments counts in neither. A ``baseline`` is counted anew in each.
    """
    edges = sorted({0, *(start for start in starts if 0 < start < len(values)), len(values)})
    return tuple(
        Segment(start, stop, limits(values[start:stop], **choices)) for start, stop in pairwise(edges)
    )
