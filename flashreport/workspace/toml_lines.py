"""Where each key of a TOML text is, so that a mistake can be told with its line.

The text is read by ``tomllib``; this scanner only finds positions. It knows all the ways to
write a key: tables, arrays of tables (also interrupted by other tables), dotted and quoted
keys, inline tables and arrays over several lines.
"""

import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field

KeyPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\n,]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\n]+")
_STRINGS = (
    re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


class _Lost(Exception):
    """The text is not TOML from here on."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A key that is given twice."""

    path: KeyPath
    first: int
    again: int


@dataclass(slots=True)
class KeyLines:
    """Line of each key path; ``repeated`` are keys given twice in one table."""

    lines: dict[KeyPath, int] = field(default_factory=dict)
    repeated: list[Repeated] = field(default_factory=list)

    def line(self, path: KeyPath) -> int | None:
        """The line of the key, else of the nearest table around it; None for the file itself."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return None


def key_lines(text: str) -> KeyLines:
    """The line of every key of ``text``; of a faulty text, those before the fault."""
    scanner = _Scanner(text)
    # The parser tells the fault; the lines found before it still help.
    with suppress(_Lost, RecursionError):
        scanner.document()
    return scanner.found


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.found = KeyLines()
        self.elements: dict[KeyPath, int] = {}

    def document(self) -> None:
        table: KeyPath = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> KeyPath:
        line = self._line()
        array = self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        parts = self._key()
        self._expect("]]" if array else "]")
        path: KeyPath = ()
        for part in parts:
            path = self._into_last_element(path)
            path += (part,)
            self.found.lines.setdefault(path, line)
        if array:
            self.elements[path] = self.elements.get(path, -1) + 1
            path += (self.elements[path],)
            self.found.lines[path] = line
        return path

    def _into_last_element(self, path: KeyPath) -> KeyPath:
        return (*path, self.elements[path]) if path in self.elements else path

    def _pair(self, table: KeyPath) -> None:
        line = self._line()
        path = table
        *parents, last = self._key()
        for part in parents:
            path += (part,)
            self.found.lines.setdefault(path, line)
        path += (last,)
        if path in self.found.lines:
            self.found.repeated.append(Repeated(path, self.found.lines[path], line))
        self.found.lines.setdefault(path, line)
        self._expect("=")
        self._value(path)

    def _key(self) -> list[str]:
        parts = [self._key_part()]
        while self._peek() == ".":
            self.at += 1
            parts.append(self._key_part())
        return parts

    def _key_part(self) -> str:
        self._skip(_SPACE)
        part = _unquoted(self._string()) if self._peek() in "\"'" else self._take(_BARE_KEY)
        self._skip(_SPACE)
        return part

    def _value(self, path: KeyPath) -> None:
        self._skip(_SPACE)
        opening = self._peek()
        if opening in "\"'":
            self._string()
        elif opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._take(_BARE_VALUE)

    def _array(self, path: KeyPath) -> None:
        self.at += 1
        self._skip(_BLANK)
        index = 0
        while self._peek() != "]":
            self.found.lines[(*path, index)] = self._line()
            self._value((*path, index))
            self._skip(_BLANK)
            index += 1
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        self._skip(_BLANK)
        while self._peek() != "}":
            self._pair(path)
            self._skip(_BLANK)
        self.at += 1

    def _string(self) -> str:
        for pattern in _STRINGS:
            match = pattern.match(self.text, self.at)
            if match:
                self.at = match.end()
                return match.group()
        raise _Lost

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if not match:
            raise _Lost
        self.at = match.end()
        return match.group()

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()

    def _expect(self, token: str) -> None:
        if not self.text.startswith(token, self.at):
            raise _Lost
        self.at += len(token)

    def _peek(self) -> str:
        if self.at >= len(self.text):
            raise _Lost
        return self.text[self.at]

    def _line(self) -> int:
        return bisect_right(self.breaks, self.at - 1) + 1


def _unquoted(key: str) -> str:
    if key.startswith("'"):
        return key[1:-1]
    if "\\" not in key:
        return key[1:-1]
    import tomllib

    return str(tomllib.loads(f"key = {key}")["key"])
