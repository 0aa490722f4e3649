"""From raw rows to typed ones: our columns as text, their styles proved, one typed table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from flashreport.domain.raw import MOST_TOLD, RawFile, RawInput, RawRows
from flashreport.domain.schemas import TABLES, ColumnSchema
from flashreport.errors import Place, Problem
from flashreport.tables import date_styles, number_styles
from flashreport.tables.columns import CREDIT, DEBIT, Mapped, map_columns
from flashreport.tables.date_styles import Clock
from flashreport.tables.explain import BadRow, explain
from flashreport.tables.number_sql import quoted
from flashreport.tables.places import Seen
from flashreport.tables.typed import NUMBERS, Typing, currency_sql, date_table, digits_sql, statement
from flashreport.workspace.inputs import InputSettings
from flashreport.workspace.settings import WorkspaceSettings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TRIMMED = " \t\r\n\u00a0\u200e\u200f\ufeff"
_VIEW_ROWS = 3_000_000  # beyond this the raw text is read again from disk rather than kept
_BANK = ("mt940", "bai2", "camt053", "ofx", "qif")


@dataclass(slots=True)
class Staged:
    """One input's rows for one table, typed, in the temporary table ``typed``.

    Its columns are file, n, line, bad (0 where the row holds) and the schema's.
    """

    index: int
    raw: RawInput
    settings: InputSettings
    typing: Typing
    typed: str
    problems: list[Problem]

    @property
    def table(self) -> str:
        """The canonical table."""
        return self.typing.mapped.schema.name


def stage(
    connection: "DuckDBPyConnection",
    index: int,
    raw: RawInput,
    settings: InputSettings,
    workspace: WorkspaceSettings,
    table: str,
    newest: date,
) -> Staged:
    """Map, prove the styles and type the rows of one input for one table.

    Where a style cannot be proved or a setting is wrong, no row is typed and a problem of
    severity ERROR says why.
    """
    sources = [source for source in raw.sources if source.table == table]
    files = [file.path for file in raw.files]
    mapped = map_columns(settings, TABLES[table], sources, workspace, files)
    if table != settings.table or any(source.header[:1] == ("account",) and _is_bank(settings, raw) for source in sources):
        mapped = replace(mapped, bank=True)
    raw_name, typed_name = f"raw {index} {table}", f"typed {index} {table}"
    typing = Typing(mapped, workspace, newest, raw_name)
    typing.currency = currency_sql(workspace, mapped)
    typing.digits = digits_sql(workspace, typing.currency)
    staged = Staged(index, raw, settings, typing, typed_name, list(mapped.problems))
    if mapped.problems and (not mapped.parts or any(p.place.file == "flashreport.toml" for p in mapped.problems)):
        mapped.parts.clear()
    _make_raw(connection, typing)
    _prove_numbers(connection, staged)
    _prove_dates(connection, staged)
    if any(p.code in _STYLE_CODES for p in staged.problems):
        connection.execute(f'create or replace temp table "{raw_name}" as select * from "{raw_name}" limit 0')
        for column in _date_columns(mapped):
            typing.styles.setdefault(column.name, date_styles.prove("", (), str))
    connection.execute(f'create or replace temp table "{typed_name}" as {statement(typing)}')
    return staged
