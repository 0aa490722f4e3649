"""The report's own status: a level from the kind of target, its direction and its tolerance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from flashreport.domain.exact import Number, Result, Unavailable, exact, quotient
from flashreport.domain.pace import Path, Schedule
from flashreport.errors import FlashreportError, phrase

Direction = Literal["more", "less", "within"]
Level = Literal["good", "watch", "act"]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """More is good: the figure should be ``value`` or more."""

    value: Number


@dataclass(frozen=True, slots=True)
class AtMost:
    """Less is good: the figure should be ``value`` or less."""

    value: Number


@dataclass(frozen=True, slots=True)
class Between:
    """A band: below ``low`` and above ``high`` are both bad."""

    low: Number
    high: Number

    def __post_init__(self) -> None:
        if exact(self.low) > exact(self.high):
            raise FlashreportError(
                "domain.target-band",
                phrase("The band from {low} to {high} is empty.", low=self.low, high=self.high),
                "Give the lower bound first.",
            )


@dataclass(frozen=True, slots=True)
class Reach:
    """Come from ``baseline`` on ``start`` to ``value`` by the end of ``by``."""

    value: Number
    by: date
    baseline: Number
    start: date


@dataclass(frozen=True, slots=True)
class Change:
    """Move by ``amount`` from the baseline by a date; ``relative`` takes it as a share (-0.1 is -10 %)."""

    amount: Number
    by: date
    baseline: Number
    start: date
    relative: bool = False

    def as_reach(self) -> Reach:
        """The same target as a value to reach."""
        base = exact(self.baseline)
        step = abs(base) * exact(self.amount) if self.relative else exact(self.amount)
        return Reach(base + step, self.by, self.baseline, self.start)


Target = AtLeast | AtMost | Between | Reach | Change


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How large a shortfall must be to matter, in the unit of the measure.

    Up to ``neutral`` it counts as on target; up to ``watch`` it is to be watched; beyond,
    it calls for action, if it is ``material`` at least.
    """

    neutral: Number = 0
    watch: Number = 0
    material: Number = 0

    def level(self, shortfall: Number) -> Level:
        """The level of a shortfall; one of zero or less is good."""
        size = exact(shortfall)
        if size <= 0 or size <= exact(self.neutral):
            return "good"
        if size <= exact(self.watch) or size < exact(self.material):
            return "watch"
        return "act"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A level and what stands behind it. ``shortfall`` is 0 or more on the bad side, in units.

    ``due`` is the value compared with: the target, the nearer edge of a band, or what the
    path expects today. ``path`` is there for targets with a date.
    """

    level: Level
    direction: Direction
    due: Fraction
    shortfall: Fraction
    path: Path | None = None
    expired: bool = False

    @property
    def shortfall_percent(self) -> Result:
        """The shortfall in percent of the size of ``due``."""
        return quotient(self.shortfall * 100, abs(self.due), "nothing is due")


def direction(target: Target) -> Direction:
    """Which way is good."""
    if isinstance(target, Between):
        return "within"
    if isinstance(target, Change):
        target = target.as_reach()
    if isinstance(target, Reach):
        return "more" if exact(target.value) >= exact(target.baseline) else "less"
    return "more" if isinstance(target, AtLeast) else "less"


def judge(
    actual: Number | None,
    target: Target,
    *,
    today: date,
    is_working: Callable[[date], bool],
    tolerance: Tolerance = Tolerance(),
    schedule: Schedule | None = None,
) -> Verdict | Unavailable:
    """The status of a figure at ``today``.

    ``schedule`` replaces the even path over working days of a dated target, for example by
    last year's shape. A missing figure has no status. Once the deadline has passed a target
    not reached is due in full, and the verdict is marked expired.
    """
    if actual is None:
        return Unavailable("no figure")
    if isinstance(target, Change):
        target = target.as_reach()
    if isinstance(target, Reach):
        path = Path.of(
            baseline=target.baseline,
            target=target.value,
            actual=actual,
            schedule=schedule or Schedule.even(target.start, target.by, today, is_working),
        )
        due = path.target if today > target.by else path.expected
        shortfall = _shortfall(path.actual, due, target)
        expired = today > target.by and not path.reached
        return Verdict(tolerance.level(shortfall), direction(target), due, shortfall, path, expired)
    value = exact(actual)
    due = _edge(value, target)
    shortfall = _shortfall(value, due, target)
    return Verdict(tolerance.level(shortfall), direction(target), due, shortfall)


def _edge(actual: Fraction, target: AtLeast | AtMost | Between) -> Fraction:
    """The bound that the figure is held against: of a band, the nearer one."""
    if not isinstance(target, Between):
        return exact(target.value)
    low, high = exact(target.low), exact(target.high)
    return low if abs(actual - low) <= abs(actual - high) else high


def _shortfall(actual: Fraction, due: Fraction, target: Target) -> Fraction:
    """How far the figure is on the bad side; inside a band it is nowhere."""
    if isinstance(target, Between):
        inside = exact(target.low) <= actual <= exact(target.high)
        return Fraction(0) if inside else abs(actual - due)
    return max(Fraction(0), due - actual if direction(target) == "more" else actual - due)
