"""The reference page of all settings, made from the models: ``python -m flashreport.workspace.reference``."""

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from flashreport.workspace.key_names import inner_model
from flashreport.workspace.kpis import KpiRegister
from flashreport.workspace.model import Currency, Name, pattern_of
from flashreport.workspace.settings import WorkspaceSettings
from flashreport.workspace.wording import SENTENCES

_HEAD = """\
# Settings

<!-- Made by: python -m flashreport.workspace.reference > docs/reference/settings.md -->

A workspace holds `flashreport.toml` and `kpis.toml`. A key that is not listed here is a mistake, and
all mistakes of both files are told at once, with file, line and key. `flashreport init` also writes
`flashreport.schema.json` and `kpis.schema.json`; editors that know TOML complete and check with them.
Flags beat the variables `FLASHREPORT_*`, and those beat the files.
"""
_PLAIN = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    Decimal: "number",
    date: "date",
    time: "time of day",
}
_NAMED = {Name: "short name", Currency: "currency"}
_PATTERNS = {pattern_of(kind): text for kind, text in _NAMED.items()}
_BOUNDS = {"ge": "{} or more", "gt": "more than {}", "le": "at most {}", "lt": "less than {}"}


def reference() -> str:
    """The page in Markdown."""
    parts = [_HEAD]
    for file, model in (("flashreport.toml", WorkspaceSettings), ("kpis.toml", KpiRegister)):
        parts += [f"## `{file}`\n", *_sections(model, "")]
    return "\n".join(parts)


def _sections(model: type[BaseModel], path: str) -> Iterator[str]:
    """A table for the keys of ``model``, then the sections of the tables below it."""
    yield from ("| key | value | default | meaning |", "|---|---|---|---|")
    for key, field in model.model_fields.items():
        meaning = SENTENCES[f"{model.__name__}.{key}"]
        yield f"| `{key}` | {_value(field)} | {_default(field)} | {_cell(meaning)} |"
    yield ""
    for key, field in model.model_fields.items():
        inner = inner_model(field.annotation)
        if inner:
            below = f"{path}.{key}" if path else key
            yield f"### `{f'[[{below}]]' if _is_list(field.annotation) else f'[{below}]'}`\n"
            yield from _described(inner)
            yield from _sections(inner, below)


def _described(model: type[BaseModel]) -> Iterator[str]:
    text = " ".join((model.__doc__ or "").split())
    yield from (text.replace("``", "`"), "")


def _is_list(annotation: object) -> bool:
    return get_origin(annotation) is tuple


def _value(field: FieldInfo) -> str:
    text = _type(field.annotation)
    patterns = {getattr(limit, "pattern", None) for limit in field.metadata}
    text = next((name for pattern, name in _PATTERNS.items() if pattern in patterns), text)
    bounds = [
        rule.format(getattr(limit, name))
        for limit in field.metadata
        for name, rule in _BOUNDS.items()
        if getattr(limit, name, None) is not None
    ]
    if any(getattr(limit, "min_length", None) for limit in field.metadata):
        bounds.append("not empty")
    return _cell(", ".join([text, *bounds]))


def _type(annotation: object) -> str:
    if inner_model(annotation):
        return "list of tables" if _is_list(annotation) else "table"
    if annotation in _NAMED:
        return _NAMED[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{_escaped(choice)}`" for choice in arguments)
    if origin is Annotated:
        return _type(arguments[0])
    if origin in (Union, UnionType):
        return _type(next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        return f"list of: {_type(arguments[0])}"
    if origin is dict:
        return f"table of: {_type(arguments[1])}"
    return _PLAIN[annotation] if isinstance(annotation, type) else str(annotation)


def _escaped(choice: object) -> str:
    return str(choice).replace("\t", "\\t")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    if value in (None, "", (), {}) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, tuple):
        if any(isinstance(part, BaseModel) for part in value):
            return ""
        return f"`[{', '.join(_toml(part) for part in value)}]`"
    return f"`{_toml(value)}`"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return f'"{value:%H:%M}"'
    return f'"{value}"' if isinstance(value, str) else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
