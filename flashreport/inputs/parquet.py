"""Parquet: left on disk and read by DuckDB; line = row of the file, from 1."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import quoted as as_said
from flashreport.inputs.header import header_of
from flashreport.inputs.wanted import wanted
from flashreport.workspace.inputs import InputSettings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """One Parquet file. ``texts`` are SQL expressions that write each column as text."""

    table: str
    path: Path
    file: int
    header: tuple[str, ...]
    texts: tuple[str, ...]
    rows: int
    canonical: bool = False

    @property
    def files(self) -> tuple[int, ...]:
        """The one file."""
        return (self.file,)

    def mount(self, connection: "DuckDBPyConnection", name: str) -> str:
        """See :class:`flashreport.domain.raw.RawRows`."""
        cells = ", ".join(f"{text} as c{index}" for index, text in enumerate(self.texts))
        connection.execute(
            f'create or replace temp view "{name}" as select {self.file}::integer as file, '
            f"file_row_number as n, file_row_number + 1 as line, {cells} from {_scan(self.path)} "
            f"where file_row_number < {self.rows}"
        )
        return f'"{name}"'


def parquet_rows(table: str, path: Path, index: int, file: str, settings: InputSettings) -> ParquetRows:
    """The file's columns as text; raises ``inputs.broken-parquet``."""
    import duckdb

    try:
        with duckdb.connect() as connection:
            relation = connection.sql(f"select * exclude file_row_number from {_scan(path)}")
            names = [str(name) for name in relation.columns]
            types = [str(kind) for kind in relation.types]
            rows = int(connection.execute(f"select count(*) from {_scan(path)}").fetchall()[0][0])
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        message = phrase("the Parquet file cannot be read: {reason}.", reason=as_said(reason))
        raise FlashreportError(
            "inputs.broken-parquet", message, "Write it again.", Place(file=file)
        ) from None
    header = header_of(names, wanted(settings), Place(file=file))
    quoted = [f'"{name.replace(chr(34), chr(34) * 2)}"' for name in names]
    texts = tuple(_as_text(name, kind, settings) for name, kind in zip(quoted, types, strict=True))
    return ParquetRows(table, path, index, header, texts, max(rows - settings.skip_last, 0))


def _scan(path: Path) -> str:
    place = str(path).replace("'", "''")
    return f"read_parquet('{place}', file_row_number=true)"


def _as_text(column: str, kind: str, settings: InputSettings) -> str:
    """Numbers prove their decimal mark by more than three decimals; dates take the declared format."""
    if kind in ("DOUBLE", "FLOAT"):
        text = f"case when {column} = floor({column}) and abs({column}) < 1e15 "
        text += (
            f"then cast(cast({column} as bigint) as varchar) else format('{{:.15g}}', {column}::double) end"
        )
        return _marked(text, settings)
    if kind.startswith("DECIMAL"):
        return _marked(f"cast({column} as varchar)", settings)
    if kind == "DATE" and settings.date_format and settings.date_format != "jalali":
        pattern = settings.date_format.replace("'", "''")
        return f"strftime({column}, '{pattern}')"
    if kind == "BOOLEAN":
        return f"case {column} when true then 'yes' when false then 'no' end"
    return f"cast({column} as varchar)"


def _marked(text: str, settings: InputSettings) -> str:
    if settings.decimal == ",":
        return f"replace({text}, '.', ',')"
    return f"regexp_replace({text}, '^(-?[0-9]+[.][0-9]{{3}})$', '\\10')"
