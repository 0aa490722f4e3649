"""How rows of the ``values`` tables are named: their measures and their slices."""

import re

PREFIX = "values."
_BETWEEN = re.compile(r"\W+")


def measure_key(name: str) -> str:
    """The key of a row's measure: ``Foot traffic`` is ``values.foot_traffic``."""
    return PREFIX + _BETWEEN.sub("_", name.strip().casefold()).strip("_")


def slice_of(where: str | None) -> tuple[str, str]:
    """Dimension and member: ``shop=north`` names both, ``north`` one of ``where``; blank is the whole."""
    text = (where or "").strip()
    name, mark, member = text.partition("=")
    if not text:
        return "", ""
    return (name.strip().casefold(), member.strip()) if mark and name.strip() else ("where", text)
