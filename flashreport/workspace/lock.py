"""One build at a time on a workspace. The system frees the lock of a process that was killed."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import reason_of

STATE_DIR = ".flashreport"
_LOCK = "build.lock"
_HOLDER = "build.holder.json"


@contextmanager
def build_lock(root: Path, wait: float, now: datetime, purpose: str = "build") -> Iterator[None]:
    """Hold the workspace ``root`` for the length of the block.

    Waits up to ``wait`` seconds; then raises FlashreportError ``workspace.locked`` that names
    the holder. ``workspace.not-writable`` when the lock cannot be made.
    """
    from filelock import FileLock, Timeout

    folder = root / STATE_DIR
    try:
        folder.mkdir(exist_ok=True)
        lock = FileLock(folder / _LOCK, timeout=wait, fallback_to_soft=False)
        lock.acquire()
    except Timeout as error:
        raise FlashreportError(
            "workspace.locked",
            phrase("another flashreport works on this workspace{holder}.", holder=_holder(folder)),
            "Wait for it to end, or give it more time with --wait SECONDS.",
            Place(file=str(root)),
        ) from error
    except OSError as error:
        raise FlashreportError(
            "workspace.not-writable",
            phrase("nothing can be written in {folder}: {reason}.", folder=folder, reason=reason_of(error)),
            "Give this user write access to the workspace, or free space on its disk.",
            Place(file=str(root)),
        ) from error
    try:
        _note_holder(folder, now, purpose)
        yield
    finally:
        (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _note_holder(folder: Path, now: datetime, purpose: str) -> None:
    """Say who holds the lock, for whoever has to wait."""
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": now.isoformat(timespec="seconds"),
        "purpose": purpose,
    }
    # The note only helps people: the lock holds without it.
    with suppress(OSError):
        (folder / _HOLDER).write_text(json.dumps(holder), encoding="utf-8")


def _holder(folder: Path) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        holder = json.loads((folder / _HOLDER).read_text(encoding="utf-8"))
        return phrase(
            " ({purpose}, process {process} on {host} since {since})",
            purpose=holder["purpose"],
            process=str(holder["pid"]),
            host=holder["host"],
            since=holder["since"],
        )
    return ""
