"""Raw tables: what reading hands to checking. Text cells with their file and line."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from flashreport.errors import Place, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_TOLD = 1000  # problems of one kind that are listed; the rest is counted


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as it was read. ``path`` is relative to the workspace, ``modified`` is in UTC.

    ``rows`` counts data rows, ``set_aside`` those among them that could not be split into cells.
    """

    path: str
    sha256: str
    size: int
    modified: datetime
    sheet: str = ""
    header_row: int = 1
    rows: int = 0
    set_aside: int = 0
    problems: tuple[Problem, ...] = ()


class RawRows(Protocol):
    """Rows with one header, of one or several files.

    ``mount`` makes them a relation of the connection and returns its SQL: the columns ``file``
    (index into ``RawInput.files``), ``n`` (order, unique within a file), ``line`` (as an editor or
    spreadsheet counts, from 1) and ``c0``, ``c1`` … with text, null or empty where a cell is empty.
    """

    @property
    def table(self) -> str:
        """The canonical table that the rows are meant for."""

    @property
    def header(self) -> tuple[str, ...]:
        """Their column names, as written."""

    @property
    def canonical(self) -> bool:
        """Whether the columns carry our names already, so that no mapping applies."""

    @property
    def rows(self) -> int:
        """How many rows there are."""

    @property
    def files(self) -> tuple[int, ...]:
        """Indexes of the files that the rows come from."""

    def mount(self, connection: "DuckDBPyConnection", name: str) -> str:
        """A relation under ``name``; the SQL text that selects from it."""


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """What a control file says of a data file: the sum of a column as text, the number of rows."""

    file: int
    place: Place
    total: str = ""
    rows: str = ""


@dataclass(frozen=True, slots=True)
class RawInput:
    """All files of one input of the workspace, and what was wrong with them."""

    name: str
    files: tuple[RawFile, ...] = ()
    sources: tuple[RawRows, ...] = ()
    problems: tuple[Problem, ...] = ()
    controls: tuple[ControlTotal, ...] = ()

    def all_problems(self) -> tuple[Problem, ...]:
        """Those of the input and those of each of its files."""
        return (*self.problems, *(problem for file in self.files for problem in file.problems))
