"""The Jalali (Solar Hijri) calendar: months, fiscal years and comparable days.

A thin door to persiantools, which is imported on first use. Weeks begin on Saturday; the
weekend is Friday. The official calendar of Iran is observed, not computed, so far-off
leap years are a forecast.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from flashreport.errors import FlashreportError, phrase

Alignment = Literal["date", "weekday"]


@dataclass(frozen=True, slots=True, order=True)
class JalaliDay:
    """A day by its Jalali year, month (1 Farvardin .. 12 Esfand) and day."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


def to_jalali(day: date) -> JalaliDay:
    """The Jalali day of a Gregorian date; raises FlashreportError before 622-03-22."""
    from persiantools.jdatetime import JalaliDate

    try:
        jalali = JalaliDate(day)
    except (ValueError, OverflowError) as error:
        raise _outside(day.isoformat()) from error
    return JalaliDay(int(jalali.year), int(jalali.month), int(jalali.day))


def to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian date of a Jalali day; raises FlashreportError when there is no such day."""
    from persiantools.jdatetime import JalaliDate

    try:
        found = JalaliDate(year, month, day).to_gregorian()
    except (ValueError, OverflowError) as error:
        raise _outside(f"{year}-{month}-{day}") from error
    return date(found.year, found.month, found.day)


def _outside(text: str) -> FlashreportError:
    return FlashreportError(
        "domain.jalali-day",
        phrase("{text} is not a day of the Jalali calendar.", text=text),
        "Months 1 to 6 have 31 days, 7 to 11 have 30, Esfand has 29, or 30 in a leap year.",
    )


def is_leap(year: int) -> bool:
    """Whether Esfand of this Jalali year has 30 days."""
    return days_in_month(year, 12) == 30


def days_in_month(year: int, month: int) -> int:
    """31, 30 or 29."""
    first, last = month_bounds(year, month)
    return (last - first).days + 1


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First and last day of a Jalali month, as Gregorian dates."""
    after = (year + 1, 1) if month == 12 else (year, month + 1)
    return to_gregorian(year, month, 1), to_gregorian(*after, 1) - timedelta(days=1)


def year_bounds(year: int) -> tuple[date, date]:
    """1 Farvardin and the last day of Esfand, as Gregorian dates."""
    return to_gregorian(year, 1, 1), to_gregorian(year + 1, 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year, named after the Jalali year that it begins in."""

    year: int
    first: date
    last: date


def fiscal_year(day: date, first_month: int = 1) -> FiscalYear:
    """The fiscal year that holds ``day``, from day 1 of ``first_month`` (1 is Farvardin)."""
    jalali = to_jalali(day)
    year = jalali.year if jalali.month >= first_month else jalali.year - 1
    last = to_gregorian(year + 1, first_month, 1) - timedelta(days=1)
    return FiscalYear(year, to_gregorian(year, first_month, 1), last)


def week_start(day: date) -> date:
    """The Saturday on or before ``day``."""
    return day - timedelta(days=(day.weekday() - 5) % 7)


def same_day_last_year(day: date, by: Alignment = "date") -> date:
    """The comparable day: same Jalali month and day, or same weekday 364 days before.

    30 Esfand compares with 29 Esfand when the year before is not a leap year.
    """
    if by == "weekday":
        return day - timedelta(weeks=52)
    jalali = to_jalali(day)
    last = days_in_month(jalali.year - 1, jalali.month)
    return to_gregorian(jalali.year - 1, jalali.month, min(jalali.day, last))
