"""Whether every kept file is there and holds what its name says."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from flashreport.archive.files import FILES, FileStore, name_of
from flashreport.errors import Place, Problem, phrase
from flashreport.errors.system import reason_of


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


def seen(content: FileStore, name: str) -> Seen:
    """Read one file below ``files`` through."""
    found = hashlib.sha256()
    size = 0
    try:
        for chunk in content.pieces(name):
            found.update(chunk)
            size += len(chunk)
    except OSError as error:
        return Seen(reason=reason_of(error))
    return Seen(size, found.hexdigest())


def see_all(content: FileStore, hashes: Iterable[str]) -> dict[str, Seen]:
    """All files of these hashes; hashing leaves Python's lock, so several are read at once."""
    order = list(dict.fromkeys(hashes))
    with ThreadPoolExecutor(content.at_once) as pool:
        found = pool.map(lambda sha256: seen(content, name_of(sha256)), order)
        return dict(zip(order, found, strict=True))


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
            yield _problem(item, there, content)


def _problem(item: Expected, there: Seen, content: FileStore) -> Problem:
    place = Place(file=content.where(item.sha256), value=item.sha256)
    if there.reason and not content.exists(item.sha256):
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


def strangers(content: FileStore, known: set[str]) -> tuple[list[Problem], list[str]]:
    """Files that no edition names: those that never came from the archive, and mere leftovers.

    A leftover is a whole file under its own hash, which a build that was killed had put in.
    """
    added, left = [], []
    for name in content.names():
        sha256 = name.rpartition("/")[2]
        right = name == name_of(sha256)
        if right and sha256 in known:
            continue
        place = content.place_of(f"{FILES}/{name}")
        if right and seen(content, name).sha256 == sha256:
            left.append(place)
        else:
            message = "this file did not come from the archive."
            added.append(Problem("archive.added", message, place=Place(file=place)))
    return sorted(added, key=lambda problem: problem.place.file), sorted(left)
