"""Whether a column writes 1.234,56 or 1,234.56: declared, or proved by all of its cells."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from flashreport.errors import Place, Problem, phrase
from flashreport.tables.digits import DECIMAL_MARK, THOUSANDS_MARK, plain_digits
from flashreport.tables.places import Seen

Mark = Literal[".", ","]

# With the point as decimal mark; the comma style is this one with both marks exchanged.
PLAIN = r"[0-9]+(?:[.][0-9]*)?|[.][0-9]+"
GROUPED = (
    r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+|(?:'[0-9]{3})+|(?: [0-9]{3})+)(?:[.][0-9]*)?"
    r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:[.][0-9]*)?"
)
_POINT = re.compile(f"(?:{PLAIN}|{GROUPED})")
_CORE = re.compile(r"[0-9.,' ]*[0-9.,]")
_EXCHANGE = str.maketrans(".,", ",.")


def core(text: str) -> str:
    """The digits of a cell with the marks between them; empty when it holds no number.

    Arabic marks prove themselves and are taken out.
    """
    found = _CORE.search(plain_digits(text).replace(THOUSANDS_MARK, "").replace(DECIMAL_MARK, ""))
    return found[0].strip() if found else ""


def readings(digits: str) -> set[Mark]:
    """The decimal marks with which digits can be read as a number."""
    found: set[Mark] = set()
    if _POINT.fullmatch(digits):
        found.add(".")
    if _POINT.fullmatch(digits.translate(_EXCHANGE)):
        found.add(",")
    return found


def prove(column: str, seen: Sequence[Seen], name_file: Callable[[int], str]) -> Mark | Problem:
    """The one decimal mark with which all cells that are numbers can be read.

    Cells without any mark fit both; when no cell has one, the point is taken and means nothing.
    A problem (``inputs.mixed-numbers``, ``inputs.ambiguous-number``) comes without column.
    """
    first: dict[Mark, Seen] = {}
    unsure: Seen | None = None
    for cell, digits in _marked(seen):
        ways = readings(digits)
        if len(ways) == 1:
            first.setdefault(next(iter(ways)), cell)
        elif ways:
            unsure = unsure or cell
    if len(first) == 2:
        return _mixed(column, first["."], first[","], name_file)
    if first:
        return next(iter(first))
    return _ambiguous(column, unsure, name_file) if unsure else "."


def _marked(seen: Sequence[Seen]) -> Iterator[tuple[Seen, str]]:
    for cell in sorted(seen):
        digits = core(cell.text)
        if "." in digits or "," in digits:
            yield cell, digits


def _mixed(column: str, point: Seen, comma: Seen, name_file: Callable[[int], str]) -> Problem:
    later = max(point, comma)
    return Problem(
        "inputs.mixed-numbers",
        phrase(
            "{column} has both decimal marks: '{text}' on line {line} of {file} and '{text_2}' "
            "on line {line_2} of {file_2}.",
            column=column,
            text=point.text,
            line=str(point.line),
            file=name_file(point.file),
            text_2=comma.text,
            line_2=str(comma.line),
            file_2=name_file(comma.file),
        ),
        "Make two inputs of the files, or write decimal to keep one style and set the others aside.",
        Place(file=name_file(later.file), line=later.line, value=later.text[:80]),
    )


def _ambiguous(column: str, cell: Seen, name_file: Callable[[int], str]) -> Problem:
    return Problem(
        "inputs.ambiguous-number",
        phrase(
            "'{text}' and the other cells of {column} don't tell whether the mark is a decimal mark "
            "or stands for thousands.",
            text=cell.text,
            column=column,
        ),
        'Write decimal = "." or decimal = "," in the input\'s settings.',
        Place(file=name_file(cell.file), line=cell.line, value=cell.text[:80]),
    )
