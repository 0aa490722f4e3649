"""Texts in the language that the command line speaks.

English, the language of the message ids, loads nothing: neither a catalogue nor the formatter.
"""

import gettext
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from flashreport.cli.language import DOMAIN, ENGLISH, folder_of_catalogues, tags
from flashreport.errors.phrase import Phrase, Value, english, filled, is_number

if TYPE_CHECKING:
    from flashreport.errors import Place, Problem
    from flashreport.render.format import Formatter


NBSP = "\u00a0"  # between a number and its unit: of use on a page, in the way of a search on a terminal


class Speech:
    """Texts in one language, for a terminal: without direction marks, which some terminals show."""

    def __init__(self, language: str = ENGLISH) -> None:
        self.language = language

    def __call__(self, value: Value) -> str:
        """A text in the language; a plain ``str`` is a message id or, when no catalogue has it, itself."""
        if isinstance(value, Phrase):
            return filled(self._translated(value), value.args, self.value)
        return self._message(value) if isinstance(value, str) else self.value(value)

    def value(self, value: Value) -> str:
        """What stands in a text or a table: a name as it is, a number or a date in the language."""
        if isinstance(value, Phrase):
            return self(value)
        if isinstance(value, str) or self.language == ENGLISH:
            return english(value)
        if isinstance(value, bool):
            return self("yes") if value else self("no")
        if isinstance(value, date):
            return self.formatter.iso(value)
        if is_number(value):
            from decimal import Decimal

            return self.formatter.number(Decimal(str(value)))
        return english(value)

    def problem(self, problem: "Problem") -> str:
        """A problem in one line: its place, what is wrong, what mends it."""
        where = self.place(problem.place)
        return f"{where}: {self(problem.said)}" if where else self(problem.said)

    def problem_json(self, problem: "Problem") -> dict[str, object]:
        """A problem for a program: codes and keys in English, message and advice in the language."""
        told = {"message": self(problem.message), "advice": self(problem.advice)}
        return {**problem.to_json(), **told}

    def place(self, place: "Place") -> str:
        """Where a problem is."""
        return ": ".join(self(part) for part in place.parts())

    @cached_property
    def formatter(self) -> "Formatter":
        """The one that writes figures and dates of the language."""
        from flashreport.render.format import formatter

        return formatter(self.language, isolates=False)

    @cached_property
    def _texts(self) -> Sequence[gettext.NullTranslations]:
        """The catalogue of the command line, then that of the pages."""
        if self.language == ENGLISH:
            return ()
        folder = folder_of_catalogues()
        return [
            gettext.translation(domain, folder, tags(self.language), fallback=True)
            for domain in (DOMAIN, "flashreport")
        ]

    def _message(self, text: str) -> str:
        found = (texts.gettext(text) for texts in self._texts if text)
        return next((told for told in found if told != text), text)

    def _translated(self, said: Phrase) -> str:
        if not said.plural or said.number is None:
            return self._message(said.message)
        for texts in self._texts:
            told = texts.ngettext(said.message, said.plural, said.number)
            if told not in (said.message, said.plural):
                return told
        return said.message if said.number == 1 else said.plural
