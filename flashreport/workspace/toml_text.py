"""TOML text to plain data, with every syntax error that can be told in one pass."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal

from flashreport.errors import Place, Problem, phrase
from flashreport.errors.system import quoted
from flashreport.workspace.toml_lines import KeyLines, Repeated, key_lines

_POSITION = re.compile(r" \(at line (\d+), column \d+\)$")
_SINGLE_PAIR = re.compile(r"\s*[\w.\"'-]+\s*=|\s*\w+")
_MOST_ERRORS = 20
# After one of these the lines that follow are read in the wrong sense.
_NO_WAY_ON = ("Unclosed", "Unterminated", "Expected ']'", "Cannot mutate", "Invalid initial")
_REPEATS = ("Cannot overwrite", "Cannot declare", "Duplicate inline table key", "Cannot redefine")
# What tomllib says, by its beginning, in words of ours.
_REASONS = (
    ("Invalid value", phrase("the value is neither text, number, date, true, false nor a list")),
    ("Expected '=' after", phrase("a '=' is missing after the key")),
    ("Expected newline", phrase("something follows after the value")),
    ("Unclosed array", phrase("a list is not closed")),
    ("Expected ']'", phrase("the name of a table is not closed")),
    ("Unclosed inline table", phrase("a table in braces is not closed")),
    ("Unterminated", phrase("a text is not closed")),
    ("Expected", phrase("a mark is missing")),
    ("Illegal character", phrase("a character may not stand here")),
    ("Found invalid character", phrase("a character may not stand here")),
    ("Invalid date or datetime", phrase("there is no such date or time")),
    ("Unescaped '\\'", phrase("a backslash stands alone in a text")),
    ("Invalid hex value", phrase("a character's number is no hexadecimal number")),
    ("Escaped character", phrase("a character's number names no character")),
    ("Invalid initial character", phrase("a key begins with a character that keys don't have")),
    ("Invalid statement", phrase("the line is neither a table nor a key with a value")),
    ("Cannot mutate immutable", phrase("a table in braces is added to further down")),
    ("Cannot redefine namespace", phrase("a list of tables has the name of a table")),
)
_ADVICE = (
    ("Invalid value", phrase('Text stands in quotation marks: key = "text".')),
    ("Expected '='", phrase('Write key = value; text stands in quotation marks: key = "text".')),
    ("Expected newline", phrase("One key stands on a line, and a text ends with the mark it began with.")),
    ("Unclosed array", phrase("A '[' above is not closed by ']'.")),
    ("Expected ']'", phrase("Close the bracket of the table's name.")),
    ("Unclosed inline table", phrase("A '{' is not closed by '}'.")),
    ("Unterminated", phrase("A text is not closed by the mark it began with.")),
    ("Illegal character", phrase("A text ends on its own line with the mark it began with.")),
    ("Invalid date or datetime", phrase("There is no such date: write 2026-12-31.")),
    ("Unescaped '\\'", phrase("Put a text with backslashes in single quotation marks.")),
    ("Invalid statement", phrase("A line is empty, a comment (#), a [table] or key = value.")),
)


@dataclass(frozen=True, slots=True)
class TomlText:
    """A read text: ``data`` as plain values (decimals exact), the lines of its keys, its errors.

    When ``problems`` is not empty, ``data`` holds what the faultless lines say, or nothing.
    """

    data: dict[str, object]
    lines: KeyLines
    problems: tuple[Problem, ...] = ()


def read_toml(text: str, file: str) -> TomlText:
    """Read ``text``; a line at fault is told and left out, and reading goes on when that is safe."""
    text = text.replace("\r\n", "\n")
    problems: list[Problem] = []
    while len(problems) < _MOST_ERRORS:
        try:
            data = tomllib.loads(text, parse_float=Decimal)
        except RecursionError:
            problem = Problem("settings.syntax", "lists are nested too deep", place=Place(file=file))
            return TomlText({}, KeyLines(), (*problems, problem))
        except tomllib.TOMLDecodeError as error:
            problem = _syntax_problem(str(error), text, file)
            problems.append(problem)
            shorter = _without_line(text, str(error), problem.place.line)
            if shorter is None:
                break
            text = shorter
        else:
            return TomlText(data, key_lines(text), tuple(problems))
    return TomlText({}, key_lines(text), tuple(problems))


def _syntax_problem(error: str, text: str, file: str) -> Problem:
    line = _line_of(error, text)
    if error.startswith(_REPEATS):
        repeated = _repeated_at(text, line)
        if repeated:
            key = ".".join(str(part + 1 if isinstance(part, int) else part) for part in repeated.path)
            return Problem(
                "settings.duplicate-key",
                phrase("the key is given twice, first on line {line}.", line=str(repeated.first)),
                "Keep one of the two.",
                Place(file=file, line=line, key=key),
            )
        return Problem(
            "settings.duplicate-key",
            "this table or key is given twice.",
            "Keep one; several of a kind are written with double brackets, [[name]].",
            Place(file=file, line=line),
        )
    message = _POSITION.sub("", error).removesuffix(" (at end of document)")
    advice = next((text for start, text in _ADVICE if message.startswith(start)), "")
    known = next((text for start, text in _REASONS if message.startswith(start)), None)
    return Problem(
        "settings.syntax",
        phrase("not TOML: {reason}.", reason=known or quoted(message)),
        advice,
        Place(file=file, line=line),
    )


def _line_of(error: str, text: str) -> int:
    match = _POSITION.search(error)
    return int(match[1]) if match else text.count("\n") + 1


def _repeated_at(text: str, line: int) -> Repeated | None:
    return next((item for item in key_lines(text).repeated if item.again == line), None)


def _without_line(text: str, error: str, line: int | None) -> str | None:
    """The text with the faulty line emptied; None when what follows could be misread."""
    lines = text.split("\n")
    if line is None or line > len(lines) or error.startswith(_NO_WAY_ON):
        return None
    faulty = lines[line - 1]
    if not _SINGLE_PAIR.match(faulty) or faulty.count('"""') % 2 or faulty.count("'''") % 2:
        return None
    lines[line - 1] = ""
    return "\n".join(lines)


def _lower_first(message: str) -> str:
    return message[:1].lower() + message[1:]
