"""Changing ``kpis.toml`` as text: comments and order stay as the user wrote them."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import tomlkit
from tomlkit.container import Container
from tomlkit.items import AoT, Comment, InlineTable, Item, Table, Whitespace

from flashreport.workspace.kpis import TERMS, Kpi

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Plain = str | int | bool | Decimal | date | tuple["Plain", ...] | Mapping[str, "Plain"]
"""A value of the register; a mapping is a table."""

Changes = Mapping[tuple[str, ...], "Plain | None"]
"""Key path to new value; None takes the key away."""

_BRACE = re.compile(r"(\d{4}-\d\d-\d\d)\}")
_ROW = re.compile(r"\n+(\[\[kpi\.(?:version|review|event)\]\])(?=[ \t]*\n)")


def with_kpi(text: str, fields: Mapping[str, Plain]) -> str:
    """The register with one more KPI at its end."""
    document = tomlkit.parse(text)
    table = tomlkit.table()
    for key, value in fields.items():
        table.append(key, toml_item(value))
    held = document.get("kpi")
    if held is not None and not isinstance(held, AoT):
        # kpi = [{ … }], written by hand in one list
        held.append(toml_item(fields))
        return _written(document, text)
    added = tomlkit.document()
    array = tomlkit.aot()
    array.append(table)
    added.append("kpi", array)
    before = text.rstrip("\n")
    return (f"{before}\n\n" if before else "") + _written(added, "").strip("\n") + "\n"


def with_changes(text: str, kpi: Kpi, changes: Changes, on: date, reason: str) -> str:
    """The register with other values from ``on``.

    A change of what the KPI means (measure, where, target, baseline) keeps the terms that
    held until the day before as a ``[[kpi.version]]``; terms that held for no day leave none.
    """
    document = tomlkit.parse(text)
    table = _table_of(document, kpi.id)
    new_terms = any(path[0] in TERMS for path in changes)
    until = on - timedelta(days=1)
    held = kpi.start is None or kpi.start < on
    if new_terms and held and all(version.until < until for version in kpi.version):
        _append_row(table, "version", _version(kpi, until, reason))
    for path, value in changes.items():
        _put(table, path, value)
    return _written(document, text)


def with_review(
    text: str, kpi_id: str, on: date, decision: Literal["keep", "change", "retire"], reason: str
) -> str:
    """The register with a review recorded; ``retire`` also sets the status."""
    document = tomlkit.parse(text)
    table = _table_of(document, kpi_id)
    _append_row(table, "review", {"on": on, "decision": decision, "reason": reason})
    if decision == "retire":
        _put(table, ("status",), "retired")
    return _written(document, text)


def with_event(text: str, kpi_id: str, on: date, reason: str) -> str:
    """The register with a known change recorded, from which on what is normal is learned anew."""
    document = tomlkit.parse(text)
    _append_row(_table_of(document, kpi_id), "event", {"on": on, "reason": reason})
    return _written(document, text)


def plain_terms(kpi: Kpi) -> dict[str, Plain]:
    """What a KPI means, as the file says it."""
    terms = kpi.model_dump(include=set(TERMS), exclude_none=True, exclude_defaults=True)
    return {key: terms[key] for key in TERMS if terms.get(key)}


def _written(document: "TOMLDocument", before: str) -> str:
    """The new text: one empty line above each version, review and event, untouched lines as they were.

    The library loses the space between a date and a closing brace, also in lines that nobody
    changed.
    """
    lossy = tomlkit.dumps(tomlkit.parse(before)).split("\n")
    kept = {line: own for line, own in zip(lossy, before.split("\n"), strict=True) if line != own}
    text = _ROW.sub(r"\n\n\1", tomlkit.dumps(document))
    lines = (kept.get(line, _BRACE.sub(r"\1 }", line) if "{ " in line else line) for line in text.split("\n"))
    return "\n".join(lines)


def _version(kpi: Kpi, until: date, reason: str) -> dict[str, Plain]:
    return {"until": until, **plain_terms(kpi), **({"reason": reason} if reason else {})}


def _table_of(document: "TOMLDocument", kpi_id: str) -> Table | InlineTable:
    rows = document.get("kpi", [])
    found: Table | InlineTable = next(row for row in rows if row.get("id") == kpi_id)
    return found


def _append_row(table: Table | InlineTable, key: str, fields: Mapping[str, Plain]) -> None:
    """One more ``[[kpi.key]]``, set off by an empty line."""
    if isinstance(table, InlineTable):
        rows = table.get(key, tomlkit.array())
        rows.append(toml_item(fields))
        table[key] = rows
        return
    row = tomlkit.table()
    for name, value in fields.items():
        row.append(name, toml_item(value))
    tail = _cut_tail(table.value)
    array = table.get(key)
    if array is None:
        array = tomlkit.aot()
        array.append(row)
        table.append(key, array)
    else:
        array.append(row)
    _put_back(table.value, tail)


def _put(table: Table | InlineTable, path: tuple[str, ...], value: Plain | None) -> None:
    *tables, key = path
    for name in tables:
        if name not in table:
            _set(table, name, tomlkit.inline_table())
        table = table[name]
    if value is None:
        table.pop(key, None)
    else:
        _set(table, key, toml_item(value))


def _set(table: Table | InlineTable, key: str, item: Item) -> None:
    """Put a value; a new key stands before the comments that lead over to the next table."""
    if key in table or isinstance(table, InlineTable):
        table[key] = item
        return
    tail = _cut_tail(table.value)
    table.append(key, item)
    _put_back(table.value, tail)


def _cut_tail(container: Container) -> list[Item]:
    """Take the last empty lines and comments away: they belong to what follows."""
    inner = container
    while inner.body and isinstance(inner.body[-1][1], Table | AoT):
        last = inner.body[-1][1]
        inner = (last if isinstance(last, Table) else last.body[-1]).value
    places = [place for place, (key, _) in enumerate(inner.body) if key is not None]
    first = places[-1] + 1 if places else 0
    trivia = [item for _, item in inner.body[first:]]
    gap = next((at for at, item in enumerate(trivia) if isinstance(item, Whitespace)), len(trivia))
    tail = trivia[gap:]
    if tail:
        del inner.body[-len(tail) :]
    return tail


def _put_back(container: Container, tail: list[Item]) -> None:
    for item in tail:
        if isinstance(item, Comment | Whitespace):
            container.body.append((None, item))


def toml_item(value: Plain) -> Item:
    """A value as TOML: decimals keep their digits, tables stand in one line."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return tomlkit.integer(int(value)) if whole else tomlkit.float_(f"{value:f}")
    if isinstance(value, Mapping):
        pairs = (
            f"{tomlkit.key(key).as_string()} = {toml_item(inner).as_string()}" for key, inner in value.items()
        )
        return tomlkit.value(f"{{ {', '.join(pairs)} }}")
    if isinstance(value, tuple):
        array = tomlkit.array()
        for inner in value:
            array.append(toml_item(inner))
        return array
    return tomlkit.item(value)
