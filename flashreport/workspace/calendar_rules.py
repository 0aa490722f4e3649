"""Rules of ``[calendar]`` that one value alone cannot tell: days of the year, open against closed."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from flashreport.errors import Problem, phrase
from flashreport.workspace.mistakes import Source

# Days that the months of every year have.
_MONTHS = {
    "gregorian": (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31),
    "jalali": (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29),
}


def calendar_problems(data: Mapping[str, object], source: Source) -> Iterator[Problem]:
    """A fiscal year that begins on no day, and days that are both open and closed."""
    calendar = data.get("calendar")
    if isinstance(calendar, dict):
        yield from _fiscal_year(calendar, source)
        yield from _open_and_closed(calendar, source)


def _fiscal_year(calendar: Mapping[str, object], source: Source) -> Iterator[Problem]:
    start, system = calendar.get("fiscal_year_start"), calendar.get("system", "gregorian")
    match = re.fullmatch(r"(0[1-9]|1[0-2])-(\d\d)", start) if isinstance(start, str) else None
    lengths = _MONTHS.get(system) if isinstance(system, str) else None
    if match and lengths and int(match[2]) > lengths[int(match[1]) - 1]:
        yield Problem(
            "settings.bad-date",
            phrase("not every year has a day {start}.", start=start),
            "Write month-day: 07-01.",
            source.place(("calendar", "fiscal_year_start"), start),
        )


def _open_and_closed(calendar: Mapping[str, object], source: Source) -> Iterator[Problem]:
    opened, closed = calendar.get("open"), calendar.get("closed")
    if not isinstance(opened, list) or not isinstance(closed, list):
        return
    days = {str(day) for day in closed if isinstance(day, date | str)}
    for index, day in enumerate(opened):
        if str(day) in days:
            yield Problem(
                "settings.wrong-value",
                phrase("{day} is both open and closed.", day=day),
                "Take it out of one of the two lists.",
                source.place(("calendar", "open", index), day),
            )
