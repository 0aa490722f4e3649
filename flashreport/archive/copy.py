"""A whole archive copied to another folder or database: the same records, so the same hashes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flashreport.archive.archive import Archive
from flashreport.archive.edition import Edition, Kept
from flashreport.archive.editions import Editions
from flashreport.archive.head import Head, write_head
from flashreport.archive.prune import gone
from flashreport.archive.verify import verify
from flashreport.errors import FlashreportError, Place, phrase

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Copied:
    """How many editions and files were added, and the hash at the end of both chains."""

    editions: int
    files: int
    newest: str


def copy(source: Archive, target: Archive, progress: Progress = lambda done, of: None) -> Copied:
    """Add to the target what it lacks, then verify it; what was copied before is not copied again.

    Raises FlashreportError ``archive.other-chain`` when the target holds another archive, and
    ``archive.damaged`` for a file of the source that is not what was kept, or a copy that does
    not verify.
    """
    with target.content.locked(), target.writer.alone():
        target.content.sweep()
        there = Editions(target.writer).last()
        _same_chain(source, target, there)
        todo = [source.edition(number) for number in _numbers_after(source, there.number if there else 0)]
        files = _copy_files(source, target, todo, progress)
        with target.writer.transaction():
            added = Editions(target.writer)
            for edition in todo:
                added.add(edition)
        last = todo[-1] if todo else there
        if last is not None:
            write_head(target.content, Head(last.number, last.hash))
    newest = last.hash if last else ""
    problems = verify(target.place, newest).problems
    if problems:
        raise FlashreportError(
            "archive.damaged",
            phrase("the copy does not verify: {problem}", problem=problems[0].message),
            "Run 'flashreport verify' on the archive that was copied.",
            problems[0].place,
        )
    return Copied(len(todo), files, newest)


def _numbers_after(source: Archive, number: int) -> Iterator[int]:
    last = source.editions.last()
    yield from range(number + 1, (last.number if last else 0) + 1)


def _same_chain(source: Archive, target: Archive, there: Edition | None) -> None:
    """The target is empty or holds the beginning of the source's chain."""
    last = source.editions.last()
    if there is None:
        return
    if last is None or there.number > last.number or source.edition(there.number).hash != there.hash:
        raise FlashreportError(
            "archive.other-chain",
            phrase("there is another archive: its edition {number} is not ours.", number=there.number),
            "Name an empty folder or database.",
            Place(file=target.place.url or str(target.place.folder)),
        )


def _copy_files(source: Archive, target: Archive, todo: list[Edition], progress: Progress) -> int:
    missing = set(gone(source.editions))
    records = [Kept("report", "record.json", edition.hash, 0) for edition in todo]
    named = [kept for edition in todo for kept in edition.files if kept.role not in ("reference", "pruned")]
    wanted = {kept.sha256: kept for kept in (*records, *named) if kept.sha256 not in missing}
    for done, kept in enumerate(wanted.values(), 1):
        if not target.content.holds(kept.sha256, kept.size):
            target.content.keep(source.bytes_of(kept))
        progress(done, len(wanted))
    target.content.settle()
    return len(wanted)
