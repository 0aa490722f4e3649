"""XmR limits for a measure with a weekly shape: Fridays are judged as Fridays.

Each value is taken as its difference from, or ratio to, its weekday's mean; the limits are
those of what is left, carried back to each weekday.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flashreport.domain.exact import Unavailable
from flashreport.domain.xmr import Limits, Method, Screen, Value, known, limits

Form = Literal["difference", "ratio"]
Levels = dict[int, float]

MINIMUM_WEEKS = 4
"""Fewest values of a weekday that its level is taken from."""


@dataclass(frozen=True, slots=True)
class WeekdayLimits:
    """Level per weekday (Monday is 0) and the limits of the residuals around it.

    Residuals are differences in the unit of the values, or ratios around 1.
    """

    levels: dict[int, float]
    residual: Limits
    form: Form

    def residuals(self, days: Sequence[date], values: Sequence[Value]) -> list[Value]:
        """What is left of each value; None when it is missing or its weekday has no level."""
        return _residuals(days, values, self.levels, self.form)

    def band(self, day: date) -> tuple[float | None, float | None] | Unavailable:
        """Lower and upper limit for a value on this day, in the unit of the values."""
        level = self.levels.get(day.weekday())
        if level is None:
            return Unavailable("no level for this weekday")
        return _carried(level, self.residual.lower, self.form), _carried(
            level, self.residual.upper, self.form
        )


def weekday_limits(
    days: Sequence[date],
    values: Sequence[Value],
    *,
    form: Form = "difference",
    method: Method = "mean",
    screen: Screen = "none",
    baseline: int | None = None,
    minimum_weeks: int = MINIMUM_WEEKS,
) -> WeekdayLimits | Unavailable:
    """Weekday levels and limits from daily values, or from the first ``baseline`` slots of them.

    ``days`` and ``values`` run together, one slot per worked day: a slot without a value
    breaks the moving range, a planned closed day has no slot. A weekday seen fewer than
    ``minimum_weeks`` times, or with a mean of zero or less in the ratio form, has no level
    and its days are left out.
    """
    stop = len(values) if baseline is None else baseline
    levels = _levels(days[:stop], values[:stop], minimum_weeks, form)
    if not levels:
        return Unavailable(f"no weekday has {minimum_weeks} values")
    left = _residuals(days[:stop], values[:stop], levels, form)
    around = limits(left, method=method, screen=screen)
    return around if isinstance(around, Unavailable) else WeekdayLimits(levels, around, form)


def _levels(days: Sequence[date], values: Sequence[Value], minimum: int, form: Form) -> dict[int, float]:
    by_weekday: defaultdict[int, list[float]] = defaultdict(list)
    for day, value in zip(days, values, strict=True):
        if known(value):
            by_weekday[day.weekday()].append(value)
    means = {
        weekday: math.fsum(group) / len(group)
        for weekday, group in sorted(by_weekday.items())
        if len(group) >= minimum
    }
    return {weekday: mean for weekday, mean in means.items() if form == "difference" or mean > 0}


def _residuals(
    days: Sequence[date], values: Sequence[Value], levels: dict[int, float], form: Form
) -> list[Value]:
    left: list[Value] = []
    for day, value in zip(days, values, strict=True):
        level = levels.get(day.weekday())
        if level is None or not known(value):
            left.append(None)
        else:
            left.append(value - level if form == "difference" else value / level)
    return left


def _carried(level: float, limit: float | None, form: Form) -> float | None:
    if limit is None:
        return None
    return level + limit if form == "difference" else level * limit
