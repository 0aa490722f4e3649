"""Everything that can go wrong, as values and as exceptions with an address."""

from flashreport.errors.problems import (
    FlashreportError,
    Mistakes,
    Place,
    Problem,
    Severity,
)

__all__ = ["FlashreportError", "Mistakes", "Place", "Problem", "Severity"]
