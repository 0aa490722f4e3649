"""Notes of people on figures: printed where the figure is, and asked for where one is missing."""

from datetime import date, timedelta

from flashreport.compose.context import Context
from flashreport.compose.figures import near_day
from flashreport.compose.sentences import say, say_counted
from flashreport.domain.report import Argument, Day, Note, Words, name, words
from flashreport.workspace.kpis import Kpi
from flashreport.workspace.notes import WorkspaceNote
from flashreport.workspace.own_measures import is_measure

_PRINTED = timedelta(days=7)


def note_blocks(context: Context, block: str) -> tuple[Note, ...]:
    """The block's notes of the last seven days, newest first, each with its author's role."""
    first = context.business_date - _PRINTED
    found = [
        note
        for note in context.notes
        if is_measure(note.measure, context.register)
        and context.register[note.measure].block == block
        and first < note.on <= context.business_date
    ]
    return tuple(_printed(context, note) for note in reversed(found))


def _printed(context: Context, note: WorkspaceNote) -> Note:
    measure = context.label(note.measure)
    parts: dict[str, Argument] = {"day": Day(on=note.on), "role": name(note.role), "text": name(note.text)}
    if note.where:
        place = name(context.department(note.where))
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
