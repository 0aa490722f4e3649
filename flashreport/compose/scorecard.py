"""The scorecard: every KPI and headline measure in one row each."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from flashreport.compose.context import Context
from flashreport.compose.figures import difference, few_behind, figure, plain, read
from flashreport.compose.judged import MINIMUM_POINTS, Band
from flashreport.compose.sentences import count
from flashreport.compose.variation import Variation, variation
from flashreport.compose.verdicts import actual, last_day, reading_of, verdict
from flashreport.domain.calendar import Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import NOT_ADDITIVE, Reading, Value
from flashreport.domain.measures import BLOCKS
from flashreport.domain.report import (
    NOTHING,
    Argument,
    Day,
    Figure,
    ScoreGroup,
    ScoreRow,
    Status,
    Trend,
    Words,
    name,
    words,
)
from flashreport.domain.run_rules import Signal
from flashreport.domain.targets import Verdict
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


def label(context: Context, kpi: Kpi) -> Words:
    """The KPI's own label, or the measure's, with the slice it is for.

    A label that says what the measure is called is no wording of one's own: it is translated.
    """
    own = context.label(kpi.measure)
    if kpi.label and kpi.label != own.message:
        own = name(kpi.label)
    dimension, member = next(iter(kpi.where.items()), ("", ""))
    if not member or kpi.label:
        return own
    place = context.department(member) if dimension == "department" else member
    return words("{measure}, {place}", measure=own, place=name(place))


def target_words(context: Context, kpi: Kpi) -> Words:
    """The target as it is printed: '≥ $350,000' or '60% by 31 Dec'."""
    aim = kpi.target
    if aim is None:
        return NOTHING

    def shown(number: object) -> Figure:
        return plain(context, kpi.measure, Fraction(str(number)))

    if aim.kind == "between":
        return words("{low} to {high}", low=shown(aim.low), high=shown(aim.high))
    if aim.kind == "at_least":
        return words("≥ {target}", target=shown(aim.value))
    if aim.kind == "at_most":
        return words("≤ {target}", target=shown(aim.value))
    value = Fraction(str(aim.value))
    if aim.kind == "change":
        value += Fraction(str(kpi.baseline.value)) if kpi.baseline else 0
    assert aim.by is not None  # noqa: S101 - the settings hold it
    return words("{target} by {day}", target=plain(context, kpi.measure, value), day=Day(on=aim.by))


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


def trend(context: Context, kpi: Kpi, varied: Variation) -> Trend:
    """The sparkline; a dashed target where the target is for the day."""
    aim = kpi.target
    at = float(aim.value) if aim and aim.value is not None and aim.period == "day" else None
    bands = tuple(_drawn(band) for band in varied.bands)
    one = set(bands)
    lower, upper = next(iter(one)) or (None, None) if len(one) == 1 else (None, None)
    return Trend(
        values=varied.values,
        lower=lower,
        upper=upper,
        target=at if aim is None or aim.kind != "change" else None,
        bands=bands if len(one) > 1 else (),
        note=_lacking(context, kpi, varied) if varied.lacking else NOTHING,
        few=varied.few,
    )


def _drawn(band: Band | None) -> tuple[float, float] | None:
    """A band to draw: what can't be negative begins at zero."""
    if band is None or band[1] is None:
        return None
    return 0.0 if band[0] is None else band[0], band[1]


def _lacking(context: Context, kpi: Kpi, varied: Variation) -> Words:
    """How many days there are of those that limits need, and since when they are counted."""
    told: dict[str, Argument] = {
        "measure": label(context, kpi),
        "n": count(varied.points),
        "needed": count(MINIMUM_POINTS),
    }
    past = [event for event in kpi.event if event.on <= context.business_date]
    if not past:
        return words("{measure} has no limits yet: {n} of the {needed} days that they need.", **told)
    newest = max(past, key=lambda event: event.on)
    return words(
        "{measure} has no limits yet: {n} of the {needed} days that they need since {day} ({reason}).",
        day=Day(on=newest.on),
        reason=name(newest.reason),
        **told,
    )


# A least balance is a floor; a least performance is a target.
_AIM = {
    "good": words("Target met"),
    "watch": words("Near target"),
    "act": words("Behind target"),
}
_ON = {
    "at_least": words("Above floor"),
    "at_most": words("Within limit"),
    "between": words("Within band"),
}
_NEAR = {
    "at_least": words("Near floor"),
    "at_most": words("Near limit"),
    "between": words("Near band"),
}
_OFF = {
    "at_least": words("Below floor"),
    "at_most": words("Over limit"),
    "between": words("Outside band"),
}
_PATH = {"good": words("On the path"), "watch": words("Near the path"), "act": words("Off the path")}
_SIGNALS = {
    "outside": words("Signal: outside limits"),
    "two_in_three": words("Signal: 2 of 3 far out"),
    "four_in_five": words("Signal: 4 of 5 off centre"),
    "shift": words("Signal: 8 on one side"),
}


def status(
    context: Context, kpi: Kpi, found: Verdict | Unavailable, varied: Variation, today: object
) -> Status:
    """Shape and word: the target first, then the process behaviour chart."""
    signal = varied.signal
    if isinstance(today, Value) and today.stale:
        return Status(level="watch", text=words("Not current"))
    if isinstance(today, Unavailable) and isinstance(found, Unavailable):
        return Status(level="none", text=words("No data"))
    bad = signal is not None and is_bad(context, kpi, signal)
    if isinstance(found, Unavailable):
        if kpi.target is not None and found.reason == "no baseline":
            return Status(level="none", text=words("No baseline"))
        return Status(level="watch", text=signal_words(varied)) if bad else _by_limits(varied)
    if found.path is not None:
        return on_path(found)
    kind = kpi.target.kind if kpi.target else "at_least"
    if bad and found.level != "good" and varied.form != "change":
        return Status(level="act", text=signal_words(varied))
    if kind == "at_least" and context.register[kpi.measure].nature != "stock":
        return Status(level=found.level, text=_AIM[found.level])
    table = {"good": _ON, "watch": _NEAR, "act": _OFF}[found.level]
    return Status(level=found.level, text=table[kind])


def _by_limits(varied: Variation) -> Status:
    if varied.bands:
        return Status(level="good", text=words("Within limits"))
    return Status(level="none", text=words("No limits yet") if varied.lacking else words("No target"))


def on_path(found: Verdict) -> Status:
    """A dated target's status in words."""
    path = found.path
    if found.expired:
        return Status(level="act", text=words("Deadline missed"))
    if path is not None and path.reached:
        return Status(level="good", text=words("Target met"))
    return Status(level=found.level, text=_PATH[found.level])


def is_bad(context: Context, kpi: Kpi, signal: Signal) -> bool:
    """Whether a signal points the wrong way; where both ways count, every one does."""
    way = kpi.direction or context.register[kpi.measure].direction
    return way == "within" or (signal.side < 0) == (way == "more")


def signal_words(varied: Variation) -> Words:
    """Which rule the newest day met."""
    if varied.signal is None:
        return NOTHING
    if varied.form == "change":
        return words("Signal: unusual change")
    return _SIGNALS.get(str(varied.signal.rule), words("Signal"))
