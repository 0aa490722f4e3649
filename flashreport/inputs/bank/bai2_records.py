"""The records of a BAI2 file: cut from physical lines, continuations joined, types of amounts.

Record codes: 01 file, 02 group, 03 account, 16 entry, 88 continuation, 49/98/99 trailers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

CODES = ("01", "02", "03", "16", "49", "88", "98", "99")
# A new record may follow "/" on the same physical line; its first fields must look the part, for
# entry texts hold slashes and numbers too ("22/03/66").
_NEXT = re.compile(
    r"/(?:"
    r"\s*(?=02,[^,/]*,[^,/]*,[1-4]?,[0-9]{6})"
    r"|\s*(?=03,[^,/]+,(?:[A-Z]{3})?,(?:[0-9]{3})?[,/])"
    r"|\s*(?=16,[0-9]{3},[+-]?[0-9]*,(?:[012VSDZ]?,|/))"
    r"|\s*(?=49,[+-]?[0-9]+,[0-9]+\s*(?:/|$))"
    r"|\s*(?=9[89],[+-]?[0-9]+,[0-9]+,[0-9]+\s*(?:/|$))"
    r"|\s+(?=88,)"
    r")"
)
_START = re.compile(r"[\x00-\x20\ufeff]*(01|02|03|16|49|88|98|99),")
_GLUED_CONTINUATION = re.compile(r"/(?=88,)")


@dataclass(slots=True)
class Record:
    """One logical record: ``parts`` are its own text and that of its 88 records, codes left out.

    ``physical`` counts records as trailers do: itself and each 88.
    """

    code: str
    line: int
    parts: list[str]

    @property
    def physical(self) -> int:
        """How many records a trailer counts for it."""
        return len(self.parts)

    @property
    def fields(self) -> list[str]:
        """All fields, those of continuations after its own."""
        return [field.strip() for part in self.parts for field in part.split(",")]


def records(lines: list[str]) -> Iterator[Record]:
    """Logical records with the line each starts on; a line without a code goes on with the last."""
    current: Record | None = None
    for line, raw in _physical(lines):
        found = _START.match(raw)
        if found is None:
            if current:
                current.parts[-1] = _bare(f"{current.parts[-1]} {raw.strip()}")
        elif found.group(1) == "88" and current:
            current.parts.append(_bare(raw[found.end() :]))
        else:
            if current:
                yield current
            current = Record(found.group(1), line, [_bare(raw[found.end() :])])
    if current:
        yield current


def _physical(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Lines, cut where one holds several records."""
    glued = sum(1 for line in lines if line.strip()) == 1
    for number, line in enumerate(lines, 1):
        if not line.strip("\x00\x1a \t"):
            continue
        if not _START.match(line):
            pieces = _NEXT.split(line)
        else:
            pieces = _NEXT.split(_GLUED_CONTINUATION.sub("/ ", line) if glued else line)
        for piece in pieces:
            yield number, piece


def _bare(text: str) -> str:
    """Without the slash that ends a record and the padding after it."""
    return text.rstrip("\x00\x1a \t\r\n").removesuffix("/")


def direction(code: str) -> int:
    """1 for a type code of money in, -1 for money out, 0 for a status or no money.

    1xx-3xx are credits, 4xx-6xx debits; loans 720-759 credits, 760-799 debits; the bank's own
    920-959 credits, 960-999 debits.
    """
    number = int(code)
    if 100 <= number <= 399 or 720 <= number <= 759 or 920 <= number <= 959:
        return 1
    if 400 <= number <= 699 or 760 <= number <= 799 or 960 <= number <= 999:
        return -1
    return 0
