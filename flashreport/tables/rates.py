"""Currencies without an exchange rate: figures that need one are not given, and this tells why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flashreport.errors import Place, Problem, Severity, phrase
from flashreport.workspace.settings import WorkspaceSettings

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

_USED_IN = ("transactions", "balances")


def unrated(
    connection: "DuckDBPyConnection", tables: Sequence[str], workspace: WorkspaceSettings
) -> list[Problem]:
    """A warning for each currency that is used and has no rate, or none as early as it is used."""
    company = workspace.company.currency
    first_used: dict[str, date | None] = dict.fromkeys(workspace.entity_columns.currencies)
    first_used |= _first(connection, tables, _USED_IN, "currency")
    first_used.pop(company, None)
    if not first_used:
        return []
    priced = _first(connection, tables, ("rates",), "currency")
    quoted = _first(connection, tables, ("rates",), "quoted_in")
    problems = []
    for code, used_on in sorted(first_used.items()):
        since = min((day for day in (priced.get(code), quoted.get(code)) if day is not None), default=None)
        if since is None:
            problems.append(_none(code, workspace))
        elif used_on is not None and used_on < since:
            problems.append(_late(code, used_on, since, workspace))
    return problems


def _first(
    connection: "DuckDBPyConnection", tables: Sequence[str], names: Sequence[str], column: str
) -> "dict[str, date | None]":
    """The first day of each currency in a column of some tables."""
    held = [f'select "{column}" as code, date from "{name}"' for name in names if name in tables]
    if not held:
        return {}
    rows = connection.execute(
        f"select code, min(date) from ({' union all '.join(held)}) where code is not null group by code"
    )
    return {str(code): day for code, day in rows.fetchall()}


def _none(code: str, workspace: WorkspaceSettings) -> Problem:
    message = phrase("there is no exchange rate for {currency}.", currency=code)
    advice = phrase(
        "Totals with it are not given. Add it to an input with table = 'rates': date, currency and what one "
        "of it costs in {company}.",
        company=workspace.company.currency,
    )
    return Problem("tables.no-rate", message, advice, _place(workspace), Severity.WARNING)


def _late(code: str, used_on: "date", since: "date", workspace: WorkspaceSettings) -> Problem:
    message = phrase(
        "{currency} is used from {used} on, and its first exchange rate is of {since}.",
        currency=code,
        used=used_on,
        since=since,
    )
    advice = "Totals of the days before it are not given. Add the older rates."
    return Problem("tables.no-rate", message, advice, _place(workspace), Severity.WARNING)


def _place(workspace: WorkspaceSettings) -> Place:
    names = [item.name for item in workspace.inputs if item.table == "rates"]
    return Place(file="flashreport.toml", key=f"inputs.{names[0]}" if names else "inputs")
