"""The scorecard: every KPI and headline measure in one row each."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from flashreport.compose.context import Context
from flashreport.compose.figures import difference, few_behind, figure, plain, read
from flashreport.compose.kpi_words import label, target_words
from flashreport.compose.score_status import status
from flashreport.compose.trend import trend
from flashreport.compose.variation import variation
from flashreport.compose.verdicts import actual, last_day, reading_of, verdict
from flashreport.domain.calendar import Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import NOT_ADDITIVE, Reading, Value
from flashreport.domain.measures import BLOCKS
from flashreport.domain.report import (
    Figure,
    ScoreGroup,
    ScoreRow,
    words,
)
from flashreport.workspace.kpis import Kpi, Target

HEADLINES: dict[str, tuple[str, ...]] = {
    "cash": ("cash.closing", "cash.net", "cash.forecast_low"),
    "staff": ("staff.hours", "staff.overtime_share", "staff.revenue_per_hour", "staff.completion"),
    "credit": ("credit.utilization", "credit.available"),
    "projects": (
        "projects.cpi",
        "projects.spi",
        "projects.late",
        "projects.risk_exposure",
        "projects.mitigations_overdue",
    ),
    "audience": (
        "audience.impressions",
        "audience.engagements",
        "audience.rate_by_impressions",
        "audience.followers",
    ),
}


def scorecard(context: Context) -> tuple[ScoreGroup, ...]:
    """A group per block, in the order of the report's sections; blocks without data are left out."""
    groups = []
    for block in context.report.sections:
        if not context.shows(block):
            continue
        rows = [row(context, kpi) for kpi in watched(context, block)]
        if rows:
            groups.append(ScoreGroup(block=block, title=words(BLOCKS[block]), rows=tuple(rows)))
    return tuple(groups)


def watched(context: Context, block: str) -> list[Kpi]:
    """The block's active KPIs and its headline measures that have data this year, in their order."""
    active = [kpi for kpi in context.kpis if kpi.status == "active"]
    own = [kpi for kpi in active if context.register[kpi.measure].block == block]
    taken = {kpi.measure for kpi in own if not kpi.where}
    headlines = [
        Kpi(id=measure.replace(".", "-").replace("_", "-"), measure=measure)
        for measure in _headlines(context, block)
        if measure not in taken
    ]
    return [kpi for kpi in _ordered(own + headlines, block) if _has_data(context, kpi)]


def _headlines(context: Context, block: str) -> tuple[str, ...]:
    """The block's headline measures; of the workspace's own those that its settings name."""
    if block == "own":
        return tuple(found.key for found in context.own_measures() if found.key in context.register)
    return HEADLINES.get(block, ())


def _ordered(kpis: list[Kpi], block: str) -> list[Kpi]:
    order = {measure: place for place, measure in enumerate(HEADLINES.get(block, ()))}
    return sorted(kpis, key=lambda kpi: (order.get(kpi.measure, len(order)), bool(kpi.where)))


def _has_data(context: Context, kpi: Kpi) -> bool:
    dimension, member = next(iter(kpi.where.items()), ("", ""))
    month = context.measures.read(
        kpi.measure, context.business_date, "year", context.scope, dimension, member
    )
    return isinstance(month, Value) or month.reason == NOT_ADDITIVE


def previous_day(context: Context) -> date:
    """The day that the change is measured from: the last one before with any data."""
    dates = context.measures.frame["date"].to_numpy()
    before = dates[dates < np.datetime64(context.business_date, "s")]
    if not len(before):
        return context.business_date - timedelta(days=1)
    found: date = before.max().astype("datetime64[D]").astype(date)
    return found


def row(context: Context, kpi: Kpi) -> ScoreRow:
    """One row: the day, the change, to date, target, variance, trend, status."""
    kpi = _held_to_floor(context, kpi)
    measure = kpi.measure
    dimension, member = next(iter(kpi.where.items()), ("", ""))
    seen = context
    if context.first is not None:  # what a review says of a day is of the period's last day with data
        seen = replace(context, business_date=last_day(context, kpi, context.first, context.business_date))
    today, before, to_date = _columns(seen, measure, dimension, member)
    found = verdict(seen, kpi)
    varied = variation(seen, kpi)
    return ScoreRow(
        measure=measure,
        label=label(context, kpi),
        day=figure(context, measure, today),
        change=difference(context, measure, today, before),
        to_date=figure(context, measure, to_date),
        target=target_words(context, kpi),
        variance=variance(seen, kpi),
        trend=trend(context, kpi, varied),
        status=status(context, kpi, found, varied, today),
        audience=kpi.audience,
    )


def _columns(context: Context, measure: str, dimension: str, member: str) -> tuple[Reading, Reading, Reading]:
    """The report's day or period, what it is compared with, and the longer period to date.

    What can't be added up over days stands as on the period's last day. ``context`` is of the
    last day with data: flows of the period are the same on it.
    """

    def whole(on: date) -> Reading:
        found = read(context, measure, context.period, on, dimension, member)
        if found == Unavailable(NOT_ADDITIVE):
            return read(context, measure, "day", on, dimension, member)
        return found

    longer: Period = "year" if context.period == "month" else "month"
    to_date = read(context, measure, longer, None, dimension, member)
    if context.first is None:
        return whole(context.business_date), whole(previous_day(context)), to_date
    return whole(context.business_date), whole(context.first - timedelta(days=1)), to_date


def _held_to_floor(context: Context, kpi: Kpi) -> Kpi:
    """The forecast's low point is held against the floor, unless a KPI has a target of its own."""
    floor = context.forecast.floor if context.forecast else None
    if kpi.measure != "cash.forecast_low" or kpi.target is not None or floor is None:
        return kpi
    return kpi.model_copy(update={"target": Target(kind="at_least", value=floor)})


def variance(context: Context, kpi: Kpi) -> Figure | None:
    """Actual less target, with its sign; None without a target."""
    aim = kpi.target
    value = actual(context, kpi, context.business_date)
    if aim is None or value is None:
        return None
    if aim.kind == "between":
        low, high = Fraction(str(aim.low)), Fraction(str(aim.high))
        gap = min(value - low, Fraction(0)) + max(value - high, Fraction(0))
    else:
        target = Fraction(str(aim.value))
        if aim.kind == "change" and kpi.baseline:
            target += Fraction(str(kpi.baseline.value))
        gap = value - target
    few = few_behind(reading_of(context, kpi, context.business_date))
    return plain(context, kpi.measure, gap, signed=True, gap=True, few=few)
