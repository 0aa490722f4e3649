"""The roll-forward: closing = opening + receipts - disbursements + revaluation.

Disbursements are positive. A total column opens with the first opening; its available
cash is that opening and all receipts, never a sum of the columns' available cash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from flashreport.domain.amounts import ZERO, total
from flashreport.errors import FlashreportError, phrase


@dataclass(frozen=True, slots=True)
class Column:
    """One period of a cash report."""

    opening: Decimal
    receipts: Decimal
    disbursements: Decimal
    revaluation: Decimal = ZERO

    @property
    def available(self) -> Decimal:
        """Opening and receipts."""
        return self.opening + self.receipts

    @property
    def net(self) -> Decimal:
        """The change over the period."""
        return self.receipts - self.disbursements + self.revaluation

    @property
    def closing(self) -> Decimal:
        """What is left at the end, and opens the next period."""
        return self.opening + self.net


class BreakKind(StrEnum):
    """What does not tie: a closing with its own movements, or an opening with the closing before."""

    CLOSING = "closing"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as its source prints it, named by ``label``."""

    label: str
    column: Column
    closing: Decimal


@dataclass(frozen=True, slots=True)
class Break:
    """A statement that does not tie. It is told, never repaired."""

    label: str
    kind: BreakKind
    expected: Decimal
    found: Decimal

    @property
    def difference(self) -> Decimal:
        """Found less expected."""
        return self.found - self.expected


def by_period(categories: Mapping[str, Sequence[Decimal]]) -> tuple[Decimal, ...]:
    """The total of all categories per period. Raises ``domain.unequal-columns`` for ragged rows."""
    _same_length({name: len(row) for name, row in categories.items()})
    return tuple(total(column) for column in zip(*categories.values(), strict=True))


def roll_forward(
    opening: Decimal,
    receipts: Sequence[Decimal],
    disbursements: Sequence[Decimal],
    revaluation: Sequence[Decimal] | None = None,
) -> tuple[Column, ...]:
    """The periods in order, each opening with the closing before it.

    Raises ``domain.unequal-columns`` when the rows are not of one length.
    """
    revalued = [ZERO] * len(receipts) if revaluation is None else revaluation
    rows = {"receipts": receipts, "disbursements": disbursements, "revaluation": revalued}
    _same_length({name: len(row) for name, row in rows.items()})
    columns: list[Column] = []
    for came, went, other in zip(receipts, disbursements, revalued, strict=True):
        columns.append(Column(opening, came, went, other))
        opening = columns[-1].closing
    return tuple(columns)


def total_column(columns: Sequence[Column]) -> Column:
    """All periods as one: the first opening, and the sums of the flows."""
    return Column(
        columns[0].opening,
        total(column.receipts for column in columns),
        total(column.disbursements for column in columns),
        total(column.revaluation for column in columns),
    )


def check_chain(statements: Sequence[Statement]) -> tuple[Break, ...]:
    """Every place where a closing is not its own sum or an opening is not the closing before."""
    breaks: list[Break] = []
    before: Decimal | None = None
    for statement in statements:
        opening, closing = statement.column.opening, statement.column.closing
        if before is not None and opening != before:
            breaks.append(Break(statement.label, BreakKind.OPENING, before, opening))
        if statement.closing != closing:
            breaks.append(Break(statement.label, BreakKind.CLOSING, closing, statement.closing))
        before = statement.closing
    return tuple(breaks)


def _same_length(lengths: Mapping[str, int]) -> None:
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise FlashreportError(
            "domain.unequal-columns",
            phrase("The rows cover different numbers of periods: {told}.", told=told),
            "Give every row one amount per period.",
        )
