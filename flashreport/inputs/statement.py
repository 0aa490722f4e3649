"""Bank statements as rows of transactions and balances: a thin adapter to the bank formats."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.errors import Place, Problem, Severity, phrase
from flashreport.inputs.cells import CellRows
from flashreport.workspace.inputs import InputSettings

if TYPE_CHECKING:
    from flashreport.inputs.bank import BankFile, Statement

_TRANSACTIONS = ("account", "date", "amount", "currency", "reference", "counterparty", "text")
_BALANCES = ("account", "date", "kind", "amount", "currency")


def statement_rows(
    path: Path, file: str, index: int, format_name: str, settings: InputSettings
) -> tuple[tuple[CellRows, ...], tuple[Problem, ...]]:
    """Rows of the tables that the input feeds, and what the bank's reader found.

    An input of transactions brings the statement balances along; one of balances only those.
    Raises FlashreportError (``bank.*``).
    """
    from flashreport.inputs.bank import FORMATS, to_rows

    options = {"encoding": settings.encoding or "", "decimal": settings.decimal or ""}
    options = {key: value for key, value in options.items() if value}
    read = FORMATS[format_name].read(path.read_bytes(), file, options)
    apart, problems = told_apart(read, file)
    found = dict(zip(("transactions", "balances"), to_rows(apart), strict=True))
    names = {"transactions": _TRANSACTIONS, "balances": _BALANCES}
    tables = ("transactions", "balances") if settings.table == "transactions" else (settings.table,)
    sources = []
    for table in tables:
        rows = CellRows(table, names[table], canonical=True)
        lines = [int(row["line"]) for row in found[table]]
        rows.extend(index, lines, [[str(row[name]) for name in names[table]] for row in found[table]])
        sources.append(rows)
    return tuple(sources), (*read.problems, *problems)


def told_apart(read: "BankFile", file: str) -> tuple["BankFile", list[Problem]]:
    """Statements of one account and day, as to_rows takes them: once per account and day.

    Where each begins with the balance that the one before ended with, only the first opening and
    the last closing are balances of the day. Where they don't, the bank has masked several accounts
    to one number: they are told apart as ``number (2)``, with a warning.
    """
    numbered: Counter[tuple[str, str, object]] = Counter()
    newest: dict[tuple[str, str, object], int] = {}
    kept: list[Statement] = []
    masked: dict[str, int] = {}
    for statement in read.statements:
        day = (statement.account, statement.currency, statement.closing_date)
        before = newest.get(day)
        newest[day] = len(kept)
        if before is not None and statement.opening == kept[before].closing:
            kept[before] = replace(kept[before], closing=None)
            kept.append(_named(replace(statement, opening=None), numbered[day]))
            continue
        if before is not None:
            numbered[day] += 1
            masked.setdefault(statement.account, statement.line)
        kept.append(_named(statement, numbered[day]))
    problems = [_masked(account, line, file) for account, line in masked.items()]
    return replace(read, statements=tuple(kept)), problems


def _named(statement: "Statement", number: int) -> "Statement":
    if not number:
        return statement
    name = f"{statement.account} ({number + 1})"
    entries = tuple(replace(entry, account=name) for entry in statement.entries)
    return replace(statement, account=name, entries=entries)


def _masked(account: str, line: int, file: str) -> Problem:
    return Problem(
        "inputs.masked-account",
        phrase(
            "the file has several statements of the account {account} for one day that don't follow "
            "one another; they are taken as different accounts, '{account} (2)' and so on.",
            account=account,
        ),
        "If it is one account, a statement is missing; if the bank hides numbers, ask it for whole ones.",
        Place(file=file, line=line, value=account),
        Severity.WARNING,
    )
