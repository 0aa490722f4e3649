"""Whether every kept file is there and holds what its name says."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from flashreport.archive.files import FILES, FileStore
from flashreport.errors import Place, Problem, phrase
from flashreport.errors.system import reason_of

_CHUNK = 1 << 20
_AT_ONCE = 4


@dataclass(frozen=True)
class Expected:
    """A file that an edition names: where it is told of, and its size (None: not told)."""

    sha256: str
    label: str
    size: int | None = None


@dataclass(frozen=True)
class Seen:
    """What is on the disk: size and sha256 of the content; ``reason`` when it cannot be read."""

    size: int = 0
    sha256: str = ""
    reason: str = ""


def seen(path: Path) -> Seen:
    """Read one file through."""
    found = hashlib.sha256()
    size = 0
    try:
        with path.open("rb", buffering=0) as stream:
            while chunk := stream.read(_CHUNK):
                found.update(chunk)
                size += len(chunk)
    except OSError as error:
        return Seen(reason=reason_of(error))
    return Seen(size, found.hexdigest())


def see_all(content: FileStore, hashes: Iterable[str]) -> dict[str, Seen]:
    """All files of these hashes; hashing leaves Python's lock, so several are read at once."""
    order = list(dict.fromkeys(hashes))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(zip(order, pool.map(seen, map(content.path, order)), strict=True))


def file_problems(
    content: FileStore, expected: Iterable[Expected], found: Mapping[str, Seen]
) -> Iterator[Problem]:
    """What is wrong with the files, each told once, under the first edition that names it."""
    told: set[tuple[str, int | None]] = set()
    for item in expected:
        if (item.sha256, item.size) in told:
            continue
        told.add((item.sha256, item.size))
        there = found[item.sha256]
        if there.reason or there.sha256 != item.sha256 or item.size not in (None, there.size):
            yield _problem(item, there, content.path(item.sha256))


def _problem(item: Expected, there: Seen, path: Path) -> Problem:
    place = Place(file=str(path), value=item.sha256)
    if there.reason and not path.exists():
        return Problem("archive.removed", phrase("{label}: its file is gone.", label=item.label), place=place)
    if there.reason:
        message = phrase("{label}: its file cannot be read: {reason}.", label=item.label, reason=there.reason)
    elif there.sha256 != item.sha256:
        message = phrase("{label}: its file is not what was kept.", label=item.label)
    else:
        message = phrase(
            "{label}: its row tells {told} bytes, the file has {size}.",
            label=item.label,
            told=item.size,
            size=there.size,
        )
    return Problem("archive.changed", message, place=place)


def strangers(content: FileStore, known: set[str]) -> tuple[list[Problem], list[Path]]:
    """Files that no edition names: those that never came from the archive, and mere leftovers.

    A leftover is a whole file under its own hash, which a build that was killed had put in.
    """
    added, left = [], []
    for folder, _, names in os.walk(content.folder / FILES):
        for name in names:
            right = folder.endswith(f"{os.sep}{FILES}{os.sep}{name[:2]}")
            if right and name in known:
                continue
            path = Path(folder, name)
            if path == content.path(name) and seen(path).sha256 == name:
                left.append(path)
            else:
                message = "this file did not come from the archive."
                added.append(Problem("archive.added", message, place=Place(file=str(path))))
    return sorted(added, key=lambda problem: problem.place.file), sorted(left)
