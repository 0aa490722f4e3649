"""Reading the ledger without a claim on it: also on a disk or server that cannot be written."""

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from flashreport.delivery.ledger import COLUMNS, Entry, read_entry

_POSTGRES = ("postgresql:", "postgres:")
_SCHEMA = "flashreport"
EVENTS = ("report", "scope", "business_date", "revision", "recipient", "event", "number", "at", "detail")


def kept_entries(archive: Path | str, first: date, last: date) -> list[Entry]:
    """The lines of these business dates; none where there is no ledger."""
    sql = (
        f"SELECT {COLUMNS} FROM delivery WHERE business_date >= ? AND business_date <= ? "
        "ORDER BY business_date DESC, report, scope, revision DESC, recipient"
    )
    return [read_entry(row) for row in _rows(archive, sql, (first.isoformat(), last.isoformat()))]


def kept_events(archive: Path | str, first: date, last: date) -> list[tuple[object, ...]]:
    """All that happened to the copies of these business dates, in its order; columns are EVENTS."""
    sql = (
        f"SELECT {', '.join(EVENTS)} FROM delivery_event WHERE business_date >= ? AND business_date <= ? "
        "ORDER BY id"
    )
    return _rows(archive, sql, (first.isoformat(), last.isoformat()))


def _rows(archive: Path | str, sql: str, values: Sequence[str]) -> list[tuple[object, ...]]:
    if isinstance(archive, str) and archive.startswith(_POSTGRES):
        return _postgres_rows(archive, sql, values)
    return _sqlite_rows(Path(archive), sql, values)


def _sqlite_rows(folder: Path, sql: str, values: Sequence[str]) -> list[tuple[object, ...]]:
    from flashreport.delivery.sqlite_ledger import FILE, unusable

    path = folder / FILE
    if not path.is_file():
        return []
    found: list[tuple[object, ...]] = []
    for way in ("ro", "ro&immutable=1"):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={way}", uri=True)
        try:
            found = connection.execute(sql, tuple(values)).fetchall()
        except sqlite3.Error as error:
            if "no such table" in str(error):
                return []
            if way != "ro":
                raise unusable(folder, error) from error
        else:
            break
        finally:
            connection.close()
    return found


def _postgres_rows(url: str, sql: str, values: Sequence[str]) -> list[tuple[object, ...]]:
    import psycopg

    from flashreport.errors import FlashreportError, phrase

    try:
        with psycopg.connect(url, connect_timeout=10, options=f"-c search_path={_SCHEMA}") as connection:
            connection.read_only = True
            return list(connection.execute(sql.replace("?", "%s").encode(), tuple(values)).fetchall())
    except psycopg.errors.UndefinedTable:
        return []
    except psycopg.Error as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise FlashreportError(
            "delivery.ledger-unusable",
            phrase("the delivery ledger cannot be read: {reason}.", reason=reason),
            "Check that the server runs and that this user may read the schema flashreport.",
        ) from error
