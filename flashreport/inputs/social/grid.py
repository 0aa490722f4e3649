"""A file as tables of text: one for a text file, one for each sheet of a workbook."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashreport.inputs.encoding import encoding_of, open_text
from flashreport.inputs.fingerprint import Fingerprint
from flashreport.workspace.inputs import InputSettings

LARGEST = 64 << 20  # no export of a platform comes near it; a table of days that big is read in bulk
_MARKS = (",", ";", "\t")
Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows with the line that each begins on. ``mark`` separated the cells of a text file."""

    rows: Sequence[Cells]
    lines: Sequence[int]
    sheet: str = ""
    mark: str = ""

    def below(self, row: int) -> Iterator[tuple[int, Cells]]:
        """The filled rows under a row (from 0), with their lines."""
        for line, cells in zip(self.lines[row + 1 :], self.rows[row + 1 :], strict=True):
            if any(cell.strip() for cell in cells):
                yield line, cells


def text_grids(path: Path, file: str, found: Fingerprint, settings: InputSettings) -> list[Grid]:
    """The table for each mark that may separate its cells; what the table is decides between them."""
    with open_text(path, encoding_of(found, settings.encoding, file), file) as stream:
        text = stream.read()
    marks = (settings.delimiter,) if settings.delimiter else tuple(each for each in _MARKS if each in text)
    return [_split(text, mark) for mark in marks or (",",)]


def _split(text: str, mark: str) -> Grid:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows, lines = [], []
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error:
            break
        if row is None:
            break
        rows.append(row)
        lines.append(line)
    return Grid(rows, lines, mark=mark)


def sheet_grids(path: Path, file: str, found: Fingerprint, settings: InputSettings) -> list[Grid]:
    """Every sheet of a workbook, in its order."""
    from flashreport.inputs.workbook import every_sheet

    return [
        Grid(rows, range(1, len(rows) + 1), name)
        for name, rows in every_sheet(path, file, found, settings).items()
    ]
