"""How much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """``entities`` of the benchmark of rows, each with a year; ``pairs`` of runs per comparison."""

    entities: int
    pairs: int
