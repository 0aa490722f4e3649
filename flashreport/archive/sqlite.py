"""The archive's database in a file of the workspace."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from flashreport.archive.migrations import Dialect
from flashreport.archive.store import Cell, Row
from flashreport.archive.trouble import busy, damaged, not_written, unavailable, unwritten
from flashreport.errors import FlashreportError
from flashreport.errors.system import reason_of

_WAIT = 30.0
_REFUSED = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")


class SqliteStore:
    """SQLite with a write-ahead log; a commit is on the disk when it returns."""

    dialect: Dialect = "sqlite"

    def __init__(self, path: Path, *, write: bool) -> None:
        """Open the file; ``write`` makes it when it is not there."""
        self.path = path
        self.write = write
        if write:
            with not_written(path.parent):
                path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        """For reading first as it is, then, on a read-only disk without a log, as unchanging."""
        ways = ("rwc",) if self.write else ("rw", "ro", "ro&immutable=1")
        for way in ways:
            connection = sqlite3.connect(
                f"{self.path.absolute().as_uri()}?mode={way}", timeout=_WAIT, isolation_level=None, uri=True
            )
            try:
                self._prepare(connection)
            except sqlite3.Error as error:
                connection.close()
                if way == ways[-1]:
                    raise self._told(error) from error
            else:
                return connection
        raise AssertionError  # the last way returned or raised

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.text_factory = _text
        connection.execute("PRAGMA foreign_keys = ON")
        if self.write:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()

    def rows(self, sql: str, parameters: Sequence[Cell] = ()) -> list[Row]:
        """As in Store."""
        with self._telling():
            return self._connection.execute(sql, tuple(parameters)).fetchall()

    def execute(self, sql: str, parameters: Sequence[Cell] = ()) -> None:
        """As in Store."""
        with self._telling():
            self._connection.execute(sql, tuple(parameters))

    def execute_many(self, sql: str, rows: Iterable[Sequence[Cell]]) -> None:
        """As in Store."""
        with self._telling():
            self._connection.executemany(sql, [tuple(row) for row in rows])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As in Store: takes SQLite's write lock at the start, waiting up to 30 s."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise

    def alone(self) -> AbstractContextManager[None]:
        """As in Store: a file of this machine is guarded by the archive's lock file."""
        return nullcontext()

    def has_table(self, name: str) -> bool:
        """As in Store."""
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)))

    def close(self) -> None:
        """As in Store."""
        self._connection.close()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._told(error) from error

    def _told(self, error: sqlite3.Error) -> FlashreportError:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return busy(str(self.path))
        if name.startswith(_REFUSED):
            unread = unavailable(str(self.path), reason_of(error))
            return unwritten(str(self.path), reason_of(error)) if self.write else unread
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return damaged(str(self.path), reason_of(error))
        return unavailable(str(self.path), reason_of(error))


def _text(content: bytes) -> str:
    """Text that was damaged still reads, so that it can be told which cell it is in."""
    return content.decode(errors="replace")
