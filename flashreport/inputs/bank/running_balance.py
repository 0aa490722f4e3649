"""The running balance column of a transaction list, such as a bank's CSV file.

Each row's balance is the one after it. Files run oldest first or newest first; the order that
breaks the chain less often is taken, and every break is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from flashreport.errors import Problem, phrase
from flashreport.inputs.bank.model import Findings

Order = Literal["oldest first", "newest first", "unknown"]


@dataclass(frozen=True, slots=True)
class RunningRow:
    """A row in file order: signed amount, and the balance after it where the file prints one."""

    day: date
    amount: Decimal
    balance: Decimal | None
    line: int


@dataclass(frozen=True, slots=True)
class RunningBalance:
    """What the column proves: its order, the balances at both ends, and the rows that don't tie.

    ``opening`` is derived: the first balance less its own amount.
    """

    order: Order
    opening: Decimal | None
    closing: Decimal | None
    total: Decimal
    problems: tuple[Problem, ...]

    @property
    def ties(self) -> bool:
        """Whether balances were printed and each follows from the one before."""
        return self.closing is not None and not self.problems


def check_running_balance(rows: Sequence[RunningRow], file: str = "") -> RunningBalance:
    """Verify ``balance = balance before + amount`` on every row of one account.

    Rows without a balance are bridged: their amounts count towards the next printed one. Breaks
    are warnings ``bank.running-balance``; nothing is mended.
    """
    total = sum((row.amount for row in rows), Decimal(0))
    if not any(row.balance is not None for row in rows):
        return RunningBalance("unknown", None, None, total, ())
    forward, backward = list(rows), list(reversed(rows))
    breaks = {"oldest first": _breaks(forward), "newest first": _breaks(backward)}
    order = _order(rows, len(breaks["oldest first"]), len(breaks["newest first"]))
    in_time = backward if order == "newest first" else forward
    findings = Findings(file)
    for row, expected in breaks.get(order, breaks["oldest first"]):
        message = phrase(
            "The running balance {balance} does not follow: {expected} is expected.",
            balance=row.balance,
            expected=expected,
        )
        advice = "A row is missing, doubled or changed; ask the bank for the file again."
        findings.warn("bank.running-balance", message, advice, row.line, str(row.balance))
    return RunningBalance(order, _opening(in_time), _closing(in_time), total, tuple(findings.problems))


def _breaks(in_time: Sequence[RunningRow]) -> list[tuple[RunningRow, Decimal]]:
    """Rows whose balance isn't the last printed one plus all amounts since, with that sum."""
    found = []
    expected: Decimal | None = None
    for row in in_time:
        expected = None if expected is None else expected + row.amount
        if row.balance is not None:
            if expected is not None and expected != row.balance:
                found.append((row, expected))
            expected = row.balance
    return found


def _order(rows: Sequence[RunningRow], forward: int, backward: int) -> Order:
    """The order with fewer breaks; dates decide when both have as many."""
    if forward != backward:
        return "oldest first" if forward < backward else "newest first"
    if rows[0].day != rows[-1].day:
        return "oldest first" if rows[0].day < rows[-1].day else "newest first"
    return "oldest first" if len(rows) == 1 or forward else "unknown"


def _opening(in_time: Sequence[RunningRow]) -> Decimal | None:
    """The balance before the first row."""
    spent = Decimal(0)
    for row in in_time:
        spent += row.amount
        if row.balance is not None:
            return row.balance - spent
    return None


def _closing(in_time: Sequence[RunningRow]) -> Decimal | None:
    """The balance after the last row."""
    after = Decimal(0)
    for row in reversed(in_time):
        if row.balance is not None:
            return row.balance + after
        after += row.amount
    return None
