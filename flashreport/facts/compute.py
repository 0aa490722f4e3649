"""Run the facts on the connection that holds the checked tables."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import duckdb
import pandas as pd

SOURCES = {
    "cash_movements": "transactions",
    "cash_balances": "balances",
    "hours": "timesheets",
    "detailed_hours": "timesheets",
    "extra_pay": "extra_pay",
    "output": "output",
    "plan": "plan",
    "credit_balances": "credit_balances",
    "credit_lines": "credit_lines",
    "credit_rates": "credit_rates",
    "base_terms": "base_terms",
    "base_certificates": "base_certificates",
    "receivables": "receivables",
    "covenants": "covenants",
    "employees": "employees",
    "jobs": "jobs",
    "cash_parties": "transactions",
    "expected": "expected",
    "rates": "rates",
    "projects": "projects",
    "project_plan": "project_plan",
    "risks": "risks",
    "audience": "audience",
    "own_values": "values",
}


@dataclass(frozen=True)
class Facts:
    """Frames by fact name; a fact whose table is absent has no frame."""

    frames: dict[str, pd.DataFrame]

    def __contains__(self, name: str) -> bool:
        return name in self.frames

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name]


def statement(name: str, dialect: str = "duckdb") -> str:
    """The compiled statement of one fact."""
    return files("flashreport.facts").joinpath("sql", dialect, f"{name}.sql").read_text("utf-8")


def compute(connection: duckdb.DuckDBPyConnection) -> Facts:
    """All facts whose table is there: text as objects, dates as datetime64[s], sums as int64.

    Hours come from one of two statements. A missing sum (a balance that no statement gives) is a null of
    pandas' Int64.
    """
    present = {str(row[0]) for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    wanted = [name for name, table in SOURCES.items() if table in present]
    if "hours" in wanted:
        # the short statement gives the same hours where no row has any detail
        wanted.remove("hours" if _detailed(connection) else "detailed_hours")
    return Facts({name.removeprefix("detailed_"): _frame(connection, name) for name in wanted})


def _detailed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether any row of work has a rate, clock times, a night or piece work's earnings of its own."""
    counted = connection.execute(
        'select count(rate) + count("start") + count(night_hours) + count(earnings) from timesheets'
    ).fetchall()
    return bool(counted[0][0])


def _frame(connection: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    relation = connection.sql(statement(name))
    # DuckDB sums to 128 bits, which would reach pandas as floats: 64 bits hold it or it fails.
    columns = [
        f'cast("{column}" as bigint) as "{column}"' if str(kind) == "HUGEINT" else f'"{column}"'
        for column, kind in zip(relation.columns, relation.types, strict=True)
    ]
    found = relation.project(", ".join(columns)).fetchnumpy()
    return pd.DataFrame({column: _column(values) for column, values in found.items()})


def _column(values: object) -> "pd.Series[Any]":
    series = pd.Series(values)
    if str(series.dtype).startswith("datetime"):
        return series.astype("datetime64[s]")
    if series.dtype.kind in "iuf":
        return series.astype("Int64")
    return series.astype("object")
