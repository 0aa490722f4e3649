"""What was decided in a review's period: reviews, new terms, acknowledgements, and people's notes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flashreport.compose.context import Context
from flashreport.compose.kpi_words import label, target_words
from flashreport.compose.member_names import place_name
from flashreport.compose.tables import text_cell
from flashreport.domain.report import (
    NOTHING,
    Cell,
    Column,
    Day,
    Note,
    Row,
    Section,
    Table,
    Words,
    name,
    words,
)
from flashreport.workspace.acks import Ack
from flashreport.workspace.kpis import Kpi
from flashreport.workspace.notes import WorkspaceNote
from flashreport.workspace.own_measures import is_measure

SECTION = "decisions"
_DECISIONS = {
    "keep": words("Review: keep"),
    "change": words("Review: change"),
    "retire": words("Review: retire"),
}


@dataclass(frozen=True)
class Decided:
    """One line: when, what kind, about what, by whom, and in which words."""

    on: date
    kind: Words
    about: Words
    who: Words
    text: Words
    measure: str = ""
    audience: tuple[str, ...] = ()


def decisions(context: Context) -> Section:
    """A line per decision of the period, oldest first; a sentence when there was none."""
    found = sorted(decided(context), key=lambda line: (line.on, line.kind.message))
    title = words("What was decided")
    if not found:
        return Section(
            key=SECTION, title=title, blocks=(Note(text=words("Nothing was decided in this period.")),)
        )
    table = Table(
        key="decisions",
        title=title,
        subtitle=words("reviews, new targets, acknowledgements and notes of the period"),
        columns=(
            Column(key="kind", label=words("What"), kind="text", width=1.2),
            Column(key="day", label=words("Day"), kind="text", width=0.7),
            Column(key="about", label=words("On"), kind="text", width=1.4),
            Column(key="who", label=words("Who"), kind="text"),
            Column(key="text", label=words("Words"), kind="text", width=3.0),
        ),
        rows=tuple(_row(line) for line in found),
    )
    return Section(key=SECTION, title=title, blocks=(table,))


def _row(line: Decided) -> Row:
    return Row(
        cells=(
            text_cell(line.kind),
            Cell(content=Day(on=line.on)),
            text_cell(line.about),
            text_cell(line.who),
            text_cell(line.text),
        ),
        measure=line.measure,
        audience=line.audience,
    )


def decided(context: Context) -> Iterator[Decided]:
    """All of it, in no order. What was said on the mornings after counts for the day it was written."""
    for kpi in context.kpis:
        if context.register[kpi.measure].block in context.report.sections:
            found = _of_kpi(context, kpi)
            yield from (replace(line, audience=kpi.audience) for line in found)
    for ack in context.acks:
        if _within(context, ack.on):
            yield _of_ack(context, ack)
    for note in context.notes:
        if _within(context, note.on) and _belongs(context, note):
            yield _of_note(context, note)


def _within(context: Context, day: date) -> bool:
    return context.first is not None and context.first <= day <= context.business_date


def _of_kpi(context: Context, kpi: Kpi) -> Iterator[Decided]:
    about, owner = label(context, kpi), name(kpi.owner)
    for review in kpi.review:
        if _within(context, review.on):
            yield Decided(
                review.on, _DECISIONS[review.decision], about, owner, name(review.reason), kpi.measure
            )
    for version in kpi.version:
        on = version.until + timedelta(days=1)
        if _within(context, on):
            yield Decided(
                on, words("New terms"), about, owner, _change(context, kpi, on, version.reason), kpi.measure
            )
    if kpi.start is not None and _within(context, kpi.start):
        yield Decided(kpi.start, words("New KPI"), about, owner, name(kpi.objective), kpi.measure)


def _change(context: Context, kpi: Kpi, on: date, reason: str) -> Words:
    """From which target to which, and why."""
    before = target_words(context, kpi.on(on - timedelta(days=1)))
    after = target_words(context, kpi.on(on))
    if before == after:
        return name(reason) if reason else NOTHING
    unset = words("no target")
    parts = {"before": before if before.message else unset, "after": after if after.message else unset}
    if not reason:
        return words("from {before} to {after}", **parts)
    return words("from {before} to {after}: {reason}", reason=name(reason), **parts)


def _of_ack(context: Context, ack: Ack) -> Decided:
    kpi = next((kpi for kpi in context.kpis if ack.finding.split("-", 1)[1] == kpi.id), None)
    about = label(context, kpi) if kpi is not None else name(ack.finding)
    text = words("until {day}: {note}", day=Day(on=ack.until), note=name(ack.note))
    measure = kpi.measure if kpi is not None else ""
    return Decided(
        ack.on, words("Acknowledged"), about, name(ack.role), text, measure, kpi.audience if kpi else ()
    )


def _belongs(context: Context, note: WorkspaceNote) -> bool:
    register = context.register
    return is_measure(note.measure, register) and register[note.measure].block in context.report.sections


def _of_note(context: Context, note: WorkspaceNote) -> Decided:
    about = context.label(note.measure)
    if note.where:
        place = name(place_name(context, note.where))
        about = words("{measure}, {place}", measure=about, place=place)
    return Decided(note.on, words("Note"), about, name(note.role), name(note.text), note.measure)
