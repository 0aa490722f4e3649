"""Figures, dates and messages as text: one formatter per language.

Every figure on every page goes through here. Values are rounded half up at their last
printed place; a value that is not zero never prints as zero, and a ratio that is not
whole never prints as 100 %: the text says ``<0.1%`` or ``>99.9%`` instead.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from flashreport.domain.report import Argument, Day, Figure, Words
from flashreport.domain.units import PrintedMoney, Unit, minor_digits
from flashreport.render.language import Form, Language, language
from flashreport.render.words import LRI, PDI, RLI, catalogue, direction_of, fill, isolated, plain

NBSP = "\u00a0"
_NUMBER = re.compile(r"[#0][#0,.]*")
_PLACES = {"money": 0, "hours": 0, "count": 0, "days": 0, "percent": 1, "points": 1, "multiple": 2}
_HUNDREDFOLD = ("percent", "points")
_LARGE = 1000  # a unit of money that is large enough for a chart without thousands


@dataclass(frozen=True)
class Formatter:
    """Writes the parts of a model in one language; ``isolates`` wraps figures in LRI and PDI.

    ``money`` is the unit that its currency is printed in; ``in_cells`` leaves its label to the
    place that governs the cells. ``currency`` is that of the report, which charts name.
    """

    language: Language
    texts: NullTranslations
    isolates: bool = True
    money: PrintedMoney | None = None
    in_cells: bool = False
    currency: str = ""

    @property
    def thousands(self) -> str:
        """What a chart's amounts are in, the text in the place of ``{thousands}``."""
        if self.money is None:
            if not self.currency:
                return self.texts.gettext("thousand")
            symbol = self.name(_symbol(self.currency, self.language.locale))
            return fill(self.texts.gettext("{symbol} thousand"), {"symbol": symbol})
        thousand, label = self.texts.gettext("thousand"), self.name(self.money.label)
        return label if self.money.factor >= _LARGE else f"{thousand} {label}"

    def scale(self, unit: Unit, scale: int) -> int:
        """What a chart's values of a unit are divided by."""
        money = self._printed(unit)
        if money is None or unit.kind != "money":
            return scale
        return money.factor if money.factor >= _LARGE else money.factor * scale

    def say(self, argument: Argument) -> str:
        """Any part of a text: a figure, a date, or a message with its arguments."""
        if isinstance(argument, Figure):
            return self.figure(argument)
        if isinstance(argument, Day):
            return self.day(argument.on, argument.form)
        return self.words(argument)

    def words(self, message: Words) -> str:
        """A message in this language, its arguments filled in; a verbatim name as it is."""
        if message.verbatim:
            return self.name(message.message)
        if not message.message:
            return ""
        if message.plural and message.count is not None:
            text = self.texts.ngettext(message.message, message.plural, message.count)
        else:
            text = self.texts.gettext(message.message)
        texts = {"thousands": self.thousands} if "{thousands}" in text else {}
        texts |= {key: self.say(part) for key, part in message.args.items()}
        return self._kept_together(fill(text, texts))

    def name(self, text: str) -> str:
        """A name out of the user's data."""
        return isolated(text, self.language.direction) if self.isolates else plain(text)

    def day(self, on: date, form: Form = "short") -> str:
        """A date; ``form`` as in the model's Day."""
        return self.language.day(on, form)

    def iso(self, on: date) -> str:
        """A date as digits, year first, in the calendar of the language: 2026-11-19."""
        return self._wrap(self.language.iso(on))

    def time(self, moment: datetime) -> str:
        """Hours and minutes of a moment in the time zone it carries."""
        return self._wrap(self.language.digits(moment.strftime("%H:%M")))

    def count(self, number: int) -> str:
        """A plain whole number."""
        return self._wrap(self._digits(Decimal(number), 0))

    def number(self, number: Decimal) -> str:
        """A number with the decimals that it has."""
        exponent = number.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        sign = self.language.minus if number < 0 else ""
        return self._wrap(sign + self._digits(abs(number), places))

    def figure(self, figure: Figure) -> str:
        """A figure with its sign and unit, in one isolate; n/a where there is no value."""
        if figure.state == "hidden":
            return self.texts.gettext("hidden")
        if figure.unit.kind == "date":
            return self.texts.gettext("n/a") if figure.on is None else self.day(figure.on)
        if figure.value is None:
            return self.texts.gettext("n/a")
        return self._wrap(self._amount(figure.value, figure))

    def exact(self, figure: Figure) -> str:
        """A figure with all the decimals that it has: to follow a calculation, not to read at a glance."""
        if figure.value is None:
            return self.figure(figure)
        money = self._printed(figure.unit)
        shown = figure.value / money.factor if money else figure.value
        shown = shown * 100 if figure.unit.kind in _HUNDREDFOLD else shown
        exponent = shown.normalize().as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        if money:
            finest = replace(money, decimals=max(money.decimals, places))
            return replace(self, money=finest).figure(figure)
        least = figure.unit.decimals if places and figure.unit.kind in ("money", "rate") else 0
        return self.figure(figure.model_copy(update={"decimals": max(least, places)}))

    def reason(self, figure: Figure) -> str:
        """Why a figure is not there, or since when it is not current; empty for a good one."""
        if figure.reason:
            return self.texts.gettext(figure.reason)
        if figure.state == "stale" and figure.as_of is not None:
            return fill(self.texts.gettext("as of {day}"), {"day": self.day(figure.as_of)})
        return ""

    def tick(self, value: Decimal, unit: Unit, scale: int, places: int) -> str:
        """An axis label: the number divided by ``scale``; only percentages carry their sign."""
        shown = value * 100 if unit.kind in _HUNDREDFOLD else value / scale
        sign = self.language.minus if shown < 0 else ""
        body = self._digits(abs(shown), places)
        return self._wrap(sign + (self._percent(body) if unit.kind == "percent" else body))

    def _amount(self, value: Decimal, figure: Figure) -> str:
        places, shown = _places(figure), value
        if figure.unit.kind in _HUNDREDFOLD:
            shown = value * 100
        elif money := self._printed(figure.unit):
            places, shown = _money_places(money, figure.unit), value / money.factor
        rounded, bound = _honest(shown, places, percent=figure.unit.kind == "percent")
        sign = self.language.minus if shown < 0 else "+" if figure.signed and shown > 0 else ""
        return bound + sign + self._with_unit(self._digits(abs(rounded), places), figure.unit)

    def _with_unit(self, number: str, unit: Unit) -> str:
        if unit.kind in ("money", "rate"):
            money = self._printed(unit)
            return self._money(number, unit.currency) if money is None else self._labelled(number, money)
        if unit.kind == "percent":
            return self._percent(number)
        if unit.kind == "points":
            return number + NBSP + self.texts.gettext("pt")
        if unit.kind == "multiple":
            return number + "×"
        return number

    def _printed(self, unit: Unit) -> PrintedMoney | None:
        """The unit that amounts of a unit are printed in; None for the currency itself."""
        held = self.money is not None and unit.kind in ("money", "rate")
        return self.money if held and self.money and self.money.currency == unit.currency else None

    def _labelled(self, number: str, money: PrintedMoney) -> str:
        return number if self.in_cells else number + NBSP + plain(money.label).replace(" ", NBSP)

    def _money(self, number: str, currency: str) -> str:
        symbol = _symbol(currency, self.language.locale)
        if self.language.locale.language == "fa":
            return number + NBSP + symbol
        text = _NUMBER.sub(
            "\0", self.language.locale.currency_formats["standard"].pattern.split(";")[0], count=1
        )
        if text.startswith("¤\0") and symbol[-1:].isalpha():
            text = text.replace("¤", "¤" + NBSP)
        return self.language.digits(text.replace("¤", symbol).replace("\0", number).replace(" ", NBSP))

    def _percent(self, number: str) -> str:
        pattern = self.language.locale.percent_formats[None].pattern.split(";")[0]
        return _NUMBER.sub(lambda _: number, pattern, count=1).replace("%", self.language.percent)

    def _digits(self, value: Decimal, places: int) -> str:
        from babel.numbers import format_decimal

        pattern = self.language.locale.decimal_formats[None].pattern.split(";")[0].partition(".")[0]
        if places:
            pattern += "." + "0" * places
        exact = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        text = format_decimal(
            exact,
            pattern,
            self.language.locale,
            decimal_quantization=False,
            numbering_system=self.language.numbering,
        )
        return self.language.digits(text)

    def _kept_together(self, text: str) -> str:
        """A message that is not translated runs left to right on a page that does not."""
        against = self.isolates and self.language.direction == "rtl" and direction_of(text, "rtl") == "ltr"
        return LRI + text + PDI if against else text

    def _wrap(self, text: str) -> str:
        """The text in an isolate; a unit in words follows its number in the page's direction."""
        if not self.isolates:
            return text
        number, _, unit = text.partition(NBSP)
        if self.language.direction == "rtl" and number and direction_of(unit) == "rtl":
            return RLI + LRI + number + PDI + NBSP + unit + PDI
        return LRI + text + PDI


@lru_cache(maxsize=32)
def formatter(
    tag: str, override: Path | None = None, *, isolates: bool = True, money: PrintedMoney | None = None
) -> Formatter:
    """The formatter of a language; ``override`` is a template folder with its own catalogues."""
    return Formatter(language(tag), catalogue(tag, override), isolates, money)


def _money_places(money: PrintedMoney, unit: Unit) -> int:
    """Decimals of an amount; a rate per hour is small beside large units and gets two more."""
    return money.decimals + 2 * (unit.kind == "rate" and money.factor >= _LARGE)


def _places(figure: Figure) -> int:
    if figure.decimals is not None:
        return figure.decimals
    if figure.unit.kind == "rate":
        return minor_digits(figure.unit.currency)
    if figure.unit.kind == "number" and figure.value is not None:
        exponent = figure.value.normalize().as_tuple().exponent
        return min(2, max(0, -exponent)) if isinstance(exponent, int) else 0
    return _PLACES.get(figure.unit.kind, 0)


def _honest(value: Decimal, places: int, *, percent: bool) -> tuple[Decimal, str]:
    """The rounded value, moved off a false 0 or 100, and the sign that says so."""
    step = Decimal(1).scaleb(-places)
    rounded = value.quantize(step, ROUND_HALF_UP)
    if rounded == value:
        return rounded, ""
    if rounded == 0:
        return (step, "<") if value > 0 else (-step, ">")
    if percent and abs(rounded) == 100:
        if abs(value) > 100:
            return rounded, ">" if value > 0 else "<"
        inside = value.quantize(step, ROUND_DOWN)
        return inside, ">" if value > 0 else "<"
    return rounded, ""


def _symbol(currency: str, locale: object) -> str:
    from babel.numbers import get_currency_symbol

    if currency == "IRT":  # toman: ten rials, in daily use, not in CLDR
        return "تومان" if str(locale).startswith("fa") else "toman"
    return get_currency_symbol(currency, str(locale))
