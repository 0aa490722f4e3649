"""What separates the cells of a line: declared and checked, or proved by the column names."""

import csv
from collections.abc import Sequence

from flashreport.errors import FlashreportError, Place, joined, phrase
from flashreport.inputs.wanted import hits

CANDIDATES = (",", ";", "\t", "|")
_NAMES = {",": phrase("comma"), ";": phrase("semicolon"), "\t": phrase("tab"), "|": phrase("bar")}


def delimiter_of(lines: Sequence[str], declared: str | None, names: frozenset[str], place: Place) -> str:
    """The delimiter of a file whose first line here holds the column names.

    Raises ``inputs.wrong-delimiter`` when another than the declared one fits, and
    ``inputs.unknown-delimiter`` when none or several would.
    """
    found = {mark: hits(split(lines[0], mark), names) for mark in CANDIDATES}
    best = max(found.values())
    winners = [mark for mark in CANDIDATES if found[mark] == best]
    if declared:
        if found[declared] < best and len(split(lines[0], declared)) == 1:
            raise FlashreportError(
                "inputs.wrong-delimiter",
                phrase(
                    "the settings say {declared}, but the column names are separated by {found}.",
                    declared=_NAMES[declared],
                    found=_NAMES[winners[0]],
                ),
                phrase("Write delimiter = {mark}, or leave it out.", mark=_toml(winners[0])),
                Place(file=place.file, line=place.line, value=lines[0][:80]),
            )
        return declared
    if best and len(winners) == 1:
        return winners[0]
    if best and all(len(split(lines[0], mark)) == 1 for mark in CANDIDATES):
        return ","  # one column
    steady = [mark for mark in (winners if best else CANDIDATES) if _is_steady(lines, mark)]
    if len(steady) == 1:
        return steady[0]
    several = joined([_NAMES[mark] for mark in steady], phrase(" or "))
    raise FlashreportError(
        "inputs.unknown-delimiter",
        phrase("what separates the cells could be {several}.", several=several)
        if steady
        else "no delimiter fits the first lines.",
        "Name it in the input's settings: delimiter = ';'. If titles stand above the names: header_row = 2.",
        Place(file=place.file, line=place.line, value=lines[0][:80]),
    )


def split(line: str, delimiter: str) -> list[str]:
    """The cells of one line; a line with a broken quote is one cell."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return [line]


def _is_steady(lines: Sequence[str], mark: str) -> bool:
    widths = {len(split(line, mark)) for line in lines if line.strip()}
    return len(widths) == 1 and widths.pop() > 1


def _toml(mark: str) -> str:
    return '"\\t"' if mark == "\t" else f'"{mark}"'
