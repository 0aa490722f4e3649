"""Fees on a line: the unused fee and the letter-of-credit fee.

The usual clause: the sum over the days of 1/360 x rate x (commitment - use). Whether
letters of credit and swing-line loans count as use is written in each agreement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.amounts import ZERO, Exact
from flashreport.domain.credit.history import Step, spans
from flashreport.domain.credit.interest import Accrual, interest
from flashreport.domain.credit.line import LineUse
from flashreport.domain.daycount import DayCount


@dataclass(frozen=True, slots=True)
class UnusedFeeTerms:
    """The yearly rate (0.005 for 0.5 %), its day count, and what counts as use."""

    rate: Decimal
    convention: DayCount = DayCount.ACT_360
    letters_of_credit_count: bool = True
    swing_line_counts: bool = False


@dataclass(frozen=True, slots=True)
class UseStep:
    """The use of the line from the day ``since`` on."""

    since: date
    use: LineUse


def counted_use(use: LineUse, terms: UnusedFeeTerms) -> Decimal:
    """The part of the use on which no unused fee is due."""
    counted = use.drawn
    if terms.letters_of_credit_count:
        counted += use.letters_of_credit
    if terms.swing_line_counts:
        counted += use.swing_line
    return counted


def unused_amounts(
    commitment: Sequence[Step], uses: Sequence[UseStep], terms: UnusedFeeTerms, start: date, end: date
) -> tuple[Step, ...]:
    """The unused commitment as a stepped history from ``start`` (in) to ``end`` (out), never below 0."""
    counted = [Step(use.since, counted_use(use.use, terms)) for use in uses]
    return tuple(
        Step(span.start, max(ZERO, held.amount - span.amount))
        for held in spans(commitment, start, end)
        for span in spans(counted, held.start, held.end)
    )


def unused_fee(
    commitment: Sequence[Step], uses: Sequence[UseStep], terms: UnusedFeeTerms, start: date, end: date
) -> Accrual:
    """The unused fee from ``start`` (in) to ``end`` (out), by the daily unused amount.

    Raises ``domain.history-gap`` when commitment or use is unknown on ``start``.
    """
    unused = unused_amounts(commitment, uses, terms, start, end)
    return interest(unused, [Step(start, terms.rate)], start, end, terms.convention)


def fee_on_average(average_unused: Exact, rate: Decimal, days: int, basis: int = 360) -> Fraction:
    """The simple fee on an average: unused x yearly rate x days / basis, exact."""
    return Fraction(average_unused) * Fraction(rate) * Fraction(days, basis)


def fee_compounded_daily(average_unused: Exact, rate: Decimal, days: int, basis: int = 365) -> Fraction:
    """The same fee when each day's fee bears the fee itself: unused x ((1 + rate / basis)^days - 1)."""
    return Fraction(average_unused) * ((1 + Fraction(rate) / basis) ** days - 1)


def letter_of_credit_fee(
    letters_of_credit: Sequence[Step],
    rate: Sequence[Step],
    start: date,
    end: date,
    convention: DayCount = DayCount.ACT_360,
) -> Accrual:
    """The fee on outstanding letters of credit, from ``start`` (in) to ``end`` (out)."""
    return interest(letters_of_credit, rate, start, end, convention)
