"""The rows of an archive against their records, and against one another: the chain."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flashreport.archive.checked_files import Seen
from flashreport.archive.edition import COLUMNS, Edition, from_record, selected
from flashreport.archive.editions import row_edition
from flashreport.archive.files import FileStore
from flashreport.archive.store import Row, Store, version_of
from flashreport.errors import FlashreportError, Place, Problem, phrase

Files = Sequence[Row]


@dataclass(frozen=True)
class Line:
    """An edition as the database has it: its cells by column, and the rows of its files."""

    cells: Mapping[str, int | str]
    files: Files = field(default=())

    @property
    def number(self) -> int:
        """Its number; -1 where that is none."""
        return whole(self.cells["number"])

    @property
    def hash(self) -> str:
        """The hash that the row tells."""
        return str(self.cells["hash"])


def whole(cell: object) -> int:
    """A cell that holds a whole number; -1 for anything else that somebody may have put there."""
    return cell if isinstance(cell, int) else -1


def read_lines(store: Store) -> list[Line]:
    """All editions of the database, by number."""
    files: dict[int, list[Row]] = {}
    for number, *file in store.rows(
        "SELECT number, role, name, sha256, size FROM edition_file ORDER BY number, role, name"
    ):
        files.setdefault(whole(number), []).append(tuple(file))
    columns = selected(version_of(store, "archive"))
    rows = store.rows(f"SELECT {columns} FROM edition ORDER BY number")
    return [
        Line(cells, tuple(files.get(whole(cells["number"]), ())))
        for cells in (dict(zip(COLUMNS, row, strict=True)) for row in rows)
    ]


def numbers(lines: Sequence[Line]) -> Iterator[Problem]:
    """Editions are numbered from 1 without a gap."""
    there = {line.number for line in lines}
    for number in sorted(set(range(1, max(there, default=0))) - there):
        yield _told("archive.removed", number, "its row is gone.")
    for number in sorted(number for number in there if number < 1):
        yield _told("archive.added", number, "no edition has such a number.")


def links(lines: Sequence[Line]) -> Iterator[Problem]:
    """Each edition names the hash of the one before."""
    hashes = {line.number: line.hash for line in lines}
    for line in lines:
        before = hashes.get(line.number - 1, "")
        known = line.number == 1 or line.number - 1 in hashes
        if known and line.cells["previous"] != before:
            yield _told(
                "archive.changed",
                line.number,
                "it does not follow the edition before: the chain breaks here.",
            )


def line_problems(
    content: FileStore, line: Line, after: Line | None, found: Mapping[str, Seen]
) -> Iterator[Problem]:
    """A row and its files against the record that the row's hash names."""
    if found[line.hash].sha256 == line.hash:
        try:
            edition = from_record(content.read(line.hash))
        except (OSError, ValueError) as error:
            yield _told(
                "archive.changed",
                line.number,
                phrase("its hash names no record of the archive ({error}).", error=error),
            )
        else:
            yield from _differences(edition, line)
        return
    row = _from_row(line)
    if row is not None and row.hash == line.hash:
        gone = bool(found[line.hash].reason)
        message = (
            "its record file is gone; the row still holds."
            if gone
            else "its record file is not what was kept; the row still holds."
        )
        code = "archive.removed" if gone else "archive.changed"
        yield _told(code, line.number, message, content.where(line.hash))
    elif row is not None and after is not None and after.cells["previous"] == row.hash:
        yield _told("archive.changed", line.number, "its row was changed: hash.")
    else:
        yield _told("archive.changed", line.number, "its row and its record do not agree.")


def _from_row(line: Line) -> Edition | None:
    """The edition as the row tells it, without the hash that the row tells."""
    try:
        told = row_edition([line.cells[name] for name in COLUMNS], line.files)
        return Edition(**{name: getattr(told, name) for name in Edition.__dataclass_fields__})
    except (FlashreportError, ValueError, TypeError):
        return None


def _differences(edition: Edition, line: Line) -> Iterator[Problem]:
    row = edition.row()
    if edition.number != line.number:
        yield _told(
            "archive.reordered",
            line.number,
            phrase("its row holds edition {number}.", number=str(edition.number)),
        )
        return
    changed = [name for name in COLUMNS if row[name] != line.cells[name]]
    if changed:
        yield _told(
            "archive.changed", line.number, phrase("its row was changed: {names}.", names=", ".join(changed))
        )
    wanted = {(str(kept.role), kept.name): (kept.sha256, kept.size) for kept in edition.files}
    there = {(str(role), str(name)): (sha256, size) for role, name, sha256, size in line.files}
    for key in sorted(wanted.keys() - there.keys()):
        yield _told(
            "archive.removed", line.number, phrase("the row of its {names} is gone.", names=" ".join(key))
        )
    for key in sorted(there.keys() - wanted.keys()):
        yield _told(
            "archive.added", line.number, phrase("a row of a {names} was added.", names=" ".join(key))
        )
    for key in sorted(wanted.keys() & there.keys()):
        if wanted[key] != there[key]:
            yield _told(
                "archive.changed",
                line.number,
                phrase("the row of its {names} was changed.", names=" ".join(key)),
            )


def _told(code: str, number: int, text: str, path: str = "") -> Problem:
    place = Place(file=path) if path else Place(key=phrase("edition {number}", number=str(number)))
    return Problem(code, f"edition {number}: {text}", place=place)
