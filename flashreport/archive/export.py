"""Editions as a folder that anybody can check with ``sha256sum``, without this program."""

import csv
import hashlib
import io
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from flashreport.archive.archive import Archive
from flashreport.archive.edition import Edition, Kept
from flashreport.archive.trouble import not_written
from flashreport.errors import FlashreportError, Place

_SUMS = "SHA256SUMS"
_CHAIN = ("number", "report", "entity", "business_date", "revision", "known_at", "previous", "hash")
_UNFIT = re.compile(r"[^\w.() -]", re.ASCII)
_README = """Reports out of a flashreport archive
=====================================

Check that every file is what was kept, with nothing but coreutils:

    sha256sum --check --quiet SHA256SUMS

editions/     A folder for each report: record.json, report.json (the model: every figure and
              text), the pages as they were made, and settings/.
inputs/       The input files, under the sha256 of their content.
measures/     All daily figures as Parquet: whole frames, and changes to a whole frame. The
              record of an edition names its base and, where there is one, its changes; a change
              without a value says that the row of the base is gone.
chain.csv     One line for each report, in the order of the chain.

The chain: the sha256 of a record.json is the hash of its edition, and 'previous' in the next
record.json is that hash. Whoever changes one file has to change every record after it, so one
hash that was noted elsewhere proves all that came before it. A record's 'files' lists role,
name, sha256 and size in bytes of each file.

Print each record's hash beside the one that the next record names:

    sha256sum editions/*/record.json
    grep -o '"previous":"[0-9a-f]*"' editions/*/record.json
"""


def export(archive: Archive, editions: Iterable[Edition], target: Path) -> int:
    """Write the editions to the new folder ``target``, all or nothing; the number of files.

    Raises FlashreportError ``archive.export-exists`` when something is there already.
    """
    if target.exists():
        raise FlashreportError(
            "archive.export-exists",
            "there is something already.",
            "Name a new folder.",
            Place(file=str(target)),
        )
    with not_written(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            count = _fill(archive, sorted(editions, key=lambda edition: edition.number), work)
            work.chmod(0o755)
            work.rename(target)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
    return count


def _fill(archive: Archive, editions: list[Edition], folder: Path) -> int:
    sums: dict[str, str] = {}

    def put(name: PurePosixPath, content: bytes) -> None:
        path = folder / name
        if str(name) not in sums:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            sums[str(name)] = hashlib.sha256(content).hexdigest()

    for edition in editions:
        home = PurePosixPath("editions", _folder_name(edition))
        record = Kept("report", "record", edition.hash, 0)
        put(home / "record.json", archive.bytes_of(record))
        for kept in edition.files:
            place = _place(home, kept)
            if sums.get(str(place), kept.sha256) != kept.sha256:
                place = place.with_name(f"{kept.sha256[:12]}-{place.name}")
            if str(place) not in sums:
                put(place, archive.bytes_of(kept))
    put(PurePosixPath("README.txt"), _README.encode())
    put(PurePosixPath("chain.csv"), _chain(editions))
    lines = (f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    (folder / _SUMS).write_text("".join(lines), encoding="utf-8")
    return len(sums) + 1


def _folder_name(edition: Edition) -> str:
    parts = (edition.report_name, edition.scope, edition.business_date, f"r{edition.revision}")
    return f"{edition.number:06}-" + "-".join(_fit(part) for part in parts if part)


def _place(home: PurePosixPath, kept: Kept) -> PurePosixPath:
    name = _fit(kept.name.rsplit("/", 1)[-1]) or "file"
    if kept.role == "input":
        return PurePosixPath("inputs", kept.sha256, name)
    if kept.role in ("base", "changes"):
        return PurePosixPath("measures", f"{kept.sha256}.parquet")
    if kept.role == "settings":
        return home.joinpath("settings", *(_fit(part) for part in kept.name.split("/")))
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
