"""The borrowing base: eligible assets times advance rates, under their sub-limits, less reserves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from flashreport.domain.amounts import ZERO, total
from flashreport.errors import FlashreportError, phrase


@dataclass(frozen=True, slots=True)
class AssetClass:
    """One line of a certificate.

    ``rate`` is the advance rate, 0.85 for 85 %. ``sub_limit`` bounds the advance, as in
    min(.50 x unbilled, 1.5m).
    """

    name: str
    gross: Decimal
    rate: Decimal
    ineligible: Decimal = ZERO
    sub_limit: Decimal | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 1:
            raise FlashreportError(
                "domain.rate-out-of-range",
                phrase("The advance rate of '{name}' is {rate}.", name=self.name, rate=self.rate),
                "Write it as a share from 0 to 1: 0.85 for 85 %.",
            )

    @property
    def eligible(self) -> Decimal:
        """Gross less ineligible."""
        return self.gross - self.ineligible

    @property
    def uncapped(self) -> Decimal:
        """Eligible x rate; ineligibles over the gross do not make it negative."""
        return max(ZERO, self.eligible) * self.rate

    @property
    def advance(self) -> Decimal:
        """What may be borrowed against the class."""
        return self.uncapped if self.sub_limit is None else min(self.uncapped, self.sub_limit)


@dataclass(frozen=True, slots=True)
class BorrowingBase:
    """The certificate: classes, reserves by name, and the base they leave."""

    classes: tuple[AssetClass, ...]
    reserves: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def advances(self) -> Decimal:
        """The sum of the advances before reserves."""
        return total(asset.advance for asset in self.classes)

    @property
    def reserved(self) -> Decimal:
        """The sum of the reserves."""
        return total(self.reserves.values())

    @property
    def amount(self) -> Decimal:
        """The borrowing base; reserves over the advances make it negative, and the line over-advanced."""
        return self.advances - self.reserved


def borrowing_base(
    classes: Sequence[AssetClass], reserves: Mapping[str, Decimal] | None = None
) -> BorrowingBase:
    """The base of these classes less these reserves (letters of credit too, where the base nets them)."""
    return BorrowingBase(tuple(classes), dict(reserves or {}))
