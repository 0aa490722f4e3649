"""What may go wrong with disk and database, told as the program's own errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import reason_of


@contextmanager
def not_written(folder: Path) -> Iterator[None]:
    """Turn a refusal of the disk into ``archive.not-written``."""
    try:
        yield
    except OSError as error:
        raise unwritten(str(folder), reason_of(error)) from error


def unwritten(where: str, reason: str) -> FlashreportError:
    """The disk is full, read-only or refuses for another reason; nothing was added."""
    return FlashreportError(
        "archive.not-written",
        phrase("the archive cannot be written: {reason}. Nothing was added to it.", reason=reason),
        "Free space, or give this user the right to write there.",
        Place(file=where),
    )


def damaged(where: str, reason: str) -> FlashreportError:
    """Something in the archive is not what was put there."""
    return FlashreportError(
        "archive.damaged",
        phrase("{reason}.", reason=reason),
        "Run 'flashreport verify' for all that differs, and restore it from a backup.",
        Place(file=where),
    )


def unavailable(where: str, reason: str) -> FlashreportError:
    """The database cannot be opened or reached."""
    return FlashreportError(
        "archive.unavailable",
        phrase("the archive's database cannot be used: {reason}.", reason=reason),
        "Check that it is there, runs, and may be used by this user.",
        Place(file=where),
    )


def busy(where: str) -> FlashreportError:
    """Another process has held the database for too long."""
    return FlashreportError(
        "archive.busy",
        "another process is writing to the archive.",
        "Wait for it to end, then run the command again.",
        Place(file=where),
    )
