"""A bank file as text cells for the table pipeline."""

from decimal import Decimal

from flashreport.inputs.bank.days import DatedBalance, dated_balances
from flashreport.inputs.bank.model import BankFile, Entry

Row = dict[str, str | int]


def to_rows(bank_file: BankFile) -> tuple[list[Row], list[Row]]:
    """Rows of transactions and rows of balances; every cell is text but ``line``.

    Transactions: account, date (booking date), value_date, amount (signed), currency, reference,
    counterparty, text, line. Balances: account, date, kind (``opening`` or ``closing``), amount,
    currency, line. Balances between two pages and closings that the bank may still change give no
    row, nor do balances without a date; where two statements meet, the day has one of their balances.
    """
    transactions = [_transaction(entry) for each in bank_file.statements for entry in each.entries]
    balances = [_balance(each) for each in dated_balances(bank_file.statements)]
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


def _balance(each: DatedBalance) -> Row:
    return {
        "account": each.statement.account,
        "date": each.day.isoformat(),
        "kind": each.kind,
        "amount": _cell(each.amount),
        "currency": each.statement.currency,
        "line": each.statement.line,
    }


def _cell(amount: Decimal) -> str:
    """A plain number: no exponent, a point for decimals."""
    return f"{amount:f}"
