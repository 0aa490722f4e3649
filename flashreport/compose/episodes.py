"""Findings that came and went in a review's period: from which day, until when, how bad at worst."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flashreport.compose.context import Context
from flashreport.compose.findings import NO_NEWS, input_name, is_of_report
from flashreport.compose.history import every_watched
from flashreport.compose.kpi_words import label
from flashreport.compose.memory import MOST_DAYS, flagged_days
from flashreport.compose.score_status import is_bad, signal_words
from flashreport.compose.sentences import count
from flashreport.compose.tables import number_cell, text_cell
from flashreport.compose.variation import variation
from flashreport.domain.calendar import days
from flashreport.domain.report import Cell, Column, Day, Level, Note, Row, Section, Table, Words, name, words
from flashreport.workspace.kpis import Kpi

SECTION = "came-and-went"
_RANK: dict[Level, int] = {"act": 0, "watch": 1, "good": 2, "none": 3}


@dataclass(frozen=True)
class Episode:
    """A finding's time: ``days`` with data from ``first``; ``last`` is None while it goes on."""

    about: Words
    what: Words
    first: date
    last: date | None
    days: int
    level: Level
    owner: str
    measure: str
    audience: tuple[str, ...] = ()


def came_and_went(context: Context) -> Section:
    """A line per finding that stood on some day of the period, inputs among them, worst first."""
    found = sorted(
        (*(one for kpi in every_watched(context) for one in episodes(context, kpi)), *_of_inputs(context)),
        key=lambda one: (one.last is not None, _RANK[one.level], one.first),
    )
    title = words("Findings that came and went")
    if not found:
        text = words("No target was missed, no signal seen and no input late in this period.")
        return Section(key=SECTION, title=title, blocks=(Note(text=text),))
    table = Table(
        key="came-and-went",
        title=title,
        subtitle=words("targets missed, signals seen and inputs late on some day of the period"),
        columns=(
            Column(key="about", label=words("Measure"), kind="text", width=1.8),
            Column(key="what", label=words("What"), kind="text", width=1.4),
            Column(key="first", label=words("Since"), kind="text"),
            Column(key="last", label=words("Until"), kind="text"),
            Column(key="days", label=words("Days")),
            Column(key="level", label=words("At worst"), kind="text"),
            Column(key="owner", label=words("Owner"), kind="text", width=1.2),
        ),
        rows=tuple(_row(one) for one in found),
        marks=True,
    )
    return Section(key=SECTION, title=title, blocks=(table,))


_LEVELS = {"act": words("act"), "watch": words("watch")}


def _row(one: Episode) -> Row:
    end = text_cell(words("goes on")) if one.last is None else Cell(content=Day(on=one.last))
    return Row(
        cells=(
            text_cell(one.about),
            text_cell(one.what),
            Cell(content=Day(on=one.first)),
            end,
            number_cell(count(one.days)),
            text_cell(_LEVELS.get(one.level, words("watch")), one.level),
            text_cell(name(one.owner)),
        ),
        measure=one.measure,
        audience=one.audience,
    )


def episodes(context: Context, kpi: Kpi) -> Iterator[Episode]:
    """The KPI's times off target that reach into the period; without a target, its signals."""
    if kpi.target is not None:
        yield from _off_target(context, kpi)
    else:
        yield from _signals(context, kpi)


def _off_target(context: Context, kpi: Kpi) -> Iterator[Episode]:
    assert context.first is not None  # noqa: S101 - only a review has a period
    span = list(days(context.first - timedelta(days=MOST_DAYS), context.business_date))
    held = flagged_days(context, kpi, span)
    for run in _runs(held):
        last = run[-1][0]
        if last < context.first:
            continue
        level: Level = "act" if any(level == "act" for _, level in run) else "watch"
        goes_on = last == held[-1][0]
        yield Episode(
            label(context, kpi),
            words("off target"),
            run[0][0],
            None if goes_on else last,
            len(run),
            level,
            kpi.owner,
            kpi.measure,
            kpi.audience,
        )


def _runs(held: Sequence[tuple[date, Level | None]]) -> Iterator[list[tuple[date, Level]]]:
    """Days in a row on which the flag was up; a day without a level is one on which it was down."""
    run: list[tuple[date, Level]] = []
    for day, level in held:
        if level is not None:
            run.append((day, level))
        elif run:
            yield run
            run = []
    if run:
        yield run


_STATES: dict[str, tuple[Level, Words]] = {
    "missing": ("act", words("missing")),
    "failed": ("act", words("failed")),
    "stale": ("watch", words("stale")),
    "incomplete": ("watch", words("incomplete")),
    "late": ("watch", words("late")),
}


def _of_inputs(context: Context) -> Iterator[Episode]:
    """Inputs that were not there, or not whole, in the morning; days in a row are one finding.

    It goes on when the newest day has it, and the input still is not as it should be.
    """
    now = {item.name: item.state for item in context.inputs}
    told = [(day, {item.name: item.state for item in states}) for day, states in context.past_inputs]
    for input_ in dict.fromkeys(each for _, states in told for each in states):
        if not is_of_report(context, input_):
            continue
        held = [(day, _STATES.get(states[input_])) for day, states in told if input_ in states]
        for run in _runs([(day, found[0] if found else None) for day, found in held]):
            worst = min(
                (found for day, found in held if found and run[0][0] <= day <= run[-1][0]), key=_worst
            )
            goes_on = run[-1][0] == told[-1][0] and now.get(input_) in _STATES
            last = None if goes_on else run[-1][0]
            yield Episode(input_name(input_), worst[1], run[0][0], last, len(run), worst[0], "", "")


def _worst(found: tuple[Level, Words]) -> int:
    return list(_STATES.values()).index(found)


def _signals(context: Context, kpi: Kpi) -> Iterator[Episode]:
    """Signals for the worse, day by day; days in a row under one rule are one finding."""
    assert context.first is not None  # noqa: S101 - only a review has a period
    found: list[tuple[date, Words]] = []
    for day in days(context.first, context.business_date):
        varied = variation(replace(context, business_date=day), kpi)
        signal = varied.signal
        if signal is None or signal.rule in NO_NEWS or not is_bad(context, kpi, signal):
            continue
        found.append((day, signal_words(varied)))
    texts = dict.fromkeys(text.message for _, text in found)
    for message in texts:
        on = [day for day, text in found if text.message == message]
        what = next(text for _, text in found if text.message == message)
        goes_on = on[-1] == context.business_date
        yield Episode(
            label(context, kpi),
            what,
            on[0],
            None if goes_on else on[-1],
            len(on),
            "watch",
            kpi.owner,
            kpi.measure,
            kpi.audience,
        )
