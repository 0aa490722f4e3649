"""Exports that are known and not read: what each is, and what to export instead.

Their headers are those of files and readers that users published. A file that is none of our
exports and has one of these headers is told by its own name, never as a table that lacks columns.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from flashreport.domain.export_cells import normalised_header
from flashreport.errors import Phrase, phrase

_HEADER_ROWS = 10
_BY = (
    "geography", "cities", "device type", "traffic source", "subscription status", "subscription source",
    "operating system", "content type", "sharing service", "new and returning viewers", "subtitles and cc",
)  # fmt: skip
_OF_VIDEOS = "views|views (%)|shares|subscribers|watch time (hours)|engaged views"


@dataclass(frozen=True, slots=True)
class Unread:
    """One export that is not read. ``needs`` are its headers, normalised; ``a|b`` is one of the two."""

    needs: tuple[str, ...]
    what: Phrase
    instead: Phrase

    def fits(self, header: Sequence[str]) -> bool:
        """Whether the header has all that is needed."""
        return fits({normalised_header(cell) for cell in header}, self.needs)


def fits(names: Container[str], needs: Sequence[str]) -> bool:
    """Whether each need is among the names; ``a|b`` is one of the two."""
    return all(any(name in names for name in need.split("|")) for need in needs)


UNREAD: tuple[Unread, ...] = (
    Unread(
        ("hour", "active followers"),
        phrase("TikTok's active followers by the hour, which are no figure of a day"),
        phrase("Overview.csv, Viewers.csv and FollowerHistory.csv tell of days."),
    ),
    Unread(
        ("date", "content|" + "|".join(_BY), _OF_VIDEOS),
        phrase("YouTube's chart: the days of each part, where the parts hold only some of the views"),
        phrase("Totals.csv of the same download has the days of the whole channel: put that one here."),
    ),
    Unread(
        ("viewer age|viewer gender", _OF_VIDEOS),
        phrase("YouTube's views by who watched, over a whole period: of viewers, not of subscribers"),
        phrase("YouTube tells nobody who its subscribers are, so that no share of them can be made."),
    ),
    Unread(
        ("|".join(_BY), _OF_VIDEOS),
        phrase("YouTube's sums of a whole period, which tell of no day"),
        phrase("In Advanced mode choose Date, or Content, and export again."),
    ),
    Unread(
        ("campaign name|ad set name|ad name", "reporting starts", "reach|impressions|amount spent"),
        phrase("Meta's advertisements, whose paid reach and impressions are in the page's already"),
        phrase("Meta Business Suite, Insights, Results has the page's days: export that."),
    ),
)

FOREIGN: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("TikTok", ("data", "visualizações de vídeo|seguidores")),
    ("TikTok", ("gênero", "distribuição")),
    ("YouTube", ("videos", "videotitel")),
    ("YouTube", ("vues", "durée de visionnage (heures)")),
)
"""Exports in other languages whose headers are known, each with its platform."""

_NAMES = {
    "overview": "TikTok", "viewers": "TikTok", "followerhistory": "TikTok", "followergender": "TikTok",
    "followertopterritories": "TikTok", "followeractivity": "TikTok", "table data": "YouTube",
    "chart data": "YouTube", "totals": "YouTube", "audience": "Meta", "results": "Meta",
}  # fmt: skip


def unread(rows: Sequence[Sequence[str]]) -> Unread | None:
    """The export that is known and not read, by a header among the first rows."""
    return next((one for row in rows[:_HEADER_ROWS] for one in UNREAD if one.fits(row)), None)


def foreign(rows: Sequence[Sequence[str]], stem: str) -> str:
    """The platform whose export in another language this is; empty for any other file.

    ``stem`` is the file's name: platforms keep it English where the columns are not.
    """
    for row in rows[:_HEADER_ROWS]:
        names = {normalised_header(cell) for cell in row}
        for platform, needs in FOREIGN:
            if fits(names, needs):
                return platform
    return _NAMES.get(stem.casefold().split("_")[0], "") if other_letters(rows) else ""


def other_letters(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column name, in the first row with two or more, has letters that English lacks."""
    header = next((row for row in rows[:_HEADER_ROWS] if sum(bool(cell.strip()) for cell in row) > 1), ())
    return any(letter.isalpha() and not letter.isascii() for cell in header for letter in cell)
