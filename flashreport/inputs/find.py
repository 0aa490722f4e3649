"""The files of an input: found by pattern, inside the workspace only."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from flashreport.errors import Place, Problem, Severity, phrase
from flashreport.errors.system import reason_of

MOST_FILES = 10_000
_LOCK_PREFIXES = ("~$", ".~lock.")  # what Excel and LibreOffice put beside an open file


def find_files(pattern: str, root: Path, name: str) -> tuple[list[Path], list[Problem]]:
    """The files that ``pattern`` matches, sorted, and what is wrong with the others.

    No match is no problem here: whether the input may be missing is the caller's to say.
    """
    outside = _outside(pattern, name)
    if outside:
        return [], [outside]
    files: list[Path] = []
    problems: list[Problem] = []
    home = root.resolve()
    for path in sorted(_matches(root, pattern)):
        if path.name.startswith(_LOCK_PREFIXES):
            problems.append(_open_elsewhere(path, root))
            continue
        problem = _unusable(path, root, home)
        if problem:
            problems.append(problem)
        elif len(files) < MOST_FILES:
            files.append(path)
        else:
            message = phrase("more than {n} files match {pattern}.", n=MOST_FILES, pattern=pattern)
            problems.append(Problem("inputs.too-many-files", message, "Narrow path.", Place(key=_key(name))))
            break
    return files, problems


def relative(path: Path, root: Path) -> str:
    """The path as it is told: from the workspace, with forward slashes."""
    return path.relative_to(root).as_posix()


def unreadable(path: Path, root: Path, error: OSError) -> Problem:
    """The problem of a file that the system does not give us."""
    place = Place(file=relative(path, root))
    if isinstance(error, FileNotFoundError):
        return Problem(
            "inputs.vanished",
            "the file was there a moment ago and is gone.",
            "Run again when the other program has finished moving its files.",
            place,
        )
    if isinstance(error, PermissionError):
        return Problem(
            "inputs.no-permission",
            "this user may not read the file.",
            phrase("Run: chmod +r {file}", file=place.file),
            place,
        )
    return Problem(
        "inputs.unreadable",
        phrase("cannot be read: {reason}.", reason=reason_of(error)),
        "Check the disk or the share.",
        place,
    )


def _matches(root: Path, pattern: str) -> Iterator[Path]:
    if any(mark in pattern for mark in "*?["):
        yield from (path for path in root.glob(pattern) if not path.is_dir())
    elif os.path.lexists(root / pattern):
        yield root / pattern


def _outside(pattern: str, name: str) -> Problem | None:
    parts = PurePosixPath(pattern)
    if not parts.is_absolute() and ".." not in parts.parts and "\0" not in pattern:
        return None
    return Problem(
        "inputs.outside",
        "the path leaves the workspace.",
        "Give a path inside it; copy the files there, or let their sender write there.",
        Place(file="flashreport.toml", key=_key(name), value=pattern),
    )


def _unusable(path: Path, root: Path, home: Path) -> Problem | None:
    place = Place(file=relative(path, root))
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except RuntimeError:
        return Problem("inputs.unreadable", "the link leads to itself.", "Mend the link.", place)
    except FileNotFoundError:
        if not path.is_symlink():
            return unreadable(path, root, FileNotFoundError())
        message = phrase("the link leads to {target}, which is not there.", target=path.readlink())
        return Problem("inputs.vanished", message, "Mend the link.", place)
    except OSError as error:
        return unreadable(path, root, error)
    if not real.is_relative_to(home):
        message = phrase("the link leads out of the workspace, to {real}.", real=real)
        return Problem("inputs.outside", message, "Put the file itself into the workspace.", place)
    if stat.S_ISDIR(mode):
        advice = phrase("Name the files in it: {file}/*.csv", file=place.file)
        return Problem("inputs.not-a-file", "is a folder, not a file.", advice, place)
    if not stat.S_ISREG(mode):
        return Problem(
            "inputs.not-a-file", "is a pipe or device, not a file.", "Give an ordinary file.", place
        )
    return None


def _open_elsewhere(path: Path, root: Path) -> Problem:
    return Problem(
        "inputs.open-elsewhere",
        "a spreadsheet program has a file of this folder open; what is read is what was last saved.",
        "Save and close it.",
        Place(file=relative(path, root)),
        Severity.WARNING,
    )


def _key(name: str) -> str:
    return f"inputs.{name}.path"
