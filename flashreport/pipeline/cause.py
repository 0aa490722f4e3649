"""Which input brought a change: among those that are other files now, the one with rows of that day."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from flashreport.pipeline.order import Checked

if TYPE_CHECKING:
    from flashreport.archive.edition import Edition
    from flashreport.compose.restated import Cause

_TABLES: Mapping[str, tuple[str, ...]] = {
    "cash": ("transactions", "balances", "expected", "plan"),
    "staff": ("timesheets", "employees", "output", "jobs", "plan"),
    "credit": ("credit_lines", "credit_balances", "transactions"),
    "projects": ("projects", "risks"),
    "audience": ("audience",),
    "own": ("values",),
}


def cause_of(checked: Checked, before: "Edition") -> "Cause":
    """Names the input that differs from ``before``'s; of one with several files the file."""
    read = {
        kept.name: kept.sha256
        for kept in (*before.named("input").values(), *before.named("reference").values())
    }
    changed = _changed_files(checked, read)
    gone = sorted(read.keys() - {file.path for report in checked.tables.inputs for file in report.files})

    @cache
    def cause(measure: str, on: date) -> str:
        likely = _files_of_day(checked, measure, on, changed) or _files_of(measure, changed) or gone
        return ", ".join(dict.fromkeys(_label(checked, file) for file in likely))

    return cause


def _changed_files(checked: Checked, read: Mapping[str, str]) -> dict[str, str]:
    """The table of each file that is new or other than the edition read."""
    return {
        file.path: report.table
        for report in checked.tables.inputs
        for file in report.files
        if read.get(file.path) != file.sha256
    }


def _files_of(measure: str, changed: Mapping[str, str]) -> list[str]:
    """All changed files of the tables that the measure's block is made from."""
    from flashreport.domain.measures import block_of

    tables = _TABLES.get(block_of(measure), ())
    return [file for file, table in changed.items() if table in tables]


def _files_of_day(checked: Checked, measure: str, on: date, changed: Mapping[str, str]) -> list[str]:
    """Those that hold rows of the day behind the measure or a part of it."""
    found: dict[str, None] = {}
    for table, column in _dated(measure):
        files = [file for file, of in changed.items() if of == table]
        if files:
            sql = f'SELECT DISTINCT file FROM "{table}" WHERE "{column}" = ? AND file IN (SELECT unnest(?))'
            rows = checked.tables.connection.execute(sql, [on, files]).fetchall()
            found |= dict.fromkeys(sorted(str(file) for (file,) in rows))
    return list(found)


def _dated(measure: str) -> Iterable[tuple[str, str]]:
    """Tables with a column of dates that the measure's parts are counted from."""
    from flashreport.domain.measures import MEASURES
    from flashreport.facts.trace import trace_of

    waiting, seen = [measure], set()
    while waiting:
        part = waiting.pop()
        place = trace_of(part)
        if place is not None and place.date:
            yield place.table, place.date
        seen.add(part)
        waiting += [] if part not in MEASURES else [own for own in MEASURES[part].parts if own not in seen]


def _label(checked: Checked, file: str) -> str:
    for report in checked.tables.inputs:
        if any(each.path == file for each in report.files):
            return report.name if len(report.files) == 1 else file
    return file
