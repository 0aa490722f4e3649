"""What became of each edition's mails, in numbers, out of the ledger's rows; nothing is written."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from flashreport.delivery.sqlite_ledger import FILE

Identity = tuple[str, str, str, int]
"""Report, scope, business date and revision."""
Row = Sequence[object]
_COUNTS = (
    "SELECT report, scope, business_date, revision, state, count(*) FROM delivery "
    "GROUP BY report, scope, business_date, revision, state"
)


class Readable(Protocol):
    """A database of a server that the ledger lies in as well."""

    def has_table(self, name: str) -> bool:
        """Whether the table exists."""
        ...

    def rows(self, sql: str, parameters: Sequence[int | str] = ()) -> Sequence[Row]:
        """The rows of a query."""
        ...


def counts(folder: Path, server: Readable | None) -> dict[Identity, dict[str, int]]:
    """How many mails of each edition are in which state; ``server`` None: the ledger is a file."""
    found: dict[Identity, dict[str, int]] = {}
    for report, scope, day, revision, state, number in _rows(folder, server):
        key = str(report), str(scope), str(day), int(str(revision))
        found.setdefault(key, {})[str(state)] = int(str(number))
    return found


def _rows(folder: Path, server: Readable | None) -> Sequence[Row]:
    if server is not None:
        return server.rows(_COUNTS) if server.has_table("delivery") else ()
    path = folder / FILE
    if not path.exists():
        return ()
    for way in ("mode=ro", "immutable=1"):  # a disk that is read-only has no room for the log's index
        try:
            place = f"file:{quote(str(path.absolute()))}?{way}"
            with closing(sqlite3.connect(place, uri=True)) as connection:
                rows: list[Row] = connection.execute(_COUNTS).fetchall()
                return rows
        except sqlite3.Error:
            continue
    return ()
