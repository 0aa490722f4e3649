"""Rows in memory: columns of text, gathered over the files that share a header."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(slots=True)
class CellRows:
    """Columns of text with the file index and line of each row."""

    table: str
    header: tuple[str, ...]
    canonical: bool = False
    columns: list[list[str | None]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    file_of: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = self.columns or [[] for _ in self.header]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.lines)

    @property
    def files(self) -> tuple[int, ...]:
        """The files that have rows here."""
        return tuple(dict.fromkeys(self.file_of))

    def extend(self, file: int, lines: Sequence[int], rows: Sequence[Sequence[str | None]]) -> None:
        """Add rows of one file; each has as many cells as the header."""
        if not rows:
            return
        self.lines.extend(lines)
        self.file_of.extend([file] * len(lines))
        for column, cells in zip(self.columns, zip(*rows, strict=True), strict=True):
            column.extend(cells)

    def mount(self, connection: "DuckDBPyConnection", name: str) -> str:
        """See :class:`flashreport.domain.raw.RawRows`."""
        import numpy as np

        columns = {
            "file": np.array(self.file_of, dtype=np.int32),
            "line": np.array(self.lines, dtype=np.int64),
        }
        columns["n"] = np.arange(len(self.lines), dtype=np.int64)
        selected = ["file", "n", "line"]
        for index, cells in enumerate(self.columns):
            texts = np.empty(len(cells), dtype=object)
            texts[:] = cells
            columns[f"c{index}"] = texts
            selected.append(f"cast(c{index} as varchar) as c{index}")
        connection.register(name, columns)
        return f'(select {", ".join(selected)} from "{name}")'

    def drop(self, file: int) -> None:
        """Take the rows of one file out again."""
        kept = [row for row, owner in enumerate(self.file_of) if owner != file]
        if len(kept) < len(self.file_of):
            self.columns = [[column[row] for row in kept] for column in self.columns]
            self.lines = [self.lines[row] for row in kept]
            self.file_of = [self.file_of[row] for row in kept]
