"""Checks across rows: keys, duplicates across files, references, days of more than 24 hours.

Each finds rows that hold by themselves and sets them aside: it adds (member, file, n) to the
table ``aside`` and a problem with both places.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flashreport.domain.alphabet import sort_key
from flashreport.domain.raw import MOST_TOLD
from flashreport.domain.schemas import TABLES, ColumnSchema
from flashreport.errors import Place, Problem, Severity, as_phrase, joined, phrase
from flashreport.tables.members import ASIDE, Members
from flashreport.tables.shifts import bad_shifts, cut_rows, make_days, needs_clock, shift_rows
from flashreport.workspace.key_names import did_you_mean
from flashreport.workspace.own_measures import is_measure, register_of
from flashreport.workspace.settings import WorkspaceSettings

if TYPE_CHECKING:
    pass

_NO_REFERENCE = ("nonref", "notprovided", "none", "n/a", "0", "-")
_DAY = 24 * 3600


def check_rows(members: Members, settings: WorkspaceSettings) -> bool:
    """All checks across rows that the table's schema asks for, one after another.

    Says whether rows were cut in pieces, so that the view is no longer of the typed tables.
    """
    if members.schema.key:
        _keys(members)
    else:
        _copies_within_file(members)
        _copies_across_files(members)
    for column in members.schema.columns:
        if column.refers_to and column.refers_to != "entities":
            _references(members, column)
    if members.schema.name != "timesheets":
        return False
    clock = needs_clock(members.connection, members.all_rows)
    if clock:
        _shifts(members, settings)
    _long_days(members)
    return clock


def _keys(members: Members) -> None:
    key = ", ".join(f'"{name}"' for name in members.schema.key)
    found = members.connection.execute(
        f"select * from (select member, file, n, line, {key}, row_number() over w as nth, "
        "first_value(member) over w as member1, first_value(file) over w as file1, "
        "first_value(line) over w as line1 "
        f'from "{members.all_rows}" window w as (partition by {key} order by member, file, n)) '
        "where nth > 1 order by member, file, n"
    ).fetchall()
    size = len(members.schema.key)
    for row in _aside(members, found):
        columns = [members.schema.column(name) for name in members.schema.key]
        cells = zip(columns, row[4 : 4 + size], strict=True)
        values = [str(cell) for column, cell in cells if cell is not None and not column.implied]
        first = _where(members, *row[5 + size : 8 + size])
        labels = _labels(members, row[0], members.schema.key)
        message = phrase("{names} is there twice: first on {first}.", names=" / ".join(values), first=first)
        advice = phrase(
            "{labels} must be unique. Keep the right row; the first one is used until then.", labels=labels
        )
        _tell(members, row, "tables.duplicate-key", message, advice, labels, " / ".join(values))


def _copies_across_files(members: Members) -> None:
    """A row that another file of the input brought already; as often as the fuller file has it, it stays."""
    names = ", ".join(members.told)
    for number, staged in enumerate(members.staged):
        if len(staged.raw.files) < 2 or staged.dropped:
            continue
        suspects = (
            f'select hash({names}) as h from "{members.all_rows}" where member = {number} '
            "group by 1 having min(file) <> max(file)"
        )
        copies = (
            f"select *, row_number() over (partition by {names}, file order by n) as copy from "
            f'"{members.all_rows}" where member = {number} and hash({names}) in ({suspects})'
        )
        found = members.connection.execute(
            f"select member, file, n, line, file1, line1 from (select *, row_number() over w as nth, "
            f"first_value(file) over w as file1, first_value(line) over w as line1 from ({copies}) "
            f"window w as (partition by {names}, copy order by file, n)) where nth > 1 order by file, n"
        ).fetchall()
        for row in _aside(members, found):
            first = _where(members, row[0], row[4], row[5])
            message = phrase("the same row is on {first}, in another file.", first=first)
            advice = (
                "Files overlap. The row is counted once; if both happened, tell them apart by a reference."
            )
            _tell(members, row, "tables.duplicate-row", message, advice, "", None)


def _copies_within_file(members: Members) -> None:
    """Two equal rows of a file are two movements, unless they carry one reference."""
    if "reference" not in [column.name for column in members.schema.columns]:
        return
    names = ", ".join(members.told)
    none = ", ".join(f"'{text}'" for text in _NO_REFERENCE)
    told = f'"{members.all_rows}" where reference is not null and lower(reference) not in ({none})'
    # nearly always there are none: references are counted before whole rows are laid side by side
    suspects = f"select hash(member, file, reference) from {told} group by 1 having count(*) > 1"
    if not members.connection.execute(f"{suspects} limit 1").fetchall():
        return
    found = members.connection.execute(
        "select member, file, n, line, line1, reference from (select *, row_number() over w as nth, "
        f"first_value(line) over w as line1 from {told} and hash(member, file, reference) in ({suspects}) "
        f"window w as (partition by member, file, {names} order by n)) "
        "where nth > 1 order by member, file, n"
    ).fetchall()
    for row in _aside(members, found):
        first = _where(members, row[0], row[1], row[4])
        message = phrase(
            "the same row with the reference '{reference}' is on {first}.", reference=row[5], first=first
        )
        label = _labels(members, row[0], ("reference",))
        _tell(members, row, "tables.duplicate-row", message, "It is counted once.", label, str(row[5]))


def _references(members: Members, column: ColumnSchema) -> None:
    """Names that must stand in another table; unchecked where the workspace has no such table."""
    connection, target = members.connection, column.refers_to
    if target == "measures":
        register = register_of(members.staged[0].typing.workspace.measures)
        cells = connection.execute(f'select distinct "{column.name}" from "{members.all_rows}"').fetchall()
        strange = [cell for (cell,) in cells if cell is not None and not is_measure(cell, register)]
        if strange:
            _tell_unknown(members, column, sorted(register), strange)
        return
    own = target == members.schema.name
    table = members.all_rows if own else target
    there = (
        own
        or connection.execute(
            f"select 1 from duckdb_tables() where table_name = '{target}' and not temporary"
        ).fetchall()
    )
    if not there:
        return
    key = TABLES[target].key[0]
    if not connection.execute(f'select 1 from "{table}" where "{key}" is not null limit 1').fetchall():
        _unchecked(members, column)
        return
    found = connection.execute(
        f'select distinct "{column.name}" from "{members.all_rows}" where "{column.name}" is not null '
        f'and "{column.name}" not in (select "{key}" from "{table}" where "{key}" is not null)'
    )
    strange = [str(cell) for (cell,) in found.fetchall()]
    if strange:
        names = connection.execute(f'select "{key}" from "{table}" where "{key}" is not null').fetchall()
        known = sorted((str(name) for (name,) in names), key=sort_key)
        _tell_unknown(members, column, known, strange)


def _tell_unknown(members: Members, column: ColumnSchema, known: list[str], strange: list[str]) -> None:
    """Set aside the rows whose cell is one of ``strange``: it names nothing that is known."""
    target, rows = column.refers_to, members.all_rows
    found = members.connection.execute(
        f'select member, file, n, line, "{column.name}" from "{rows}" '
        f'where "{column.name}" in (select unnest(?::varchar[])) order by member, file, n',
        [strange],
    ).fetchall()
    what = TABLES[target].key[0].replace("_", " ") if target in TABLES else column.name
    place = "the measures" if target == "measures" else target
    for row in _aside(members, found):
        message = phrase("there is no {what} '{name}' in {target}.", what=what, name=row[4], target=place)
        label = _labels(members, row[0], (column.name,))
        near = as_phrase(did_you_mean(str(row[4]), known))
        advice = joined([near, phrase("If it is new, add it to {target}.", target=place)], " ")
        _tell(members, row, "tables.unknown-reference", message, advice, label, str(row[4]))


def _unchecked(members: Members, column: ColumnSchema) -> None:
    for staged in members.staged:
        message = phrase(
            "{name} was not checked, since {target} has no row that holds.",
            name=column.name,
            target=column.refers_to,
        )
        advice = phrase("Mend the input of {target} first.", target=column.refers_to)
        staged.problems.append(
            Problem(
                "tables.reference-unchecked",
                message,
                advice,
                Place(key=staged.settings.name),
                Severity.WARNING,
            )
        )


_WHY = {
    "backwards": "the shift from {start} to {end} does not end after it begins.",
    "long": "the shift from {start} to {end} is longer than 24 hours.",
    "break": "the break is longer than the shift from {start} to {end}.",
    "hours": "the hours are more than the shift from {start} to {end} has.",
}


def _shifts(members: Members, settings: WorkspaceSettings) -> None:
    """Shifts by the clock become rows by workday; those that are none are set aside."""
    connection, rows = members.connection, members.all_rows
    make_days(connection, rows, settings)
    shifts = shift_rows(rows, settings.staff.clock_minutes)
    for row in _aside(members, connection.execute(bad_shifts(shifts)).fetchall()):
        message = phrase(_WHY[row[6]], start=_wall(row[4]), end=_wall(row[5]))
        advice = "An end on another day needs its own date; hours and break must fit between start and end."
        label = _labels(members, row[0], ("start", "end"))
        _tell(members, row, "tables.bad-shift", message, advice, label, None)
    days = cut_rows(rows, shifts, [*members.names, "input", "path"])
    connection.execute(f'create or replace temp table "by workday" as {days}')
    connection.execute(f'create or replace temp view "{rows}" as select * from ({_held("by workday")})')


def _held(rows: str) -> str:
    return (
        f'select * from "{rows}" as rows where not exists (select 1 from "{ASIDE}" as a '
        "where (a.member, a.file, a.n) = (rows.member, rows.file, rows.n))"
    )


def _wall(moment: datetime) -> str:
    """The moment as the file has it: a time of day comes as one of 1900."""
    return f"{moment:%H:%M}" if moment.year == 1900 else f"{moment:%Y-%m-%d %H:%M}"


def _long_days(members: Members) -> None:
    """The rows with which an employee's day gets longer than 24 hours."""
    long = f'select employee, date from "{members.all_rows}" group by all having sum(hours) > {_DAY}'
    if not members.connection.execute(f"{long} limit 1").fetchall():
        return
    found = members.connection.execute(
        "select member, file, n, line, employee, date, so_far from (select *, sum(hours) over (partition by "
        "employee, date order by member, file, n rows unbounded preceding) as so_far "
        f'from "{members.all_rows}" semi join ({long}) using (employee, date)) where so_far > {_DAY} '
        "qualify row_number() over (partition by member, file, n order by date) = 1 order by member, file, n"
    ).fetchall()
    for row in _aside(members, found):
        hours = f"{int(row[6]) / 3600:.2f}".rstrip("0").rstrip(".")
        message = phrase(
            "with this row {employee} has {hours} hours on {day}; a day has 24.",
            employee=row[4],
            hours=hours,
            day=row[5],
        )
        advice = "Look for hours that are there twice, on the wrong day or under the wrong name."
        label = _labels(members, row[0], ("hours",))
        _tell(members, row, "tables.long-day", message, advice, label, None)


def _aside(members: Members, found: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Set the rows aside; those of them that are told, the rest only counted."""
    if not found:
        return
    import numpy as np

    keys = {
        name: np.array([row[at] for row in found], dtype=np.int64)
        for at, name in enumerate(("member", "file", "n"))
    }
    members.connection.register("found rows", keys)
    members.connection.execute(f'insert into "{ASIDE}" select member, file, n from "found rows"')
    members.connection.unregister("found rows")
    for row in found:
        staged = members.staged[row[0]]
        staged.aside[row[1]] = staged.aside.get(row[1], 0) + 1
    yield from found[:MOST_TOLD]
    for row in found[MOST_TOLD:]:
        members.staged[row[0]].more += 1


def _where(members: Members, member: int, file: int, line: int) -> str:
    return f"line {line} of {members.staged[member].file(file)}"


def _labels(members: Members, member: int, names: Sequence[str]) -> str:
    mapped = members.staged[member].typing.mapped
    return ", ".join(mapped.label(name) for name in names if name in mapped.has)


def _tell(
    members: Members,
    row: tuple[Any, ...],
    code: str,
    message: str,
    advice: str,
    column: str,
    value: str | None,
) -> None:
    staged = members.staged[row[0]]
    file = staged.raw.files[row[1]]
    place = Place(file=file.path, line=int(row[3]), sheet=file.sheet, column=column, value=value)
    staged.problems.append(Problem(code, message, advice, place, Severity.ROW))
