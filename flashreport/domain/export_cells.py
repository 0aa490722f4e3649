"""Cells of platform exports: headers made comparable, numbers and ids read as they come."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from flashreport.errors import FlashreportError, phrase

DecimalMark = Literal[".", ","]

_INVISIBLE = re.compile("[\ufeff\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_SPACES = re.compile(r"\s+")
_NO_VALUE = frozenset({"", "-", "--", "–", "—", "n/a", "na", "null", "none"})
_GROUPED = {
    ".": re.compile(r"[+-]?(\d{1,3}([, ]\d{3})+|\d+)?(\.\d+)?"),
    ",": re.compile(r"[+-]?(\d{1,3}([. ]\d{3})+|\d+)?(,\d+)?"),
}
_DAMAGED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)


def visible(text: str) -> str:
    """Text without byte order mark, soft hyphens, zero-width and direction marks; one kind of space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).strip()


def normalised_header(text: str) -> str:
    """A header name that compares equal however it was written: visible text, lower case, no quotes."""
    return visible(visible(text).strip("\"'")).casefold()


def number_cell(text: str, decimal: DecimalMark = ".") -> Decimal | None:
    """The number in a cell, exact; None for an empty cell or a dash, which are missing, not zero.

    ``decimal`` is the file's decimal mark: ``1.500`` is one and a half with ``.``, fifteen
    hundred with ``,``. A percentage comes as a share: ``3.16%`` is 0.0316. Raises
    FlashreportError for anything else.
    """
    plain = visible(text).replace("−", "-").casefold()
    if plain in _NO_VALUE:
        return None
    group = "," if decimal == "." else "."
    digits = plain.removesuffix("%").strip().replace("٫", decimal).replace("٬", group)
    ascii_digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in digits)
    if not _GROUPED[decimal].fullmatch(ascii_digits) or not any(sign.isdigit() for sign in ascii_digits):
        raise FlashreportError(
            "domain.number-cell",
            phrase("'{text}' is not a number.", text=text),
            phrase("Numbers of this file have '{decimal}' as decimal mark.", decimal=decimal),
        )
    number = Decimal(ascii_digits.replace(group, "").replace(" ", "").replace(decimal, "."))
    return number.scaleb(-2) if plain.endswith("%") else number


def decimal_mark(delimiter: str) -> DecimalMark:
    """The decimal mark that goes with a field delimiter: files with ``;`` write 1.500,5."""
    return "," if delimiter == ";" else "."


def delimiter_of(line: str) -> str:
    """The field delimiter of a header line: the commonest of tab, semicolon and comma outside quotes."""
    bare = re.sub(r'"[^"]*"', "", line)
    return max("\t;,", key=bare.count)


def damaged_id(text: str) -> bool:
    """Whether a spreadsheet has turned an id into a number like 1.22158E+17."""
    return _DAMAGED.fullmatch(visible(text)) is not None


def post_key(permalink: str, post_id: str = "") -> str | None:
    """What a post is known by: its permalink, else an undamaged id; None for a row with neither."""
    link, number = visible(permalink), visible(post_id)
    if link:
        return link
    return None if not number or damaged_id(number) else number


def without_total(
    rows: Sequence[Sequence[str]], column: int = 0
) -> tuple[list[Sequence[str]], Sequence[str] | None]:
    """Rows without a leading total row, and that row.

    YouTube Studio writes one first, with ``Total`` in the content column. The other rows
    need not add up to it.
    """
    if rows and len(rows[0]) > column and normalised_header(rows[0][column]) == "total":
        return list(rows[1:]), rows[0]
    return list(rows), None
