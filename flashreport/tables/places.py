"""Where a raw cell is, in words: what the checks carry until a problem is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A text of a column with the first place that it was seen at: file index and line."""

    file: int
    line: int
    text: str
