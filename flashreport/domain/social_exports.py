"""Which platform export a file is: the format that knows most of its columns.

Two formats that claim one file equally is an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flashreport.domain.exact import Unavailable
from flashreport.domain.export_cells import normalised_header
from flashreport.domain.export_format import ExportFormat
from flashreport.domain.social_formats import FORMATS, WORKBOOKS
from flashreport.errors import FlashreportError, joined, phrase

HEADER_ROWS = 10
"""A header is looked for in so many first rows; some exports have a title line above it."""


@dataclass(frozen=True, slots=True)
class Identified:
    """A known export: where its header is (row from 0) and which column is where."""

    format: ExportFormat
    header_row: int
    places: Mapping[str, int]


def identify(
    rows: Sequence[Sequence[str]], formats: Sequence[ExportFormat] = FORMATS
) -> Identified | Unavailable:
    """The export that a file's first rows show; the header may have lines above it.

    The format that knows most columns wins. Raises FlashreportError when two are level.
    """
    for number, header in enumerate(rows[:HEADER_ROWS]):
        claims = {one.name: one.claims(header, rows[number + 1 :]) for one in formats}
        best = max(claims.values(), default=0)
        winners = [one for one in formats if best and claims[one.name] == best]
        if len(winners) > 1:
            raise FlashreportError(
                "domain.export-ambiguous",
                phrase(
                    "The file could be {names}.", names=joined([one.name for one in winners], phrase(" or "))
                ),
                "Name its format in the workspace.",
            )
        if winners:
            return Identified(winners[0], number, winners[0].places(header))
    return Unavailable("no known export has these columns")


def identify_workbook(sheets: Sequence[str]) -> str | Unavailable:
    """The export that a workbook's sheet names show."""
    names = {normalised_header(sheet) for sheet in sheets}
    found = next((name for name, wanted in WORKBOOKS.items() if wanted <= names), None)
    return found or Unavailable("no known export has these sheets")
