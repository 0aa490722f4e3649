"""Check all inputs: rows that hold go into typed tables, the others become problems."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from flashreport.domain.raw import RawInput
from flashreport.domain.schemas import TABLES
from flashreport.tables.balances import untied
from flashreport.tables.controls import check_bad_rows, check_controls
from flashreport.tables.date_sql import define_date_macros
from flashreport.tables.input_report import report_of
from flashreport.tables.members import ASIDE, Members, members_of, not_held
from flashreport.tables.model import CheckedTables
from flashreport.tables.number_sql import define_macros
from flashreport.tables.rates import unrated
from flashreport.tables.room import room_for
from flashreport.tables.rows_between import check_rows
from flashreport.tables.running import take_running_balances
from flashreport.tables.stage import OWN_CATEGORY, Staged, make_places, stage
from flashreport.tables.typed import make_entity_names
from flashreport.workspace.settings import WorkspaceSettings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_REFERRED_TO = ("employees", "jobs", "credit_lines")


def check_tables(raw: Sequence[RawInput], settings: WorkspaceSettings, newest: date) -> CheckedTables:
    """Check the raw inputs of a workspace.

    ``newest`` is the last day that can have happened: later rows are set aside, but for plans,
    expected payments and jobs. Nothing is raised for bad data: a file that is wrong as a whole,
    and an input whose styles cannot be told, has no rows and a problem of severity ERROR.
    """
    connection = room_for(sum(source.rows for item in raw for source in item.sources))
    define_macros(connection)
    define_date_macros(connection)
    make_entity_names(connection, settings)
    make_places(connection, raw)
    named = {item.name: item for item in settings.inputs}
    staged: list[Staged] = []
    tables = _tables(raw, settings)
    for table in tables:
        members = [
            stage(connection, f"{index} {table}", item, named[item.name], settings, table, newest)
            for index, item in enumerate(raw)
            if table in _fed_by(item, settings)
        ]
        for each in members:
            check_controls(connection, each)
            check_bad_rows(each)
        _make_table(connection, members_of(connection, TABLES[table], members), settings)
        for each in members:
            connection.execute(f'drop table if exists "{each.typed}"')
        staged += members
    reports = tuple(
        report_of(connection, named[item.name].table, item, [each for each in staged if each.raw is item])
        for item in raw
    )
    _drop_staged(connection, staged)
    problems = [problem for report in reports for problem in report.problems]
    problems += take_running_balances(connection, tables)
    problems += untied(connection, tables)
    problems += unrated(connection, tables, settings)
    return CheckedTables(connection, frozenset(tables), reports, tuple(problems))


def _fed_by(raw: RawInput, settings: WorkspaceSettings) -> list[str]:
    """The tables of an input: its own, and what a bank statement brings along."""
    own = next(item.table for item in settings.inputs if item.name == raw.name)
    return list(dict.fromkeys([own, *(source.table for source in raw.sources)]))


def _tables(raw: Sequence[RawInput], settings: WorkspaceSettings) -> list[str]:
    """The tables that are fed, those first that others refer to."""
    fed = {table for item in raw for table in _fed_by(item, settings)}
    return [*(table for table in _REFERRED_TO if table in fed), *sorted(fed - set(_REFERRED_TO))]


def _make_table(connection: "DuckDBPyConnection", members: Members, settings: WorkspaceSettings) -> None:
    """The canonical table: the rows of its inputs that hold, with where they came from."""
    cut = check_rows(members, settings)
    table = members.schema.name
    if len(members.staged) == 1 and not members.staged[0].dropped and not cut:
        _rename(connection, members.staged[0], table)
        return
    columns = ", ".join((*members.names, "input", "path as file", "line"))
    connection.execute(f'create table "{table}" as select {columns} from "{members.all_rows}"')


def _rename(connection: "DuckDBPyConnection", staged: Staged, table: str) -> None:
    """Make the typed rows of the only input the table, so that no row is ever there twice."""
    typed = f'"{staged.typed}"'
    connection.execute(f"delete from {typed} where {not_held(staged)}")
    connection.execute(
        f'delete from {typed} as rows using "{ASIDE}" as a where (a.file, a.n) = (rows.file, rows.n)'
    )
    for column in ("file", "n", "bad", OWN_CATEGORY):
        connection.execute(f'alter table {typed} drop column if exists "{column}"')
    connection.execute(f"alter table {typed} rename column path to file")
    connection.execute(f'alter table {typed} rename to "{table}"')


def _drop_staged(connection: "DuckDBPyConnection", staged: Sequence[Staged]) -> None:
    """Free the raw text; only the canonical tables stay."""
    kinds = connection.execute(
        "select 'view', view_name from duckdb_views() where temporary and not internal union all "
        "select 'table', table_name from duckdb_tables() where temporary"
    ).fetchall()
    for kind, name in kinds:
        connection.execute(f'drop {kind} if exists "{name}"')
    for each in staged:
        for number in range(len(each.typing.mapped.parts)):
            connection.unregister(f"{each.typing.raw} {number}")
