"""Frames of measures as files: the whole frame now and then, between them only what differs.

A file of changes is held against the last whole frame ('base'), so that any edition is read
from two files at most. A change without a value says that the row is gone. DuckDB writes
and compares; both files are Parquet with the frame's columns and the date as a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_KEYS = ("entity", "measure", "dimension", "member", "date")
_COLUMNS = "entity, measure, dimension, member, date, value, stale"
_NOW = (
    "SELECT entity::VARCHAR AS entity, measure::VARCHAR AS measure, dimension::VARCHAR AS dimension, "
    "member::VARCHAR AS member, date::DATE AS date, value, stale FROM frame"
)
_SAME = " AND ".join(f"n.{key} = b.{key}" for key in _KEYS)
_CHANGED = (
    f"SELECT {', '.join(f'coalesce(n.{key}, b.{key}) AS {key}' for key in _KEYS)}, n.value, n.stale "
    f"FROM now n FULL JOIN base b ON {_SAME} "
    "WHERE n.value IS DISTINCT FROM b.value OR n.stale IS DISTINCT FROM b.stale"
)
# Above this share of the base, a whole frame is the better file.
_MOST_CHANGED = 0.25


@dataclass(frozen=True)
class Written:
    """A Parquet file that was written: how many rows it holds, of how many in the frame."""

    rows: int
    of: int

    @property
    def worth(self) -> bool:
        """Whether a file of changes is small enough to be one."""
        return self.rows <= self.of * _MOST_CHANGED


def write_whole_frame(frame: "pd.DataFrame", target: Path) -> Written:
    """The frame's rows, sorted by key and date."""
    with _connected(frame) as connection:
        return _write(connection, "now", target, len(frame))


def write_changes(frame: "pd.DataFrame", base: Path, target: Path) -> Written:
    """The rows that differ from those of the whole frame in ``base``."""
    with _connected(frame) as connection:
        connection.execute(f"CREATE TABLE base AS SELECT {_COLUMNS} FROM read_parquet(?)", [str(base)])
        connection.execute(f"CREATE TABLE changes AS {_CHANGED}")
        return _write(connection, "changes", target, len(frame))


def read_frame(base: Path, changes: Path | None, only: Sequence[str] = ()) -> "pd.DataFrame":
    """The frame that a base and its changes make; ``only`` names the measures of interest."""
    import duckdb

    dated = _COLUMNS.replace("date", "date::TIMESTAMP_S AS date")
    where = "measure IN (SELECT unnest($only))" if only else "true"
    narrowed = f"SELECT * FROM read_parquet($base) WHERE {where}"
    parameters: dict[str, object] = {"base": str(base), **({"only": list(only)} if only else {})}
    if changes is not None:
        parameters["changes"] = str(changes)
        narrowed = (
            f"WITH c AS (SELECT * FROM read_parquet($changes) WHERE {where}) "
            f"SELECT {_COLUMNS} FROM ({narrowed}) b ANTI JOIN c USING ({', '.join(_KEYS)}) "
            f"UNION ALL SELECT {_COLUMNS} FROM c WHERE value IS NOT NULL"
        )
    with duckdb.connect() as connection:
        frame = connection.execute(f"SELECT {dated} FROM ({narrowed}) ORDER BY ALL", parameters).df()
    kinds = {"date": "datetime64[s]", "value": "int64", "stale": "bool"}
    return frame.astype({**dict.fromkeys(_KEYS[:4], "object"), **kinds})


def _connected(frame: "pd.DataFrame") -> "duckdb.DuckDBPyConnection":
    """A connection with the frame as the table ``now``."""
    import duckdb

    connection = duckdb.connect()
    connection.register("frame", frame)
    connection.execute(f"CREATE TABLE now AS {_NOW}")
    return connection


def _write(connection: "duckdb.DuckDBPyConnection", table: str, target: Path, of: int) -> Written:
    place = str(target).replace("'", "''")
    connection.execute(
        f"COPY (SELECT {_COLUMNS} FROM {table} ORDER BY ALL) TO '{place}' (FORMAT parquet, COMPRESSION zstd)"
    )
    count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return Written(int(count[0]) if count else 0, of)
