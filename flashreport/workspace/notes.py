"""Notes on figures: ``notes.toml``, written by the command, and ``notes.csv``, kept by hand."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from flashreport.errors import Mistakes, Place, Problem, phrase
from flashreport.workspace.journal import add_row, read_journal
from flashreport.workspace.kpis import MEASURE_NAME
from flashreport.workspace.model import Settings

NOTES_FILE = "notes.toml"
NOTES_TABLE = "notes.csv"
_COLUMNS = ("date", "measure", "where", "role", "text")
_NEEDED = ("date", "role", "text")


class WorkspaceNote(Settings):
    """A dated note. ``where`` is the slice it is about, such as a department; without it the whole.

    Without a ``measure`` it is about the department, or about the day.
    """

    on: date
    measure: str = Field(default="", pattern=rf"^$|{MEASURE_NAME}")
    where: str = ""
    role: str = Field(min_length=1, max_length=100)
    text: str = Field(min_length=1, max_length=1000)


class Notes(Settings):
    """The whole of ``notes.toml``."""

    note: tuple[WorkspaceNote, ...] = ()


def load_notes(root: Path) -> tuple[WorkspaceNote, ...]:
    """All notes of both files, oldest first; Mistakes with all that is wrong."""
    notes = [*read_journal(root, NOTES_FILE, Notes).note, *_table_notes(root / NOTES_TABLE)]
    return tuple(sorted(notes, key=lambda note: note.on))


def add_note(root: Path, note: WorkspaceNote) -> None:
    """Write one more note to ``notes.toml``."""
    add_row(root, NOTES_FILE, "note", note.model_dump(exclude_defaults=True), Notes)


def _table_notes(path: Path) -> Iterator[WorkspaceNote]:
    """The rows of ``notes.csv`` with the columns date, measure, where, role, text."""
    if not path.exists():
        return
    problems: list[Problem] = []
    found: list[WorkspaceNote] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
            if lacking:
                raise Mistakes([_lacking(name) for name in lacking])
            for row in reader:
                note = _row_note(row, reader.line_num)
                if isinstance(note, Problem):
                    problems.append(note)
                else:
                    found.append(note)
    except (UnicodeDecodeError, csv.Error) as error:
        place = Place(file=NOTES_TABLE)
        message = "the text is not UTF-8, or no table."
        raise Mistakes([Problem("settings.not-utf8", message, "Save it as CSV in UTF-8.", place)]) from error
    if problems:
        raise Mistakes(problems)
    yield from found


def _lacking(column: str) -> Problem:
    advice = phrase("The columns are: {names}.", names=", ".join(_COLUMNS))
    place = Place(file=NOTES_TABLE, line=1, column=column)
    return Problem(
        "settings.missing-key", phrase("the column '{column}' is missing.", column=column), advice, place
    )


def _row_note(row: Mapping[str, str | None], line: int) -> WorkspaceNote | Problem:
    cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    try:
        return WorkspaceNote.model_validate({"on": cells.pop("date"), **cells})
    except ValidationError as wrong:
        from flashreport.workspace.mistakes import Source, problem_of
        from flashreport.workspace.toml_lines import KeyLines

        error = wrong.errors()[0]
        told = problem_of(error, Source(NOTES_TABLE, KeyLines(), WorkspaceNote))
        column = str(error["loc"][0]).replace("on", "date") if error["loc"] else ""
        place = Place(file=NOTES_TABLE, line=line, column=column, value=str(error["input"]))
        return Problem(told.code, told.message, told.advice, place)
