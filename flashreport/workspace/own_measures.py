"""Measures of the workspace's own: the values of its tables, and formulas over any measure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pydantic import Field

from flashreport.domain.formula import MOST_LETTERS, parse
from flashreport.domain.measures import MEASURES, Measure, Register, made_of
from flashreport.domain.own_values import PREFIX as VALUES
from flashreport.domain.units import Kind
from flashreport.workspace.model import Settings, Text

OWN_KEY = r"^(own|values)\.[a-z][a-z0-9_]*$"
SUMMED: tuple[Kind, ...] = ("money", "hours", "count", "number", "days")
"""Units of a table's values: what can be added up. A share is a formula over two sums."""

OwnUnit = Literal["money", "hours", "count", "number", "days", "percent", "rate", "multiple"]


class OwnMeasure(Settings):
    """A measure of the workspace's own.

    ``own.name`` is a formula over other measures; ``values.name`` describes the rows of the
    ``values`` tables whose measure is ``name``. ``unit`` rate is money per hour, multiple a
    number of times. ``nature`` says how the values of a period are read: a flow is added up, a
    stock gives the last one, a daily one stands for its day alone.
    """

    key: str = Field(pattern=OWN_KEY)
    label: Text
    unit: OwnUnit = "number"
    direction: Literal["more", "less", "within"] = "more"
    formula: str = Field(default="", max_length=MOST_LETTERS)
    nature: Literal["flow", "stock", "daily"] = "flow"


class OwnRegister(dict[str, Measure]):
    """Measures by key. Values that nobody described are plain numbers that add up over days."""

    def __missing__(self, key: str) -> Measure:
        """The plain measure of a ``values`` key; KeyError for any other."""
        if not key.startswith(VALUES):
            raise KeyError(key)
        return _of_values(OwnMeasure.model_construct(key=key, label=_read(key)))


def is_measure(key: str, register: Register) -> bool:
    """Whether a key is in the register, or could be one of the values."""
    return key in register or (key.startswith(VALUES) and len(key) > len(VALUES))


def _read(key: str) -> str:
    return key.removeprefix(VALUES).replace("_", " ").capitalize()


def register_of(own: Iterable[OwnMeasure]) -> OwnRegister:
    """The program's measures and the workspace's own, whose settings hold."""
    register = OwnRegister(MEASURES)
    described = list(own)
    for item in described:
        register[item.key] = _of_formula(item) if item.formula else _of_values(item)
    for item in described:
        slices = _dimensions(item.key, register)
        register[item.key] = replace(register[item.key], dimensions=slices)
    return register


def _dimensions(key: str, register: Register) -> tuple[str, ...]:
    """By what every measure that it is made of can be sliced."""
    first, *others = (register[leaf].dimensions for leaf in made_of(key, register))
    return tuple(name for name in first if all(name in other for other in others))


def _of_values(item: OwnMeasure) -> Measure:
    return Measure(
        item.key,
        item.label,
        item.unit,
        item.nature,
        item.direction,
        "Sum of the rows in the company's own table.",
        own=True,
    )


def _of_formula(item: OwnMeasure) -> Measure:
    tree = parse(item.formula)
    return Measure(
        item.key,
        item.label,
        item.unit,
        "formula",
        item.direction,
        tree.text,
        tree.operands,
        own=True,
        tree=tree,
    )
