"""The archive's database on a PostgreSQL server, in a schema of its own."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import LiteralString
from urllib.parse import urlsplit

from flashreport.archive.migrations import Dialect
from flashreport.archive.store import Cell, Row
from flashreport.archive.trouble import busy, unavailable, unwritten
from flashreport.errors import FlashreportError

_SCHEMA = "flashreport"
_HAS_SCHEMA = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
_LOCK = 0x464C4153  # 'FLAS': one number for all writers of an archive in this database


class PostgresStore:
    """A connection through psycopg, which the extra ``postgres`` installs."""

    dialect: Dialect = "postgresql"

    def __init__(self, url: str) -> None:
        """Connect; the schema is made with the first write."""
        try:
            import psycopg
        except ImportError as error:
            raise FlashreportError(
                "archive.no-driver",
                "the archive is on PostgreSQL, but its driver is not installed.",
                "Run: pip install 'flashreport[postgres]'",
            ) from error
        # What it would also log about a lost connection is told as an error, in our words.
        logging.getLogger("psycopg").setLevel(logging.CRITICAL)
        self._error: type[psycopg.Error] = psycopg.Error
        self.where = urlsplit(url)._replace(netloc=urlsplit(url).netloc.rpartition("@")[2]).geturl()
        try:
            self._connection = psycopg.connect(
                url,
                autocommit=True,
                connect_timeout=10,
                options=f"-c search_path={_SCHEMA} -c lock_timeout=30s",
            )
        except psycopg.Error as error:
            raise unavailable(self.where, _first_line(error)) from error

    def rows(self, sql: str, parameters: Sequence[Cell] = ()) -> list[Row]:
        """As in Store."""
        with self._telling():
            return self._connection.execute(_statement(sql), tuple(parameters) or None).fetchall()

    def execute(self, sql: str, parameters: Sequence[Cell] = ()) -> None:
        """As in Store."""
        with self._telling():
            self._connection.execute(_statement(sql), tuple(parameters) or None)

    def execute_many(self, sql: str, rows: Iterable[Sequence[Cell]]) -> None:
        """As in Store."""
        with self._telling(), self._connection.cursor() as cursor:
            cursor.executemany(_statement(sql), [tuple(row) for row in rows])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As in Store: an advisory lock keeps other writers out until the end."""
        with self._telling(), self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            if not self._connection.execute(_HAS_SCHEMA, (_SCHEMA,)).fetchone():
                self._connection.execute(f"CREATE SCHEMA {_SCHEMA}")
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """As in Store: the same lock, held by the session; it ends with the process."""
        with self._telling():
            self._connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            try:
                yield
            finally:
                if not self._connection.closed:
                    self._connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))

    def has_table(self, name: str) -> bool:
        """As in Store."""
        return bool(
            self.rows(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
                (_SCHEMA, name),
            )
        )

    def close(self) -> None:
        """As in Store."""
        self._connection.close()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except self._error as error:
            raise self._told(error) from error

    def _told(self, error: BaseException) -> FlashreportError:
        state = getattr(error, "sqlstate", None) or ""
        if state in ("55P03", "40P01", "57014"):
            return busy(self.where)
        if state.startswith("53") or state in ("25006", "42501"):
            return unwritten(self.where, _first_line(error))
        return unavailable(self.where, _first_line(error))


def _statement(sql: str) -> LiteralString:
    """Our ``?`` as psycopg's ``%s``. The archive's statements are constants without either sign."""
    return sql.replace("?", "%s")


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
