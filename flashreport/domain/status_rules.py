"""Status words from thresholds that are data: four published methods, and the evaluator.

Published RAG methods differ, so each is named where it is used. The report's own status,
from the kind of target, is in :mod:`flashreport.domain.targets`.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from flashreport.domain.exact import Number, Result, Unavailable, exact, quotient

Comparison = Literal[">=", ">", "<=", "<"]
_COMPARE: Mapping[Comparison, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Band:
    """``status`` for figures that stand in ``comparison`` to ``threshold``."""

    comparison: Comparison
    threshold: Fraction
    status: str

    def holds(self, figure: Fraction) -> bool:
        """Whether a figure falls into the band."""
        return _COMPARE[self.comparison](figure, self.threshold)


@dataclass(frozen=True, slots=True)
class Scale:
    """Bands tried in order, then ``otherwise``. ``figure`` says what is compared, in which unit."""

    name: str
    figure: str
    bands: tuple[Band, ...]
    otherwise: str

    def status(self, figure: Number) -> str:
        """The word for a figure."""
        value = exact(figure)
        return next((band.status for band in self.bands if band.holds(value)), self.otherwise)


def scale(name: str, figure: str, *bands: tuple[Comparison, Number | str, str], otherwise: str) -> Scale:
    """A scale from plain values, as a settings file has them; thresholds as text stay exact."""
    return Scale(
        name,
        figure,
        tuple(
            Band(sign, Fraction(limit) if isinstance(limit, str) else exact(limit), word)
            for sign, limit, word in bands
        ),
        otherwise,
    )


def camms(on_track_from: Number = 90, off_track_to: Number = 70) -> Scale:
    """Camms: performance = percent complete over linear target percent, times 100."""
    return scale(
        "Camms",
        "performance, %",
        (">=", on_track_from, "on track"),
        ("<=", off_track_to, "off track"),
        otherwise="monitor",
    )


def clearpoint(green_from: Number = 100, yellow_from: Number = 90) -> Scale:
    """ClearPoint Strategy: actual as a percentage of target, where more is better."""
    return scale(
        "ClearPoint",
        "actual / target, %",
        (">=", green_from, "green"),
        (">=", yellow_from, "yellow"),
        otherwise="red",
    )


def scientrix(kind: str, amber_over: Number | str, red_over: Number | str, figure: str) -> Scale:
    """Scientrix: amber and red when the miss is more than a tolerance."""
    return scale(
        f"Scientrix {kind}", figure, (">", red_over, "red"), (">", amber_over, "amber"), otherwise="green"
    )


def telescope(off_track_over: Number = 25) -> Scale:
    """Telescope: expected less actual progress, in percentage points."""
    return scale(
        "Telescope", "gap, points", (">", off_track_over, "off track"), otherwise="at risk or better"
    )


CAMMS = camms()
CLEARPOINT = clearpoint()
TELESCOPE = telescope()
SCIENTRIX: Mapping[str, Scale] = {
    "cost": scientrix("cost", "0.01", 5, "over target, %"),
    "revenue": scientrix("revenue", "0.01", 10, "under target, %"),
    "inventory": scientrix("inventory", 3, 8, "away from target, points"),
}


@dataclass(frozen=True, slots=True)
class PaceStatus:
    """A Camms status with its steps, both in percent."""

    target_pct: Fraction
    performance: Result
    status: str


def linear_target(start: date, end: date, today: date) -> Fraction:
    """Share of the calendar time from start to end that has passed, in percent, 0..100."""
    if end <= start:
        return Fraction(100 if today >= end else 0)
    passed = Fraction((today - start).days, (end - start).days) * 100
    return min(max(passed, Fraction(0)), Fraction(100))


def pace_status(done_pct: Number, start: date, end: date, today: date, method: Scale = CAMMS) -> PaceStatus:
    """Camms' status: a complete task is always on track, and so is one that nothing is due of."""
    target = linear_target(start, end, today)
    performance = quotient(exact(done_pct) * 100, target, "nothing is due yet")
    if exact(done_pct) >= 100 or isinstance(performance, Unavailable):
        return PaceStatus(target, performance, method.bands[0].status)
    return PaceStatus(target, performance, method.status(performance))


def percent_of_target(actual: Number, target: Number) -> Result:
    """Actual / target x 100; unavailable for a target of zero or less, where it misleads."""
    if exact(target) <= 0:
        return Unavailable("the target is not above zero")
    return exact(actual) * 100 / exact(target)


def percent_of_target_status(actual: Number, target: Number, method: Scale = CLEARPOINT) -> str | Unavailable:
    """ClearPoint's status."""
    percent = percent_of_target(actual, target)
    return percent if isinstance(percent, Unavailable) else method.status(percent)


Miss = Literal["over", "under", "either"]
MISS_OF_KIND: Mapping[str, Miss] = {"cost": "over", "revenue": "under", "inventory": "either"}


def miss(actual: Number, target: Number, side: Miss, *, in_points: bool = False) -> Result:
    """How far actual misses target on the bad side, negative when it does better.

    In percent of the target's size, or in the figures' own points.
    """
    away = exact(actual) - exact(target)
    bad = {"over": away, "under": -away, "either": abs(away)}[side]
    return bad if in_points else quotient(bad * 100, abs(exact(target)), "the target is zero")


def tolerance_status(
    kind: str, actual: Number, target: Number, methods: Mapping[str, Scale] = SCIENTRIX
) -> str | Unavailable:
    """Scientrix' status: cost over, revenue under, inventory away from target either way, in points."""
    found = miss(actual, target, MISS_OF_KIND[kind], in_points=kind == "inventory")
    return found if isinstance(found, Unavailable) else methods[kind].status(found)


def gap_status(expected_pct: Number, actual_pct: Number, method: Scale = TELESCOPE) -> str:
    """Telescope's status: how many points actual progress is behind the expected."""
    return method.status(exact(expected_pct) - exact(actual_pct))
