"""How a column writes its dates: declared, or proved by all of its cells together."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from flashreport.errors import Place, Problem, joined, phrase
from flashreport.tables.digits import plain_digits
from flashreport.tables.places import Seen

FIRST_YEAR, LAST_YEAR = 1970, 2199
Parse = Callable[[str], date | None]

_CLOCK = re.compile(
    r"(?:T| +)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r" *([AaPp])?\.?(?:[Mm]\.?)? *(Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_NAMED_DAY_FIRST = re.compile(r"(\d{1,2})[ .-]+([A-Za-z]{3,9})\.?[ ,-]+(\d{4}|\d{2})")
_NAMED_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? +(\d{1,2}),? +(\d{4})")
SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
LONG_MONTHS = "january february march april may june july august september october november december"
_BY_NAME = {
    name: month for names in (SHORT_MONTHS, LONG_MONTHS) for month, name in enumerate(names.split(), 1)
}
_BY_NAME["sept"] = 9


@dataclass(frozen=True, slots=True)
class DateStyle:
    """One way to write dates. ``format`` is what ``date_format`` would say.

    A style that was ``proved`` is less strict about what stands between the parts of a date.
    """

    format: str
    parse: Parse
    proved: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """What turns a time of day into a business date: the company's zone and the day's cut-off."""

    zone: str = "UTC"
    cutoff: time = time(0)

    def day(self, day: date, clock: "re.Match[str]") -> date | None:
        """The business date of a day with a time; None when there is no such time."""
        hour, minute, second = (int(part or 0) for part in clock.group(1, 2, 3))
        if clock[4]:
            hour = hour % 12 + (12 if clock[4] in "Pp" else 0) if 1 <= hour <= 12 else 99
        try:
            moment = datetime.combine(day, time(hour, minute, min(second, 59)))
        except ValueError:
            return None
        if clock[5]:
            aware = datetime.fromisoformat(moment.isoformat() + _offset(clock[5]))
            moment = aware.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return (moment - timedelta(hours=self.cutoff.hour, minutes=self.cutoff.minute)).date()


def _offset(text: str) -> str:
    if text in ("Z", "UTC"):
        return "+00:00"
    return text if ":" in text else f"{text[:3]}:{text[3:]}"


def candidates(text: str, months: bool = False) -> Iterator[tuple[str, date]]:
    """Every way to read a text as a date: the format and the day it gives."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, mark, month, day = found.groups()
        yield from _made(f"%Y{mark}%m{mark}%d", year, month, day)
    elif found := _YEAR_LAST.fullmatch(text):
        first, mark, second, year = found.groups()
        code = "%Y" if len(year) == 4 else "%y"
        yield from _made(f"%d{mark}%m{mark}{code}", year, second, first)
        if mark != ".":  # nobody writes the month first with points
            yield from _made(f"%m{mark}%d{mark}{code}", year, first, second)
            if code == "%y":
                yield from _made(f"%y{mark}%m{mark}%d", first, second, year)
    elif found := _COMPACT.fullmatch(text):
        yield from _made("%Y%m%d", found[1], found[2], found[3])
    elif months and (found := _MONTH.fullmatch(text)):
        yield from _made("%Y-%m", found[1], found[2], "1")
    elif found := _NAMED_DAY_FIRST.fullmatch(text):
        day, name, year = found.groups()
        yield from _made("%d %b %Y", year, str(_BY_NAME.get(name.lower(), 0)), day)
    elif found := _NAMED_MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
        yield from _made("%b %d, %Y", year, str(_BY_NAME.get(name.lower(), 0)), day)


def _made(code: str, year: str, month: str, day: str) -> Iterator[tuple[str, date]]:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 69 else 1900
    try:
        made = date(number, int(month), int(day))
    except ValueError:
        return
    if FIRST_YEAR <= made.year <= LAST_YEAR:
        yield code, made


def split_clock(text: str) -> tuple[str, "re.Match[str] | None"]:
    """The day's part of a text, and its time of day."""
    clock = _CLOCK.search(text)
    return (text[: clock.start()], clock) if clock else (text, None)


def prove(
    column: str, seen: Sequence[Seen], name_file: Callable[[int], str], months: bool = False
) -> DateStyle | Problem:
    """The one style in which all cells that are dates can be read.

    Cells that are a date in no style don't count; they are told one by one later. A problem
    (``inputs.mixed-dates``, ``inputs.ambiguous-date``) comes without a place's column.
    """
    readings = {
        cell: dict(candidates(split_clock(plain_digits(cell.text))[0], months)) for cell in sorted(seen)
    }
    readings = {cell: ways for cell, ways in readings.items() if ways}
    if not readings:
        return ISO
    possible = set.intersection(*(set(ways) for ways in readings.values()))
    if not possible:
        return _mixed(column, readings, name_file)
    several = (cell for cell, ways in readings.items() if len({ways[code] for code in possible}) > 1)
    unsure = next(several, None)
    if unsure is None:
        return _by_format(min(possible), months)
    ways = joined(
        phrase("{day} by '{format}'", day=readings[unsure][code], format=code) for code in sorted(possible)
    )
    return Problem(
        "inputs.ambiguous-date",
        phrase(
            "'{text}' and the other cells of {column} can be read in more than one way: {ways}.",
            text=unsure.text,
            column=column,
            ways=ways,
        ),
        phrase("Write how dates are meant: date_format = '{format}'", format=min(possible)),
        place_of(unsure, name_file),
    )


def _mixed(column: str, readings: "dict[Seen, dict[str, date]]", name_file: Callable[[int], str]) -> Problem:
    first = next(iter(readings))
    shared = set(readings[first])
    for cell, ways in readings.items():  # noqa: B007 -- the cell that breaks it is told
        if not shared & set(ways):
            break
        shared &= set(ways)
    one, two = min(shared), min(ways)
    return Problem(
        "inputs.mixed-dates",
        phrase(
            "{column} has dates in two styles: '{text}' on line {line} of {file} ('{one}') and "
            "'{text_2}' on line {line_2} of {file_2} ('{two}').",
            column=column,
            text=first.text,
            line=str(first.line),
            file=name_file(first.file),
            one=one,
            text_2=cell.text,
            line_2=str(cell.line),
            file_2=name_file(cell.file),
            two=two,
        ),
        "Make two inputs of the files, or write date_format to keep one style and set the others aside.",
        place_of(cell, name_file),
    )


def place_of(cell: Seen, name_file: Callable[[int], str]) -> Place:
    """The place of a cell, without its column."""
    return Place(file=name_file(cell.file), line=cell.line, value=cell.text[:80])


def declared(code: str) -> DateStyle | None:
    """The style of ``date_format``; None when it is no format."""
    if code == "jalali":
        return DateStyle(code, _jalali)
    day = date(2026, 11, 23)
    found = _strptime(code, day.strftime(code))
    if found == day or (found == day.replace(day=1) and "%d" not in code):
        return DateStyle(code, partial(_strptime, code))
    return None


def _by_format(code: str, months: bool) -> DateStyle:
    def parse(text: str) -> date | None:
        return dict(candidates(text, months)).get(code)

    return DateStyle(code, parse, proved=True)


def _strptime(code: str, text: str) -> date | None:
    try:
        found = datetime.strptime(text, code).date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _jalali(text: str) -> date | None:
    from persiantools.jdatetime import JalaliDate

    found = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups() if part.isdigit())
    try:
        made = JalaliDate(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(made.year, made.month, made.day) if FIRST_YEAR <= made.year <= LAST_YEAR else None


def read_date(text: str, style: DateStyle, clock: Clock) -> date | None:
    """The business date of a cell; None when it is none in this style."""
    cell = plain_digits(text)
    whole = style.parse(cell)
    if whole is not None:
        return whole
    day_text, time_text = split_clock(cell)
    if time_text is None:
        return None
    day = style.parse(day_text)
    return None if day is None else clock.day(day, time_text)


def read_all(texts: Iterable[str], style: DateStyle, clock: Clock) -> dict[str, date]:
    """The dates of all texts that are one."""
    found = ((text, read_date(text, style, clock)) for text in texts)
    return {text: day for text, day in found if day is not None}


ISO = _by_format("%Y-%m-%d", months=False)
