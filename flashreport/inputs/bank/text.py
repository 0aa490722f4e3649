"""Bytes to lines: bank files come in many encodings and with stray control bytes."""

import codecs
import re
from collections.abc import Mapping

from flashreport.errors import FlashreportError, Place, phrase

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINE_END = re.compile(r"\r\n|\n|\r")


def decode(data: bytes, file: str = "", options: Mapping[str, str] | None = None) -> str:
    """The text of a file: the named encoding, else a byte order mark, else UTF-8, else Windows-1252.

    Bytes that mean nothing become U+FFFD; an unknown encoding name raises ``bank.bad-option``.
    """
    named = (options or {}).get("encoding", "")
    if named:
        return _named(data, named, file)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _named(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    except (LookupError, ValueError, AttributeError):
        message = phrase("'{encoding}' is not an encoding that can be read.", encoding=encoding)
        raise FlashreportError(
            "bank.bad-option", message, "Name one such as utf-8 or cp1252.", Place(file=file, key="encoding")
        ) from None


def lines_of(text: str) -> list[str]:
    """Lines as an editor counts them: only CR, LF and CRLF end one."""
    return _LINE_END.split(text)


def squeeze(text: str) -> str:
    """Text on one line, without control characters and without runs of blanks."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
