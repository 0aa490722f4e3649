"""Units: what one stored whole number stands for.

Every value in a frame is an int64 count of a unit's smallest step: minor units of a
currency, seconds, things, or millionths of a plain number. A ratio is two such counts
and is divided last.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["money", "hours", "count", "number", "percent", "points", "days", "date", "rate", "multiple"]

STEPS: dict[str, int] = {"hours": 3600, "number": 1_000_000}

# ISO 4217 currencies whose minor unit is not a hundredth.
_NO_MINOR = ("BIF", "CLP", "DJF", "GNF", "IRR", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND")
_NO_MINOR_FRANCS = ("VUV", "XAF", "XOF", "XPF")
_THOUSANDTHS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
ODD_DIGITS = {**dict.fromkeys(_NO_MINOR + _NO_MINOR_FRANCS, 0), **dict.fromkeys(_THOUSANDTHS, 3)}


def currency_codes() -> tuple[str, ...]:
    """Every ISO 4217 code, those of the past as well."""
    from babel.core import get_global

    return tuple(sorted(get_global("all_currencies")))


def minor_digits(currency: str) -> int:
    """Decimal places of a currency's minor unit (ISO 4217; IRR is kept in whole rials)."""
    return ODD_DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class PrintedMoney:
    """How a currency's amounts are printed: so many of it to one ``label``, with so many decimals.

    10 rials to a toman, 1,000,000 to a million rials, 10,000 old rials to a new one.
    """

    currency: str
    label: str
    factor: int = 1
    decimals: int = 0


class Unit(BaseModel):
    """A kind of quantity; money always names its currency.

    ``percent`` shows a ratio times 100, ``points`` the difference of two percentages,
    ``rate`` money per ``per``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    currency: str = ""
    per: str = ""

    @property
    def step(self) -> int:
        """Stored whole numbers per displayed one: 100 for dollars, 3600 for hours."""
        if self.kind in ("money", "rate"):
            return int(10 ** minor_digits(self.currency))
        return STEPS.get(self.kind, 1)

    @property
    def decimals(self) -> int:
        """Decimal places that keep a stored value exact."""
        if self.kind in ("money", "rate"):
            return minor_digits(self.currency)
        return {"hours": 2, "number": 6, "percent": 1, "points": 1, "multiple": 2}.get(self.kind, 0)

    def display(self, stored: int) -> Decimal:
        """A stored count as the number people read, exact."""
        return Decimal(stored) / self.step

    def store(self, displayed: Decimal) -> int:
        """A displayed number as a stored count; raises ValueError when it isn't whole."""
        stored = displayed * self.step
        if stored != stored.to_integral_value():
            raise ValueError(f"{displayed} is finer than the unit {self.kind} {self.currency}".rstrip())
        return int(stored)


def money(currency: str) -> Unit:
    """Money in one currency."""
    return Unit(kind="money", currency=currency)


HOURS = Unit(kind="hours")
COUNT = Unit(kind="count")
PERCENT = Unit(kind="percent")
POINTS = Unit(kind="points")
DAYS = Unit(kind="days")
DATE = Unit(kind="date")
NUMBER = Unit(kind="number")
