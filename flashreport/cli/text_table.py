"""Plain text tables: columns aligned, numbers to the right, no lines, no color."""

import unicodedata
from collections.abc import Sequence


def text_table(headings: Sequence[str], rows: Sequence[Sequence[object]], right: Sequence[str] = ()) -> str:
    """The rows under their headings; columns named in ``right`` end on one edge.

    None is printed as '-', so that what is missing differs from an empty text.
    """
    cells = [list(headings), *[[_cell(value) for value in row] for row in rows]]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(headings))]
    to_right = [heading in right for heading in headings]
    return "\n".join(
        "  ".join(
            " " * (width - _width(cell)) + cell if end else cell + " " * (width - _width(cell))
            for cell, width, end in zip(row, widths, to_right, strict=True)
        ).rstrip()
        for row in cells
    )


def _cell(value: object) -> str:
    """One line without control characters: text from a file must not steer the terminal."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)


def _width(text: str) -> int:
    """Columns on a terminal: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )
