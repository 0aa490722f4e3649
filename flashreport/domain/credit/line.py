"""A credit line on one day: its cap, what is used, what is left.

Which figure caps the line differs between agreements, so it is a setting. Two
utilizations exist and are never mixed: drawn over commitment, and all use over the cap.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from flashreport.domain.amounts import ZERO, ratio, total
from flashreport.errors import FlashreportError, joined, phrase


class CapRule(StrEnum):
    """What caps the line."""

    COMMITMENT = "commitment"
    BASE = "base"
    MIN = "min"
    ELECTED = "elected"


@dataclass(frozen=True, slots=True)
class LineUse:
    """What is used of a line: loans, letters of credit, swing-line loans, and reserves held against it."""

    drawn: Decimal
    letters_of_credit: Decimal = ZERO
    swing_line: Decimal = ZERO
    reserves: Decimal = ZERO

    @property
    def used(self) -> Decimal:
        """Loans of both kinds and letters of credit."""
        return self.drawn + self.swing_line + self.letters_of_credit

    @property
    def borrowed(self) -> Decimal:
        """Loans of both kinds, without letters of credit."""
        return self.drawn + self.swing_line


@dataclass(frozen=True, slots=True)
class Utilization:
    """The two utilizations; None where the denominator is 0.

    ``drawn_of_commitment`` is loans over commitment. ``used_of_cap`` is loans and letters
    of credit over the line's cap, the one to be alarmed by.
    """

    drawn_of_commitment: Fraction | None
    used_of_cap: Fraction | None


def line_cap(
    rule: CapRule,
    *,
    commitment: Decimal | None = None,
    base: Decimal | None = None,
    elected: Decimal | None = None,
) -> Decimal:
    """The most that may be used under ``rule``.

    ``commitment``: the commitment. ``base``: the whole borrowing base. ``min``: the lesser
    of commitment and base. ``elected``: the lesser of base and elected commitment.
    Raises ``domain.cap-needs-figure`` when a figure that the rule reads is missing.
    """
    read = {
        CapRule.COMMITMENT: {"commitment": commitment},
        CapRule.BASE: {"base": base},
        CapRule.MIN: {"commitment": commitment, "base": base},
        CapRule.ELECTED: {"base": base, "elected": elected},
    }[rule]
    missing = [name for name, figure in read.items() if figure is None]
    if missing:
        raise FlashreportError(
            "domain.cap-needs-figure",
            phrase("The line cap '{rule}' needs {names}.", rule=rule, names=joined(missing, phrase(" and "))),
            "Give the figure, or choose another cap for the line.",
        )
    return min(figure for figure in read.values() if figure is not None)


def availability(cap: Decimal, use: LineUse) -> Decimal:
    """Cap less use less reserves; below zero it is an over-advance."""
    return cap - use.used - use.reserves


def over_advance(cap: Decimal, use: LineUse) -> Decimal:
    """What must be paid back at once to cure an over-advance; 0 when there is none."""
    return max(ZERO, -availability(cap, use))


def utilization(commitment: Decimal, cap: Decimal, use: LineUse) -> Utilization:
    """Both utilizations of one line on one day."""
    return Utilization(ratio(use.borrowed, commitment), ratio(use.used, cap))


def lost_to_base(commitment: Decimal, cap: Decimal) -> Decimal:
    """The part of the commitment that the borrowing base keeps out of reach."""
    return max(ZERO, commitment - cap)


def implied_cap(available: Decimal, use: LineUse) -> Decimal:
    """The cap behind a reported availability: what a filing leaves unsaid."""
    return available + use.used + use.reserves


def sub_limit_room(sub_limit: Decimal, sub_used: Decimal, available: Decimal) -> Decimal:
    """What may still be used under a sub-limit, bounded by the line's own availability."""
    return min(sub_limit - sub_used, available)


def shared_availability(
    shared_cap: Decimal, caps: Mapping[str, Decimal], uses: Mapping[str, LineUse]
) -> dict[str, Decimal]:
    """Availability per line when several lines share one cap: the lesser of own and shared."""
    together = shared_cap - total(use.used + use.reserves for use in uses.values())
    return {line: min(availability(caps[line], use), together) for line, use in uses.items()}
