"""From raw rows to typed ones: our columns as text, their styles proved, one typed table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from flashreport.domain.raw import MOST_TOLD, RawInput
from flashreport.domain.schemas import TABLES, ColumnSchema
from flashreport.errors import Place, Problem, phrase
from flashreport.tables import date_styles, number_styles
from flashreport.tables.categories import category_sql
from flashreport.tables.columns import CREDIT, DEBIT, Mapped, map_columns
from flashreport.tables.date_sql import first_of_each_kind, read_by_column
from flashreport.tables.date_styles import Clock, DateStyle
from flashreport.tables.explain import BadRow, explain
from flashreport.tables.number_sql import quoted
from flashreport.tables.number_styles import Mark
from flashreport.tables.places import Seen
from flashreport.tables.room import MANY_ROWS
from flashreport.tables.typed import NUMBERS, Typing, currency_sql, date_table, digits_sql, statement
from flashreport.workspace.inputs import InputSettings
from flashreport.workspace.settings import WorkspaceSettings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PLAIN_SHAPES = {"9", "9.9"}  # see number_shape: whole numbers, and one or two decimals
PLACES = "places"
OWN_CATEGORY = "own category"


@dataclass(slots=True)
class Staged:
    """One input's rows for one table, typed, in the table ``typed``.

    Its columns are the schema's, ``input``, ``path`` and ``line``, and for the checks ``file`` (an
    index), ``n``, ``bad`` (0 where the row holds) and in transactions whether the category is the
    row's own. ``aside`` counts rows per file that don't hold, ``more`` the problems beyond those
    listed. No row of the files in ``refused`` is used; ``dropped`` says that none of the input is.
    """

    raw: RawInput
    settings: InputSettings
    typing: Typing
    typed: str
    problems: list[Problem] = field(default_factory=list)
    aside: dict[int, int] = field(default_factory=dict)
    more: int = 0
    refused: set[int] = field(default_factory=set)
    dropped: bool = False

    @property
    def table(self) -> str:
        """The canonical table."""
        return self.typing.mapped.schema.name

    def file(self, index: int) -> str:
        """The path of a file."""
        return self.raw.files[index].path


def stage(
    connection: "DuckDBPyConnection",
    name: str,
    raw: RawInput,
    settings: InputSettings,
    workspace: WorkspaceSettings,
    table: str,
    newest: date,
) -> Staged:
    """Map, prove the styles and type the rows of one input for one table.

    Where a setting is wrong or a style cannot be proved no row is typed, and a problem of
    severity ERROR says why; bad rows become problems of severity ROW.
    """
    sources = [source for source in raw.sources if source.table == table]
    mapped = map_columns(settings, TABLES[table], sources, workspace, [file.path for file in raw.files])
    typing = Typing(mapped, workspace, newest, f"raw {name}")
    lines = "select 1 from duckdb_tables() where table_name = 'credit_lines'"
    known = bool(connection.execute(lines).fetchall())
    typing.currency = currency_sql(workspace, mapped, lines_known=known)
    typing.digits = digits_sql(workspace, mapped, 'r."row currency"')
    staged = Staged(raw, settings, typing, f"typed {name}", list(mapped.problems))
    staged.refused |= mapped.refused
    if any(problem.place.file == "flashreport.toml" for problem in mapped.problems):
        _drop_all(staged)
    _make_raw(connection, typing)
    if not _prove_styles(connection, staged):
        _drop_all(staged)
        _make_raw(connection, typing)
    _make_dates(connection, typing)
    connection.execute(f'create table "{staged.typed}" as {_with_places(staged)}')
    _tell_bad_rows(connection, staged)
    _drop_raw(connection, typing.raw)
    return staged


def make_places(connection: "DuckDBPyConnection", raw: Sequence[RawInput]) -> None:
    """The type of the names of inputs and files: a byte or two a row, in alphabetical order."""
    names = sorted({item.name for item in raw} | {file.path for item in raw for file in item.files})
    listed = ", ".join(quoted(name) for name in names or [""])
    connection.execute(f"create type {PLACES} as enum ({listed})")


def _with_places(staged: Staged) -> str:
    """SQL of the typed rows with where they came from, and transactions with the category that they get."""
    paths = [f"{quoted(file.path)}::{PLACES}" for file in staged.raw.files]
    path = paths[0] if len(paths) == 1 else f"[{', '.join(paths)}][file + 1]"
    columns = "*"
    if staged.table == "transactions":
        category = category_sql(staged.typing.workspace.cash)
        columns = f'* replace ({category} as category), category is not null as "{OWN_CATEGORY}"'
    name = f"{quoted(staged.raw.name)}::{PLACES}"
    return (
        f"select {columns}, {name} as input, {path if paths else f'null::{PLACES}'} as path "
        f"from ({statement(staged.typing)})"
    )


def _drop_all(staged: Staged) -> None:
    staged.dropped = True
    staged.typing.mapped.parts.clear()
    staged.typing.styles = {column.name: date_styles.ISO for column in _dates(staged.typing.mapped)}


def _make_raw(connection: "DuckDBPyConnection", typing: Typing) -> None:
    """The rows under our names as trimmed text: a table, or where there are very many a view.

    Many rows are read again from disk rather than kept.
    """
    mapped = typing.mapped
    slots = sorted(mapped.has)
    selects = []
    for number, part in enumerate(mapped.parts):
        relation = part.source.mount(connection, f"{typing.raw} {number}")
        cells = [_cell(mapped, slot, part.columns.get(slot)) for slot in slots]
        selects.append(f"select {', '.join(['file', 'n', 'line', *cells])} from {relation}")
    if not selects:
        cells = [f'null::varchar as "{slot}"' for slot in slots]
        selects = [f"select {', '.join(['0 as file', '0 as n', '0 as line', *cells])} where false"]
    rows = sum(part.source.rows for part in mapped.parts)
    kind = "view" if rows > MANY_ROWS else "table"
    _drop_raw(connection, typing.raw)
    connection.execute(f'create temp {kind} "{typing.raw}" as {" union all ".join(selects)}')
    typing.selects = selects if kind == "view" else [f'select * from "{typing.raw}"']


def _drop_raw(connection: "DuckDBPyConnection", raw: str) -> None:
    for kind in ("view", "table"):
        found = f"select 1 from duckdb_{kind}s() where {kind}_name = {quoted(raw)}"
        if connection.execute(found).fetchall():
            connection.execute(f'drop {kind} "{raw}"')


def _cell(mapped: Mapped, slot: str, index: int | None) -> str:
    if index is None:
        return (
            f'{quoted(mapped.constants[slot])} as "{slot}"'
            if slot in mapped.constants
            else f'null as "{slot}"'
        )
    kinds = {column.name: column.type for column in mapped.schema.columns}
    macro = "written" if kinds.get(slot, "text") == "text" else "trimmed"
    return f'{macro}(c{index}) as "{slot}"'


def _prove_styles(connection: "DuckDBPyConnection", staged: Staged) -> bool:
    """Fill in how numbers and dates are written; False when that cannot be told."""
    found = [*_prove_numbers(connection, staged), *_prove_dates(connection, staged)]
    staged.problems += found
    return not found


def _prove_numbers(connection: "DuckDBPyConnection", staged: Staged) -> Iterator[Problem]:
    typing, settings = staged.typing, staged.settings
    for slot in _number_slots(typing.mapped):
        label = typing.mapped.label(slot)
        shapes = _shapes(connection, typing.raw, slot)
        if set(shapes) <= _PLAIN_SHAPES:
            typing.plain_cells[slot] = frozenset(shapes)
        style: Mark | Problem
        if typing.mapped.bank:
            style = "."
        else:
            style = settings.decimal or number_styles.prove(label, list(shapes.values()), staged.file)
        if isinstance(style, Problem):
            yield _at_column(style, label)
        else:
            typing.marks[slot] = style


def _number_slots(mapped: Mapped) -> list[str]:
    names = [column.name for column in mapped.schema.columns if column.type in NUMBERS]
    return [slot for slot in (*names, DEBIT, CREDIT) if slot in mapped.has]


def _shapes(connection: "DuckDBPyConnection", raw: str, slot: str) -> dict[str, Seen]:
    """The first cell of each shape of number: 1,234.50 and 9,876.50 have one shape."""
    found = connection.execute(
        f'select shape, arg_min("{slot}", spot), file_of(min(spot)), line_of(min(spot)) from ('
        f'select "{slot}", number_shape("{slot}") as shape, spot_of(file, line) as spot '
        f'from "{raw}" where "{slot}" is not null) group by shape'
    ).fetchall()
    return {str(shape): Seen(int(file), int(line), str(text)) for shape, text, file, line in found}


def _prove_dates(connection: "DuckDBPyConnection", staged: Staged) -> Iterator[Problem]:
    typing, settings = staged.typing, staged.settings
    for column in _dates(typing.mapped):
        label = typing.mapped.label(column.name)
        if settings.date_format and not typing.mapped.bank:
            style: DateStyle | Problem | None = date_styles.declared(settings.date_format)
        else:
            months = column.name == "month"
            seen = first_of_each_kind(connection, typing.raw, column.name, months=months)
            style = date_styles.prove(label, seen, staged.file, months=months)
        if isinstance(style, DateStyle):
            typing.styles[column.name] = style
            continue
        typing.styles[column.name] = date_styles.ISO
        yield _at_column(style, label) if style else _bad_format(settings)


def _dates(mapped: Mapped) -> list[ColumnSchema]:
    return [column for column in mapped.schema.columns if column.type == "date" and column.name in mapped.has]


def _make_dates(connection: "DuckDBPyConnection", typing: Typing) -> None:
    """For each column of dates a table of its texts and the days they mean."""
    import numpy as np

    company = typing.workspace.company
    clock = Clock(company.timezone, typing.workspace.calendar.cutoff)
    epoch = date(1970, 1, 1)
    for slot, style in typing.styles.items():
        table = date_table(typing.raw, slot)
        texts = f'(select distinct "{slot}" as text from "{typing.raw}" where "{slot}" is not null)'
        read = read_by_column(texts, style, clock.cutoff)
        connection.execute(f'create or replace temp table "{table}" as {read}')
        rest = connection.execute(f'select text from "{table}" where day is null').fetchall()
        if not rest:
            continue
        days = date_styles.read_all((str(text) for (text,) in rest), style, clock)
        keys = np.empty(len(days), dtype=object)
        keys[:] = list(days)
        numbers = np.array([(day - epoch).days for day in days.values()], dtype=np.int64)
        connection.register("read dates", {"text": keys, "days": numbers})
        connection.execute(
            f'create or replace temp table "{table}" as select * from "{table}" where day is not null '
            "union all select cast(text as varchar), date '1970-01-01' + cast(days as integer) "
            'from "read dates"'
        )
        connection.unregister("read dates")


def _tell_bad_rows(connection: "DuckDBPyConnection", staged: Staged) -> None:
    typed, typing = staged.typed, staged.typing
    counts = connection.execute(f'select file, count(*) from "{typed}" where bad <> 0 group by 1').fetchall()
    staged.aside = {int(file): int(count) for file, count in counts}
    if not counts:
        return
    slots = sorted(typing.mapped.has)
    cells = "".join(f', r."{slot}"' for slot in slots)
    connection.execute(
        f'create or replace temp table told as select file, n, line, bad from "{typed}" where bad <> 0 '
        f"order by file, n limit {MOST_TOLD}"
    )
    # only these rows' cells are made, where that means to read a file once more
    rows = " union all ".join(f"{each} where n in (select n from told)" for each in typing.selects)
    found = connection.execute(
        f"select t.file, t.line, t.bad{cells} from told as t join ({rows}) as r using (file, n) "
        "order by t.file, t.n"
    ).fetchall()
    company = typing.workspace.company
    clock = Clock(company.timezone, typing.workspace.calendar.cutoff)
    for file, line, bad, *texts in found:
        source = staged.raw.files[file]
        row = BadRow(source.path, source.sheet, int(line), int(bad), dict(zip(slots, texts, strict=True)))
        staged.problems += explain(row, typing, clock)
    staged.more += sum(staged.aside.values()) - len(found)


def _at_column(problem: Problem, column: str) -> Problem:
    return replace(problem, place=replace(problem.place, column=column))


def _bad_format(settings: InputSettings) -> Problem:
    return Problem(
        "inputs.bad-date-format",
        phrase("'{date_format}' is no way to write dates.", date_format=settings.date_format),
        "Write %d, %m and %Y with what stands between them, such as '%d.%m.%Y', or 'jalali'.",
        Place(file="flashreport.toml", key=f"inputs.{settings.name}.date_format", value=settings.date_format),
    )
