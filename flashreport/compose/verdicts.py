"""Each KPI held against its target, on the day and on the days before."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import displayed
from flashreport.domain.calendar import Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Value
from flashreport.domain.measures import MEASURES
from flashreport.domain.run_rules import Signal, signals
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
from flashreport.domain.xmr import Limits, limits
from flashreport.workspace.kpis import Kpi

TREND_DAYS = 30
BASELINE_DAYS = 90
_AGE_DAYS = 120
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
    period = _PERIODS[kpi.target.period] if kpi.target else "day"
    dimension, member = next(iter(kpi.where.items()), ("", ""))
    reading = context.measures.read(kpi.measure, on, period, context.scope, dimension, member)
    return None if isinstance(reading, Unavailable) else displayed(context, kpi.measure, reading)


def verdict(context: Context, kpi: Kpi, on: date | None = None) -> Verdict | Unavailable:
    """The KPI's status on the business date or another day."""
    target = target_of(kpi)
    if target is None:
        return Unavailable("no target" if kpi.target is None else "no baseline")
    day = on or context.business_date
    return judge(
        actual(context, kpi, day),
        target,
        today=day,
        is_working=context.calendar.is_working,
        tolerance=tolerance_of(kpi),
    )


def days_off_target(context: Context, kpi: Kpi) -> int:
    """For how many days in a row, ending today, the KPI has not been good.

    Days without a figure neither break nor lengthen the run.
    """
    run = 0
    for back in range(_AGE_DAYS):
        found = verdict(context, kpi, context.business_date - timedelta(days=back))
        if isinstance(found, Unavailable):
            continue
        if found.level == "good":
            break
        run += 1
    return run


def last_good_day(context: Context, kpi: Kpi, edge: Fraction) -> date | None:
    """The newest day on which the figure was on the good side of ``edge``."""
    less = (kpi.direction or MEASURES[kpi.measure].direction) == "less"
    for back in range(1, 400):
        day = context.business_date - timedelta(days=back)
        value = actual(context, kpi, day)
        if value is not None and (value <= edge if less else value >= edge):
            return day
    return None


@dataclass(frozen=True)
class Variation:
    """The last daily values of a measure and its limits of normal variation.

    Stocks and running totals have no limits: their days hang together, and the chart
    would call nearly every one of them a signal.
    """

    values: tuple[float | None, ...]
    limits: Limits | None
    signal: Signal | None


def variation(context: Context, measure: str, where: dict[str, str] | None = None) -> Variation:
    """Values of the last 30 days; limits from the 90 days before them; the newest day's signal."""
    dimension, member = next(iter((where or {}).items()), ("", ""))
    start = context.business_date - timedelta(days=TREND_DAYS + BASELINE_DAYS - 1)
    days = [start + timedelta(days=offset) for offset in range(TREND_DAYS + BASELINE_DAYS)]
    readings = context.measures.series(measure, days, context.scope, dimension, member)
    values = [
        float(displayed(context, measure, reading)) if isinstance(reading, Value) else None
        for reading in readings
    ]
    if MEASURES[measure].nature in ("stock", "opening") or measure == "credit.utilization":
        return Variation(tuple(values[-TREND_DAYS:]), None, None)
    # a day without data is skipped: its neighbours follow each other in the rhythm of work
    kept = [value for value in values if value is not None]
    baseline = [value for value in values[:BASELINE_DAYS] if value is not None]
    found = limits(baseline, floor=0.0 if min(kept, default=0.0) >= 0 else None, minimum_points=20)
    if isinstance(found, Unavailable):
        return Variation(tuple(values[-TREND_DAYS:]), None, None)
    newest = [signal for signal in signals(kept, found) if signal.at == len(kept) - 1]
    signal = newest[0] if newest and values[-1] is not None else None
    return Variation(tuple(values[-TREND_DAYS:]), found, signal)
