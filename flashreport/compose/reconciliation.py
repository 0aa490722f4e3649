"""Which accounts tie with their statements, and which don't: by how much, and since when."""

from datetime import date

import numpy as np

from flashreport.compose.context import Context
from flashreport.compose.figures import figure, read
from flashreport.compose.tables import number_cell, text_cell
from flashreport.domain.alphabet import sort_key
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Span, Value
from flashreport.domain.report import NOTHING, Cell, Column, Day, Row, Table, name, words

MOST_ROWS = 60
_LONG_AGO = date(1900, 1, 1)
_BALANCE, _OPEN = "cash.statement_balance", "cash.unreconciled"


def reconciliation(context: Context) -> Table | None:
    """A row per account with movements or balances: those that don't tie first."""
    accounts = sorted(_accounts(context), key=sort_key)
    rows = [_row(context, account) for account in accounts]
    rows.sort(key=lambda found: found[0])
    if not rows:
        return None
    return Table(
        key="cash-reconciliation",
        title=words("Reconciliation"),
        subtitle=words("statement against opening and movements, in the account's currency"),
        columns=(
            Column(key="account", label=words("Account"), kind="text", width=1.6),
            Column(key="on", label=words("Statement of"), kind="text"),
            Column(key="statement", label=words("Statement")),
            Column(key="rolled", label=words("Own balance")),
            Column(key="difference", label=words("Difference")),
            Column(key="since", label=words("Since"), kind="text"),
        ),
        rows=tuple(row for _, row in rows[:MOST_ROWS]),
        cut=max(0, len(rows) - MOST_ROWS),
        note=words("Own balance: the first statement and all movements since then."),
    )


def _accounts(context: Context) -> set[str]:
    """The scope's accounts by the names of their own currency."""
    found = set(context.measures.members(_BALANCE, "account", context.scope))
    # an account without any statement is listed as such
    moved = context.measures.members("cash.receipts", "account", context.scope)
    return found | {account for account in moved if account in context.account_currencies}


def _row(context: Context, account: str) -> tuple[int, Row]:
    """The row, and its rank: what doesn't tie, what has no statement, what ties."""
    statement = _last(context, _BALANCE, account)
    apart = _last(context, _OPEN, account)
    if statement is None or apart is None:
        missing = figure(context, _BALANCE, Unavailable("no statement"), member=account)
        cells = (text_cell(NOTHING), *[number_cell(missing)] * 3, text_cell(NOTHING))
        return 1, Row(cells=(text_cell(name(account)), *cells))
    own = Value(statement.amount - apart.amount, statement.days, statement.as_of)
    since = _since(context.measures.span(_OPEN, context.scope, "account", account), context.business_date)
    cells = (
        Cell(content=Day(on=statement.as_of)),
        *(number_cell(figure(context, _BALANCE, value, member=account)) for value in (statement, own)),
        number_cell(
            figure(context, _OPEN, apart, signed=True, member=account), "watch" if apart.amount else "none"
        ),
        text_cell(NOTHING) if since is None else Cell(content=Day(on=since)),
    )
    return 0 if apart.amount else 2, Row(cells=(text_cell(name(account)), *cells))


def _last(context: Context, measure: str, account: str) -> Value | None:
    """The value of the newest statement up to the business date."""
    span = context.measures.span(measure, context.scope, "account", account)
    held = span.between(_LONG_AGO, context.business_date)
    if not len(held):
        return None
    found = read(context, measure, "day", held.last_date, "account", account)
    return found if isinstance(found, Value) else None


def _since(span: Span, until: date) -> date | None:
    """The first statement of the latest run of those that don't tie; None when the last one ties."""
    held = span.between(span.first_date, until)
    tied = np.flatnonzero(held.values == 0)
    first = int(tied[-1]) + 1 if len(tied) else 0
    if first == len(held):
        return None
    found: date = held.dates[first].astype("datetime64[D]").astype(date)
    return found
