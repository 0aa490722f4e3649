"""Types of options that several commands share."""

from datetime import date

import click

from flashreport.errors.phrase import phrase


def day(text: str) -> date:
    """A date as 2026-11-24; a usage error for anything else, also for a day that doesn't exist."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            phrase("'{text}' is not a date. Write an existing day as 2026-11-24.", text=text)
        ) from error
