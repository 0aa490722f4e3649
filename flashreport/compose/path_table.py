"""The paths of dated targets in a review: where each stood when the period began, and stands now."""

from datetime import timedelta

from flashreport.compose.context import Context
from flashreport.compose.figures import near_day, plain
from flashreport.compose.history import every_watched, last_verdict
from flashreport.compose.kpi_words import label
from flashreport.compose.pace import days_behind
from flashreport.compose.score_status import on_path
from flashreport.compose.sentences import count
from flashreport.compose.tables import number_cell, text_cell
from flashreport.compose.verdicts import verdict
from flashreport.domain.exact import Unavailable
from flashreport.domain.report import Cell, Column, Row, Section, Table, name, words
from flashreport.domain.targets import Verdict
from flashreport.workspace.kpis import Kpi

SECTION = "paths"


def paths(context: Context) -> Section | None:
    """A row per KPI whose target has a date; None without one."""
    rows = tuple(row for kpi in every_watched(context) if (row := _row(context, kpi)) is not None)
    if not rows:
        return None
    title = words("Paths to dated targets")
    table = Table(
        key="paths",
        title=title,
        subtitle=words("at the end of the period"),
        columns=(
            Column(key="kpi", label=words("KPI"), kind="text", width=1.6),
            Column(key="owner", label=words("Owner"), kind="text", width=1.2),
            Column(key="baseline", label=words("Baseline")),
            Column(key="target", label=words("Target")),
            Column(key="by", label=words("By"), kind="text"),
            Column(key="due", label=words("Due now")),
            Column(key="actual", label=words("Actual")),
            Column(key="behind", label=words("Working days behind")),
            Column(key="needed", label=words("Needed per working day")),
            Column(key="then", label=words("Before the period"), kind="text", width=1.2),
            Column(key="now", label=words("Now"), kind="text", width=1.2),
        ),
        rows=rows,
        marks=True,
    )
    return Section(key=SECTION, title=title, blocks=(table,))


def _row(context: Context, kpi: Kpi) -> Row | None:
    held = last_verdict(context, kpi)
    if held is None or held.path is None or kpi.target is None or kpi.target.by is None:
        return None
    path, measure = held.path, kpi.measure
    needed = path.needed_per_day
    pace = (
        text_cell(words("no working day left"))
        if isinstance(needed, Unavailable)
        else number_cell(plain(context, measure, needed, signed=True, gap=True))
    )
    return Row(
        cells=(
            text_cell(label(context, kpi)),
            text_cell(name(kpi.owner)),
            number_cell(plain(context, measure, path.baseline)),
            number_cell(plain(context, measure, path.target)),
            Cell(content=near_day(context, kpi.target.by)),
            number_cell(plain(context, measure, held.due)),
            number_cell(plain(context, measure, path.actual)),
            number_cell(count(days_behind(path))),
            pace,
            _standing(_before(context, kpi)),
            _standing(held),
        ),
        measure=measure,
        audience=kpi.audience,
    )


def _before(context: Context, kpi: Kpi) -> Verdict | None:
    """The verdict on the last day before the period."""
    assert context.first is not None  # noqa: S101 - only a review has a period
    held = verdict(context, kpi, context.first - timedelta(days=1))
    return None if isinstance(held, Unavailable) else held


def _standing(held: Verdict | None) -> Cell:
    if held is None:
        return text_cell(words("No data"))
    status = on_path(held)
    return text_cell(status.text, status.level)
