"""pydantic's findings as problems in words of this program: place, message, advice."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from flashreport.errors import Phrase, Place, Problem, as_phrase, phrase
from flashreport.errors.system import quoted
from flashreport.workspace.key_names import did_you_mean, key_text, keys_at, nearest
from flashreport.workspace.model import Currency, Name, pattern_of
from flashreport.workspace.toml_lines import KeyLines, KeyPath

_LONGEST_VALUE = 80
_TYPES = {
    "string_type": phrase('a text in quotation marks, such as "name"'),
    "int_type": phrase("a whole number, such as 3"),
    "int_parsing": phrase("a whole number, such as 3"),
    "int_from_float": phrase("a whole number, such as 3"),
    "bool_type": phrase("true or false"),
    "bool_parsing": phrase("true or false"),
    "decimal_type": phrase("a number, such as 12.50"),
    "decimal_parsing": phrase("a number, such as 12.50"),
    "finite_number": phrase("a number, such as 12.50; not inf or nan"),
    "tuple_type": phrase('a list in brackets, such as ["a", "b"]'),
    "dict_type": phrase("a table of keys"),
    "model_type": phrase("a table of keys"),
    "time_type": phrase('a time of day, such as "06:30"'),
    "time_parsing": phrase('a time of day, such as "06:30"'),
    "list_type": phrase('a list in brackets, such as ["a", "b"]'),
    "set_type": phrase('a list in brackets, such as ["a", "b"]'),
    "float_type": phrase("a number, such as 12.50"),
    "float_parsing": phrase("a number, such as 12.50"),
    "int_parsing_size": phrase("a whole number of a size that can be counted with"),
    "decimal_max_digits": phrase("a number of so few digits as are counted with"),
    "decimal_max_places": phrase("a number with so few decimals as are counted with"),
    "decimal_whole_digits": phrase("a number of a size that can be counted with"),
    "datetime_type": phrase("a date, such as 2026-12-31"),
    "string_unicode": phrase("a text of letters that can be printed"),
    "date_type": phrase("a date, such as 2026-12-31"),
}
_DATES = (
    "date_parsing",
    "date_from_datetime_parsing",
    "date_from_datetime_inexact",
    "datetime_parsing",
)
_BOUNDS = {
    "greater_than": phrase("more than {gt}"),
    "greater_than_equal": phrase("{ge} or more"),
    "less_than": phrase("less than {lt}"),
    "less_than_equal": phrase("{le} or less"),
}


_PATTERNS = {
    pattern_of(Name): phrase("a short name of small letters, digits, '-' and '_', such as main_street"),
    pattern_of(Currency): phrase("a currency of three capital letters, such as EUR"),
    r"^([A-Z]{2})?$": phrase("a country code of two capital letters, such as DE"),
    r"^[a-z]+(\.[a-z0-9_]+)+$": phrase("the name of a measure, such as cash.closing"),
    r"^(own|values)\.[a-z][a-z0-9_]*$": phrase(
        "the name of a measure of your own, such as own.cash_per_hour"
    ),
}


@dataclass(frozen=True, slots=True)
class Source:
    """The file that mistakes are told about: its name, its lines, its model."""

    file: str
    lines: KeyLines
    model: type[BaseModel]

    def place(self, path: KeyPath, value: object = None) -> Place:
        """The place of a key; tables and lists are not repeated as value."""
        shown = None if value is None or isinstance(value, dict | list) else str(value)
        if shown is not None and len(shown) > _LONGEST_VALUE:
            shown = shown[:_LONGEST_VALUE] + "…"
        return Place(file=self.file, line=self.lines.line(path), key=key_text(path), value=shown)


def problem_of(error: ErrorDetails, source: Source) -> Problem:
    """One finding of pydantic as a problem."""
    kind, path = error["type"], error["loc"]
    tell = _KINDS.get(kind)
    if tell:
        code, message, advice = tell(error, source)
    elif kind in _TYPES:
        code, message, advice = (
            "settings.wrong-type",
            phrase("{shown} is not {type}.", shown=_shown(error), type=_TYPES[kind]),
            "",
        )
    elif kind in _DATES:
        code, message = "settings.bad-date", phrase("{shown} is not a date.", shown=_shown(error))
        advice = "Write an existing day as 2026-12-31."
    elif kind in _BOUNDS:
        bound = Phrase(_BOUNDS[kind].message, args=_context(error))
        code, message, advice = (
            "settings.out-of-range",
            phrase("{shown} is out of range: {bound}.", shown=_shown(error), bound=bound),
            "",
        )
    else:
        code, message, advice = (
            "settings.wrong-value",
            phrase("{shown} does not fit: {error}.", shown=_shown(error), error=quoted(error["msg"])),
            "",
        )
    value = None if kind == "missing" else error["input"]
    return Problem(code, message, advice, source.place(path, value))


def misspelt(errors: Iterable[ErrorDetails], source: Source) -> set[str]:
    """Keys that unknown ones were probably meant to be: they need not be told as missing."""
    found = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            *table, key = error["loc"]
            near = nearest(str(key), keys_at(source.model, tuple(table)))
            if near:
                found.add(key_text((*table, near)))
    return found


def _shown(error: ErrorDetails) -> str:
    value = error["input"]
    if isinstance(value, dict):
        return phrase("A table")
    if isinstance(value, list | tuple):
        return phrase("A list")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text[:_LONGEST_VALUE]}{'…' if len(text) > _LONGEST_VALUE else ''}'"


def _context(error: ErrorDetails) -> Mapping[str, object]:
    return error.get("ctx", {})


_Told = tuple[str, str, str]


def _unknown_key(error: ErrorDetails, source: Source) -> _Told:
    *table, key = error["loc"]
    advice = did_you_mean(str(key), keys_at(source.model, tuple(table)))
    return "settings.unknown-key", phrase("unknown key '{key}'.", key=key), advice


def _missing(error: ErrorDetails, source: Source) -> _Told:
    *table, key = error["loc"]
    where = f"[{key_text(tuple(table))}]" if table else phrase("the file")
    return "settings.missing-key", phrase("'{key}' is missing from {where}.", key=key, where=where), ""


def _choice(error: ErrorDetails, source: Source) -> _Told:
    known = [part.strip("'") for part in str(_context(error)["expected"]).replace(" or ", ", ").split(", ")]
    known = [name.encode().decode("unicode_escape") if "\\" in name else name for name in known]
    message = phrase("{shown} is none of the choices.", shown=_shown(error))
    return "settings.wrong-choice", message, did_you_mean(str(error["input"]), known)


def _pattern(error: ErrorDetails, source: Source) -> _Told:
    if error["loc"][-1] == "address":
        return (
            "settings.bad-address",
            phrase("{shown} is not one mail address.", shown=_shown(error)),
            "Write name@example.com.",
        )
    if error["loc"][-1] == "fiscal_year_start":
        return (
            "settings.bad-date",
            phrase("{shown} is not a day of the year.", shown=_shown(error)),
            "Write month-day: 07-01.",
        )
    pattern = str(_context(error)["pattern"])
    wanted = _PATTERNS.get(pattern) or phrase("of the form {pattern}", pattern=pattern)
    return "settings.wrong-value", phrase("{shown} is not {wanted}.", shown=_shown(error), wanted=wanted), ""


def _own_rule(error: ErrorDetails, source: Source) -> _Told:
    reason = _said_by(_context(error)["error"])
    if error["loc"][-1:] == ("timezone",):
        from zoneinfo import available_timezones

        near = did_you_mean(str(error["input"]), available_timezones())
        zone = phrase("Take a zone such as Europe/Berlin or America/New_York.")
        advice = near if near.startswith("Did") else zone
        return "settings.unknown-zone", phrase("{shown} is not a time zone.", shown=_shown(error)), advice
    return "settings.wrong-value", phrase("{reason}.", reason=reason), ""


def _said_by(error: object) -> Phrase:
    """What a check of ours says, with its parts."""
    said = error.args[0] if isinstance(error, Exception) and error.args else error
    return as_phrase(said if isinstance(said, str) else str(said))


def _too_short(error: ErrorDetails, source: Source) -> _Told:
    advice = "Give a text." if error["type"].startswith("string") else "Give at least one."
    return "settings.empty", phrase("'{key}' is empty.", key=str(error["loc"][-1])), advice


def _too_long(error: ErrorDetails, source: Source) -> _Told:
    return (
        "settings.wrong-value",
        phrase("longer than {n} characters.", n=_context(error)["max_length"]),
        "",
    )


def _too_many(error: ErrorDetails, source: Source) -> _Told:
    most = _context(error).get("max_length")
    return "settings.wrong-value", phrase("'{key}' has more than {n}.", key=str(error["loc"][-1]), n=most), ""


_KINDS: dict[str, Callable[[ErrorDetails, Source], _Told]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _choice,
    "enum": _choice,
    "string_pattern_mismatch": _pattern,
    "value_error": _own_rule,
    "too_long": _too_many,
    "too_short": _too_short,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
}
