"""What became of one input, counted after its rows were checked."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from flashreport.domain.raw import RawInput
from flashreport.domain.schemas import TABLES
from flashreport.errors import Place, Problem, Severity, phrase
from flashreport.tables.model import FileReport, InputReport
from flashreport.tables.number_sql import quoted
from flashreport.tables.stage import Staged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def report_of(
    connection: "DuckDBPyConnection", table: str, raw: RawInput, staged: Sequence[Staged]
) -> InputReport:
    """Rows, rows set aside and problems of an input, over all tables that it feeds."""
    held: Counter[str] = Counter()
    days: set[date] = set()
    for each in staged:
        held.update(_rows_by_file(connection, each))
        days |= _days(connection, each)
    files = tuple(
        FileReport(
            file.path, file.sha256, held[file.path], file.rows - held[file.path], file.size, file.modified
        )
        for file in raw.files
    )
    problems = [*raw.all_problems(), *(problem for each in staged for problem in each.problems)]
    more = sum(each.more for each in staged)
    return InputReport(
        raw.name,
        table,
        files,
        rows=sum(file.rows for file in files),
        set_aside=sum(file.set_aside for file in files),
        first=min(days, default=None),
        last=max(days, default=None),
        days=frozenset(days),
        problems=(*problems, _more(raw, more)) if more else tuple(problems),
    )


def _rows_by_file(connection: "DuckDBPyConnection", staged: Staged) -> dict[str, int]:
    query = f'select file, count(*) from "{staged.table}" where input = {quoted(staged.raw.name)} group by 1'
    return {str(path): int(rows) for path, rows in connection.execute(query).fetchall()}


def _days(connection: "DuckDBPyConnection", staged: Staged) -> set[date]:
    import numpy as np

    as_of = TABLES[staged.table].as_of
    if not as_of:
        return set()
    query = f'select distinct "{as_of}" as day from "{staged.table}" where input = {quoted(staged.raw.name)}'
    found = connection.execute(f"{query} and day is not null").fetchnumpy()["day"]
    return set(np.asarray(found, dtype="datetime64[D]").tolist())


def _more(raw: RawInput, more: int) -> Problem:
    message = phrase("{more} more rows of the input were set aside; only the first are listed.", more=more)
    advice = "So many at once usually have one cause: look at the first ones."
    return Problem("tables.more-rows", message, advice, Place(key=raw.name), Severity.WARNING)
