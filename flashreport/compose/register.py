"""The KPI register as the report's last section: each contract, and what it lacks."""

from datetime import date

import numpy as np

from flashreport.compose.context import Context
from flashreport.compose.kpi_words import label, target_words
from flashreport.compose.tables import text_cell
from flashreport.domain.measures import made_of
from flashreport.domain.report import NOTHING, Cell, Column, Day, Row, Section, Table, Words, name, words
from flashreport.workspace.kpi_gaps import Gap, GapKind, gaps, next_review
from flashreport.workspace.kpis import Kpi

GAPS: dict[GapKind, Words] = {
    "no_target": words("No target"),
    "no_baseline": words("No baseline"),
    "no_owner": words("No owner"),
    "no_data": words("No data"),
    "overdue": words("Update overdue since {day}"),
    "expired": words("Deadline passed, since {day}"),
    "review_due": words("Review due since {day}"),
}
_NEVER_REVIEWED = words("Never reviewed")
_CADENCES = {
    "daily": words("daily"),
    "weekly": words("weekly"),
    "monthly": words("monthly"),
    "two_months": words("every two months"),
}


def register_section(context: Context) -> Section | None:
    """A row per active KPI that the report shows; None without one."""
    kpis = [kpi for kpi in context.kpis if kpi.status == "active" and _belongs(context, kpi)]
    if not kpis:
        return None
    columns = (
        Column(key="kpi", label=words("KPI"), kind="text", width=1.6),
        Column(key="owner", label=words("Owner"), kind="text", width=1.2),
        Column(key="target", label=words("Target"), kind="text", width=1.2),
        Column(key="cadence", label=words("Cadence"), kind="text"),
        Column(key="review", label=words("Next review"), kind="text"),
        Column(key="gaps", label=words("Gaps"), kind="text", width=1.8),
    )
    rows = tuple(_row(context, kpi) for kpi in kpis)
    found = sum(len(_gaps(context, kpi)) for kpi in kpis)
    subtitle = words("what each contract lacks") if found else words("nothing is lacking")
    title = words("KPI register")
    table = Table(key="kpi-register", title=title, subtitle=subtitle, columns=columns, rows=rows)
    return Section(key="register", title=title, blocks=(table,))


def _belongs(context: Context, kpi: Kpi) -> bool:
    """Of a block that the report has; one without any data is exactly what the register must show."""
    return context.register[kpi.measure].block in context.report.sections


def _row(context: Context, kpi: Kpi) -> Row:
    review = next_review(kpi)
    return Row(
        cells=(
            text_cell(label(context, kpi)),
            text_cell(name(kpi.owner)),
            text_cell(target_words(context, kpi)),
            text_cell(_CADENCES[kpi.cadence]),
            Cell(content=Day(on=review, form="long")) if review else text_cell(NOTHING),
            _gap_cell(_gaps(context, kpi)),
        ),
        measure=kpi.measure,
        audience=kpi.audience,
    )


def _gaps(context: Context, kpi: Kpi) -> tuple[Gap, ...]:
    return gaps(kpi, context.business_date, context.calendar, newest(context, kpi))


def newest(context: Context, kpi: Kpi) -> date | None:
    """The newest day up to the business date that has a figure of the KPI's own, not carried forward."""
    parts = made_of(kpi.measure, context.register)
    dimension, member = next(iter(kpi.where.items()), ("", ""))
    days: list[date] = []
    for part in parts:
        span = context.measures.span(part, context.scope, dimension, member)
        held = span.dates[~span.stale & (span.dates <= np.datetime64(context.business_date, "s"))]
        if not len(held):
            return None
        days.append(held[-1].astype("datetime64[D]").astype(date))
    return min(days)


def _gap_cell(found: tuple[Gap, ...]) -> Cell:
    if not found:
        return text_cell(NOTHING)
    texts = [gap_words(gap) for gap in found]
    joined = texts[-1]
    for text in reversed(texts[:-1]):
        joined = words("{first}; {others}", first=text, others=joined)
    return text_cell(joined, "watch")


def gap_words(gap: Gap) -> Words:
    """A gap in words, with the day since when where there is one."""
    if gap.kind == "review_due" and gap.since is None:
        return _NEVER_REVIEWED
    text = GAPS[gap.kind]
    return text if gap.since is None else text.model_copy(update={"args": {"day": Day(on=gap.since)}})
