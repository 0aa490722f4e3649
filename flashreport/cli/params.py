"""Types of options that several commands share."""

from datetime import date

import click

from flashreport.errors.phrase import phrase

_LAST_JALALI = 1700  # a year before this is one of the Jalali calendar


def day(text: str) -> date:
    """A date as 2026-11-24 or, of the Jalali calendar, 1405-09-03; in Persian digits as well.

    A usage error for anything else, also for a day that doesn't exist.
    """
    plain = "".join(str(int(char)) if char.isdecimal() else char for char in text).replace("/", "-")
    try:
        year, month, day_of_month = map(int, plain.split("-"))
        if year < _LAST_JALALI and len(plain) == len("1405-09-03"):
            return _jalali(year, month, day_of_month)
        return date.fromisoformat(plain)
    except ValueError as error:
        raise click.BadParameter(
            phrase("'{text}' is not a date. Write an existing day as 2026-11-24.", text=text)
        ) from error


def _jalali(year: int, month: int, day_of_month: int) -> date:
    from flashreport.domain.jalali import to_gregorian
    from flashreport.errors import FlashreportError

    try:
        return to_gregorian(year, month, day_of_month)
    except FlashreportError as error:
        raise ValueError(str(error)) from error
