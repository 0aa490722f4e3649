"""What may stand where in a settings model: known keys, near names, key paths as text."""

import difflib
from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel

from flashreport.errors import phrase
from flashreport.workspace.toml_lines import KeyPath


def key_text(path: KeyPath) -> str:
    """``inputs.2.table``: elements of a list are counted from 1."""
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that ``word`` may have meant; None when none is near."""
    by_small = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), by_small, n=1, cutoff=0.6)
    return by_small[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Advice for a name that is not known: the nearest, else up to twelve that are."""
    names = list(dict.fromkeys(known))
    near = nearest(word, names)
    if near:
        return phrase("Did you mean {name}?", name=f"'{near}'")
    if not names:
        return ""
    return phrase("Known: {names}.", names=", ".join([*names[:12], *(["…"] if len(names) > 12 else [])]))


def keys_at(model: type[BaseModel], path: KeyPath) -> tuple[str, ...]:
    """The keys of the table at ``path`` below ``model``; empty where any key may stand."""
    found = model_at(model, path)
    return tuple(found.model_fields) if found else ()


def model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model of the table at ``path``; None when it is no table of known keys."""
    here: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, int):
            continue
        if here is None or part not in here.model_fields:
            return None
        here = inner_model(here.model_fields[part].annotation)
    return here


def inner_model(annotation: object) -> type[BaseModel] | None:
    """The settings model inside ``Model | None``, ``tuple[Model, ...]`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, UnionType, Annotated):
        for argument in get_args(annotation):
            found = inner_model(argument)
            if found:
                return found
    return None
