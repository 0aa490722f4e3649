"""KPI histories of a review: a row per KPI with its value and status by day or week, and its chart."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np

from flashreport.compose.context import Context
from flashreport.compose.figures import decimal, displayed, figure, plain, unit
from flashreport.compose.kpi_words import label, target_words
from flashreport.compose.scorecard import watched
from flashreport.compose.tables import text_cell
from flashreport.compose.verdicts import judged_reading, last_day, reading_of, verdict
from flashreport.domain.calendar import days
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Reading
from flashreport.domain.report import (
    Cell,
    Chart,
    Column,
    Day,
    Figure,
    Level,
    Row,
    Section,
    Series,
    Table,
    Words,
    words,
)
from flashreport.domain.targets import Verdict
from flashreport.workspace.kpis import Kpi

SECTION = "kpi-history"
MOST_CHARTS = 12
_WEEKS_SHOWN = 5
_LARGE = 100_000  # money from here on is drawn in thousands


@dataclass(frozen=True)
class Step:
    """A column of the history: a day, or a week (as far as it lies in the period)."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


def kpi_history(context: Context) -> Section | None:
    """The table of all KPIs and headlines, and a chart for each KPI that has a target."""
    kpis = every_watched(context)
    if not kpis or context.first is None:
        return None
    charts = (_chart(context, kpi) for kpi in kpis if kpi.target is not None)
    held = [chart for chart in charts if chart is not None][:MOST_CHARTS]
    title = words("KPI histories")
    return Section(key=SECTION, title=title, blocks=(_table(context, kpis), *held))


def every_watched(context: Context) -> list[Kpi]:
    """The KPIs and headline measures of all blocks that the report shows, in its order."""
    shown = [block for block in context.report.sections if context.shows(block)]
    return [kpi for block in shown for kpi in watched(context, block)]


def steps(context: Context) -> tuple[Step, ...]:
    """The columns: the days of a week that are worked or have data, the weeks of a month."""
    assert context.first is not None  # noqa: S101 - only a review has columns
    first, last, calendar = context.first, context.business_date, context.calendar
    if context.period == "week":
        held = _dates(context, first, last)
        return tuple(Step(day, day) for day in days(first, last) if calendar.is_working(day) or day in held)
    found = []
    while first <= last:
        end = min(calendar.end(first, "week"), last)
        found.append(Step(first, end))
        first = end + timedelta(days=1)
    return tuple(found)


def _dates(context: Context, first: date, last: date) -> set[date]:
    """The days of a stretch on which any measure has a figure of its own."""
    frame = context.measures.frame
    dates = frame.loc[~frame["stale"], "date"].drop_duplicates().to_numpy().astype("datetime64[D]")
    found: list[date] = dates[(dates >= np.datetime64(first)) & (dates <= np.datetime64(last))].tolist()
    return set(found)


def _table(context: Context, kpis: list[Kpi]) -> Table:
    columns = steps(context)
    by_day = context.period == "week"
    dated = any(_due(context, kpi) is not None for kpi in kpis)
    heads = tuple(
        Column(
            key=f"step-{number}",
            label=words("{day}", day=Day(on=step.last, form="weekday"))
            if by_day
            else words("to {day}", day=Day(on=step.last)),
        )
        for number, step in enumerate(columns, start=1)
    )
    rows = tuple(_row(context, kpi, columns, dated) for kpi in kpis)
    return Table(
        key="kpi-history",
        title=words("KPIs by day") if by_day else words("KPIs by week"),
        subtitle=words("the shape says the status against the target"),
        columns=(
            Column(key="kpi", label=words("KPI"), kind="text", width=1.8),
            *heads,
            Column(key="target", label=words("Target")),
            *((Column(key="due", label=words("Path")),) if dated else ()),
        ),
        rows=rows,
        note=words(
            "A figure to date stands where the target is for the week or month to date. "
            "Path: what is due at the end of the period."
        ),
        marks=True,
    )


def _row(context: Context, kpi: Kpi, columns: tuple[Step, ...], dated: bool) -> Row:
    cells = [_step_cell(context, kpi, step) for step in columns]
    due = _due(context, kpi)
    tail = [text_cell(target_words(context, kpi))]
    if dated:
        empty = Words(message="", verbatim=True)
        tail.append(Cell(content=due if due is not None else empty))
    return Row(
        cells=(text_cell(label(context, kpi)), *cells, *tail), measure=kpi.measure, audience=kpi.audience
    )


def _due(context: Context, kpi: Kpi) -> Figure | None:
    """What the path of a dated target expects at the end of the period."""
    held = last_verdict(context, kpi)
    if held is None or held.path is None:
        return None
    return plain(context, kpi.measure, held.due)


def _step_cell(context: Context, kpi: Kpi, step: Step) -> Cell:
    reading, level = _step_reading(context, kpi, step)
    return Cell(content=figure(context, kpi.measure, reading), level=level)


def _step_reading(context: Context, kpi: Kpi, step: Step) -> tuple[Reading, Level]:
    """A day's figure, or a week's: to date, the last balance, or the sum of its days.

    A week's sum is held against no target of a day.
    """
    nature = context.register[kpi.measure].nature
    last = step.last if step.is_day else last_day(context, kpi, step.first, step.last)
    terms = kpi.on(last)
    to_date = terms.target is not None and terms.target.period != "day"
    if step.is_day or to_date or nature in ("stock", "opening", "daily"):
        reading = reading_of(context, terms, last)
        if isinstance(reading, Unavailable):
            return reading, "none"
        if reading.stale or (step.is_day and reading.as_of != last):
            return Unavailable("no data"), "none"
        return reading, _level(verdict(context, kpi, last))
    dimension, member = next(iter(terms.where.items()), ("", ""))
    reading = context.measures.read_between(
        terms.measure, step.first, step.last, context.scope, dimension, member
    )
    judged = nature == "ratio" and not isinstance(reading, Unavailable)
    return reading, _level(judged_reading(context, terms, reading, last)) if judged else "none"


def _level(held: Verdict | Unavailable) -> Level:
    return "none" if isinstance(held, Unavailable) else held.level


def last_verdict(context: Context, kpi: Kpi) -> Verdict | None:
    """The verdict on the period's last day with a figure; None without one."""
    assert context.first is not None  # noqa: S101 - only a review has a period
    day = last_day(context, kpi, context.first, context.business_date)
    held = verdict(context, kpi, day)
    return None if isinstance(held, Unavailable) else held


def _chart(context: Context, kpi: Kpi) -> Chart | None:
    """The KPI's values with the target and, where it has a date, the path to it."""
    first = _first_drawn(context)
    actual: list[tuple[date, Decimal]] = []
    due: list[tuple[date, Decimal]] = []
    for day in days(first, context.business_date):
        terms = kpi.on(day)
        reading = reading_of(context, terms, day)
        if isinstance(reading, Unavailable) or reading.stale or reading.as_of != day:
            continue
        actual.append((day, decimal(displayed(context, kpi.measure, reading))))
        held = verdict(context, kpi, day)
        if isinstance(held, Verdict) and held.path is not None:
            due.append((day, decimal(held.due)))
    if len(actual) < 2:
        return None
    most = max(abs(value) for _, value in actual)
    kind = unit(context, kpi.measure)
    return Chart(
        key=f"kpi-history-{kpi.id}",
        kind="lines",
        title=label(context, kpi),
        subtitle=_subtitle(kpi, in_thousands=kind.kind == "money" and most >= _LARGE),
        unit=kind,
        scale=1000 if kind.kind == "money" and most >= _LARGE else 1,
        series=tuple(
            series.model_copy(update={"audience": kpi.audience})
            for series in (
                _series(words("actual"), "actual", actual),
                *_aims(kpi, actual[0][0], context.business_date),
                *((_series(words("path"), "path", due),) if due else ()),
            )
        ),
        alt=words(
            "{measure} from {first} to {last}; it ends at {now}.",
            measure=label(context, kpi),
            first=Day(on=actual[0][0]),
            last=Day(on=actual[-1][0]),
            now=plain(context, kpi.measure, Fraction(actual[-1][1])),
        ),
        measure=kpi.measure,
    )


def _subtitle(kpi: Kpi, *, in_thousands: bool) -> Words:
    period = kpi.target.period if kpi.target is not None else "day"
    if in_thousands:
        return {
            "day": words("{thousands}, by day"),
            "week": words("{thousands}, week to date"),
            "month": words("{thousands}, month to date"),
        }[period]
    return {
        "day": words("by day"),
        "week": words("week to date"),
        "month": words("month to date"),
    }[period]


def _first_drawn(context: Context) -> date:
    """Some weeks for a weekly review, two months for a monthly one: a week alone shows no path."""
    assert context.first is not None  # noqa: S101 - only a review has a period
    if context.period == "week":
        return context.business_date - timedelta(weeks=_WEEKS_SHOWN) + timedelta(days=1)
    return context.calendar.start(context.first - timedelta(days=1), "month")


def _series(
    name_: Words, style: Literal["actual", "path", "target"], points: list[tuple[date, Decimal]]
) -> Series:
    return Series(
        label=name_,
        style=style,
        x=tuple(day for day, _ in points),
        values=tuple(value for _, value in points),
    )


def _aims(kpi: Kpi, first: date, last: date) -> tuple[Series, ...]:
    """The target as a flat line; a band as two; none for a change, whose path says it all."""
    aim = kpi.target
    if aim is None or aim.kind == "change":
        return ()
    return tuple(
        _series(words("target"), "target", [(first, value), (last, value)])
        for value in (aim.value, aim.low, aim.high)
        if value is not None
    )
