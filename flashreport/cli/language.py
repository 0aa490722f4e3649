"""Which language the command line speaks, and click with it."""

import gettext
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

DOMAIN = "commands"
ENGLISH = "en"
_VARIABLES = ("FLASHREPORT_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[_-]\w+)*")


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that a flag or a variable asks for, when there is a catalogue of it; else English.

    ``--lang`` comes first, then FLASHREPORT_LANG, LANGUAGE (which may list several), LC_ALL,
    LC_MESSAGES and LANG: the first that is set decides.
    """
    asked = (_flag(arguments), *(environment.get(name, "") for name in _VARIABLES))
    wish = next(filter(None, asked), ENGLISH)
    names = (re.split("[.@]", name)[0] for name in wish.split(":"))
    return next((name for name in names if tags(name)[-1] == ENGLISH or _has_catalogue(name)), ENGLISH)


def tags(language: str) -> list[str]:
    """``fa_IR``, then ``fa``: where a catalogue of the language may be."""
    return [language, re.split("[-_]", language)[0]]


def folder_of_catalogues() -> str:
    """Where the catalogues are."""
    from flashreport.workspace.resources import data_dir

    return str(data_dir("templates") / "locale")


@contextmanager
def click_speaks(language: str) -> Iterator[None]:
    """Let click take its own texts out of our catalogue, for one run."""
    if language == ENGLISH:
        yield
        return
    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    os.environ["LANGUAGE"] = ":".join(tags(language))
    gettext.bindtextdomain(DOMAIN, folder_of_catalogues())
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def _flag(arguments: Sequence[str]) -> str:
    """The value of ``--lang``, read before anything is parsed: the help must know it."""
    for place, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--lang":
            return next(iter(arguments[place + 1 :]), "")
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return ""


def _has_catalogue(tag: str) -> bool:
    if not _TAG.fullmatch(tag):
        return False
    return gettext.find(DOMAIN, folder_of_catalogues(), tags(tag)) is not None
