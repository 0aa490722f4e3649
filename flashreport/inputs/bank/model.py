"""What every bank format is read into: entries, statements, and what is wrong with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from flashreport.errors import Place, Problem, Severity

OpeningKind = Literal["booked", "page", "interim", "derived"]
ClosingKind = Literal["booked", "page", "interim"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement: ``amount`` is signed (money in is positive) in major units of ``currency``.

    ``line`` counts from 1 in the file. ``reversal`` says that the bank calls it a reversal; the
    sign already holds that. ``status`` is ``BOOK`` for booked entries.
    """

    account: str
    booking_date: date
    value_date: date | None
    amount: Decimal
    currency: str
    reference: str
    counterparty: str
    text: str
    reversal: bool
    line: int
    status: str = "BOOK"


@dataclass(frozen=True, slots=True)
class Statement:
    """One account's entries between two balances, as the bank printed them.

    A balance is None when the file doesn't hold it. ``opening_kind`` is ``derived`` when the
    opening was computed and not printed, ``page`` when it carries on an earlier page, ``interim``
    when the bank may still change it. ``pending`` holds entries that aren't booked; they are in
    no sum.
    """

    account: str
    currency: str
    opening: Decimal | None
    closing: Decimal | None
    opening_date: date | None
    closing_date: date | None
    statement_id: str
    entries: tuple[Entry, ...]
    available: Decimal | None
    line: int
    opening_kind: OpeningKind = "booked"
    closing_kind: ClosingKind = "booked"
    pending: tuple[Entry, ...] = ()

    @property
    def total(self) -> Decimal:
        """The signed sum of the booked entries."""
        return sum((entry.amount for entry in self.entries), Decimal(0))

    @property
    def credits(self) -> Decimal:
        """The sum of the entries above zero."""
        return sum((entry.amount for entry in self.entries if entry.amount > 0), Decimal(0))

    @property
    def debits(self) -> Decimal:
        """The sum of the entries under zero, printed positive."""
        return -sum((entry.amount for entry in self.entries if entry.amount < 0), Decimal(0))

    def difference(self) -> Decimal | None:
        """Closing less opening less entries: 0 when the statement ties, None without a balance."""
        if self.opening is None or self.closing is None:
            return None
        return self.closing - self.opening - self.total


@dataclass(frozen=True, slots=True)
class BankFile:
    """All statements of one file, in file order, and everything found wrong with it."""

    format: str
    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """One bank format: how a file of it is known, and how it is read.

    ``identify`` takes the first bytes of a file, ``read`` all of them, the file's name for error
    places, and the options of the input.
    """

    name: str
    identify: Callable[[bytes], bool]
    read: Callable[[bytes, str, Mapping[str, str]], BankFile]


@dataclass(slots=True)
class Findings:
    """Collects what is wrong with one file while it is read."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def warn(self, code: str, message: str, advice: str, line: int, value: str | None = None) -> None:
        """Add something that the reader should know and that stops nothing."""
        self._add(Severity.WARNING, code, message, advice, line, value)

    def set_aside(self, code: str, message: str, advice: str, line: int, value: str | None = None) -> None:
        """Add a line of the file that couldn't be used."""
        self._add(Severity.ROW, code, message, advice, line, value)

    def _add(
        self, severity: Severity, code: str, message: str, advice: str, line: int, value: str | None
    ) -> None:
        place = Place(file=self.file, line=line, value=value)
        self.problems.append(Problem(code, message, advice, place, severity))
