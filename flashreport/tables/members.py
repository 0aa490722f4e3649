"""The inputs of one table side by side: the rows that hold, and those that were set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashreport.domain.schemas import TableSchema
from flashreport.tables.stage import OWN_CATEGORY, Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Members:
    """The staged inputs of one table, with the view of all their rows that hold."""

    connection: "DuckDBPyConnection"
    schema: TableSchema
    staged: Sequence[Staged]

    @property
    def all_rows(self) -> str:
        """A view of the rows that hold: member and the columns of the typed tables, without ``bad``."""
        return f"all {self.schema.name}"

    @property
    def names(self) -> list[str]:
        """The schema's columns, quoted."""
        return [f'"{column.name}"' for column in self.schema.columns]

    @property
    def told(self) -> list[str]:
        """What a file says in a row: equal rows are equal in these."""
        own = [f'"{OWN_CATEGORY}"'] if self.schema.name == "transactions" else []
        return [*self.names, *own]

    @property
    def columns(self) -> str:
        """The columns of the view, without ``member``."""
        return ", ".join(("file", "n", "line", *self.told, "input", "path"))


def members_of(connection: "DuckDBPyConnection", schema: TableSchema, staged: Sequence[Staged]) -> Members:
    """Lay the inputs of a table side by side."""
    members = Members(connection, schema, staged)
    connection.execute(f'create or replace temp table "{ASIDE}" (member integer, file integer, n bigint)')
    parts = [
        f'select {number} as member, {members.columns} from "{each.typed}" where not ({not_held(each)})'
        for number, each in enumerate(staged)
        if not each.dropped
    ]
    nothing = f'select 0 as member, {members.columns} from "{staged[0].typed}" where false'
    held = f"select * from ({' union all '.join(parts or [nothing])}) as rows "
    connection.execute(
        f'create or replace temp view "{members.all_rows}" as {held} where not exists '
        f'(select 1 from "{ASIDE}" as a where (a.member, a.file, a.n) = (rows.member, rows.file, rows.n))'
    )
    return members


def not_held(staged: Staged) -> str:
    """The condition of rows that don't hold by themselves, or are of a file that is not used."""
    files = ", ".join(str(file) for file in sorted(staged.refused))
    return f"bad <> 0 or file in ({files})" if files else "bad <> 0"
