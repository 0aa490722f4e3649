"""Proving the archive: every row against its record, every record in the chain, every file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flashreport.archive.checked_files import Expected, Seen, file_problems, see_all, strangers
from flashreport.archive.checked_schema import schema_problems
from flashreport.archive.edition import COLUMNS, Edition, from_record, selected
from flashreport.archive.editions import row_edition
from flashreport.archive.files import FileStore, content_of
from flashreport.archive.head import HEAD, Head, read_head
from flashreport.archive.migrations import TABLES
from flashreport.archive.place import ArchivePlace
from flashreport.archive.store import DATABASE, Row, Store, open_store, version_of
from flashreport.errors import FlashreportError, Place, Problem, phrase

Files = Sequence[Row]


@dataclass(frozen=True)
class Verified:
    """What was looked at and what was found; ``newest`` is the hash at the end of the chain.

    ``leftovers`` are whole files that nothing needs; ``pruned`` is how many files are gone
    because a tombstone of the chain says so.
    """

    editions: int = 0
    files: int = 0
    size: int = 0
    newest: str = ""
    problems: tuple[Problem, ...] = ()
    leftovers: tuple[str, ...] = ()
    pruned: int = 0


@dataclass(frozen=True)
class _Line:
    """An edition as the database has it: its cells by column, and the rows of its files."""

    cells: Mapping[str, int | str]
    files: Files = field(default=())

    @property
    def number(self) -> int:
        return _whole(self.cells["number"])

    @property
    def hash(self) -> str:
        return str(self.cells["hash"])


def _whole(cell: object) -> int:
    """A cell that holds a whole number; -1 for anything else that somebody may have put there."""
    return cell if isinstance(cell, int) else -1


def verify(place: ArchivePlace, noted: str = "") -> Verified:
    """Check the whole archive; nothing is written.

    ``noted`` is a hash (or its beginning) that was written down elsewhere and must be one of
    the chain's. Problems have the codes ``archive.changed``, ``.removed``, ``.added``,
    ``.reordered``, ``.truncated`` and ``.damaged``.
    """
    content = content_of(place)
    try:
        store = open_store(place.folder, place.url, write=False)
        if store is None:
            return Verified(problems=tuple(_gone(place, content)))
    except FlashreportError as error:
        return Verified(problems=tuple(error.problems))
    try:
        if _unused(content, store):
            return Verified()
        return _verified(place, content, store, noted)
    except FlashreportError as error:
        return Verified(problems=tuple(error.problems))
    finally:
        store.close()


def _gone(place: ArchivePlace, content: FileStore) -> Iterator[Problem]:
    """No database: no archive either, or one that lost it."""
    if not _empty(content):
        yield Problem(
            "archive.removed",
            "the database is gone, but files of the archive are there.",
            "Restore it from a backup.",
            Place(file=str(place.folder / DATABASE)),
        )


def _unused(content: FileStore, store: Store) -> bool:
    """A database that nothing was kept in yet: new, or of a first build that was killed."""
    return not version_of(store, "archive") and not any(map(store.has_table, TABLES)) and _empty(content)


def _empty(content: FileStore) -> bool:
    return _head(content) == Head(0, "") and not any(content.names())


def _verified(place: ArchivePlace, content: FileStore, store: Store, noted: str) -> Verified:
    problems = list(schema_problems(store))
    if any(problem.code == "archive.damaged" for problem in problems):
        return Verified(problems=tuple(problems))
    # The head is written last: read first, it never names an edition that a build is adding.
    early = _head(content)
    lines = _lines(store)
    expected = [
        *(Expected(line.hash, f"edition {line.number}, record") for line in lines),
        *(
            Expected(str(sha256), f"edition {line.number}, {role} {name}", _whole(size))
            for line in lines
            for role, name, sha256, size in line.files
            if role not in ("reference", "pruned")
        ),
    ]
    pruned = _pruned(lines)
    found = see_all(content, (item.sha256 for item in expected))
    problems += _numbers(lines)
    for line, after in zip(lines, [*lines, None][1:], strict=True):
        problems += _line_problems(content, line, after, found)
    problems += _links(lines)
    problems += _head_problems(content, early, lines)
    gone = {sha256 for sha256 in pruned if found[sha256].reason and not content.exists(sha256)}
    files = [item for item in expected[len(lines) :] if item.sha256 not in gone]
    problems += file_problems(content, files, found)
    added, left = strangers(content, {item.sha256 for item in expected})
    problems += [*added, *_noted(noted, lines)]
    left += [content.where(sha256) for sha256 in sorted(pruned - gone)]
    return Verified(
        len(lines),
        len(found) - len(gone),
        sum(there.size for there in found.values()),
        lines[-1].hash if lines else "",
        tuple(problems),
        tuple(left),
        len(gone),
    )


def _pruned(lines: Sequence[_Line]) -> set[str]:
    """Content that a tombstone names and that no edition after it names again."""
    last: dict[str, int] = {}
    stones: dict[str, int] = {}
    for line in lines:
        for role, _, sha256, _ in line.files:
            (stones if role == "pruned" else last)[str(sha256)] = line.number
    return {sha256 for sha256, number in stones.items() if sha256 in last and number > last[sha256]}


def _lines(store: Store) -> list[_Line]:
    files: dict[int, list[Row]] = {}
    for number, *file in store.rows(
        "SELECT number, role, name, sha256, size FROM edition_file ORDER BY number, role, name"
    ):
        files.setdefault(_whole(number), []).append(tuple(file))
    columns = selected(version_of(store, "archive"))
    rows = store.rows(f"SELECT {columns} FROM edition ORDER BY number")
    return [
        _Line(cells, tuple(files.get(_whole(cells["number"]), ())))
        for cells in (dict(zip(COLUMNS, row, strict=True)) for row in rows)
    ]


def _numbers(lines: Sequence[_Line]) -> Iterator[Problem]:
    """Editions are numbered from 1 without a gap."""
    there = {line.number for line in lines}
    for number in sorted(set(range(1, max(there, default=0))) - there):
        yield _told("archive.removed", number, "its row is gone.")
    for number in sorted(number for number in there if number < 1):
        yield _told("archive.added", number, "no edition has such a number.")


def _links(lines: Sequence[_Line]) -> Iterator[Problem]:
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


def _line_problems(
    content: FileStore, line: _Line, after: _Line | None, found: Mapping[str, Seen]
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


def _from_row(line: _Line) -> Edition | None:
    """The edition as the row tells it, without the hash that the row tells."""
    try:
        told = row_edition([line.cells[name] for name in COLUMNS], line.files)
        return Edition(**{name: getattr(told, name) for name in Edition.__dataclass_fields__})
    except (FlashreportError, ValueError, TypeError):
        return None


def _differences(edition: Edition, line: _Line) -> Iterator[Problem]:
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


def _head(content: FileStore) -> Head | str:
    """The head, number 0 when there is none; a text says why it cannot be read."""
    try:
        return read_head(content) or Head(0, "")
    except (OSError, ValueError) as error:
        return str(error)


def _head_problems(content: FileStore, head: Head | str, lines: Sequence[_Line]) -> Iterator[Problem]:
    """The head names the last edition, or the one before it after a build that was killed."""
    place = Place(file=content.place_of(HEAD))
    last = lines[-1].number if lines else 0
    if isinstance(head, Head) and 0 < head.number < last - 1:
        again = _head(content)
        # Builds went on while the rows were read.
        head = again if isinstance(again, Head) and again.number <= last else head
    if isinstance(head, str):
        yield Problem(
            "archive.changed", phrase("the head cannot be read: {reason}.", reason=head), place=place
        )
    elif head.number == 0 and last > 1:
        yield Problem("archive.removed", "the head is gone.", place=place)
    elif head.number > last:
        text = phrase(
            "the newest edition was {number}, the last one here is {last}: the end was cut off.",
            number=str(head.number),
            last=str(last),
        )
        yield Problem("archive.truncated", text, place=place)
    elif head.number < last - 1:
        text = phrase("the head tells {n} editions, but there are {last}.", n=head.number, last=last)
        yield Problem("archive.added", text, place=place)
    elif head.number and head.hash != {line.number: line.hash for line in lines}.get(head.number):
        yield Problem(
            "archive.changed",
            phrase("the head and edition {number} do not agree.", number=str(head.number)),
            place=place,
        )


def _noted(noted: str, lines: Sequence[_Line]) -> Iterator[Problem]:
    if noted and not any(line.hash.startswith(noted.lower()) for line in lines):
        yield Problem(
            "archive.changed",
            phrase("no edition has the hash {noted}.", noted=noted),
            place=Place(key="--hash"),
        )


def _told(code: str, number: int, text: str, path: str = "") -> Problem:
    place = Place(file=path) if path else Place(key=phrase("edition {number}", number=str(number)))
    return Problem(code, f"edition {number}: {text}", place=place)
