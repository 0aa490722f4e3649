"""pydantic's findings as problems in words of this program: place, message, advice."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from flashreport.errors import Place, Problem
from flashreport.workspace.key_names import did_you_mean, key_text, keys_at, nearest
from flashreport.workspace.model import Currency, Name, pattern_of
from flashreport.workspace.toml_lines import KeyLines, KeyPath

_LONGEST_VALUE = 80
_TYPES = {
    "string_type": 'a text in quotation marks, such as "name"',
    "int_type": "a whole number, such as 3",
    "int_parsing": "a whole number, such as 3",
    "int_from_float": "a whole number, such as 3",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "decimal_type": "a number, such as 12.50",
    "decimal_parsing": "a number, such as 12.50",
    "finite_number": "a number, such as 12.50; not inf or nan",
    "tuple_type": 'a list in brackets, such as ["a", "b"]',
    "dict_type": "a table of keys",
    "model_type": "a table of keys",
    "time_type": 'a time of day, such as "06:30"',
    "time_parsing": 'a time of day, such as "06:30"',
    "date_type": "a date, such as 2026-12-31",
}
_DATES = (
    "date_parsing",
    "date_from_datetime_parsing",
    "date_from_datetime_inexact",
    "datetime_parsing",
)
_BOUNDS = {
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "less than {lt}",
    "less_than_equal": "{le} or less",
}


_PATTERNS = {
    pattern_of(Name): "a short name of small letters, digits, '-' and '_', such as main_street",
    pattern_of(Currency): "a currency of three capital letters, such as EUR",
    r"^([A-Z]{2})?$": "a country code of two capital letters, such as DE",
    r"^[a-z]+(\.[a-z0-9_]+)+$": "the name of a measure, such as cash.closing",
    r"^(own|values)\.[a-z][a-z0-9_]*$": "the name of a measure of your own, such as own.cash_per_hour",
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
        code, message, advice = "settings.wrong-type", f"{_shown(error)} is not {_TYPES[kind]}.", ""
    elif kind in _DATES:
        code, message = "settings.bad-date", f"{_shown(error)} is not a date."
        advice = "Write an existing day as 2026-12-31."
    elif kind in _BOUNDS:
        bound = _BOUNDS[kind].format(**_context(error))
        code, message, advice = "settings.out-of-range", f"{_shown(error)} is out of range: {bound}.", ""
    else:
        code, message, advice = "settings.wrong-value", f"{_shown(error)}: {error['msg']}.", ""
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
        return "A table"
    if isinstance(value, list | tuple):
        return "A list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text[:_LONGEST_VALUE]}{'…' if len(text) > _LONGEST_VALUE else ''}'"


def _context(error: ErrorDetails) -> Mapping[str, object]:
    return error.get("ctx", {})


_Told = tuple[str, str, str]


def _unknown_key(error: ErrorDetails, source: Source) -> _Told:
    *table, key = error["loc"]
    advice = did_you_mean(str(key), keys_at(source.model, tuple(table)))
    return "settings.unknown-key", f"unknown key '{key}'.", advice


def _missing(error: ErrorDetails, source: Source) -> _Told:
    *table, key = error["loc"]
    where = f"[{key_text(tuple(table))}]" if table else "the file"
    return "settings.missing-key", f"'{key}' is missing from {where}.", ""


def _choice(error: ErrorDetails, source: Source) -> _Told:
    known = [part.strip("'") for part in str(_context(error)["expected"]).replace(" or ", ", ").split(", ")]
    known = [name.encode().decode("unicode_escape") if "\\" in name else name for name in known]
    message = f"{_shown(error)} is none of the choices."
    return "settings.wrong-choice", message, did_you_mean(str(error["input"]), known)


def _pattern(error: ErrorDetails, source: Source) -> _Told:
    if error["loc"][-1] == "address":
        return "settings.bad-address", f"{_shown(error)} is not one mail address.", "Write name@example.com."
    if error["loc"][-1] == "fiscal_year_start":
        return "settings.bad-date", f"{_shown(error)} is not a day of the year.", "Write month-day: 07-01."
    pattern = str(_context(error)["pattern"])
    wanted = _PATTERNS.get(pattern, f"of the form {pattern}")
    return "settings.wrong-value", f"{_shown(error)} is not {wanted}.", ""


def _own_rule(error: ErrorDetails, source: Source) -> _Told:
    reason = str(_context(error)["error"])
    if error["loc"][-1:] == ("timezone",):
        from zoneinfo import available_timezones

        near = did_you_mean(str(error["input"]), available_timezones())
        advice = near if near.startswith("Did") else f"Take {reason}."
        return "settings.unknown-zone", f"{_shown(error)} is not a time zone.", advice
    return "settings.wrong-value", f"{reason[:1].upper()}{reason[1:]}.", ""


def _too_short(error: ErrorDetails, source: Source) -> _Told:
    needed = "a text" if error["type"].startswith("string") else "at least one"
    return "settings.empty", f"'{error['loc'][-1]}' is empty.", f"Give {needed}."


def _too_long(error: ErrorDetails, source: Source) -> _Told:
    return "settings.wrong-value", f"longer than {_context(error)['max_length']} characters.", ""


_KINDS: dict[str, Callable[[ErrorDetails, Source], _Told]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing,
    "literal_error": _choice,
    "string_pattern_mismatch": _pattern,
    "value_error": _own_rule,
    "too_short": _too_short,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
}
