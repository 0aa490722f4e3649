"""The company in ``flashreport.toml``: in a module of its own, which is read sooner than all settings."""

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator

from flashreport.domain.units import PrintedMoney
from flashreport.errors import phrase
from flashreport.workspace.model import Currency, Name, Settings, Text


class MoneyUnit(Settings):
    """What amounts are printed in: ``factor`` of the currency make one ``label``.

    ``label`` is one text or a text per language. ``valid_from`` is the first business date
    that is printed so; a report of an older day keeps the unit of its time.
    """

    label: Text | dict[Name, Text]
    factor: int = Field(default=1, ge=1, le=10**15)
    decimals: int = Field(default=0, ge=0, le=6)
    valid_from: date | None = None

    def label_in(self, language: str, otherwise: str) -> str:
        """The label in a language, else in another one, else the first that is there."""
        if isinstance(self.label, str):
            return self.label
        tags = (language, language.replace("-", "_").split("_")[0], otherwise)
        found = (self.label[tag] for tag in tags if tag in self.label)
        return next(found, next(iter(self.label.values()), ""))


def known_zone(value: str) -> str:
    """A name of the zone database; ValueError for any other."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(phrase("A zone such as Europe/Berlin or America/New_York")) from error
    return value


class Company(Settings):
    """Who reports, in which money, zone and language."""

    name: Text
    currency: Currency
    money_units: tuple[MoneyUnit, ...] = ()
    timezone: str = "UTC"
    language: Name = "en"

    def printed_money(self, language: str, on: date) -> PrintedMoney | None:
        """The unit that amounts of a day are printed in; None for the currency itself."""
        unit = self.money_unit(on)
        if unit is None:
            return None
        return PrintedMoney(self.currency, unit.label_in(language, self.language), unit.factor, unit.decimals)

    def money_unit(self, on: date) -> MoneyUnit | None:
        """The unit that amounts are printed in on a business date; None prints the currency itself."""
        held = [unit for unit in self.money_units if unit.valid_from is None or unit.valid_from <= on]
        return max(held, key=lambda unit: unit.valid_from or date.min, default=None)

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return known_zone(value)
