"""CSV and TSV, row by row: true line numbers, every fault with its place."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TextIO

from flashreport.domain.raw import MOST_TOLD
from flashreport.errors import FlashreportError, Place, Problem, Severity, phrase
from flashreport.inputs.delimiter import delimiter_of
from flashreport.inputs.encoding import encoding_of, open_text
from flashreport.inputs.fingerprint import Fingerprint
from flashreport.inputs.header import header_of
from flashreport.inputs.wanted import wanted
from flashreport.workspace.inputs import InputSettings

_SAMPLE_LINES = 50
_MOST_BREAKS = 100  # line breaks in one row, after which a quote was surely never closed


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is read, known before its rows are."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_row: int


@dataclass(slots=True)
class Rows:
    """The rows of one file, and those that could not be split."""

    width: int
    file: str
    lines: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    set_aside: int = 0

    def add(self, line: int, row: list[str]) -> None:
        """Take a row; blank ones are skipped, ragged ones told."""
        if not any(row) or not any(cell.strip() for cell in row):
            return
        if len(row) > self.width and not any(cell.strip() for cell in row[self.width :]):
            row = row[: self.width]
        if len(row) != self.width:
            short = "fewer" if len(row) < self.width else "more"
            message = phrase(
                "the row has {n} cells, {short} than the {width} column names.",
                n=len(row),
                short=short,
                width=self.width,
            )
            advice = "A cell that holds the delimiter must stand in quotation marks."
            self.refuse("inputs.ragged-row", message, advice, line, ",".join(row))
            return
        self.lines.append(line)
        self.cells.append(row)

    def refuse(self, code: str, message: str, advice: str, line: int, value: str, rows: int = 1) -> None:
        """Set aside rows from ``line`` on."""
        self.set_aside += rows
        if len(self.problems) < MOST_TOLD:
            place = Place(file=self.file, line=line, value=value[:80])
            self.problems.append(Problem(code, message, advice, place, Severity.ROW))

    def cut(self, last: int) -> None:
        """Drop the last rows, which are no data."""
        if last:
            del self.lines[-last:], self.cells[-last:]


def dialect_of(path: Path, file: str, found: Fingerprint, settings: InputSettings) -> Dialect:
    """Encoding, delimiter and column names; raises FlashreportError (``inputs.*``)."""
    encoding = encoding_of(found, settings.encoding, file)
    row = settings.header_row or 1
    names = wanted(settings)
    with open_text(path, encoding, file) as stream:
        _skip(stream, row - 1)
        sample = [line for line in islice(stream, _SAMPLE_LINES) if line.strip()]
    place = Place(file=file, line=row)
    if not sample:
        raise _empty(found, row, place)
    declared = settings.delimiter or ("\t" if path.suffix.lower() in (".tsv", ".tab") else None)
    delimiter = delimiter_of(sample, declared, names, place)
    with open_text(path, encoding, file) as stream:
        _skip(stream, row - 1)
        try:
            cells = next(csv.reader(stream, delimiter=delimiter, strict=True), [])
        except csv.Error:
            raise _unterminated(file, row) from None
    return Dialect(encoding, delimiter, header_of(cells, names, place), row)


def read_rows(path: Path, file: str, dialect: Dialect, skip_last: int = 0) -> Rows:
    """All rows below the header; raises ``inputs.unterminated-quote``."""
    found = Rows(len(dialect.header), file)
    with open_text(path, dialect.encoding, file) as stream:
        _skip(stream, dialect.header_row - 1)
        rows = _numbered(stream, dialect, found)
        next(rows, None)
        for line, row in rows:
            found.add(line, row)
    found.cut(skip_last)
    return found


def _numbered(stream: TextIO, dialect: Dialect, found: Rows) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line that each begins on."""
    reader = csv.reader(stream, delimiter=dialect.delimiter, strict=True)
    above = dialect.header_row - 1
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" not in str(error):
                raise _unterminated(found.file, line + above) from None
            _refuse_quote(found, line + above, reader.line_num + above)
            continue
        if reader.line_num - line >= _MOST_BREAKS:
            raise _unterminated(found.file, line + above)
        yield line + above, row


def _refuse_quote(found: Rows, first: int, last: int) -> None:
    if last > first:
        message: str = phrase(
            "lines {first} to {last} are set aside: text follows the quotation mark that ends a cell.",
            first=str(first),
            last=str(last),
        )
    else:
        message = "the line is set aside: text follows the quotation mark that ends a cell."
    advice = "A quotation mark inside a quoted cell is written twice."
    found.refuse("inputs.bad-quote", message, advice, first, '"', last - first + 1)


def _unterminated(file: str, line: int) -> FlashreportError:
    return FlashreportError(
        "inputs.unterminated-quote",
        "a quotation mark opens a cell here and is never closed.",
        "Close it; a quotation mark inside a quoted cell is written twice.",
        Place(file=file, line=line),
    )


def _empty(found: Fingerprint, row: int, place: Place) -> FlashreportError:
    if not found.head.strip(b"\xef\xbb\xbf\xff\xfe\r\n\t \x00"):
        message, advice = "the file is empty.", "Ask its sender; a day without rows still has column names."
        return FlashreportError("inputs.empty-file", message, advice, Place(file=place.file))
    message = phrase("there is no line {row}, where the column names should be.", row=str(row))
    return FlashreportError("inputs.no-header", message, "Check header_row.", place)


def _skip(stream: TextIO, lines: int) -> None:
    for _ in range(lines):
        stream.readline()
