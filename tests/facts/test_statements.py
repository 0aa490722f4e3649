"""The compiled statements are the expressions, and the facts are what their rows say."""

from collections import defaultdict
from importlib.resources import files

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.domain.schemas import TABLES, ColumnType
from flashreport.facts.__main__ import DIALECTS
from flashreport.facts.compute import SOURCES, compute
from flashreport.facts.expressions import FACTS, compiled

_TYPES: dict[ColumnType, str] = {
    **dict.fromkeys(("text", "choice", "currency"), "varchar"),
    "date": "date",
    "flag": "boolean",
    "time": "timestamp",
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", FACTS)
def test_the_file_is_the_expression(name: str, dialect: str) -> None:
    kept = files("flashreport.facts").joinpath("sql", dialect, f"{name}.sql").read_text("utf-8")
    assert kept == compiled(name, dialect)


def test_every_fact_knows_its_table() -> None:
    assert {name: table for name, (_, table) in FACTS.items()} == SOURCES


def connection() -> duckdb.DuckDBPyConnection:
    """All tables, empty."""
    held = duckdb.connect()
    for name, table in TABLES.items():
        columns = ", ".join(f'"{c.name}" {_TYPES.get(c.type, "bigint")}' for c in table.columns)
        held.execute(f'create table "{name}" ({columns})')
    return held


def test_every_fact_runs_on_empty_tables() -> None:
    found = compute(connection())
    assert set(found.frames) == set(FACTS) - {"detailed_hours"}
    assert all(frame.empty for frame in found.frames.values())


PAYMENTS = st.lists(
    st.tuples(
        st.sampled_from(["rent", None]),
        st.sampled_from(["Landlord", "Farm", None]),
        st.integers(1, 28),
        st.integers(-1000, 1000),
    ),
    max_size=60,
)


@settings(max_examples=15, deadline=None)
@given(PAYMENTS)
def test_parties_that_move_more_than_20_days_a_quarter_are_left_out(
    drawn: list[tuple[str | None, str | None, int, int]],
) -> None:
    held = connection()
    rows = [("e", "a", f"2026-01-{day:02}", cents, kind, who, "USD") for kind, who, day, cents in drawn]
    if rows:
        names = "entity, account, date, amount, category, counterparty, currency"
        held.executemany(f"insert into transactions ({names}) values (?, ?, ?, ?, ?, ?, ?)", rows)
    sums: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for kind, who, day, cents in drawn:
        sums[kind or "", who or "", day][cents < 0] += abs(cents)
    days: dict[tuple[str, str], int] = defaultdict(int)
    for kind, who, _ in sums:
        days[kind, who] += 1
    wanted = {key: tuple(both) for key, both in sums.items() if days[key[:2]] <= 20}
    found = compute(held)["cash_parties"]
    keys = zip(found["category"], found["counterparty"], found["date"].dt.day, strict=True)
    assert dict(zip(keys, zip(found["receipts"], found["disbursements"], strict=True), strict=True)) == wanted
