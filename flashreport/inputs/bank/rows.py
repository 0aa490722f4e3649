"""A bank file as text cells for the table pipeline."""

from decimal import Decimal

from flashreport.inputs.bank.model import BankFile, Entry, Statement

Row = dict[str, str | int]


def to_rows(bank_file: BankFile) -> tuple[list[Row], list[Row]]:
    """Rows of transactions and rows of balances; every cell is text but ``line``.

    Transactions: account, date (booking date), value_date, amount (signed), currency, reference,
    counterparty, text, line. Balances: account, date, kind (``opening`` or ``closing``), amount,
    currency, line. Balances between two pages and closings that the bank may still change give no
    row, nor do balances without a date.
    """
    transactions = [_transaction(entry) for each in bank_file.statements for entry in each.entries]
    balances = [row for each in bank_file.statements for row in _balances(each)]
    return transactions, balances


def _transaction(entry: Entry) -> Row:
    return {
        "account": entry.account,
        "date": entry.booking_date.isoformat(),
        "value_date": entry.value_date.isoformat() if entry.value_date else "",
        "amount": _cell(entry.amount),
        "currency": entry.currency,
        "reference": entry.reference,
        "counterparty": entry.counterparty,
        "text": entry.text,
        "line": entry.line,
    }


def _balances(statement: Statement) -> list[Row]:
    opening_holds = statement.opening_kind in ("booked", "derived")
    found = (
        ("opening", statement.opening if opening_holds else None, statement.opening_date),
        (
            "closing",
            statement.closing if statement.closing_kind == "booked" else None,
            statement.closing_date,
        ),
    )
    return [
        {
            "account": statement.account,
            "date": day.isoformat(),
            "kind": kind,
            "amount": _cell(amount),
            "currency": statement.currency,
            "line": statement.line,
        }
        for kind, amount, day in found
        if amount is not None and day is not None
    ]


def _cell(amount: Decimal) -> str:
    """A plain number: no exponent, a point for decimals."""
    return f"{amount:f}"
