"""Which keys differ between two settings files; tables of a list go by their name or id."""

import tomllib
from collections.abc import Iterator, Mapping

Keys = dict[str, str]
_NAMES = ("name", "id", "measure")


def differing_keys(was: bytes, now: bytes) -> list[tuple[str, str | None, str | None]] | None:
    """Each key with its values, in the order of the new file; None when one isn't TOML."""
    try:
        old, new = (dict(_flat(tomllib.loads(text.decode("utf-8-sig")), "")) for text in (was, now))
    except (ValueError, UnicodeDecodeError):
        return None
    keys = [*new, *(key for key in old if key not in new)]
    return [(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]


def _flat(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from _flat(held, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(held, Mapping) for held in value):
        for place, held in enumerate(value, 1):
            yield from _flat(held, f"{path}[{_named(held, place)}]")
    else:
        yield path, str(value)


def _named(held: object, place: int) -> str:
    if isinstance(held, Mapping):
        return next((str(held[key]) for key in _NAMES if key in held), str(place))
    return str(place)
