"""Where the rows lie while they are checked and summed: in memory, and those beyond a gigabyte on disk."""

import fcntl
import os
import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MANY_ROWS = 3_000_000
_MEMORY = "1GB"
_PREFIX = "flashreport-rows-"


def room_for(rows: int) -> "DuckDBPyConnection":
    """A connection with room for so many rows.

    What doesn't fit goes to a folder of its own among the temporary files, which nobody else may
    read. It is removed with the connection, at the latest when the program ends; that of a program
    which was killed, when the next one needs such a folder.
    """
    import duckdb

    connection = duckdb.connect()
    if rows > MANY_ROWS:
        _remove_abandoned()
        folder, lock = _locked_folder()
        weakref.finalize(connection, _remove, folder, lock)
        place = folder.replace("'", "''")
        connection.execute(f"set temp_directory = '{place}'")
        connection.execute(f"set memory_limit = '{_MEMORY}'")
    return connection


def _locked_folder() -> tuple[str, int]:
    """A new folder and the lock on it; it gets the name that is looked for once it is locked."""
    made = Path(tempfile.mkdtemp(prefix="flashreport-new-"))
    lock = os.open(made, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    folder = made.rename(made.with_name(made.name.replace("flashreport-new-", _PREFIX)))
    return str(folder), lock


def _remove(folder: str, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


def _remove_abandoned() -> None:
    """Remove folders that no running program holds."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's, or one that has just gone
            lock = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(lock)
                continue
            _remove(str(folder), lock)
