"""A problem says what is wrong, where, and what mends it.

Each code (``room.kind``, for example ``settings.unknown-key``) has a paragraph
in ``docs/reference/errors/``; a test holds the two lists equal.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from flashreport.errors.phrase import Phrase, as_phrase, joined, phrase


class Severity(StrEnum):
    """How much a problem stops: the command, one row, or nothing."""

    ERROR = "error"
    ROW = "row"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is. ``line`` counts from 1 as an editor does."""

    file: str = ""
    line: int | None = None
    sheet: str = ""
    column: str = ""
    key: str = ""
    value: str | None = None

    def __str__(self) -> str:
        """``file:line: sheet, column or key``, with only what is known."""
        return ": ".join(self.parts())

    def parts(self) -> Sequence[str]:
        """What is known of the place, from the widest to the narrowest."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        sheet = self.sheet and phrase("sheet {name}", name=self.sheet)
        column = self.column and phrase("column {name}", name=self.column)
        return [part for part in (where, sheet, column, self.key) if part]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, as data. Texts with values in them are each a ``Phrase``."""

    code: str
    message: str
    advice: str = ""
    place: Place = field(default_factory=Place)
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """One line for a person: place, message, advice."""
        lead = f"{self.place}: " if str(self.place) else ""
        tail = f" {self.advice}" if self.advice else ""
        return f"{lead}{self.message}{tail}"

    @property
    def said(self) -> Phrase:
        """What is wrong and what mends it, without the place."""
        return joined([as_phrase(text) for text in (self.message, self.advice) if text], " ")

    def to_json(self) -> dict[str, object]:
        """The same as a flat JSON object; unknown parts are left out."""
        place = {key: value for key, value in asdict(self.place).items() if value not in ("", None)}
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message,
            "advice": self.advice,
            **place,
        }


class FlashreportError(Exception):
    """The base of every error that a user may meet: one problem, no traceback."""

    def __init__(self, code: str, message: str, advice: str = "", place: Place | None = None) -> None:
        """Keep the problem; ``str(error)`` is its one-line form."""
        self.problem = Problem(code, message, advice, place or Place())
        super().__init__(str(self.problem))

    @property
    def problems(self) -> Sequence[Problem]:
        """All that is wrong; more than one for :class:`Mistakes`."""
        return (self.problem,)


class Mistakes(FlashreportError):
    """Several problems found in one pass, told together."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Take at least one problem; the first gives the error its code."""
        first = problems[0]
        super().__init__(first.code, first.message, first.advice, first.place)
        self._all = tuple(problems)
        self.args = ("\n".join(str(problem) for problem in self._all),)

    @property
    def problems(self) -> Sequence[Problem]:
        """Every problem, in the order found."""
        return self._all
