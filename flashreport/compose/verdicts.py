"""Each KPI held against its target, on the day and on the days before."""

from datetime import date, timedelta
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import displayed
from flashreport.compose.shape import schedule_of
from flashreport.domain.calendar import Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Reading
from flashreport.domain.targets import (
    AtLeast,
    AtMost,
    Between,
    Change,
    Reach,
    Target,
    Tolerance,
    Verdict,
    judge,
)
from flashreport.workspace.kpis import Kpi

_WATCH_SHARE = Fraction(1, 20)
_PERIODS: dict[str, Period] = {"day": "day", "week": "week", "month": "month"}


def target_of(kpi: Kpi) -> Target | None:
    """The KPI's target as the domain has it; None without one or without its baseline."""
    aim = kpi.target
    if aim is None:
        return None
    if aim.kind == "between" and aim.low is not None and aim.high is not None:
        return Between(aim.low, aim.high)
    if aim.value is None:
        return None
    if aim.kind == "at_least":
        return AtLeast(aim.value)
    if aim.kind == "at_most":
        return AtMost(aim.value)
    if aim.by is None or kpi.baseline is None:
        return None
    if aim.kind == "reach":
        return Reach(aim.value, aim.by, kpi.baseline.value, kpi.baseline.on)
    return Change(aim.value, aim.by, kpi.baseline.value, kpi.baseline.on)


def tolerance_of(kpi: Kpi) -> Tolerance:
    """Neutral band, watch band (a twentieth of the target unless set) and materiality."""
    watch: Fraction | int = 0
    if kpi.watch is not None:
        watch = Fraction(kpi.watch)
    elif (
        kpi.target is not None and kpi.target.value is not None and kpi.target.kind in ("at_least", "at_most")
    ):
        watch = abs(Fraction(kpi.target.value)) * _WATCH_SHARE
    return Tolerance(kpi.neutral, watch, kpi.materiality)


def actual(context: Context, kpi: Kpi, on: date) -> Fraction | None:
    """The figure that the target is for, in displayed units, on a day; None when there is none."""
    reading = reading_of(context, kpi, on)
    return None if isinstance(reading, Unavailable) else displayed(context, kpi.measure, reading)


def reading_of(context: Context, kpi: Kpi, on: date) -> Reading:
    """The reading that the target is for: of the day, the week or the month to date."""
    period = _PERIODS[kpi.target.period] if kpi.target else "day"
    dimension, member = next(iter(kpi.where.items()), ("", ""))
    return context.measures.read(kpi.measure, on, period, context.scope, dimension, member)


def verdict(context: Context, kpi: Kpi, on: date | None = None) -> Verdict | Unavailable:
    """The KPI's status on the business date or another day, under the terms that held then.

    A figure to date that ends before the day is held against what was due where it ends: a
    gap in the data is no fall.
    """
    day = on or context.business_date
    kpi = kpi.on(day)
    target = target_of(kpi)
    if target is None:
        return Unavailable("no target" if kpi.target is None else "no baseline")
    return judged_reading(context, kpi, reading_of(context, kpi, day), day)


def judged_reading(context: Context, kpi: Kpi, reading: Reading, day: date) -> Verdict | Unavailable:
    """A reading held against the KPI's target, whatever days it is of."""
    target = target_of(kpi)
    if isinstance(reading, Unavailable) or target is None:
        return reading if isinstance(reading, Unavailable) else Unavailable("no target")
    return judge(
        displayed(context, kpi.measure, reading),
        target,
        today=min(day, reading.as_of),
        is_working=context.calendar.is_working,
        tolerance=tolerance_of(kpi),
        schedule=schedule_of(context, kpi, min(day, reading.as_of)),
    )


def last_day(context: Context, kpi: Kpi, first: date, last: date) -> date:
    """The last day of a stretch that has a figure of the KPI's own; ``last`` when none has."""
    for back in range((last - first).days + 1):
        day = last - timedelta(days=back)
        reading = reading_of(context, kpi.on(day), day)
        if not isinstance(reading, Unavailable) and not reading.stale and reading.as_of == day:
            return day
    return last
