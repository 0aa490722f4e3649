"""What a measure is: how it is called and made, in which unit, and which way is good.

A measure is a *flow* (adds over days), a *stock* (the last value of a period counts), an
*opening* (a stock whose first value counts), *daily* (stands for one day alone and may not be
added, as people reached), a *ratio* of two of the others, divided last from their sums, or a
*formula* of the workspace over any of them, calculated last from the same sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flashreport.domain.formula import Formula
from flashreport.domain.units import Kind

Nature = Literal["flow", "stock", "opening", "daily", "ratio", "formula"]
Direction = Literal["more", "less", "within"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. ``label``, ``formula`` are messages of the catalogue.

    A ratio's ``parts`` are its numerator and denominator, and ``times`` what the quotient is
    multiplied by; other measures list what they are made of. ``dimensions`` are those it can
    be sliced by. ``own`` is a measure of the workspace: its label and formula are printed as
    they are; ``tree`` is its formula, where it has one. ``native`` names the dimension whose members
    each have a currency of their own, in which the measure is told and never added across them.
    """

    key: str
    label: str
    kind: Kind
    nature: Nature
    direction: Direction
    formula: str
    parts: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    source: str = ""
    times: int = 1
    own: bool = False
    tree: Formula | None = None
    native: str = ""

    @property
    def block(self) -> str:
        """The block it belongs to."""
        return block_of(self.key)


Register = Mapping[str, Measure]


def block_of(key: str) -> str:
    """The block of a measure: the word before the first dot; ``own`` has the values of own tables as well."""
    word = key.split(".", 1)[0]
    return "own" if word == "values" else word
