"""What a language asks of figures and dates: digits, signs, order, calendar, direction."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from flashreport.domain.jalali import to_jalali

if TYPE_CHECKING:
    from babel import Locale

# The model's forms, and "dated" for subjects.
Form = Literal["full", "long", "short", "weekday", "month", "dated"]
Direction = Literal["ltr", "rtl"]

_MARKS = str.maketrans("", "", "\u200e\u200f\u061c")
_DIGITS = {"arabext": "۰۱۲۳۴۵۶۷۸۹", "arab": "٠١٢٣٤٥٦٧٨٩"}
_COUNTERS = {"arabext": "persian", "arab": "arabic-indic"}

# Date patterns of each form where we want others than CLDR's own.
_PLAIN: dict[Form, str] = {
    "full": "EEEE d MMMM y",
    "long": "d MMMM y",
    "short": "d MMM",
    "weekday": "EEE d",
    "month": "MMMM y",
    "dated": "EEE d MMM y",
}
_PATTERNS: dict[str, dict[Form, str]] = {
    "ar": _PLAIN,
    "en": _PLAIN,
    "fr": _PLAIN,
    "de": {
        "full": "EEEE, d. MMMM y",
        "long": "d. MMMM y",
        "short": "d. MMM",
        "weekday": "EEE d.",
        "month": "MMMM y",
        "dated": "EEE d. MMM y",
    },
    "ja": {
        "full": "y年M月d日EEEE",
        "long": "y年M月d日",
        "short": "M月d日",
        "weekday": "d日(EEE)",
        "month": "y年M月",
        "dated": "y年M月d日(EEE)",
    },
}

_SKELETONS: dict[Form, str] = {"short": "MMMd", "weekday": "Ed", "month": "yMMMM", "dated": "yMMMEd"}

# Solar Hijri names; CLDR data in Babel is Gregorian only.
_JALALI_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_PERSIAN_DAYS = ["دوشنبه", "سه\u200cشنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"]


@dataclass(frozen=True)
class Language:
    """One language, read once: everything the formatter needs to know about it."""

    tag: str
    locale: "Locale"
    numbering: str
    minus: str
    percent: str

    @property
    def direction(self) -> Direction:
        """Which way the page runs."""
        return "rtl" if self.locale.text_direction == "rtl" else "ltr"

    @property
    def page_counter(self) -> str:
        """The CSS counter style of page numbers."""
        return _COUNTERS.get(self.numbering, "decimal")

    def digits(self, text: str) -> str:
        """The text with its own digits instead of 0 to 9, without direction marks."""
        return text.translate(_MARKS).translate(_digit_table(self.numbering))

    def day_of_month(self, on: date) -> int:
        """Which day of its month a date is, in the calendar of the language."""
        return to_jalali(on).day if self.locale.language == "fa" else on.day

    def iso(self, on: date) -> str:
        """A date as digits, year first, in the calendar of the language."""
        return self.digits(str(to_jalali(on))) if self.locale.language == "fa" else on.isoformat()

    def day(self, on: date, form: Form) -> str:
        """A date in one of the model's forms, in the calendar of the language."""
        if self.locale.language == "fa":
            return self.digits(_jalali(on, form))
        from babel.dates import format_date

        return self.digits(format_date(on, _pattern(self.locale, form), locale=self.locale))


@lru_cache(maxsize=16)
def language(tag: str) -> Language:
    """Look a language up by its tag (``en``, ``de_CH``, ``fa``); raises ValueError for an unknown one."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except UnknownLocaleError as unknown:
        raise ValueError(f"unknown language {tag!r}") from unknown
    numbering = locale.default_numbering_system or "latn"
    symbols = locale.number_symbols.get(numbering) or locale.number_symbols["latn"]
    percent = str(symbols.get("percentSign", "%")).translate(_MARKS)
    return Language(tag, locale, numbering, "−", percent)


@lru_cache(maxsize=4)
def _digit_table(numbering: str) -> dict[int, int]:
    digits = _DIGITS.get(numbering, "0123456789")
    return str.maketrans("0123456789", digits)


def _pattern(locale: "Locale", form: Form) -> str:
    """How a language writes a date: as we want it, else as CLDR has it."""
    own = _PATTERNS.get(locale.language)
    if own:
        return own[form]
    if form in ("full", "long"):
        return str(locale.date_formats[form].pattern)
    found = locale.datetime_skeletons.get(_SKELETONS[form])
    return str(found.pattern) if found else _PLAIN[form]


def _jalali(on: date, form: Form) -> str:
    jalali = to_jalali(on)
    weekday, month = _PERSIAN_DAYS[on.weekday()], _JALALI_MONTHS[jalali.month - 1]
    texts: dict[Form, str] = {
        "full": f"{weekday} {jalali.day} {month} {jalali.year}",
        "long": f"{jalali.day} {month} {jalali.year}",
        "short": f"{jalali.day} {month}",
        "weekday": f"{weekday} {jalali.day}",
        "month": f"{month} {jalali.year}",
        "dated": f"{weekday} {jalali.day} {month} {jalali.year}",
    }
    return texts[form]
