"""Dates read by column: SQL for the ways in which nearly all files write them.

``date_styles`` says what a text means; what is read here is read alike there. A text that isn't
read here (an offset from UTC, a rare format, digits of a third script) is read there.
"""

import re
from datetime import date, time
from itertools import pairwise
from typing import TYPE_CHECKING

from flashreport.tables.date_styles import FIRST_YEAR, LAST_YEAR, LONG_MONTHS, SHORT_MONTHS, DateStyle
from flashreport.tables.places import Seen

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SHORT, _LONG = (str(names.split()) for names in (SHORT_MONTHS, LONG_MONTHS))
_ONE_OR_TWO, _LETTERS = "([0-9]{1,2})", "([A-Za-z]{3,9})"
_CODES = {
    "Y": "([0-9]{4})", "y": "([0-9]{2})", "m": _ONE_OR_TWO, "d": _ONE_OR_TWO, "b": _LETTERS, "B": _LETTERS,
}  # fmt: skip
_PART = re.compile("%([Yymdb]|B)|([-/. ,])")
# The proof takes these two for all texts with the month's name, whatever stands between the parts.
_PROVED_NAMES = {
    "%d %b %Y": (f"{_ONE_OR_TWO}[ .-]+{_LETTERS}[.]?[ ,-]+([0-9]{{4}})", "dbY"),
    "%b %d, %Y": (f"{_LETTERS}[.]? +{_ONE_OR_TWO},? +([0-9]{{4}})", "bdY"),
}
_JALALI = (f"([0-9]{{4}})([-/.]?){_ONE_OR_TWO}([-/.]?){_ONE_OR_TWO}", "Ysmtd")
_FIRST_JALALI, _LAST_JALALI = 1348, 1578  # their days are those from FIRST_YEAR to LAST_YEAR
_MONTH, _NEVER = "([0-9]{4})[-/.]([0-9]{1,2})", "(-)(-)"
_TIME = "(?:(?:T| +)([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: *([AaPp])[.]?(?:[Mm][.]?)?)?)?"
_ANY_TIME = (
    "(?:T| +)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
    " *(?:[AaPp])?[.]?(?:[Mm][.]?)? *(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})?$"
)


def define_date_macros(connection: "DuckDBPyConnection") -> None:
    """The macros that the statements of this module need, besides ``latin``."""
    for statement in (
        f"likely(y, m, d) as if(try_cast(y as int) between {FIRST_YEAR} and {LAST_YEAR}, "
        "try(make_date(try_cast(y as int), try_cast(m as int), try_cast(d as int))), null)",
        "whole_year(y) as try_cast(y as int) + if(try_cast(y as int) < 69, 2000, 1900)",
        f"short_month(x) as list_position({_SHORT}, lower(x))",
        f"long_month(x) as list_position({_LONG}, lower(x))",
        "month_named(x) as coalesce(short_month(x), long_month(x))",
    ):
        connection.execute(f"create or replace temp macro {statement}")


def read_by_column(texts: str, style: DateStyle, cutoff: time) -> str:
    """SQL for ``text`` and ``day`` of a relation's texts; the day is null where it isn't read here.

    ``cutoff`` ends the business day: a time before it belongs to the day before.
    """
    found = _JALALI if style.format == "jalali" else _pattern(style)
    if found is None:
        return f"select text, null::date as day from {texts}"
    pattern, parts = found
    names = ", ".join(f"'{name}'" for name in (*parts, "hour", "minute", "half"))
    taken = f"select text, regexp_extract(latin(text), '^{pattern}{_TIME}$', [{names}]) as p from {texts}"
    day = _jalali_day() if style.format == "jalali" else _day(parts, proved=style.proved)
    early = f"hour * 60 + minute < {cutoff.hour * 60 + cutoff.minute}"
    hour = "try_cast(p.hour as int)"
    return (
        "select text, case when hour is null then day when hour < 24 and minute < 60 "
        f"then day - if({early}, 1, 0) end as day from (select text, case when p.{parts[0]} <> '' "
        f"then {day} end as day, try_cast(p.minute as int) as minute, case when p.half = '' then {hour} "
        f"when {hour} between 1 and 12 then {hour} % 12 + if(lower(p.half) = 'p', 12, 0) else 99 end as hour "
        f"from ({taken}))"
    )


def _pattern(style: DateStyle) -> tuple[str, str] | None:
    """The pattern of a format and the codes of its groups; None where it isn't read by column."""
    if style.proved and style.format in _PROVED_NAMES:
        return _PROVED_NAMES[style.format]
    found = list(_PART.finditer(style.format))
    codes = "".join(part[1] or "" for part in found)
    whole = "".join(part[0] for part in found) == style.format
    if (
        not whole
        or sorted(codes.lower().replace("b", "m").replace("d", "")) != ["m", "y"]
        or codes.count("d") > 1
    ):
        return None
    pattern = "".join(_CODES[part[1]] if part[1] else f"[{part[2]}]" for part in found)
    if style.proved and codes[0] == "y":  # what could be a year at the end has two digits
        pattern = pattern.removesuffix(_ONE_OR_TWO) + "([0-9]{2})"
    # without marks between them the parts must have their full width
    joined = any(one[1] and two[1] for one, two in pairwise(found))
    return pattern.replace("{1,2}", "{2}") if joined else pattern, codes


def _day(parts: str, *, proved: bool) -> str:
    year = "p.Y" if "Y" in parts else "whole_year(p.y)"
    month = "p.m"
    if "b" in parts:
        month = "month_named(p.b)" if proved else "short_month(p.b)"
    elif "B" in parts:
        month = 'long_month(p."B")'
    return f"likely({year}, {month}, {'p.d' if 'd' in parts else 1})"


def _jalali_day() -> str:
    """The day of year, month and day by the first days of all years that may be meant."""
    from flashreport.domain.jalali import to_gregorian

    epoch = date(1970, 1, 1)
    years = range(_FIRST_JALALI, _LAST_JALALI + 2)
    starts = f"{[(to_gregorian(year, 1, 1) - epoch).days for year in years]}"
    year, month, day = (f"try_cast(p.{part} as int)" for part in "Ymd")
    at = f"{year} - {_FIRST_JALALI - 1}"
    length = (
        f"case when {month} <= 6 then 31 when {month} <= 11 then 30 "
        f"else {starts}[{at} + 1] - {starts}[{at}] - 336 end"
    )
    before = f"({month} - 1) * 30 + least({month} - 1, 6)"
    right = (
        f"p.s = p.t and (p.s <> '' or length(p.m || p.d) = 4) and {year} between {_FIRST_JALALI} "
        f"and {_LAST_JALALI} and {month} between 1 and 12 and {day} between 1 and ({length})"
    )
    made = f"date '1970-01-01' + ({starts}[{at}] + {before} + {day} - 1)::int"
    inside = f"between {FIRST_YEAR} and {LAST_YEAR}"
    return f"case when {right} and year({made}) {inside} then {made} end"


def first_of_each_kind(connection: "DuckDBPyConnection", raw: str, slot: str, *, months: bool) -> list[Seen]:
    """The first text of each kind in a column of dates: those that prove or disprove the same styles.

    Two texts are of one kind when the same formats give a day for both, and give the same or
    different days for both. A text that isn't read here is a kind of its own.
    """
    month = f"^{_MONTH if months else _NEVER}$"
    day_first, month_first = (f"^{_PROVED_NAMES[code][0]}$" for code in ("%d %b %Y", "%b %d, %Y"))
    found = connection.execute(
        f"""with texts as (
            select "{slot}" as text, min(spot_of(file, line)) as spot from "{raw}"
            where "{slot}" is not null group by 1),
        cells as (
            select text, spot, regexp_replace(latin(text), '{_ANY_TIME}', '') as x from texts),
        parted as (
            select text, spot, x,
                regexp_extract(x, '^([0-9]{{1,4}})([-/.]){_ONE_OR_TWO}([-/.])([0-9]{{1,4}})$',
                    ['a', 's', 'b', 't', 'c']) as p,
                regexp_extract(x, '{month}', ['y', 'm']) as m,
                regexp_extract(x, '{day_first}', ['d', 'b', 'y']) as n,
                regexp_extract(x, '{month_first}', ['b', 'd', 'y']) as o
            from cells),
        dated as (
            select text, spot, p.s as mark, length(p.a) as first_length, length(p.c) as last_length,
                if(p.c = '', null, if(length(p.c) = 2, whole_year(p.c), try_cast(p.c as int))) as y,
                if(p.s = p.t and length(p.a) = 4 and length(p.c) <= 2, likely(p.a, p.b, p.c), null) as ymd,
                if(p.s = p.t and length(p.a) = 2 and length(p.c) = 2, likely(whole_year(p.a), p.b, p.c), null)
                    as short_ymd,
                p.s = p.t and length(p.a) <= 2 and length(p.c) in (2, 4) as year_last,
                if(year_last, likely(y, p.b, p.a), null) as dmy,
                if(year_last, likely(y, p.a, p.b), null) as mdy,
                if(regexp_full_match(x, '[0-9]{{8}}'), likely(x[:4], x[5:6], x[7:]), null) as compact,
                if(m.y = '', null, likely(m.y, m.m, 1)) as month,
                if(n.y = '', null, likely(n.y, month_named(n.b), n.d)) as day_first,
                if(o.y = '', null, likely(o.y, month_named(o.b), o.d)) as month_first
            from parted)
        select arg_min(text, spot), file_of(min(spot)), line_of(min(spot)) from dated group by
            if(coalesce(ymd, short_ymd, dmy, mdy, compact, month, day_first, month_first) is null, text, ''),
            mark, first_length, last_length, ymd is null, short_ymd is null, dmy is null, mdy is null,
            compact is null, month is null, day_first is null, month_first is null,
            dmy = mdy, dmy = short_ymd, mdy = short_ymd"""
    ).fetchall()
    return [Seen(int(file), int(line), str(text)) for text, file, line in found]
