"""Holding a minimum of cash: what to borrow, what to repay.

borrow = shortfall, up to the next multiple; repay from what is over. Interest is due on
the loan that opens the period.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from flashreport.domain.amounts import CENT, ZERO, half_up, upward
from flashreport.errors import FlashreportError, phrase


@dataclass(frozen=True, slots=True)
class Plug:
    """The financing of one period.

    ``shortfall`` is cash before financing less the minimum, as budgets print it: negative
    when money is missing.
    """

    before_financing: Decimal
    shortfall: Decimal
    borrow: Decimal

    @property
    def closing(self) -> Decimal:
        """Cash after financing."""
        return self.before_financing + self.borrow


@dataclass(frozen=True, slots=True)
class RevolverTerms:
    """How the loan works.

    ``cushion`` is kept on top of ``minimum``. ``rate`` is per period, 0.01 for 1 % a month.
    ``multiple`` rounds borrowing up and, with ``repay_in_multiples``, repayment down.
    ``limit`` bounds the loan. Interest is half up to ``step``.
    """

    minimum: Decimal
    rate: Decimal = ZERO
    multiple: Decimal | None = None
    cushion: Decimal = ZERO
    limit: Decimal | None = None
    repay: bool = True
    repay_in_multiples: bool = False
    step: Decimal = CENT

    @property
    def target(self) -> Decimal:
        """The cash to hold: minimum and cushion."""
        return self.minimum + self.cushion


@dataclass(frozen=True, slots=True)
class RevolverPeriod:
    """One period. ``unmet`` is what is missing to the target when the loan is at its limit."""

    opening: Decimal
    receipts: Decimal
    disbursements: Decimal
    interest: Decimal
    loan_opening: Decimal
    loan_change: Decimal
    unmet: Decimal

    @property
    def available(self) -> Decimal:
        """Opening and receipts."""
        return self.opening + self.receipts

    @property
    def preliminary(self) -> Decimal:
        """Cash after disbursements and interest, before the loan moves."""
        return self.available - self.disbursements - self.interest

    @property
    def closing(self) -> Decimal:
        """Cash at the end."""
        return self.preliminary + self.loan_change

    @property
    def loan(self) -> Decimal:
        """The loan at the end."""
        return self.loan_opening + self.loan_change


def minimum_cash_plug(before_financing: Decimal, minimum: Decimal, multiple: Decimal | None = None) -> Plug:
    """What to borrow so that cash before financing comes to the minimum, in whole multiples."""
    shortfall = before_financing - minimum
    return Plug(before_financing, shortfall, _borrowing(-shortfall, multiple))


def revolver(
    opening: Decimal,
    receipts: Sequence[Decimal],
    disbursements: Sequence[Decimal],
    terms: RevolverTerms,
    loan: Decimal = ZERO,
) -> tuple[RevolverPeriod, ...]:
    """The periods in order, from ``opening`` cash and an opening ``loan``.

    Raises ``domain.unequal-columns`` when receipts and disbursements differ in length.
    """
    if len(receipts) != len(disbursements):
        raise FlashreportError(
            "domain.unequal-columns",
            phrase(
                "There are receipts for {n} periods and disbursements for {out}.",
                n=len(receipts),
                out=len(disbursements),
            ),
            "Give every row one amount per period.",
        )
    periods: list[RevolverPeriod] = []
    for came, went in zip(receipts, disbursements, strict=True):
        interest = half_up(Fraction(loan) * Fraction(terms.rate), terms.step)
        over = opening + came - went - interest - terms.target
        change = _loan_change(over, loan, terms)
        periods.append(
            RevolverPeriod(opening, came, went, interest, loan, change, max(ZERO, -over - max(change, ZERO)))
        )
        opening, loan = periods[-1].closing, periods[-1].loan
    return tuple(periods)


def _loan_change(over: Decimal, loan: Decimal, terms: RevolverTerms) -> Decimal:
    if over < 0:
        wanted = _borrowing(-over, terms.multiple)
        return wanted if terms.limit is None else min(wanted, max(ZERO, terms.limit - loan))
    if not terms.repay:
        return ZERO
    paid = min(loan, over)
    if terms.repay_in_multiples and terms.multiple:
        paid = floor(Fraction(paid) / Fraction(terms.multiple)) * terms.multiple
    return -paid


def _borrowing(missing: Decimal, multiple: Decimal | None) -> Decimal:
    wanted = max(ZERO, missing)
    return upward(wanted, multiple) if multiple else wanted
