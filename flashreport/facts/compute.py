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

KEYS = ("entity", "account", "currency", "category", "employee", "department", "job")
# facts with rows for every day, and who is in them: their keys are categories
DAILY = ("cash_movements", "cash_balances", "hours", "detailed_hours", "extra_pay", "output", "employees")
_WORDS = "words_of_keys"


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

    The ``KEYS`` of facts with rows for every day are categories, of one dtype for all of them. Hours
    come from one of two statements. A missing sum (a balance that no statement gives) is a null of
    pandas' Int64.
    """
    present = {str(row[0]) for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    wanted = [name for name, table in SOURCES.items() if table in present]
    if "hours" in wanted:
        # the short statement gives the same hours where no row has any detail
        wanted.remove("hours" if _detailed(connection) else "detailed_hours")
    words = _gather_words(connection, [SOURCES[name] for name in DAILY if name in wanted])
    return Facts(
        {
            name.removeprefix("detailed_"): _frame(connection, name, words if name in DAILY else None)
            for name in wanted
        }
    )


def _detailed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether any row of work has a rate, clock times, a night or piece work's earnings of its own."""
    counted = connection.execute(
        'select count(rate) + count("start") + count(night_hours) + count(earnings) from timesheets'
    ).fetchall()
    return bool(counted[0][0])


def _gather_words(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> pd.CategoricalDtype:
    """All texts of the key columns, in alphabetical order, and the empty one; also as DuckDB's own type."""
    found = connection.execute("select table_name, column_name from duckdb_columns()").fetchall()
    texts = " union ".join(
        ["select '' as word"]
        + [
            f'select distinct "{column}" from "{table}"'
            for table, column in found
            if table in tables and column in KEYS
        ]
    )
    connection.execute(f"drop type if exists {_WORDS}")
    connection.execute(
        f"create type {_WORDS} as enum (select word from ({texts}) where word is not null order by word)"
    )
    words = connection.execute(f"select unnest(enum_range(null::{_WORDS}))").fetchnumpy()
    return pd.CategoricalDtype(pd.Index(next(iter(words.values())), dtype="object"))


def _frame(
    connection: duckdb.DuckDBPyConnection, name: str, words: pd.CategoricalDtype | None
) -> pd.DataFrame:
    relation = connection.sql(statement(name))
    coded = [] if words is None else [column for column in relation.columns if column in KEYS]
    columns = []
    for column, kind in zip(relation.columns, relation.types, strict=True):
        cell = f'"{column}"'
        if column in coded:  # a number is read much faster than a text, and a null is no category
            cell = f"coalesce(enum_code({cell}::{_WORDS})::integer, -1)::integer"
        elif str(kind) == "HUGEINT":  # sums of 128 bits would come as floats: 64 bits hold them or it fails
            cell = f"cast({cell} as bigint)"
        columns.append(f'{cell} as "{column}"')
    found = relation.project(", ".join(columns)).fetchnumpy()
    return pd.DataFrame(
        {
            column: pd.Categorical.from_codes(values, dtype=words) if column in coded else _column(values)
            for column, values in found.items()
        },
        copy=False,
    )


def _column(values: object) -> "pd.Series[Any]":
    series = pd.Series(values, copy=False)
    if str(series.dtype).startswith("datetime"):
        return series.astype("datetime64[s]")
    if series.dtype.kind in "iuf":
        return series.astype("Int64")
    return series.astype("object")
