"""Editions as a folder that anybody can check with ``sha256sum``, without this program."""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from flashreport.archive.archive import Archive
from flashreport.archive.edition import Edition, Kept
from flashreport.archive.packing import Pack, new_pack
from flashreport.errors import FlashreportError

_SUMS = "SHA256SUMS"
_NOTHING: Mapping[str, bytes] = {}
_CHAIN = ("number", "report", "entity", "business_date", "revision", "known_at", "previous", "hash")
_UNFIT = re.compile(r"[^\w.() -]", re.ASCII)
_README = """Reports out of a flashreport archive
=====================================

Check that every file is what was kept, with nothing but coreutils:

    sha256sum --check --quiet SHA256SUMS

editions/     A folder for each report: record.json, report.json (the model: every figure and
              text), the pages as they were made, settings/ and templates/.
inputs/       The input files, under the sha256 of their content.
measures/     All daily figures as Parquet: whole frames, and changes to a whole frame. The
              record of an edition names its base and, where there is one, its changes; a change
              without a value says that the row of the base is gone.
chain.csv     One line for each report, in the order of the chain.
pruned.csv    Files that were removed on purpose; a tombstone in the chain names each of them.
deliveries.csv   What was sent to whom: every event of every copy, in its order.

The chain: the sha256 of a record.json is the hash of its edition, and 'previous' in the next
record.json is that hash. Whoever changes one file has to change every record after it, so one
hash that was noted elsewhere proves all that came before it. A record's 'files' lists role,
name, sha256 and size in bytes of each file.

Print each record's hash beside the one that the next record names:

    sha256sum editions/*/record.json
    grep -o '"previous":"[0-9a-f]*"' editions/*/record.json
"""


def export(
    archive: Archive, editions: Iterable[Edition], target: Path, more: Mapping[str, bytes] = _NOTHING
) -> int:
    """Write the editions to the new folder or zip file ``target``, all or nothing; how many files.

    Tombstones that come after the first of the editions go with them. ``more`` are further
    files by name. FlashreportError ``archive.export-exists`` when something is there already.
    """
    chosen = sorted(editions, key=lambda edition: edition.number)
    first = chosen[0].number if chosen else 0
    stones = [
        archive.edition(stone.number) for stone in archive.editions.tombstones() if stone.number > first
    ]
    with new_pack(target) as pack:
        return _fill(archive, sorted([*chosen, *stones], key=lambda edition: edition.number), pack, more)


def _fill(archive: Archive, editions: list[Edition], pack: Pack, more: Mapping[str, bytes]) -> int:
    content = _Content(pack)
    gone = [item for edition in editions for item in _put_edition(archive, edition, content)]
    content.put(PurePosixPath("README.txt"), _README.encode())
    content.put(PurePosixPath("chain.csv"), _chain(editions))
    if gone:
        content.put(PurePosixPath("pruned.csv"), _pruned(gone))
    for name, text in more.items():
        content.put(PurePosixPath(name), text)
    lines = (f"{digest}  {name}\n" for name, digest in sorted(content.sums.items()))
    pack.put(_SUMS, "".join(lines).encode())
    return len(content.sums) + 1


class _Content:
    """What was put in, with its hashes; a name is written once."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self.sums: dict[str, str] = {}

    def put(self, name: PurePosixPath, content: bytes) -> None:
        if str(name) not in self.sums:
            self._pack.put(str(name), content)
            self.sums[str(name)] = hashlib.sha256(content).hexdigest()

    def free(self, place: PurePosixPath, sha256: str) -> PurePosixPath:
        """The place, or one beside it where another content has taken it."""
        if self.sums.get(str(place), sha256) == sha256:
            return place
        return place.with_name(f"{sha256[:12]}-{place.name}")


def _put_edition(archive: Archive, edition: Edition, content: _Content) -> Iterator[tuple[int, Kept]]:
    """Put the record and the files in; out come those that were pruned."""
    home = PurePosixPath("editions", _folder_name(edition))
    content.put(home / "record.json", archive.bytes_of(Kept("report", "record", edition.hash, 0)))
    for kept in edition.files:
        place = content.free(_place(home, kept), kept.sha256)
        if kept.role in ("reference", "pruned") or str(place) in content.sums:
            continue
        try:
            content.put(place, archive.bytes_of(kept))
        except FlashreportError as error:
            if error.problem.code != "archive.pruned":
                raise
            yield edition.number, kept


def _folder_name(edition: Edition) -> str:
    if not edition.report_name:
        return f"{edition.number:06}-tombstone-{edition.business_date}"
    parts = (edition.report_name, edition.scope, edition.business_date, f"r{edition.revision}")
    return f"{edition.number:06}-" + "-".join(_fit(part) for part in parts if part)


def _place(home: PurePosixPath, kept: Kept) -> PurePosixPath:
    name = _fit(kept.name.rsplit("/", 1)[-1]) or "file"
    if kept.role == "input":
        return PurePosixPath("inputs", kept.sha256, name)
    if kept.role in ("base", "changes"):
        return PurePosixPath("measures", f"{kept.sha256}.parquet")
    if kept.role in ("settings", "template"):
        return home.joinpath(
            f"{kept.role}s" if kept.role == "template" else kept.role,
            *(_fit(part) for part in kept.name.split("/")),
        )
    return home / name


def _fit(text: str) -> str:
    """A text as a file's name: nothing that a shell, sha256sum or a path would take otherwise."""
    return _UNFIT.sub("_", text).lstrip(".-")


def _chain(editions: list[Edition]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CHAIN)
    for edition in editions:
        named = {"report": edition.report_name, "entity": edition.scope}
        writer.writerow(
            named.get(column) if column in named else getattr(edition, column) for column in _CHAIN
        )
    return out.getvalue().encode()


def _pruned(gone: list[tuple[int, Kept]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("edition", "role", "name", "sha256", "size"))
    writer.writerows((number, kept.role, kept.name, kept.sha256, kept.size) for number, kept in gone)
    return out.getvalue().encode()
