"""What was said of a KPI on the days before, told by its data: new, going on, worse, recovered.

Nothing is stored. The flag of a KPI goes up when its target is missed and comes down when it
is met clearly, or two days running; a figure that hovers about its target doesn't flap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from flashreport.compose.context import Context
from flashreport.compose.figures import displayed
from flashreport.compose.verdicts import reading_of, target_of, tolerance_of, verdict
from flashreport.domain.exact import Unavailable
from flashreport.domain.latch import Latch, age
from flashreport.domain.measure_frame import Value
from flashreport.domain.targets import Between, Level, Verdict
from flashreport.workspace.kpis import Kpi

State = Literal["quiet", "new", "ongoing", "worse", "recovering", "recovered"]
MOST_DAYS = 120
_QUIET_DAYS = 2
_CLEARLY = Fraction(1, 20)
_WORSE = Fraction(11, 10)
_SEVERITY: dict[Level, int] = {"good": 0, "watch": 1, "act": 2}


@dataclass(frozen=True)
class Standing:
    """Where a KPI stands in its story.

    ``day`` is n in 'day n' of the present time off target, or how many days the one that has
    just ended took; only days with data count. ``since`` is its first day.
    """

    state: State
    day: int = 0
    since: date | None = None


@dataclass(frozen=True)
class _Held:
    """One day with data: how far off target (more is worse, below zero is good), and its level."""

    on: date
    margin: Fraction
    clear: Fraction
    neutral: Fraction
    level: Level


def standing(context: Context, kpi: Kpi) -> Standing:
    """The KPI's standing on the business date."""
    past = _past(context, kpi)
    if not past:
        return Standing("quiet")
    flags = _flags(past)
    before = flags[:-1]
    if not flags[-1]:
        ended = age(before)
        return Standing("recovered", ended, past[-1 - ended].on) if ended else Standing("quiet")
    day = age(flags)
    since = past[-day].on
    if past[-1].level == "good":
        return Standing("recovering", day, since)
    if day == 1:
        return Standing("new", 1, since)
    return Standing("worse" if _is_worse(past[-day:]) else "ongoing", day, since)


def _past(context: Context, kpi: Kpi) -> list[_Held]:
    """The days with data up to the business date, oldest first, back to a time that was quiet."""
    held: list[_Held] = []
    good = 0
    for back in range(MOST_DAYS):
        found = _held(context, kpi, context.business_date - timedelta(days=back))
        if found is None:
            if back == 0:
                return []
            continue
        held.append(found)
        good = good + 1 if found.margin <= 0 else 0
        # the two newest days may be good because it has just recovered
        if good > _QUIET_DAYS:
            break
    return held[::-1]


def _held(context: Context, kpi: Kpi, day: date) -> _Held | None:
    terms = kpi.on(day)
    reading = reading_of(context, terms, day)
    found = verdict(context, kpi, day)
    if isinstance(reading, Unavailable) or isinstance(found, Unavailable):
        return None
    if day != context.business_date and (reading.as_of < day or reading.stale):
        return None
    margin = _margin(context, terms, found, reading)
    return _Held(day, margin, _clear(terms, found), Fraction(terms.neutral), found.level)


def _margin(context: Context, kpi: Kpi, held: Verdict, reading: Value) -> Fraction:
    value = displayed(context, kpi.measure, reading)
    target = target_of(kpi)
    if isinstance(target, Between):
        return max(Fraction(target.low) - value, value - Fraction(target.high))
    return held.due - value if held.direction == "more" else value - held.due


def _clear(kpi: Kpi, held: Verdict) -> Fraction:
    """How far on the good side a figure is clearly good: the watch band, else a twentieth of what is due."""
    tolerance = tolerance_of(kpi)
    size = abs(held.path.target - held.path.baseline) if held.path else abs(held.due)
    return Fraction(tolerance.watch) or size * _CLEARLY


def _flags(past: list[_Held]) -> list[bool]:
    """Up when missed by more than the neutral band; down when clearly met, or met two days running."""
    scale = [_on_scale(day) for day in past]
    twice = Latch(1.0, 0.0, leave_after=_QUIET_DAYS).states(scale)
    clearly = Latch(1.0, -1.0).states(scale)
    return [one and other for one, other in zip(twice, clearly, strict=True)]


def _on_scale(day: _Held) -> float:
    """1 and more is missed, 0 and less met, -1 clearly met: the same scale under every target."""
    if day.margin > day.neutral:
        return 1.0
    if day.margin > 0:
        return 0.5
    return max(-1.0, float(day.margin / day.clear)) if day.clear else -1.0


def flags(context: Context, kpi: Kpi, days: Sequence[date]) -> list[bool]:
    """The KPI's flag after each of the days that has a verdict, oldest first, down before them."""
    return _flags([held for day in days if (held := _held(context, kpi, day)) is not None])


def flagged_days(context: Context, kpi: Kpi, days: Sequence[date]) -> list[tuple[date, Level | None]]:
    """The days that have a verdict, oldest first, each with its level while the flag is up, else None."""
    past = [held for day in days if (held := _held(context, kpi, day)) is not None]
    found: list[tuple[date, Level | None]] = []
    for day, up in zip(past, _flags(past), strict=True):
        level: Level = "watch" if day.level == "good" else day.level
        found.append((day.on, level if up else None))
    return found


def _is_worse(episode: list[_Held]) -> bool:
    """A higher level than the day before, or a tenth more off target than on any day so far."""
    *earlier, today = episode
    if _SEVERITY[today.level] > _SEVERITY[earlier[-1].level]:
        return _SEVERITY[today.level] > max(_SEVERITY[day.level] for day in earlier)
    worst = max(day.margin for day in earlier)
    return today.margin > worst * _WORSE and worst > 0
