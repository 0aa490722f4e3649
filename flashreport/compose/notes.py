"""Notes of people on figures: printed where the figure is, and asked for where one is missing."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from textwrap import shorten

from flashreport.compose.context import Context
from flashreport.compose.figures import near_day
from flashreport.compose.member_names import place_name
from flashreport.compose.sentences import say, say_counted
from flashreport.domain.report import Argument, Day, Note, Words, name, words
from flashreport.workspace.kpis import Kpi
from flashreport.workspace.notes import WorkspaceNote
from flashreport.workspace.own_measures import is_measure

_PRINTED = timedelta(days=7)
_MOST_OF_DAYS = 3
_MARK_LETTERS = 26
_CLAUSE = re.compile(r"[,;:.،؛]\s")


def note_blocks(context: Context, block: str) -> tuple[Note, ...]:
    """The block's notes of the last seven days, newest first, each with its author's role."""
    return tuple(_printed(context, note) for note in _recent(context) if _block_of(context, note) == block)


def day_notes(context: Context) -> tuple[Note, ...]:
    """The newest notes of the last seven days on a day as a whole, for page 1."""
    found = [note for note in _recent(context) if not _block_of(context, note)]
    return tuple(_printed(context, note) for note in found[:_MOST_OF_DAYS])


def day_marks(context: Context, days: Sequence[date], block: str) -> tuple[tuple[date, Words], ...]:
    """What to write at the days of a chart: how the notes on them, or on the block's flows, begin."""
    marks = {
        note.on: name(shorten(_CLAUSE.split(note.text)[0], _MARK_LETTERS, placeholder="…"))
        for note in context.notes
        if note.on in days and not note.where and (not note.measure or _is_flow_of(context, note, block))
    }
    return tuple(sorted(marks.items()))[-_MOST_OF_DAYS:]


def _recent(context: Context) -> list[WorkspaceNote]:
    first = context.business_date - _PRINTED
    return [note for note in reversed(context.notes) if first < note.on <= context.business_date]


def _block_of(context: Context, note: WorkspaceNote) -> str:
    """The block that a note belongs to: empty for the day, ``unknown`` for a measure that is no more."""
    if not note.measure:
        return "staff" if note.where else ""
    known = is_measure(note.measure, context.register)
    return context.register[note.measure].block if known else "unknown"


def _is_flow_of(context: Context, note: WorkspaceNote, block: str) -> bool:
    return _block_of(context, note) == block and context.register[note.measure].nature == "flow"


def _printed(context: Context, note: WorkspaceNote) -> Note:
    parts: dict[str, Argument] = {"day": Day(on=note.on), "role": name(note.role), "text": name(note.text)}
    if not note.measure:
        if not note.where:
            return Note(text=words("{day}, {role}: {text}", **parts))
        place = name(place_name(context, note.where))
        return Note(text=words("{place}, {day}, {role}: {text}", place=place, **parts))
    measure = context.label(note.measure)
    if note.where:
        place = name(place_name(context, note.where))
        text = words("{measure}, {place}, {day}, {role}: {text}", measure=measure, place=place, **parts)
    else:
        text = words("{measure}, {day}, {role}: {text}", measure=measure, **parts)
    return Note(text=text)


def note_since(context: Context, kpi: Kpi, since: date) -> WorkspaceNote | None:
    """The newest note on the KPI's figure from a day on."""
    places = set(kpi.where.values())
    found = [
        note
        for note in context.notes
        if note.measure == kpi.measure
        and since <= note.on <= context.business_date
        and (not places or not note.where or note.where in places)
    ]
    return found[-1] if found else None


def owner_words(context: Context, kpi: Kpi, since: date | None) -> list[Words]:
    """Whose it is. ``since`` is when a note became due (None: none is); it asks, and counts the days."""
    note = note_since(context, kpi, since) if since else None
    if note is not None:
        told = [say("note_there", role=name(note.role), day=near_day(context, note.on))]
        return [say("owner", owner=name(kpi.owner)), *told] if kpi.owner else told
    if not kpi.owner:
        return []
    if since is None:
        return [say("owner", owner=name(kpi.owner))]
    waited = (context.business_date - since).days
    if not waited:
        return [say("note_wanted", owner=name(kpi.owner))]
    return [say_counted("note_asked", waited, owner=name(kpi.owner))]
