"""Everything that can go wrong, as values and as exceptions with an address."""

from flashreport.errors.phrase import Phrase, as_phrase, counted_phrase, did_you_mean, joined, phrase
from flashreport.errors.problems import (
    FlashreportError,
    Mistakes,
    Place,
    Problem,
    Severity,
)

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
