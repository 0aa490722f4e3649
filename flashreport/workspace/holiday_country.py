"""Whether public holidays are known for the calendar's country and subdivision."""

from collections.abc import Iterator, Mapping

from flashreport.errors import Problem, phrase
from flashreport.workspace.key_names import did_you_mean, nearest
from flashreport.workspace.mistakes import Source


def country_problems(data: Mapping[str, object], source: Source) -> Iterator[Problem]:
    """An unknown country or subdivision of ``[calendar]``."""
    calendar = data.get("calendar")
    if not isinstance(calendar, dict):
        return
    country, subdivision = calendar.get("country"), calendar.get("subdivision", "")
    if not isinstance(country, str) or not country or not isinstance(subdivision, str):
        return
    # A quarter second, so only a workspace that names a country pays for it.
    from holidays.registry import COUNTRIES

    codes = {names[1]: title for title, names in COUNTRIES.items()}
    if country not in codes:
        yield Problem(
            "settings.unknown-country",
            phrase("no public holidays are known for the country '{country}'.", country=country),
            _country_advice(country, codes),
            source.place(("calendar", "country"), country),
        )
    elif subdivision:
        yield from _subdivision_problems(country, subdivision, source)


def _country_advice(country: str, codes: Mapping[str, str]) -> str:
    from holidays.registry import COUNTRIES

    aliases = {alias: names[1] for names in COUNTRIES.values() for alias in names[2:]}
    if country.upper() in aliases:
        return phrase("Did you mean {name}?", name=f"'{aliases[country.upper()]}'")
    title = nearest(country.replace(" ", "_"), codes.values()) if len(country) > 3 else None
    if title:
        code = next(code for code, name in codes.items() if name == title)
        return phrase("Did you mean {name}?", name=f"'{code}'")
    return phrase(
        "Take a two-letter country code such as US or DE, or leave country out and list closed days."
    )


def _subdivision_problems(country: str, subdivision: str, source: Source) -> Iterator[Problem]:
    import holidays

    calendar = holidays.country_holidays(country)
    known = (*calendar.subdivisions, *calendar.subdivisions_aliases)
    if subdivision not in known:
        yield Problem(
            "settings.unknown-country",
            phrase(
                "{country} has no subdivision '{subdivision}' with holidays of its own.",
                country=country,
                subdivision=subdivision,
            ),
            did_you_mean(subdivision, known) or phrase("Leave subdivision out."),
            source.place(("calendar", "subdivision"), subdivision),
        )
