"""Everything that can go wrong, as values and as exceptions with an address; texts with values in them."""

from typing import TYPE_CHECKING

from flashreport.errors.phrase import Phrase, as_phrase, counted_phrase, did_you_mean, joined, phrase

if TYPE_CHECKING:
    from flashreport.errors.problems import FlashreportError, Mistakes, Place, Problem, Severity

__all__ = [
    "FlashreportError",
    "Mistakes",
    "Phrase",
    "Place",
    "Problem",
    "Severity",
    "as_phrase",
    "counted_phrase",
    "did_you_mean",
    "joined",
    "phrase",
]


def __getattr__(name: str) -> object:
    """The problems, loaded when one is asked for: ``--help`` tells texts and has none."""
    if name not in __all__:
        raise AttributeError(name)
    from flashreport.errors import problems

    return getattr(problems, name)
