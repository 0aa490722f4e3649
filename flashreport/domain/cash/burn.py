"""Burn and runway, from cash in and cash out with financing left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.amounts import Exact, total
from flashreport.errors import FlashreportError, phrase


@dataclass(frozen=True, slots=True)
class Burn:
    """Per period: ``gross`` is cash out, ``net`` is cash out less cash in (negative: cash builds up)."""

    gross: Fraction
    net: Fraction


@dataclass(frozen=True, slots=True)
class Runway:
    """How many periods the cash lasts; ``periods`` is None when it never runs out."""

    periods: Fraction | None

    @property
    def infinite(self) -> bool:
        """Net burn is zero or less, so cash does not run out."""
        return self.periods is None


def burn(cash_in: Sequence[Decimal], cash_out: Sequence[Decimal]) -> Burn:
    """Average burn over the periods given, three months as a rule; amounts out are positive.

    Raises ``domain.unequal-columns`` when the two differ in length or hold no period.
    """
    if not cash_in or len(cash_in) != len(cash_out):
        raise FlashreportError(
            "domain.unequal-columns",
            phrase(
                "There is cash in for {n} periods and cash out for {out}.", n=len(cash_in), out=len(cash_out)
            ),
            "Give both for the same periods, at least one.",
        )
    gross = Fraction(total(cash_out)) / len(cash_out)
    return Burn(gross, gross - Fraction(total(cash_in)) / len(cash_in))


def runway(cash: Exact, net_burn: Exact) -> Runway:
    """Cash over net burn; never negative. No cash left means 0 periods."""
    if net_burn <= 0:
        return Runway(None)
    return Runway(max(Fraction(0), Fraction(cash) / Fraction(net_burn)))
