"""The row of column names: found, complete, and without twins that matter."""

from collections.abc import Sequence

from flashreport.domain.column_names import plain
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.wanted import hits


def header_of(cells: Sequence[str], names: frozenset[str], place: Place) -> tuple[str, ...]:
    """The column names as written, without blanks around them; empty cells at the end are cut.

    Raises ``inputs.no-header`` when all are empty and ``inputs.duplicate-column`` when a name
    that the input needs is there twice.
    """
    header = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
    while header and not header[-1]:
        header.pop()
    if not header:
        message = "the row that should hold the column names is empty."
        raise FlashreportError(
            "inputs.no-header", message, "Give the row with the names: header_row = 2", place
        )
    seen: dict[str, int] = {}
    for index, name in enumerate(header):
        key = plain(name)
        if key in seen and key in names:
            raise FlashreportError(
                "inputs.duplicate-column",
                phrase(
                    "two columns are called '{name}': numbers {first} and {second}.",
                    name=name,
                    first=seen[key] + 1,
                    second=index + 1,
                ),
                "Rename one of them in the file's export.",
                Place(file=place.file, line=place.line, sheet=place.sheet, column=name),
            )
        seen.setdefault(key, index)
    return tuple(header)


def better_row(rows: Sequence[Sequence[str]], names: frozenset[str], header_row: int) -> int:
    """The row among the first ones that holds more wanted names than ``header_row``; 0 for none."""
    counts = [hits(row, names) for row in rows]
    here = counts[header_row - 1] if header_row <= len(counts) else 0
    best = max(counts, default=0)
    return counts.index(best) + 1 if best > max(here, 1) else 0
