"""One pass over a file's bytes: hash, size, line ends, and what its text could be."""

import codecs
import fcntl
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import Path

from flashreport.errors import FlashreportError, Place, phrase

CHUNK = 1 << 18
LONGEST_LINE = 1 << 20
MOST_BYTES = 16 << 30


@dataclass(slots=True)
class Fingerprint:
    """What one pass found. Lines count from 1; 0 stands for 'none'.

    ``bad_utf8`` is the line of the first byte that is not UTF-8 and ``bad_byte`` that byte;
    ``beyond_ascii`` says that letters beyond ASCII were read before it.
    """

    sha256: str = ""
    size: int = 0
    modified: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    head: bytes = b""
    newlines: int = 0
    returns: int = 0
    pairs: int = 0
    ends_line: bool = True
    nul_line: int = 0
    bad_utf8: int = 0
    bad_byte: int = 0
    beyond_ascii: bool = False

    @property
    def lines(self) -> int:
        """Physical lines ended by a line feed, and a last one without."""
        return self.newlines + (0 if self.ends_line else 1)


def fingerprint(path: Path, file: str, *, table: bool = True) -> Fingerprint:
    """Read a file once; ``table`` says that it should be a text table, whose lines are looked at.

    Raises FlashreportError (``inputs.*``) for a locked, changing, giant or binary file and
    OSError where the system refuses.
    """
    with path.open("rb") as stream:
        _refuse_locked(stream, file)
        before = path.stat()
        if before.st_size > MOST_BYTES:
            message = phrase(
                "the file has {size} bytes, more than {most}.",
                size=before.st_size,
                most=MOST_BYTES,
            )
            raise FlashreportError("inputs.too-large", message, "Split it by day or month.", Place(file=file))
        found = Fingerprint(size=before.st_size, modified=datetime.fromtimestamp(int(before.st_mtime), UTC))
        digest = hashlib.sha256()
        lines = _Lines(found, file)
        text = table
        for chunk in _chunks(stream):
            if not found.head:
                found.head = chunk[: 1 << 16]
                text = text and not _is_utf16(found.head)
            digest.update(chunk)
            lines.look(chunk, text=text, table=table)
        lines.close(text)
        found.sha256 = digest.hexdigest()
        after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise FlashreportError(
            "inputs.changing",
            "the file was written to while it was read.",
            "Let its sender write under another name and rename it when it is complete.",
            Place(file=file),
        )
    return found


def _is_utf16(head: bytes) -> bool:
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or utf16_guess(head) != ""


def utf16_guess(head: bytes) -> str:
    """``utf-16-le`` or ``-be`` when every other byte of the start is NUL, else empty."""
    start = head[:64]
    if len(start) < 8 or len(start) % 2:
        start = start[: len(start) // 2 * 2]
    even, odd = start[0::2], start[1::2]
    if not start:
        return ""
    if odd.count(0) == len(odd) and even.count(0) == 0:
        return "utf-16-le"
    return "utf-16-be" if even.count(0) == len(even) and odd.count(0) == 0 else ""


def _chunks(stream: BufferedReader) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _refuse_locked(stream: BufferedReader, file: str) -> None:
    try:
        fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FlashreportError(
            "inputs.locked",
            "another program has the file locked.",
            "Wait until it has finished writing, then run again.",
            Place(file=file),
        ) from None
    except OSError:
        return  # a share without locks
    fcntl.flock(stream, fcntl.LOCK_UN)


@dataclass(slots=True)
class _Lines:
    """Counts lines chunk by chunk, in bounded memory."""

    found: Fingerprint
    file: str
    decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))
    open_line: int = 0
    last: int = 10

    def look(self, chunk: bytes, *, text: bool, table: bool) -> None:
        found = self.found
        if table:
            self._measure(chunk)
        if not text:
            return
        if not found.nul_line and (at := chunk.find(0)) >= 0:
            self._refuse_nul(chunk, at)
        if not found.bad_utf8:
            self._decode(chunk, final=False)
        found.newlines += chunk.count(b"\n")
        if b"\r" in chunk or self.last == 13:
            found.returns += chunk.count(b"\r")
            found.pairs += chunk.count(b"\r\n") + (self.last == 13 and chunk[0] == 10)
        self.last = chunk[-1]

    def close(self, text: bool) -> None:
        self.found.ends_line = self.last == 10
        if text and not self.found.bad_utf8:
            self._decode(b"", final=True)

    def _decode(self, chunk: bytes, *, final: bool) -> None:
        try:
            text = self.decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            pending = len(error.object) - len(chunk)
            before = chunk[: max(error.start - pending, 0)]
            self.found.bad_utf8 = self.found.newlines + before.count(b"\n") + 1
            self.found.bad_byte = error.object[error.start]
            start = bytes(error.object[: error.start])
            self.found.beyond_ascii = self.found.beyond_ascii or not start.isascii()
            return
        if not self.found.beyond_ascii and not text.isascii():
            self.found.beyond_ascii = not text.lstrip("\ufeff").isascii()

    def _measure(self, chunk: bytes) -> None:
        """Only lines that cross a chunk's end can be longer than a chunk."""
        first = chunk.find(b"\n")
        if first < 0:
            first = chunk.find(b"\r")
        self.open_line += len(chunk) if first < 0 else first
        if self.open_line > LONGEST_LINE:
            raise FlashreportError(
                "inputs.long-line",
                phrase("a line is longer than {n} bytes.", n=LONGEST_LINE),
                "The file has no line ends or is not a table of text; export it again.",
                Place(file=self.file, line=self.found.newlines + 1),
            )
        if first >= 0:
            last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
            self.open_line = len(chunk) - last - 1

    def _refuse_nul(self, chunk: bytes, at: int) -> None:
        line = self.found.newlines + chunk.count(b"\n", 0, at) + 1
        raise FlashreportError(
            "inputs.nul-bytes",
            "the line holds a NUL byte, which no text has.",
            "The file is damaged, binary, or in UTF-16 or UTF-32: export it again as UTF-8 text.",
            Place(file=self.file, line=line),
        )
