"""Seeded chance, from ``Random.random`` alone: its numbers are the same in every Python."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


class Chance:
    """A stream of made-up numbers."""

    def __init__(self, seed: str) -> None:
        self._next = Random(seed).random

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._next() * (high - low + 1))

    def around(self, middle: float, spread: float) -> float:
        """A number near ``middle``, at most ``spread`` away and mostly much nearer."""
        return middle + spread * (self._next() + self._next() + self._next() - 1.5) / 1.5

    def happens(self, likelihood: float) -> bool:
        """Whether something of that likelihood (0 to 1) happens."""
        return self._next() < likelihood

    def one_of(self, things: Sequence[Thing]) -> Thing:
        """One of the things."""
        return things[int(self._next() * len(things))]

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """The things in another order."""
        keyed = [(self._next(), place) for place in range(len(things))]
        return [things[place] for _, place in sorted(keyed)]
