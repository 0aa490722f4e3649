"""Bank statements as rows of transactions and balances: a thin adapter to the bank formats."""

from pathlib import Path

from flashreport.errors import Problem
from flashreport.inputs.cells import CellRows
from flashreport.workspace.inputs import InputSettings

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
    found = dict(zip(("transactions", "balances"), to_rows(read), strict=True))
    names = {"transactions": _TRANSACTIONS, "balances": _BALANCES}
    tables = ("transactions", "balances") if settings.table == "transactions" else (settings.table,)
    sources = []
    for table in tables:
        rows = CellRows(table, names[table], canonical=True)
        lines = [int(row["line"]) for row in found[table]]
        rows.extend(index, lines, [[str(row[name]) for name in names[table]] for row in found[table]])
        sources.append(rows)
    return tuple(sources), read.problems
