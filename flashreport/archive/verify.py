"""Proving the archive: every row against its record, every record in the chain, every file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flashreport.archive.checked_files import Expected, file_problems, see_all, strangers
from flashreport.archive.checked_lines import Line, line_problems, links, numbers, read_lines, whole
from flashreport.archive.checked_schema import schema_problems
from flashreport.archive.files import FileStore, content_of
from flashreport.archive.head import HEAD, Head, read_head
from flashreport.archive.migrations import TABLES
from flashreport.archive.place import ArchivePlace
from flashreport.archive.store import DATABASE, Store, open_store, version_of
from flashreport.errors import FlashreportError, Place, Problem, phrase


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
    lines = read_lines(store)
    expected = [
        *(Expected(line.hash, f"edition {line.number}, record") for line in lines),
        *(
            Expected(str(sha256), f"edition {line.number}, {role} {name}", whole(size))
            for line in lines
            for role, name, sha256, size in line.files
            if role not in ("reference", "pruned")
        ),
    ]
    pruned = _pruned(lines)
    found = see_all(content, (item.sha256 for item in expected))
    problems += numbers(lines)
    for line, after in zip(lines, [*lines, None][1:], strict=True):
        problems += line_problems(content, line, after, found)
    problems += links(lines)
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


def _pruned(lines: Sequence[Line]) -> set[str]:
    """Content that a tombstone names and that no edition after it names again."""
    last: dict[str, int] = {}
    stones: dict[str, int] = {}
    for line in lines:
        for role, _, sha256, _ in line.files:
            (stones if role == "pruned" else last)[str(sha256)] = line.number
    return {sha256 for sha256, number in stones.items() if sha256 in last and number > last[sha256]}


def _head(content: FileStore) -> Head | str:
    """The head, number 0 when there is none; a text says why it cannot be read."""
    try:
        return read_head(content) or Head(0, "")
    except (OSError, ValueError) as error:
        return str(error)


def _head_problems(content: FileStore, head: Head | str, lines: Sequence[Line]) -> Iterator[Problem]:
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


def _noted(noted: str, lines: Sequence[Line]) -> Iterator[Problem]:
    if noted and not any(line.hash.startswith(noted.lower()) for line in lines):
        yield Problem(
            "archive.changed",
            phrase("no edition has the hash {noted}.", noted=noted),
            place=Place(key="--hash"),
        )
