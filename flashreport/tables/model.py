"""What checking gives: typed tables of the rows that hold, and what became of each input."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from flashreport.errors import Problem, Severity

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: rows that hold, rows set aside, when it was last written (UTC)."""

    path: str
    sha256: str
    rows: int
    set_aside: int
    size: int
    modified: datetime


@dataclass(frozen=True, slots=True)
class InputReport:
    """One input: ``rows`` hold, ``set_aside`` don't; ``first`` to ``last`` are the dates of those that do.

    ``days`` are the dates with rows.
    """

    name: str
    table: str
    files: tuple[FileReport, ...] = ()
    rows: int = 0
    set_aside: int = 0
    first: date | None = None
    last: date | None = None
    days: frozenset[date] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether anything but single rows is wrong."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True)
class CheckedTables:
    """The rows that hold, in DuckDB tables named after their schemas.

    Money is int64 minor units of the entity's currency, hours int64 seconds, numbers and
    percentages int64 millionths. Each table has the columns ``input``, ``file`` and ``line`` too.
    A table exists when an input of the workspace feeds it.
    """

    connection: "DuckDBPyConnection"
    tables: frozenset[str]
    inputs: tuple[InputReport, ...]
    problems: tuple[Problem, ...]
