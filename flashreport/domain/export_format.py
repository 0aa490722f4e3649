"""One export of a platform, known by its column names and what its links say.

Names drift and columns move, so names are compared normalised, any order, each with its aliases.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flashreport.domain.export_cells import DecimalMark, normalised_header, visible


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One export. ``columns`` maps our column name to its known headers, normalised.

    A file is this export when it has every column of ``needs`` (``a|b`` is one of the two)
    and its links, if it has any, are to ``hosts``.
    """

    name: str
    platform: str
    columns: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    total_row: bool = False
    decimal: DecimalMark = "."

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """Our column name to its place in ``header``, for those that are there."""
        known: dict[str, int] = {}
        for place, cell in enumerate(header):
            known.setdefault(normalised_header(cell), place)
        found = (
            (column, next((known[name] for name in names if name in known), None))
            for column, names in self.columns.items()
        )
        return {column: place for column, place in found if place is not None}

    def claims(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
        """How many of its columns a file has; 0 when it isn't this export."""
        places = self.places(header)
        if not all(any(name in places for name in need.split("|")) for need in self.needs):
            return 0
        return len(places) if self._links_fit(places.get("permalink"), rows) else 0

    def _links_fit(self, place: int | None, rows: Sequence[Sequence[str]]) -> bool:
        if place is None or not self.hosts:
            return True
        links = [visible(row[place]) for row in rows if len(row) > place and "://" in row[place]]
        hosts = [re.sub(r"^\w+://(www\.|m\.|web\.)?", "", link).split("/")[0].casefold() for link in links]
        return not hosts or any(
            host == one or host.endswith(f".{one}") for host in hosts for one in self.hosts
        )
