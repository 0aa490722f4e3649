"""The ledger on a PostgreSQL server, beside the archive: for several machines on one archive."""

import hashlib
import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import LiteralString
from urllib.parse import urlsplit

from flashreport.delivery.ledger import Ledger, Rows
from flashreport.errors import FlashreportError, Place, phrase

_SCHEMA = "flashreport"
_WRITERS = 0x464C4C44  # 'FLLD': one number for all writers of a ledger in this database
_TABLES = """
CREATE SCHEMA IF NOT EXISTS flashreport;
CREATE TABLE IF NOT EXISTS delivery (
    report TEXT NOT NULL, scope TEXT NOT NULL, business_date TEXT NOT NULL,
    revision INTEGER NOT NULL, recipient TEXT NOT NULL,
    state TEXT NOT NULL, number INTEGER NOT NULL, owner TEXT NOT NULL, channel TEXT NOT NULL,
    message_id TEXT NOT NULL, detail TEXT NOT NULL, path TEXT NOT NULL,
    claimed_at TEXT NOT NULL, closed_at TEXT NOT NULL,
    PRIMARY KEY (report, scope, business_date, revision, recipient)
);
CREATE TABLE IF NOT EXISTS delivery_event (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    report TEXT NOT NULL, scope TEXT NOT NULL, business_date TEXT NOT NULL,
    revision INTEGER NOT NULL, recipient TEXT NOT NULL,
    event TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS delivery_key (only_one BOOLEAN PRIMARY KEY CHECK (only_one), key BYTEA NOT NULL);
"""
_OWN = frozenset(("delivery", "delivery_event", "delivery_key"))


class PostgresLedger(Ledger):
    """Each open ledger holds an advisory lock, which the server frees when the connection ends.

    So the connection must be a session of its own: no pooling by transaction in between.
    """

    tables_query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    columns_query = (
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = ? ORDER BY ordinal_position"
    )

    def __init__(self, url: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise FlashreportError(
                "delivery.ledger-unusable",
                "the ledger is on PostgreSQL, but its driver is not installed.",
                "Run: pip install 'flashreport[postgres]'",
            ) from error
        # What it would also log about a lost connection is told as an error, in our words.
        logging.getLogger("psycopg").setLevel(logging.CRITICAL)
        self._error: type[psycopg.Error] = psycopg.Error
        self._where = urlsplit(url)._replace(netloc=urlsplit(url).netloc.rpartition("@")[2]).geturl()
        self.owner = secrets.token_hex(8)
        try:
            self._connection = psycopg.connect(
                url, autocommit=True, connect_timeout=10, options=f"-c search_path={_SCHEMA}"
            )
            self._connection.execute("SELECT pg_advisory_lock(%s)", (_lock_number(self.owner),))
        except psycopg.Error as error:
            raise self._unusable(error) from error
        with self.transaction() as rows:
            # a role that may only write rows may not even ask for tables that are there
            if not _OWN.issubset(str(name) for (name,) in rows.rows(self.tables_query)):
                for statement in filter(str.strip, _TABLES.split(";")):
                    rows.run(statement)

    @contextmanager
    def transaction(self) -> Iterator[Rows]:
        """One writer at a time, others wait a minute; ``delivery.ledger-unusable`` when it fails."""
        try:
            with self._connection.transaction():
                self._connection.execute("SET LOCAL lock_timeout = '60s'")
                self._connection.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITERS,))
                yield self
        except self._error as error:
            raise self._unusable(error) from error

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """As in Rows."""
        return self._connection.execute(_statement(statement), tuple(values) or None).rowcount

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """As in Rows."""
        return list(self._connection.execute(_statement(statement), tuple(values) or None).fetchall())

    def alive(self, rows: Rows, owner: str) -> bool:
        """Whether the owner's connection still holds its lock."""
        ((free,),) = rows.rows("SELECT pg_try_advisory_xact_lock(?)", (_lock_number(owner),))
        return not free

    def signing_key(self) -> bytes:
        """The key in the database, made when first asked for."""
        self.adopt_key(secrets.token_bytes(32))
        with self.transaction() as rows:
            ((key,),) = rows.rows("SELECT key FROM delivery_key")
        return bytes(key)  # type: ignore[call-overload, no-any-return]  # a BYTEA column gives bytes

    def adopt_key(self, key: bytes) -> None:
        """As in Ledger."""
        with self.transaction() as rows:
            rows.run("INSERT INTO delivery_key VALUES (TRUE, ?) ON CONFLICT DO NOTHING", (key,))

    def close(self) -> None:
        """Give up the lock and close the connection."""
        if not self._connection.closed:
            # The server would free it as well, but a moment later.
            with suppress(self._error):
                self._connection.execute("SELECT pg_advisory_unlock_all()")
            self._connection.close()

    def _unusable(self, error: Exception) -> FlashreportError:
        lines = str(error).strip().splitlines()
        return FlashreportError(
            "delivery.ledger-unusable",
            phrase(
                "the delivery ledger cannot be used: {value}. Nothing more is sent without it.",
                value=lines[0] if lines else type(error).__name__,
            ),
            "Check that the server runs and that this user may write in the schema flashreport.",
            Place(file=self._where),
        )


def _lock_number(owner: str) -> int:
    """The number that stands for an owner among the server's locks: 63 bits."""
    return int.from_bytes(hashlib.sha256(owner.encode()).digest()[:8], "big") >> 1


def _statement(sql: str) -> LiteralString:
    """Our ``?`` as psycopg's ``%s``; the ledger's statements hold neither sign in another sense."""
    return sql.replace("?", "%s")
