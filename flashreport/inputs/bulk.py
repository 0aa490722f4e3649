"""Big CSV files: left on disk and read by DuckDB, where that is provably the same.

It is when the text is UTF-8 and each row is one line, so that a row's number gives its line.
Anything else (a ragged row, a line break in a cell, a blank line) is read row by row.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.inputs.delimited import Dialect
from flashreport.inputs.fingerprint import LONGEST_LINE, Fingerprint

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BULK_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class BulkRows:
    """A CSV file that DuckDB reads when it is asked for rows."""

    table: str
    path: Path
    file: int
    dialect: Dialect
    physical: int
    rows: int
    canonical: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """Their column names."""
        return self.dialect.header

    @property
    def files(self) -> tuple[int, ...]:
        """The one file."""
        return (self.file,)

    def mount(self, connection: "DuckDBPyConnection", name: str) -> str:
        """See :class:`flashreport.domain.raw.RawRows`."""
        line = f"row_number() over () + {self.dialect.header_row} as line"
        cells = ", ".join(f"c{index}" for index in range(len(self.header)))
        source = scan(self.path, self.dialect)
        # where no row is blank, only the columns that are asked for need to be looked at
        held = "" if self.rows == self.physical else f" where {filled(self.dialect)}"
        connection.execute(
            f'create or replace temp view "{name}" as '
            f"select {self.file}::integer as file, line as n, * from (select {line}, {cells} from {source} "
            f"limit {self.physical}){held}"
        )
        return f'"{name}"'


def bulk_rows(
    table: str, path: Path, index: int, found: Fingerprint, dialect: Dialect, skip_last: int
) -> BulkRows | None:
    """The rows, when reading by DuckDB is provably right; else None."""
    plain = dialect.encoding == "utf-8-sig" and (
        not found.returns or found.returns == found.pairs == found.newlines
    )
    if found.size < BULK_BYTES or not plain or any(mark in str(path) for mark in "*?["):
        return None
    import duckdb

    with duckdb.connect() as connection:
        try:
            counts = f"select count(*), count(*) filter ({filled(dialect)}) from {scan(path, dialect)}"
            physical, rows = connection.execute(counts).fetchall()[0]
        except duckdb.Error:
            return None
    if physical != found.lines - dialect.header_row or (skip_last and rows != physical):
        return None
    return BulkRows(table, path, index, dialect, physical - skip_last, rows - skip_last)


def filled(dialect: Dialect) -> str:
    """The condition that a row is not blank."""
    cells = ", ".join(f"nullif(trim(c{index}), '')" for index in range(len(dialect.header)))
    return f"coalesce({cells}) is not null"


def scan(path: Path, dialect: Dialect) -> str:
    """DuckDB's reader with everything told and nothing guessed."""
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(dialect.header)))
    place = str(path).replace("'", "''")
    delimiter = dialect.delimiter.replace("'", "''")
    return (
        f"read_csv(['{place}'], delim='{delimiter}', quote='\"', escape='\"', header=false, "
        f"skip={dialect.header_row}, auto_detect=false, all_varchar=true, columns={{{columns}}}, "
        f"strict_mode=true, null_padding=false, max_line_size={2 * LONGEST_LINE})"
    )
