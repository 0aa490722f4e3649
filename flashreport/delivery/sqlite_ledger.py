"""The ledger in a SQLite file of the archive's folder."""

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from flashreport.delivery.ledger import Ledger, Rows
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import reason_of

FILE = "delivery.sqlite"
_LOCKS = "delivery.locks"
_KEY = "delivery.key"
_PATIENCE = 60.0
_TABLES = """
CREATE TABLE IF NOT EXISTS delivery (
    report TEXT NOT NULL, scope TEXT NOT NULL, business_date TEXT NOT NULL,
    revision INTEGER NOT NULL, recipient TEXT NOT NULL,
    state TEXT NOT NULL, number INTEGER NOT NULL, owner TEXT NOT NULL, channel TEXT NOT NULL,
    message_id TEXT NOT NULL, detail TEXT NOT NULL, path TEXT NOT NULL,
    claimed_at TEXT NOT NULL, closed_at TEXT NOT NULL,
    PRIMARY KEY (report, scope, business_date, revision, recipient)
) STRICT;
CREATE TABLE IF NOT EXISTS delivery_event (
    id INTEGER PRIMARY KEY, report TEXT NOT NULL, scope TEXT NOT NULL, business_date TEXT NOT NULL,
    revision INTEGER NOT NULL, recipient TEXT NOT NULL,
    event TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS delivery_event_of ON delivery_event (recipient, business_date, report);
"""


class _SqliteRows:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        return self._connection.execute(statement, tuple(values)).rowcount

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        return self._connection.execute(statement, tuple(values)).fetchall()


class SqliteLedger(Ledger):
    """Safe with several processes of one machine; the file system must be a local one.

    Each open ledger holds a lock on a file of its own. The system frees it when the process
    ends in whatever way, which is how others learn of it.
    """

    tables_query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    columns_query = "SELECT name FROM pragma_table_info(?) ORDER BY cid"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.owner = secrets.token_hex(8)
        try:
            (folder / _LOCKS).mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self._lock_path(self.owner))
            if self._lock is None:
                raise OSError("the ledger's own lock file is taken")
            self._connection = sqlite3.connect(folder / FILE, timeout=_PATIENCE, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
        except (OSError, sqlite3.Error) as error:
            raise unusable(folder, error) from error
        with self.transaction() as rows:
            for statement in _TABLES.split(";"):
                rows.run(statement)

    @contextmanager
    def transaction(self) -> Iterator[Rows]:
        """One writer at a time, others wait a minute; ``delivery.ledger-unusable`` when it fails."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield _SqliteRows(self._connection)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise unusable(self._folder, error) from error

    def alive(self, rows: Rows, owner: str) -> bool:
        """Whether somebody still holds the owner's lock; a dead owner's file is removed."""
        path = self._lock_path(owner)
        if not path.exists():
            return False
        lock = _locked(path)
        if lock is None:
            return True
        path.unlink(missing_ok=True)
        os.close(lock)
        return False

    def signing_key(self) -> bytes:
        """The key in ``delivery.key``, made when first asked for; only this user may read it."""
        path = self._folder / _KEY
        try:
            if not path.exists():
                self._make_key(path, secrets.token_bytes(32))
            return path.read_bytes()
        except OSError as error:
            raise unusable(self._folder, error) from error

    def adopt_key(self, key: bytes) -> None:
        """As in Ledger."""
        try:
            self._make_key(self._folder / _KEY, key)
        except OSError as error:
            raise unusable(self._folder, error) from error

    def _make_key(self, path: Path, key: bytes) -> None:
        """Whole or not at all: of two processes that make it at once, the first one's stays."""
        draft = path.with_name(f".{_KEY}.{self.owner}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()

    def close(self) -> None:
        """Close the file and give up the lock."""
        self._connection.close()
        if self._lock is not None:
            self._lock_path(self.owner).unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def _lock_path(self, owner: str) -> Path:
        return self._folder / _LOCKS / f"{owner}.lock"


def _locked(path: Path) -> int | None:
    """A descriptor that holds the file's lock; None when somebody else does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def unusable(folder: Path, error: Exception) -> FlashreportError:
    """The ledger's file cannot be read or written."""
    return FlashreportError(
        "delivery.ledger-unusable",
        phrase(
            "the delivery ledger cannot be used: {error}. Nothing more is sent without it.",
            error=reason_of(error),
        ),
        "Check that the disk has space and that this user may write there.",
        Place(file=str(folder / FILE)),
    )
