"""``kpis.toml`` on the disk: read, held to its rules, and written whole."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import UnionType
from typing import Union, get_args, get_origin

from flashreport.errors import FlashreportError, Mistakes, Place, phrase
from flashreport.workspace.atomic import write_whole
from flashreport.workspace.key_names import did_you_mean, model_at
from flashreport.workspace.kpi_edit import Plain
from flashreport.workspace.kpis import Kpi
from flashreport.workspace.load import KPIS_FILE, SETTINGS_FILE, Workspace, check_register

_FIXED = ("id", "version", "review")


def kpi_named(workspace: Workspace, kpi_id: str) -> Kpi:
    """The KPI with this id; FlashreportError ``usage.unknown-kpi`` without one."""
    named = {kpi.id: kpi for kpi in workspace.kpis.kpi}
    if kpi_id not in named:
        advice = did_you_mean(kpi_id, named) or phrase("The register is empty: flashreport kpi add")
        raise FlashreportError(
            "usage.unknown-kpi",
            phrase("There is no KPI '{kpi_id}'.", kpi_id=kpi_id),
            advice,
            Place(value=kpi_id),
        )
    return named[kpi_id]


def changed_register(
    root: Path, change: Callable[[str], str], known_measures: Mapping[str, object]
) -> tuple[str, str]:
    """Put a changed ``kpis.toml`` in the place of the old one; both texts, old first.

    A text that breaks a rule is not written: Mistakes tells by key what is wrong.
    """
    path = root / KPIS_FILE
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    after = change(before)
    settings = tomllib.loads((root / SETTINGS_FILE).read_text(encoding="utf-8-sig"))
    try:
        check_register(after, settings, known_measures)
    except Mistakes as wrong:
        # the lines are those of a text that nobody sees
        places = [replace(problem, place=replace(problem.place, line=None)) for problem in wrong.problems]
        raise Mistakes(places) from wrong
    if after != before:
        write_whole(path, after.encode())
    return before, after


def assignment(text: str) -> tuple[tuple[str, ...], Plain | None]:
    """``target.value=60000`` as key path and value; an empty value takes the key away.

    Raises FlashreportError ``usage.bad-setting`` when the key is none of a KPI's, or the value
    is not of its kind.
    """
    key, sign, value = text.partition("=")
    path = tuple(part.strip() for part in key.split("."))
    if not sign:
        raise _bad(text, phrase("is not key=value."), phrase("Write it as owner=CFO or target.value=60000."))
    if path[0] in _FIXED:
        raise _bad(text, phrase("cannot be set: '{key}' is kept by the program.", key=path[0]), "")
    if path[0] not in Kpi.model_fields:
        raise _bad(
            text,
            phrase("names no setting of a KPI: '{key}'.", key=path[0]),
            did_you_mean(path[0], Kpi.model_fields),
        )
    return path, None if not value.strip() else _value(path, value.strip(), text)


def _value(path: tuple[str, ...], value: str, text: str) -> Plain:
    kind = _kind(path)
    if kind is date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _bad(
                text, phrase("is not a date."), phrase("Write an existing day as 2026-12-31.")
            ) from None
    if kind in (int, Decimal):
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise _bad(text, phrase("is not a number."), phrase("Write 60000 or 0.08.")) from None
        return int(number) if kind is int and number == int(number) else number
    if kind is tuple:
        return tuple(part.strip() for part in value.strip("[]").split(",") if part.strip())
    if kind is dict:
        raise _bad(
            text, phrase("names a table."), phrase("Set one of its keys: {key}.KEY=VALUE.", key=path[0])
        )
    return value


def _kind(path: tuple[str, ...]) -> type:
    """The kind of value at a key: str, int, Decimal, date, tuple or dict (a table)."""
    if path[0] == "where" and len(path) == 2:
        return str
    model = model_at(Kpi, path[:-1])
    if model is None or path[-1] not in model.model_fields:
        return str
    if model_at(Kpi, path) is not None:
        return dict
    annotation = model.model_fields[path[-1]].annotation
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    origin = get_origin(annotation)
    if origin in (tuple, dict):
        return tuple if origin is tuple else dict
    return annotation if isinstance(annotation, type) else str


def _bad(text: str, why: str, advice: str) -> FlashreportError:
    return FlashreportError(
        "usage.bad-setting", phrase("'{text}' {why}", text=text, why=why), advice, Place(value=text)
    )
