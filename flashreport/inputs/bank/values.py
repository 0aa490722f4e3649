"""Amounts and dates as banks write them."""

import calendar
import re
from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal

_DIGITS = 18
_PLAIN = {
    ",": re.compile(rf"[+-]?(?:[0-9]{{1,{_DIGITS}}}(?:,[0-9]{{0,6}})?|,[0-9]{{1,6}})"),
    ".": re.compile(rf"[+-]?(?:[0-9]{{1,{_DIGITS}}}(?:\.[0-9]{{0,6}})?|\.[0-9]{{1,6}})"),
}
CENTURY_TURNS = 80  # two-digit years from here on are of the 1900s, as in SWIFT messages


def plain_amount(text: str, mark: str) -> Decimal | None:
    """An amount without thousands marks, ``mark`` before its decimals; None when it isn't one."""
    text = text.strip()
    if not _PLAIN[mark].fullmatch(text):
        return None
    return Decimal(text.replace(",", "."))


def either_amount(text: str) -> Decimal | None:
    """An amount without thousands marks, whichever mark it uses for decimals."""
    return plain_amount(text, ",") if "," in text else plain_amount(text, ".")


def full_year(two_digits: int) -> int:
    """The year that two digits mean: 80..99 are 1980..1999, 00..79 are 2000..2079."""
    return two_digits + (1900 if two_digits >= CENTURY_TURNS else 2000)


def near_date(year: int, month: int, day: int) -> tuple[date, bool] | None:
    """A date, and whether it exists as written; 30 February gives the month's last day and False.

    None when month or day can't be one at all. Some banks count every month as 30 days.
    """
    if not (MINYEAR <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day, last)), day <= last


def compact_date(text: str) -> tuple[date, bool] | None:
    """``YYMMDD`` or ``YYYYMMDD`` as :func:`near_date` gives it."""
    if not re.fullmatch(r"[0-9]{6}|[0-9]{8}", text):
        return None
    year = int(text[:4]) if len(text) == 8 else full_year(int(text[:2]))
    return near_date(year, int(text[-4:-2]), int(text[-2:]))


def iso_date(text: str) -> date | None:
    """The day of an ISO date or date-time as written, whatever its zone; None when it isn't one."""
    found = re.match(r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])", text)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
