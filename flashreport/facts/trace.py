"""The input rows behind a figure: which table, which rows, which columns say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from flashreport.domain.own_values import PREFIX, measure_key, slice_of


@dataclass(frozen=True)
class Trace:
    """Where a measure's rows are.

    ``date`` is the column that dates them, '' for none; one named ``month`` may hold any day of
    the month. ``category`` is the condition for one category, where the table has no such column.
    """

    table: str
    columns: tuple[str, ...]
    condition: str = "true"
    date: str = "date"
    dimensions: tuple[str, ...] = ()
    category: str = ""


@dataclass(frozen=True)
class Span:
    """First and last day of a period, and of the company's months that it touches."""

    days: tuple[date, date]
    months: tuple[date, date]


@dataclass(frozen=True)
class TracedRow:
    """One input row: its file and line, and the cells that matter, as they are kept."""

    file: str
    line: int
    cells: dict[str, object]


_MONEY = ("date", "account", "currency", "category", "amount", "counterparty", "text")
_ACCOUNTED = ("account", "category", "currency")
_BALANCE = ("date", "account", "currency", "kind", "amount")
_PLANNED = ("month", "item", "amount")
_EXPECTED = ("date", "amount", "category", "counterparty", "currency", "movable", "reference")
_JOB = ("job", "department", "planned_hours", "start", "due", "completed")
_RATE = ("date", "currency", "quoted_in", "rate", "units")
_WORKED = ("date", "employee", "department", "job", "hours")
_INSIDE = "category not in (select unnest(?::varchar[]))"
_TRANSFERS = "category in (select unnest(?::varchar[]))"
_PROJECT = ("date", "project", "status", "percent_complete", "budget", "planned_value", "actual_cost", "due")
_PLAN = ("date", "project", "planned_value")
_RISK = ("risk", "assessed", "probability", "impact", "opened", "mitigation_due", "closed")
_AUDIENCE = (
    "date", "platform", "part", "reach", "impressions", "views", "engagements", "clicks", "followers",
    "followers_gained", "target_followers", "posts",
)  # fmt: skip
_CREDIT = ("date", "facility", "drawn", "letters_of_credit", "swing_line", "limit")
_TERMS = (
    "facility", "limit", "cap", "reserves", "target_utilization", "rate", "unused_fee", "letters_fee",
    "within",
)  # fmt: skip
_RATES = ("date", "facility", "kind", "rate", "floor", "margin")
_CERTIFIED = ("date", "facility", "asset", "kind", "amount", "ineligible", "advance_rate", "sub_limit")
_INVOICES = ("date", "facility", "debtor", "invoice", "amount", "invoiced", "due", "excluded", "contra")
_RULES = ("facility", "asset", "advance_rate", "sub_limit", "days_from_invoice", "cross_age", "concentration")
_TESTS = ("date", "facility", "covenant", "bound", "threshold", "actual", "measure", "next_test")
_PLEDGED = ("line", "asset")

_COLUMN_OF = {"line": "facility", "sub_limit": "facility"}

_VALUES = Trace("values", ("date", "measure", "where", "value"))

TRACES: dict[str, Trace] = {
    "cash.receipts": Trace("transactions", _MONEY, f"amount > 0 and {_INSIDE}", dimensions=_ACCOUNTED),
    "cash.disbursements": Trace("transactions", _MONEY, f"amount < 0 and {_INSIDE}", dimensions=_ACCOUNTED),
    "cash.net": Trace("transactions", _MONEY, _INSIDE, dimensions=_ACCOUNTED),
    "cash.transfers": Trace("transactions", _MONEY, _TRANSFERS, dimensions=("account",)),
    "cash.reported_receipts": Trace(
        "transactions", _MONEY, f"amount > 0 and {_INSIDE}", dimensions=("currency",)
    ),
    "cash.reported_disbursements": Trace(
        "transactions", _MONEY, f"amount < 0 and {_INSIDE}", dimensions=("currency",)
    ),
    **{f"cash.{name}": Trace("rates", _RATE) for name in ("exchange_difference", "rates_missing")},
    **{
        f"cash.planned_{flow}": Trace(
            "plan",
            _PLANNED,
            f"(item = '{flow}' or item like '{flow}:%')",
            date="month",
            dimensions=("category",),
            category=f"item = '{flow}:' || ?",
        )
        for flow in ("receipts", "disbursements")
    },
    "cash.forecast_receipts": Trace("expected", _EXPECTED, "amount > 0", date=""),
    "cash.forecast_disbursements": Trace("expected", _EXPECTED, "amount < 0", date=""),
    **{
        f"cash.{name}": Trace("balances", _BALANCE, dimensions=("account", "currency"))
        for name in ("closing", "reported_closing", "statement_gap", "statement_balance", "unreconciled")
    },
    "staff.hours": Trace("timesheets", _WORKED, dimensions=("department",)),
    "staff.overtime_hours": Trace("timesheets", _WORKED, dimensions=("department",)),
    "staff.pay": Trace("timesheets", _WORKED, dimensions=("department",)),
    "staff.revenue": Trace("output", ("date", "department", "revenue"), dimensions=("department",)),
    "staff.units": Trace("output", ("date", "department", "units"), dimensions=("department",)),
    "staff.extra_pay": Trace(
        "extra_pay",
        ("date", "employee", "department", "kind", "amount"),
        "kind <> 'expense'",
        dimensions=("department",),
    ),
    "staff.job_hours_planned": Trace("jobs", _JOB, date="", dimensions=("department", "job")),
    "staff.jobs_due": Trace("jobs", ("job", "department", "due", "completed"), date="due"),
    "staff.jobs_on_time": Trace(
        "jobs", ("job", "department", "due", "completed"), "completed <= due", date="due"
    ),
    "staff.pay_budget": Trace(
        "plan", ("month", "item", "department", "employee", "amount"), "item = 'pay'", date="month"
    ),
    "credit.drawn": Trace("credit_balances", _CREDIT, dimensions=("line",)),
    "credit.letters_of_credit": Trace(
        "credit_balances", _CREDIT, "letters_of_credit <> 0", dimensions=("line",)
    ),
    "credit.limit": Trace("credit_lines", _TERMS, date="", dimensions=("line",)),
    "credit.interest": Trace("credit_rates", _RATES, "kind = 'interest'", date="", dimensions=("line",)),
    "credit.yearly_interest": Trace(
        "credit_rates", _RATES, "kind = 'interest'", date="", dimensions=("line",)
    ),
    "credit.unused_fee": Trace("credit_rates", _RATES, "kind = 'unused_fee'", date="", dimensions=("line",)),
    "credit.letters_fee": Trace(
        "credit_rates", _RATES, "kind = 'letters_fee'", date="", dimensions=("line",)
    ),
    "credit.collateral": Trace(
        "base_certificates", _CERTIFIED, "kind = 'asset'", date="", dimensions=_PLEDGED
    ),
    "credit.ineligible": Trace("receivables", _INVOICES, date="", dimensions=_PLEDGED),
    "credit.advances": Trace("base_terms", _RULES, date="", dimensions=_PLEDGED),
    "credit.base_reserves": Trace(
        "base_certificates", _CERTIFIED, "kind = 'reserve'", date="", dimensions=("line",)
    ),
    **{
        f"credit.covenant_{name}": Trace("covenants", _TESTS, date="")
        for name in ("actual", "threshold", "days")
    },
    "credit.covenants_tested": Trace("covenants", _TESTS, date="", dimensions=("line", "covenant")),
    "credit.base_age": Trace("base_certificates", _CERTIFIED, date="", dimensions=_PLEDGED),
    **{
        f"projects.{name}": Trace("projects", _PROJECT, dimensions=("project",))
        for name in ("open", "days_late", "status_changes", "budget", "planned_value", "actual_cost")
    },
    **{
        f"projects.{name}": Trace("project_plan", _PLAN, date="", dimensions=("project",))
        for name in ("time_spent", "planned_time")
    },
    **{
        f"projects.{name}": Trace("risks", _RISK, date="", dimensions=("risk",))
        for name in ("risks_open", "risk_age", "mitigation_days_overdue")
    },
    **{
        f"audience.{name}": Trace("audience", _AUDIENCE, condition, dimensions=("platform",))
        for name, condition in (
            *((each, f"{each} is not null") for each in _AUDIENCE[3:]),
            ("engagements_shown", "engagements is not null or impressions is not null"),
            ("engagements_viewed", "engagements is not null or views is not null"),
            ("clicks_shown", "clicks is not null or impressions is not null"),
            ("followers_surveyed", "followers is not null or target_followers is not null"),
        )
    },
}


def trace_of(measure: str) -> Trace | None:
    """Where a measure's rows are; None for one that has none of its own."""
    return _VALUES if measure.startswith(PREFIX) else TRACES.get(measure)


def trace(
    connection: duckdb.DuckDBPyConnection,
    measure: str,
    span: Span,
    where: Sequence[tuple[str, str]],
    transfers: Sequence[str],
    most: int,
) -> tuple[tuple[TracedRow, ...], int]:
    """At most ``most`` rows behind a measure over a span of days, and how many there are.

    ``where`` pairs column and value (entity, department, account …); columns that the table
    lacks are passed over. A measure without rows of its own gives none.
    """
    found = trace_of(measure)
    if found is None or not _present(connection, found.table):
        return (), 0
    has = {str(row[0]) for row in connection.execute(f'describe "{found.table}"').fetchall()}
    conditions = [f"({found.condition})"]
    values: list[object] = []
    if "?" in found.condition:
        values.append(list(transfers))
    if found.date:
        conditions.append(f'"{found.date}" between ? and ?')
        values += span.months if found.date == "month" else span.days
    for name, value in where:
        if name == "category" and found.category:
            conditions.append(found.category)
            values.append(value)
            continue
        column = _COLUMN_OF.get(name, name)
        if column in has:
            conditions.append(f'"{column}" = ?')
            values.append(value)
    if measure.startswith(PREFIX):
        extra, named = _named(connection, measure, where)
        conditions += extra
        values += named
    held = " and ".join(conditions)
    count = connection.execute(f'select count(*) from "{found.table}" where {held}', values).fetchone()
    columns = [column for column in found.columns if column in has]
    listed = ", ".join(f'"{column}"' for column in ("file", "line", *columns))
    rows = connection.execute(
        f'select {listed} from "{found.table}" where {held} order by 3, file, line limit {int(most)}', values
    ).fetchall()
    total = int(count[0]) if count else 0
    return tuple(
        TracedRow(str(row[0]), int(row[1]), dict(zip(columns, row[2:], strict=True))) for row in rows
    ), total


def _named(
    connection: duckdb.DuckDBPyConnection, measure: str, where: Sequence[tuple[str, str]]
) -> tuple[list[str], list[object]]:
    """Conditions for the rows of one of the values, by the names that the table has for it."""
    rows = connection.execute('select distinct measure, "where" from "values"').fetchall()
    slices = {(name, member) for name, member in where if name != "entity"}
    names = sorted({name for name, _ in rows if measure_key(name) == measure})
    conditions, values = ["measure in (select unnest(?::varchar[]))"], [names]
    if slices:
        conditions.append('"where" in (select unnest(?::varchar[]))')
        values.append(sorted({text for _, text in rows if slice_of(text) in slices}))
    return conditions, [*values]


def _present(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    query = "select 1 from duckdb_tables() where table_name = ?"
    return connection.execute(query, [table]).fetchone() is not None
