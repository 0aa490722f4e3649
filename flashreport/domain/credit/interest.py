"""Interest on a changing balance at a changing rate.

Interest is the sum, over the spans in which neither changes, of balance x rate x part of
a year. The start day counts and the end day does not. It is rounded once, at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.amounts import CENT, half_up
from flashreport.domain.credit.history import Step, spans
from flashreport.domain.daycount import DayCount, days, year_fraction


@dataclass(frozen=True, slots=True)
class AccrualPart:
    """Interest of one span in which balance and rate hold still."""

    start: date
    end: date
    days: int
    balance: Decimal
    rate: Decimal
    exact: Fraction


@dataclass(frozen=True, slots=True)
class Accrual:
    """What accrued from the first part's start (in) to the last part's end (out)."""

    parts: tuple[AccrualPart, ...]
    step: Decimal = CENT

    @property
    def days(self) -> int:
        """Days of all parts as the convention counts them."""
        return sum(part.days for part in self.parts)

    @property
    def exact(self) -> Fraction:
        """The unrounded amount."""
        return sum((part.exact for part in self.parts), Fraction(0))

    @property
    def amount(self) -> Decimal:
        """The amount, half up to ``step``."""
        return half_up(self.exact, self.step)


def interest(
    balance: Sequence[Step],
    rate: Sequence[Step],
    start: date,
    end: date,
    convention: DayCount = DayCount.ACT_360,
    *,
    maturity: date | None = None,
    step: Decimal = CENT,
) -> Accrual:
    """Interest from ``start`` (in) to ``end`` (out).

    ``balance`` and ``rate`` are stepped histories; a rate is yearly, 0.05 for 5 %. Under a
    30/360 convention the days of the parts are counted part by part, as lenders bill them.
    Raises ``domain.history-gap`` when either is unknown on ``start``.
    """
    parts = []
    for held in spans(balance, start, end):
        for span in spans(rate, held.start, held.end):
            year = year_fraction(span.start, span.end, convention, maturity=maturity)
            counted = days(span.start, span.end, convention, maturity=maturity)
            due = Fraction(held.amount) * Fraction(span.amount) * year
            parts.append(AccrualPart(span.start, span.end, counted, held.amount, span.amount, due))
    return Accrual(tuple(parts), step)


def interest_at(
    principal: Decimal, rate: Decimal, start: date, end: date, convention: DayCount = DayCount.ACT_360
) -> Accrual:
    """Interest on one unchanged principal at one yearly rate."""
    return interest([Step(start, principal)], [Step(start, rate)], start, end, convention)


def floating_rate(index: Decimal, margin: Decimal, floor: Decimal | None = None) -> Decimal:
    """Index plus margin; the floor, where there is one, bounds the index and not the sum."""
    return (index if floor is None else max(index, floor)) + margin
