"""Which encoding a text file has: declared, marked, or proved by every byte of it."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.inputs.fingerprint import Fingerprint, utf16_guess

_ADVICE = (
    "Name the encoding in the input's settings, such as encoding = 'cp1252' for Windows in Western "
    "Europe, 'cp1250' in Central Europe, 'cp1256' for Arabic and Persian; or save the file as UTF-8."
)
_NO_FILE_TEXT = ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "unicode_escape")


def encoding_of(found: Fingerprint, declared: str | None, file: str) -> str:
    """The encoding to read with. An encoding of one byte per letter cannot be proved: it is asked for."""
    if declared:
        return _known(declared, found, file)
    if found.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if found.bad_utf8:
        raise _not_utf8(found, file)
    return utf16_guess(found.head) or "utf-8-sig"


@contextmanager
def open_text(path: Path, encoding: str, file: str) -> Iterator[TextIO]:
    """The file as text with its own line ends; bytes that mean nothing are an error."""
    with path.open("rb") as stream:
        text = io.TextIOWrapper(stream, encoding=encoding, errors="strict", newline="")
        try:
            yield text
        except (UnicodeDecodeError, UnicodeError) as error:
            raise FlashreportError(
                "inputs.wrong-encoding",
                phrase("the text is not {encoding}: {reason}.", encoding=encoding, reason=_reason(error)),
                _ADVICE,
                Place(file=file, line=_line_of_fault(path, encoding)),
            ) from None


def _known(declared: str, found: Fingerprint, file: str) -> str:
    try:
        encoding = codecs.lookup(declared).name
        if encoding in _NO_FILE_TEXT:
            raise LookupError
        b"ab".decode(declared)  # base64 and its like are known, but no encodings of text
    except UnicodeError:
        pass
    except (LookupError, ValueError):
        message = phrase("'{declared}' is no known encoding.", declared=declared)
        raise FlashreportError(
            "inputs.unknown-encoding", message, _ADVICE, Place(file=file, value=declared)
        ) from None
    if encoding == "utf-8" and found.bad_utf8:
        raise _not_utf8(found, file)
    marked = found.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if marked != encoding.startswith("utf-16") and (marked or not utf16_guess(found.head)):
        if marked:
            message = phrase(
                "the settings say {declared}, but the file is marked as UTF-16.", declared=declared
            )
        else:
            message = phrase(
                "the settings say {declared}, but the file has no mark of UTF-16.", declared=declared
            )
        raise FlashreportError("inputs.wrong-encoding", message, _ADVICE, Place(file=file, value=declared))
    return {"utf-8": "utf-8-sig"}.get(encoding, encoding)


def _not_utf8(found: Fingerprint, file: str) -> FlashreportError:
    place = Place(file=file, line=found.bad_utf8, value=f"0x{found.bad_byte:02x}")
    if found.beyond_ascii:
        message = "the file mixes encodings: it is UTF-8 up to this line, which is not."
        advice = "Files were joined that do not fit. Export it again in one encoding."
        return FlashreportError("inputs.mixed-encodings", message, advice, place)
    message = phrase(
        "the text is not UTF-8: this line holds the byte {byte}.", byte=f"0x{found.bad_byte:02x}"
    )
    return FlashreportError("inputs.unknown-encoding", message, _ADVICE, place)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte 0x{error.object[error.start]:02x}, {error.reason}"
    return str(error)


def _line_of_fault(path: Path, encoding: str) -> int | None:
    """The line that cannot be decoded, found again in pieces; None when the start is at fault."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as stream:
        while piece := stream.read(256):
            try:
                line += decoder.decode(piece).count("\n")
            except UnicodeError as error:
                if isinstance(error, UnicodeDecodeError):
                    held = error.object[: error.start].decode(encoding, errors="ignore")
                    line += held.count("\n")
                return line
    return line
