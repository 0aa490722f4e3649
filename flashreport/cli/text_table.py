"""Plain text tables: columns aligned, numbers to the right, no lines, no color."""

import unicodedata
from collections.abc import Sequence
from typing import Protocol

from flashreport.errors.phrase import Value, english


class Writer(Protocol):
    """Puts headings and cells into a language."""

    def __call__(self, value: Value) -> str:
        """A message."""

    def value(self, value: Value) -> str:
        """A cell."""


class _English:
    """Texts as they are, numbers and dates in English."""

    def __call__(self, value: Value) -> str:
        return english(value)

    value = __call__


def text_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    right: Sequence[str] = (),
    write: Writer = _English(),  # noqa: B008 - it holds nothing that changes
) -> str:
    """The rows under their headings; columns named in ``right`` end on one edge.

    None is printed as '-', so that what is missing differs from an empty text.
    """
    cells = [list(map(write, headings)), *[[_cell(write.value(value)) for value in row] for row in rows]]
    widths = [max(width_of(row[column]) for row in cells) for column in range(len(headings))]
    to_right = [heading in right for heading in headings]
    return "\n".join(
        "  ".join(
            " " * (width - width_of(cell)) + cell if end else cell + " " * (width - width_of(cell))
            for cell, width, end in zip(row, widths, to_right, strict=True)
        ).rstrip()
        for row in cells
    )


def _cell(text: str) -> str:
    """One line without control characters: text from a file must not steer the terminal."""
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)


def width_of(text: str) -> int:
    """Columns on a terminal: wide characters take two, combining and invisible ones none."""
    return sum(
        0
        if unicodedata.combining(char) or unicodedata.category(char) == "Cf"
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )


def filled_to(width: int, text: str) -> str:
    """The text with spaces behind it."""
    return text + " " * (width - width_of(text))
