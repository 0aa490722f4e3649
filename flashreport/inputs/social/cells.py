"""The counts of one row: whole numbers, and what each platform's engagements are made of."""

from collections.abc import Iterable, Mapping, Sequence

from flashreport.domain.exact import Unavailable
from flashreport.domain.export_cells import DecimalMark, number_cell
from flashreport.domain.social import ENGAGEMENT_PARTS, total_engagements
from flashreport.errors import FlashreportError, Place, phrase

# Where an export calls one of our counts otherwise, and adds nothing to it.
_SAME = {"clicks": "link_clicks"}


def whole(text: str, decimal: DecimalMark, place: Place) -> int | None:
    """The whole number of a cell; None when empty or TikTok's ``undefined``. Raises ``inputs.bad-count``."""
    if text.strip().casefold() == "undefined":
        return None
    try:
        number = number_cell(text, decimal)
    except FlashreportError:
        number = None
        readable = False
    else:
        readable = number is None or number == number.to_integral_value()
    if not readable:
        message = phrase("'{text}' is no whole number.", text=text.strip())
        advice = phrase("Numbers of this file have '{mark}' as decimal mark.", mark=decimal)
        raise FlashreportError("inputs.bad-count", message, advice, place)
    return None if number is None else int(number)


def cell(cells: Sequence[str], place: int | None) -> str:
    """The text of a cell; nothing when the row is too short or the column isn't there."""
    return cells[place] if place is not None and place < len(cells) else ""


def counts_of(platform: str, given: Mapping[str, int | None], wanted: Iterable[str]) -> dict[str, int]:
    """Our counts out of the columns of an export; one that can't be told is left out, not zero."""
    found = {name: given.get(name) for name in wanted}
    for ours, theirs in _SAME.items():
        if found.get(ours) is None and theirs in given:
            found[ours] = given[theirs]
    if found.get("engagements") is None:
        found["engagements"] = _engagements(platform, given)
    if given.get("follows") is not None and given.get("unfollows") is not None:
        found["followers_gained"] = (given["follows"] or 0) - (given["unfollows"] or 0)
    return {name: value for name, value in found.items() if value is not None}


def _engagements(platform: str, given: Mapping[str, int | None]) -> int | None:
    parts = dict(given)
    if platform == "linkedin":
        parts |= {"likes": given.get("reactions"), "shares": given.get("reposts")}
    names = ENGAGEMENT_PARTS.get(platform)
    total = total_engagements(parts, names) if names else Unavailable("")
    return None if isinstance(total, Unavailable) else int(total)
