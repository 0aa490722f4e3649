"""Days as platforms write them, in cells and in the names of files."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import PurePosixPath

from flashreport.domain.export_cells import visible

_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(" "), 1)}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_WORDED = re.compile(r"(?:[A-Za-z]{3,9}\.?,? )?([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(?!\d)")
_DAY_AND_MONTH = re.compile(r"(?P<before>\d{1,2})? ?(?P<month>[A-Za-z]{3})[a-z]*\.? ?(?P<after>\d{1,2})?")
_IN_NAME = (
    re.compile(r"(?<!\d)(\d{4})[-_.](\d{2})[-_.](\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)"),
)
_WORD_IN_NAME = re.compile(r"([A-Za-z]{3})[a-z]*[-_ ](\d{1,2})[-_, ]+(\d{4})(?!\d)")


def day_of(text: str, date_format: str | None = None) -> date | None:
    """The day of a cell, as the platform has it; None when it is no day.

    Slashes are American, month first, unless ``date_format`` says otherwise.
    """
    plain = visible(text)
    try:
        if date_format:
            return datetime.strptime(plain, date_format).date()  # noqa: DTZ007 - a day, in the platform's zone
        return _read(plain)
    except ValueError:
        return None


def day_without_year(text: str, until: date) -> date | None:
    """The newest such day up to the day of the export; None when it is no day and month."""
    found = _DAY_AND_MONTH.fullmatch(visible(text).strip())
    month = _MONTHS.get(found["month"].casefold()) if found else None
    if found is None or month is None:
        return None
    for year in (until.year, until.year - 1):
        try:
            day = date(year, month, int(found["before"] or found["after"]))
        except (TypeError, ValueError):
            continue
        if day <= until:
            return day
    return None


def days_without_year(texts: Sequence[str], until: date) -> list[date | None]:
    """Such days of one file: in rising order each is before the next, which a year's export needs.

    Its first row has the day and month of the day after its last: a year before, and not to come.
    """
    if not _rising(texts):
        return [day_without_year(text, until) for text in texts]
    found: list[date | None] = []
    for text in reversed(texts):
        day = day_without_year(text, until)
        until = day - timedelta(days=1) if day else until
        found.append(day)
    return found[::-1]


def _rising(texts: Sequence[str]) -> bool:
    leap = date(2000, 12, 31)
    pairs = ((day_without_year(one, leap), day_without_year(other, leap)) for one, other in pairwise(texts))
    step = next(((other - one).days for one, other in pairs if one and other), 0)
    return step in (1, -365)  # the day after, or New Year's after its eve


def _read(plain: str) -> date | None:
    if found := _ISO.match(plain):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _AMERICAN.match(plain):
        return date(int(found[3]), int(found[1]), int(found[2]))
    if found := _DOTTED.match(plain):
        return date(int(found[3]), int(found[2]), int(found[1]))
    found = _WORDED.match(plain)
    month = _MONTHS.get(found[1].casefold()) if found else None
    return date(int(found[3]), month, int(found[2])) if found and month else None


def day_in_name(file: str) -> date | None:
    """The newest day that the file's name tells, else its folder's: a range ends with it."""
    for part in reversed(PurePosixPath(file).parts):
        days = list(_days_in(part))
        if days:
            return max(days)
    return None


def _days_in(name: str) -> Iterator[date]:
    numbers = [tuple(map(int, found)) for pattern in _IN_NAME for found in pattern.findall(name)]
    for word, day, year in _WORD_IN_NAME.findall(name):
        if month := _MONTHS.get(word.casefold()):
            numbers.append((int(year), month, int(day)))
    for year, month, day in numbers:
        try:
            yield date(year, month, day)
        except ValueError:
            continue
