"""Texts: catalogues, messages with arguments, and names from the user's data."""

import gettext
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from flashreport.render.language import Direction
from flashreport.workspace.resources import data_dir

DOMAIN = "flashreport"
LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# Controls, line breaks, direction overrides and isolates, noncharacters: never part of a name.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u206f\u200e\u200f\ufff9-\uffff]+"
)


@lru_cache(maxsize=32)
def catalogue(language: str, override: Path | None = None) -> gettext.NullTranslations:
    """The messages of a language; English, the language of the message ids, needs no file.

    ``override`` is a template folder whose ``locale/`` is asked first.
    """
    tags = [language, re.split("[-_]", language)[0]]
    found = gettext.translation(DOMAIN, str(data_dir("templates") / "locale"), tags, fallback=True)
    if override is None or not (override / "locale").is_dir():
        return found
    own = gettext.translation(DOMAIN, str(override / "locale"), tags, fallback=True)
    own.add_fallback(found)
    return own


def fill(message: str, texts: dict[str, str]) -> str:
    """Put texts in the place of ``{name}``; a name without a text stays as it is."""
    return _PLACEHOLDER.sub(lambda match: texts.get(match[1], match[0]), message)


def plain(text: str) -> str:
    """A text without characters that cannot be printed; runs of them become one space."""
    return _UNPRINTABLE.sub(" ", text).strip()


def shortened(text: str, most: int = 48) -> str:
    """The text, cut with an ellipsis where it is longer than so many letters."""
    if len(text) <= most:
        return text
    cut = text[: most - 1].rstrip()
    open_isolates = sum(cut.count(mark) for mark in (LRI, RLI)) - cut.count(PDI)
    return cut + "…" + PDI * open_isolates


def direction_of(text: str, otherwise: Direction = "ltr") -> Direction:
    """The direction of the first letter that has one; what is isolated does not count."""
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        depth += 1 if kind in ("LRI", "RLI", "FSI") else -1 if kind == "PDI" else 0
        if depth <= 0 and kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return otherwise


def isolated(text: str, page: Direction) -> str:
    """A name, set apart where it runs against the page, so that it cannot reorder its neighbours."""
    text = plain(text)
    if not text or (text.isascii() and page == "ltr"):
        return text
    own = direction_of(text, page)
    mixed = any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
    if own == page and not (mixed and page == "ltr"):
        return text
    return (LRI if own == "ltr" else RLI) + text + PDI


def without_isolates(text: str) -> str:
    """The same text for places that show no marks: subjects and plain mail."""
    return text.replace(LRI, "").replace(RLI, "").replace(PDI, "")
