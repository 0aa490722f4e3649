"""The tables of the archive, as steps written by hand. A step that was released never changes.

All values are text or whole numbers, dates and moments ISO text, so that both databases
keep and compare them alike. Triggers refuse to change or delete what was added.
"""

from collections.abc import Callable, Sequence
from typing import Literal

Dialect = Literal["sqlite", "postgresql"]
Migration = Callable[[Dialect], Sequence[str]]

_EDITION = """CREATE TABLE edition (
  number BIGINT PRIMARY KEY,
  format BIGINT NOT NULL,
  report_name TEXT NOT NULL,
  scope TEXT NOT NULL,
  audience TEXT NOT NULL,
  business_date TEXT NOT NULL,
  revision BIGINT NOT NULL,
  known_at TEXT NOT NULL,
  report_id TEXT NOT NULL,
  level TEXT NOT NULL,
  findings TEXT NOT NULL,
  versions TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (report_name, scope, audience, business_date, revision)
)"""
_FILE = """CREATE TABLE edition_file (
  number BIGINT NOT NULL REFERENCES edition (number),
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size BIGINT NOT NULL,
  PRIMARY KEY (number, role, name)
)"""
_BY_CONTENT = "CREATE INDEX edition_file_by_content ON edition_file (sha256)"
TABLES = ("edition", "edition_file")


def first(dialect: Dialect) -> Sequence[str]:
    """Editions and their files, append-only."""
    return (_EDITION, _FILE, _BY_CONTENT, *append_only(dialect, TABLES))


def append_only(dialect: Dialect, tables: Sequence[str]) -> list[str]:
    """Statements that make tables refuse changes and deletions."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'the archive is append-only'); END"
            for table in tables
            for action in ("UPDATE", "DELETE")
        ]
    function = (
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the archive is append-only'; END $$"
    )
    return [
        function,
        *(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
            for table in tables
        ),
    ]


def backfilled(_dialect: Dialect) -> Sequence[str]:
    """Which editions were made later than their day, out of old inputs."""
    return ("ALTER TABLE edition ADD COLUMN backfilled BIGINT NOT NULL DEFAULT 0",)


ARCHIVE: tuple[Migration, ...] = (first, backfilled)
