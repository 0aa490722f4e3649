"""Frames of measures as files: the whole frame now and then, between them only what differs.

A file of changes is held against the last whole frame ('base'), so that any edition is read
from two files at most. A change without a value says that the row is gone. DuckDB writes
and compares; both files are Parquet with the frame's columns and the date as a day.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.domain.day_figures import Row

_KEYS = ("entity", "measure", "dimension", "member", "date")
_COLUMNS = "entity, measure, dimension, member, date, value, stale"
_NOW = (
    "SELECT entity::VARCHAR AS entity, measure::VARCHAR AS measure, dimension::VARCHAR AS dimension, "
    "member::VARCHAR AS member, date::DATE AS date, value, stale FROM frame"
)
_SAME = " AND ".join(f"n.{key} = b.{key}" for key in _KEYS)
_CHANGED = (
    f"SELECT {', '.join(f'coalesce(n.{key}, b.{key}) AS {key}' for key in _KEYS)}, n.value, n.stale "
    f"FROM ({_NOW}) n FULL JOIN read_parquet($base) b ON {_SAME} "
    "WHERE n.value IS DISTINCT FROM b.value OR n.stale IS DISTINCT FROM b.stale"
)
# Above this share of the base, a whole frame is the better file.
_MOST_CHANGED = 0.25


def write_whole_frame(frame: "pd.DataFrame", target: Path) -> None:
    """The frame's rows, sorted by key and date."""
    _write(frame, _NOW, target, {})


def write_changes(frame: "pd.DataFrame", base: Path, target: Path) -> bool:
    """The rows that differ from those of the whole frame in ``base``.

    False when they are so many that a whole frame is the better file.
    """
    return _write(frame, _CHANGED, target, {"base": str(base)}) <= len(frame) * _MOST_CHANGED


def read_frame(base: Path, changes: Path | None, only: Sequence[str] = ()) -> "pd.DataFrame":
    """The frame that a base and its changes make, in any order; ``only`` names measures of interest."""
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
        frame = connection.execute(f"SELECT {dated} FROM ({narrowed})", parameters).df()
    return frame.astype({"date": "datetime64[s]", "value": "int64", "stale": "bool"})


def read_days(
    base: Path, changes: Path | None, only: Sequence[str], entity: str, dimension: str, member: str
) -> "list[Row]":
    """One entity's rows of a few measures: their totals and one slice. Loads neither pandas nor numpy."""
    import duckdb

    where = (
        "measure IN (SELECT unnest($only)) AND entity = $entity "
        "AND (dimension = '' OR dimension = $dimension AND member = $member)"
    )
    parameters: dict[str, object] = {"only": list(only), "entity": entity}
    parameters |= {"dimension": dimension, "member": member, "base": str(base)}
    told = "measure, dimension, member, date, value, stale"
    query = f"SELECT {told} FROM read_parquet($base) WHERE {where}"
    if changes is not None:
        parameters["changes"] = str(changes)
        query = (
            f"WITH c AS (SELECT {told} FROM read_parquet($changes) WHERE {where}) "
            f"SELECT {told} FROM ({query}) b ANTI JOIN c USING (measure, dimension, member, date) "
            f"UNION ALL SELECT {told} FROM c WHERE value IS NOT NULL"
        )
    with duckdb.connect(config={"threads": 1}) as connection:
        return connection.execute(query, parameters).fetchall()


def _write(frame: "pd.DataFrame", query: str, target: Path, parameters: dict[str, str]) -> int:
    """Write a query over the frame to a file; how many rows it has."""
    import duckdb

    place = str(target).replace("'", "''")
    with duckdb.connect() as connection:
        connection.register("frame", frame)
        written = connection.execute(
            f"COPY (SELECT {_COLUMNS} FROM ({query}) ORDER BY {', '.join(_KEYS)}) TO '{place}' "
            "(FORMAT parquet, COMPRESSION zstd)",
            parameters,
        ).fetchone()
    return int(written[0]) if written else 0
