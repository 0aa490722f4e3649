"""The business calendar that a workspace's settings describe."""

from datetime import date

from flashreport.domain.calendar import BusinessCalendar
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.workspace.model import WEEKDAYS
from flashreport.workspace.settings import Calendar


def business_calendar(settings: Calendar, first: date, last: date) -> BusinessCalendar:
    """The calendar, with public holidays for the years from ``first`` to ``last``."""
    month, day = settings.fiscal_year_start.split("-")
    return BusinessCalendar(
        weekend=frozenset(WEEKDAYS.index(name) for name in settings.weekend),
        holidays=public_holidays(settings, first, last) if settings.country else {},
        closed=frozenset(settings.closed),
        opened=frozenset(settings.open),
        week_start=WEEKDAYS.index(settings.week_start),
        fiscal_start=(int(month), int(day)),
        system=settings.system,
        compare_by=settings.compared_by,
    )


def public_holidays(settings: Calendar, first: date, last: date, language: str = "en") -> dict[date, str]:
    """The country's public holidays by date; an unknown country is an error.

    Names are in the language where the calendar has it, else in English, else in the country's own.
    """
    import holidays  # 60 ms, and only a build needs it

    years = range(first.year, last.year + 2)
    try:
        found = holidays.country_holidays(settings.country, subdiv=settings.subdivision or None)
        spoken = [each for tag in (language, "en") for each in found.supported_languages if each[:2] == tag]
        found = holidays.country_holidays(
            settings.country,
            subdiv=settings.subdivision or None,
            years=years,
            language=spoken[0] if spoken else found.default_language,
        )
    except NotImplementedError as error:
        known = ", ".join(sorted(holidays.list_supported_countries())[:8])
        raise FlashreportError(
            "settings.unknown-country",
            phrase(
                "No public holidays are known for {place}.",
                place=f"{settings.country} {settings.subdivision}".rstrip(),
            ),
            phrase(
                "Take a two-letter country code ({known}, …) and one of its subdivisions, or leave them out.",
                known=known,
            ),
            Place(file="flashreport.toml", key="calendar.country", value=settings.country),
        ) from error
    return {day: str(name) for day, name in found.items()}
