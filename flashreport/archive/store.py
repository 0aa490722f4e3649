"""The database behind an archive: one small interface, SQLite or PostgreSQL behind it.

Statements are the SQL that both speak, with ``?`` for parameters; all values are whole
numbers and text. (SQLAlchemy Core would do the same, but loading it takes 0.5 s, more than
``history`` may take as a whole.)
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from flashreport.archive.migrations import ARCHIVE, Dialect, Migration
from flashreport.errors import FlashreportError, Place, phrase

Cell = int | str
Row = tuple[Cell, ...]
DATABASE = "archive.sqlite"
_VERSIONS = "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)"


class Store(Protocol):
    """A database connection; errors are FlashreportErrors of the archive."""

    @property
    def dialect(self) -> Dialect:
        """Which SQL the few statements that differ are written in."""

    def rows(self, sql: str, parameters: Sequence[Cell] = ()) -> list[Row]:
        """The rows of a query."""

    def execute(self, sql: str, parameters: Sequence[Cell] = ()) -> None:
        """One statement; outside a transaction it is committed at once."""

    def execute_many(self, sql: str, rows: Iterable[Sequence[Cell]]) -> None:
        """One statement for each row of parameters."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside or nothing; no other writer of the archive at the same time."""

    def alone(self) -> AbstractContextManager[None]:
        """Keep writers on other machines out for longer than a transaction."""

    def has_table(self, name: str) -> bool:
        """Whether the table exists."""

    def close(self) -> None:
        """Let the connection go."""


def open_store(folder: Path, url: str, *, write: bool) -> Store | None:
    """The archive's database; None when it is not there yet and nothing is to be written."""
    if url:
        if not url.startswith(("postgresql://", "postgres://")):
            raise FlashreportError(
                "archive.bad-url",
                phrase("'{url}' is no database that the archive knows.", url=url.split(":", 1)[0]),
                "Write postgresql://user@host/database, or leave the key out for SQLite.",
                Place(file="flashreport.toml", key="archive.url"),
            )
        from flashreport.archive.postgres import PostgresStore

        return PostgresStore(url)
    from flashreport.archive.sqlite import SqliteStore

    path = folder / DATABASE
    return SqliteStore(path, write=write) if write or path.exists() else None


def version_of(store: Store, part: str) -> int:
    """The format version of a part of the database; 0 when it has none of its tables."""
    if not store.has_table("meta"):
        return 0
    found = store.rows("SELECT value FROM meta WHERE key = ?", (f"format.{part}",))
    text = str(found[0][0]) if found else "0"
    return int(text) if text.isdecimal() else -1


def migrate(store: Store, part: str = "archive", steps: Sequence[Migration] = ARCHIVE) -> None:
    """Bring a part's tables to the newest version, step by step, all or nothing."""
    if version_of(store, part) == len(steps):
        return
    with store.transaction():
        store.execute(_VERSIONS)
        known = version_of(store, part)
        check_version(part, known, len(steps))
        for step in steps[known:]:
            for statement in step(store.dialect):
                store.execute(statement)
        store.execute("DELETE FROM meta WHERE key = ?", (f"format.{part}",))
        store.execute("INSERT INTO meta (key, value) VALUES (?, ?)", (f"format.{part}", str(len(steps))))


def check_version(part: str, found: int, known: int) -> None:
    """Refuse a format that this program does not know."""
    if not 0 <= found <= known:
        raise FlashreportError(
            "archive.unknown-format",
            phrase(
                "the archive's part '{part}' has format {found}; this program knows 1 to {known}.",
                part=part,
                found=found,
                known=known,
            ),
            "Use the newer flashreport that wrote it.",
        )
