"""Which receivables may be borrowed against.

The order of the tests: excluded debtors, too old, cross-aged, contra, concentration.
Each unit of money is taken out once, by the first test that catches it, so that the
gross amount is the eligible amount plus all the reasons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flashreport.domain.amounts import ZERO, total


class Reason(StrEnum):
    """Why an amount is not eligible."""

    EXCLUDED = "excluded"
    PAST_DUE = "past due"
    CROSS_AGED = "cross-aged"
    CONTRA = "contra"
    CONCENTRATION = "concentration"


class ConcentrationOf(StrEnum):
    """What a debtor's share is measured against."""

    ELIGIBLE = "eligible"
    GROSS = "gross"


@dataclass(frozen=True, slots=True)
class Receivable:
    """One open invoice; a credit note has a negative amount.

    ``excluded`` names why the debtor is out altogether: affiliate, foreign, government.
    """

    debtor: str
    amount: Decimal
    invoiced: date
    due: date | None = None
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class EligibilityRules:
    """The agreement's tests; None switches a test off. Shares are 0.25 for 25 %.

    ``cross_age``: a debtor of whom this share or more is too old is out as a whole.
    ``concentration``: the cap on one debtor; ``own_concentration`` names other caps.
    """

    days_from_invoice: int | None = 90
    days_past_due: int | None = None
    cross_age: Decimal | None = None
    concentration: Decimal | None = None
    own_concentration: Mapping[str, Decimal] = field(default_factory=dict)
    concentration_of: ConcentrationOf = ConcentrationOf.ELIGIBLE


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Gross = eligible + the sum of ``ineligible``. ``by_debtor`` holds eligible amounts."""

    gross: Decimal
    ineligible: Mapping[Reason, Decimal]
    by_debtor: Mapping[str, Decimal]

    @property
    def eligible(self) -> Decimal:
        """What the advance rate is applied to."""
        return total(self.by_debtor.values())


def too_old(receivable: Receivable, as_of: date, rules: EligibilityRules) -> bool:
    """Over the allowed days from invoice, or over the allowed days past due."""
    from_invoice = rules.days_from_invoice
    if from_invoice is not None and (as_of - receivable.invoiced).days > from_invoice:
        return True
    past_due = rules.days_past_due
    if past_due is None or receivable.due is None:
        return False
    return (as_of - receivable.due).days > past_due


def concentration_excess(
    amounts: Mapping[str, Decimal],
    cap: Decimal | None,
    own_caps: Mapping[str, Decimal] | None = None,
    whole: Decimal | None = None,
) -> dict[str, Decimal]:
    """Per debtor, the amount over its cap: 40 of 100 at 25 % is 15.

    ``whole`` is what the share is of; by default the sum of ``amounts`` before the cap.
    """
    of = total(amounts.values()) if whole is None else whole
    caps = {debtor: (own_caps or {}).get(debtor, cap) for debtor in amounts}
    return {
        debtor: ZERO if share is None else max(ZERO, amounts[debtor] - max(ZERO, share * of))
        for debtor, share in caps.items()
    }


def eligible_receivables(
    receivables: Sequence[Receivable],
    as_of: date,
    rules: EligibilityRules,
    payables: Mapping[str, Decimal] | None = None,
) -> Eligibility:
    """Put each debtor's receivables through the tests on ``as_of``.

    ``payables`` are what the company owes its own debtors (contra accounts). A credit note
    is never too old: it goes on lowering what is eligible.
    """
    by_debtor: dict[str, list[Receivable]] = {}
    for item in receivables:
        by_debtor.setdefault(item.debtor, []).append(item)
    taken = dict.fromkeys(Reason, ZERO)
    left = {debtor: _one_debtor(items, as_of, rules, taken) for debtor, items in by_debtor.items()}
    gross = total(item.amount for item in receivables)
    for debtor, owed in (payables or {}).items():
        contra = min(max(owed, ZERO), max(left.get(debtor, ZERO), ZERO))
        if contra:
            left[debtor] -= contra
            taken[Reason.CONTRA] += contra
    whole = None if rules.concentration_of is ConcentrationOf.ELIGIBLE else gross
    over = concentration_excess(left, rules.concentration, rules.own_concentration, whole)
    taken[Reason.CONCENTRATION] = total(over.values())
    return Eligibility(gross, taken, {debtor: amount - over[debtor] for debtor, amount in left.items()})


def _one_debtor(
    items: Sequence[Receivable], as_of: date, rules: EligibilityRules, taken: dict[Reason, Decimal]
) -> Decimal:
    """What is left of one debtor after exclusion and age; what is taken is added to ``taken``."""
    excluded = total(item.amount for item in items if item.excluded)
    taken[Reason.EXCLUDED] += excluded
    kept = [item for item in items if not item.excluded]
    old = total(item.amount for item in kept if item.amount > 0 and too_old(item, as_of, rules))
    taken[Reason.PAST_DUE] += old
    left = total(item.amount for item in kept) - old
    owed = total(item.amount for item in kept if item.amount > 0)
    if rules.cross_age is not None and old > 0 and old >= rules.cross_age * owed and left > 0:
        taken[Reason.CROSS_AGED] += left
        return ZERO
    return left
