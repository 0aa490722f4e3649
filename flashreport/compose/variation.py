"""How far a measure moves while nothing has changed, and whether its newest day says that something has."""

from dataclasses import dataclass
from datetime import date, timedelta

from flashreport.compose.context import Context
from flashreport.compose.figures import displayed, few_behind
from flashreport.compose.judged import MINIMUM_POINTS, Band, Form, Judged, judged, judged_changes
from flashreport.domain.measure_frame import Reading, Value
from flashreport.domain.measures import runs_on
from flashreport.domain.run_rules import Signal, signals
from flashreport.workspace.kpis import Kpi

TREND_DAYS = 30
BASELINE_DAYS = 90


@dataclass(frozen=True)
class Variation:
    """The values of a measure on the last 30 days but days off, and each one's limits of normal variation.

    ``bands`` runs along with ``values``, None where a day has no limits; empty without any.
    ``run`` is on how many of the newest days in a row a rule was met on the signal's side.
    ``form`` says what is judged: the level, the level of each weekday, or, of a balance, its
    change from the working day before. ``points`` is how many days limits could be drawn from.
    ``few``: some value tells the pay of too few people.
    """

    values: tuple[float | None, ...]
    bands: tuple[Band | None, ...] = ()
    signal: Signal | None = None
    run: int = 0
    form: Form = "level"
    points: int = 0
    few: bool = False

    @property
    def lacking(self) -> bool:
        """Whether there are figures, but too few to know what is normal."""
        return not self.bands and 0 < self.points < MINIMUM_POINTS


def variation(context: Context, kpi: Kpi) -> Variation:
    """Values of the last 30 days, their limits from the days before, and the newest day's signal.

    Limits come from up to 90 days before the last 30, from the first 20 days where that is
    fewer, and from none before the KPI's newest event. Of several rules the strongest gives
    the signal; 4 of 5 is the weakest.
    """
    days, readings = _past(context, kpi)
    values = [
        float(displayed(context, kpi.measure, reading)) if isinstance(reading, Value) else None
        for reading in readings
    ]
    shown = [at for at in range(len(days) - TREND_DAYS, len(days)) if _counts(context, days[at], values[at])]
    trend = tuple(values[at] for at in shown)
    balance = runs_on(kpi.measure, context.register)
    first = max([days[0], *(event.on for event in kpi.event if event.on <= context.business_date)])
    kept = [
        (day, value)
        for day, value, reading in zip(days, values, readings, strict=True)
        if value is not None and day >= first and (not balance or _is_new(context, day, reading))
    ]
    held_days, held_values = [day for day, _ in kept], [value for _, value in kept]
    older = sum(day < days[-TREND_DAYS] for day in held_days)
    baseline = max(older, MINIMUM_POINTS + balance)
    judge = judged_changes if balance else judged
    found = judge(held_days, held_values, baseline) if len(kept) > baseline else None
    points = max(0, len(kept) - 1 - balance)
    if found is None:
        return Variation(trend, points=points, few=few_behind(*readings))
    bands = dict(zip(held_days, found.bands, strict=True))
    newest, run = _signal(found) if held_days[-1] == context.business_date else (None, 0)
    own = tuple(bands.get(days[at]) for at in shown)
    return Variation(trend, own, newest, run, found.form, points, few_behind(*readings))


def _past(context: Context, kpi: Kpi) -> tuple[list[date], list[Reading]]:
    start = context.business_date - timedelta(days=TREND_DAYS + BASELINE_DAYS - 1)
    days = [start + timedelta(days=offset) for offset in range(TREND_DAYS + BASELINE_DAYS)]
    dimension, member = next(iter(kpi.where.items()), ("", ""))
    return days, context.measures.series(kpi.measure, days, context.scope, dimension, member)


def _counts(context: Context, day: date, value: float | None) -> bool:
    """Whether a day belongs to the trend: one that is not worked and has no figure is no gap."""
    return value is not None or context.calendar.is_working(day)


def _is_new(context: Context, day: date, reading: Reading) -> bool:
    """Whether a balance was taken anew: a day off, or one that carries the last, has no change of its own."""
    return isinstance(reading, Value) and not reading.stale and context.calendar.is_working(day)


def _signal(found: Judged) -> tuple[Signal | None, int]:
    """The strongest rule that the newest point meets, and for how many points in a row one was met there."""
    last = len(found.points) - 1
    met = signals(found.points, found.limits)
    newest = min(
        (signal for signal in met if signal.at == last),
        key=lambda signal: signal.rule == "four_in_five",
        default=None,
    )
    if newest is None:
        return None, 0
    places = {signal.at for signal in met if signal.side == newest.side}
    run = 0
    while last - run in places:
        run += 1
    return newest, run
