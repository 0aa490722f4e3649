"""A measure's exact amount on every day: in whole units, periods to date, ratios and formulas last.

The same reading that ``Measures`` gives for one day, for all days of one entity at once.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.formula import Node, Number, Operand
from flashreport.domain.measure import Measure, Register
from flashreport.domain.units import STEPS

if TYPE_CHECKING:
    Amounts = pd.Series[Any]  # of fractions, which pandas' types don't know


@dataclass(frozen=True)
class Asked:
    """Whose measures are read, over which period to date, and the minor units of its money."""

    frame: pd.DataFrame
    register: Register
    entity: str
    starts: npt.NDArray[np.datetime64] | None
    minor: int


def daily_amounts(asked: Asked, key: str) -> "Amounts":
    """The measure's amounts by date; a day without a figure is not there."""
    found = asked.register[key]
    if found.nature == "ratio":
        over, under = (daily_amounts(asked, part) for part in found.parts)
        quotient: Amounts = _quotient(over, under) * found.times
        return quotient
    if found.nature == "formula" and found.tree is not None:
        value = _of_node(asked, found.tree.root)
        return value if isinstance(value, pd.Series) else pd.Series(dtype="object")
    return _own(asked, found)


def _own(asked: Asked, found: Measure) -> "Amounts":
    frame = asked.frame
    rows = frame[
        (frame["measure"] == found.key) & (frame["entity"] == asked.entity) & (frame["dimension"] == "")
    ].sort_values("date")
    if rows.empty or (found.nature == "daily" and asked.starts is not None):
        return pd.Series(dtype="object")
    values = rows.set_index("date")["value"].astype("object")
    if asked.starts is not None and found.nature in ("flow", "opening"):
        period = np.searchsorted(asked.starts.astype("datetime64[s]"), values.index.to_numpy(), "right")
        grouped = values.astype("int64").groupby(period)
        values = (grouped.cumsum() if found.nature == "flow" else grouped.transform("first")).astype("object")
    step = asked.minor if found.kind in ("money", "rate") else STEPS.get(found.kind, 1)
    amounts: Amounts = values.map(Fraction) / step
    return amounts


def _of_node(asked: Asked, node: Node) -> "Amounts | Fraction":
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Operand):
        return daily_amounts(asked, node.key)
    left, right = _of_node(asked, node.left), _of_node(asked, node.right)
    if node.sign == "/":
        return _quotient(left, right)
    if isinstance(left, pd.Series) and isinstance(right, pd.Series):
        left, right = left.align(right, join="inner")
    found: Amounts | Fraction = _DO[node.sign](left, right)
    return found


def _quotient(over: "Amounts | Fraction", under: "Amounts | Fraction") -> "Amounts":
    """Day by day; a base of zero or less gives no figure."""
    if not isinstance(under, pd.Series):
        found: Amounts = _DO["*"](over, 1 / under) if under else pd.Series(dtype="object")
        return found
    positive = under[under > 0]
    if isinstance(over, pd.Series):
        over, positive = over.align(positive, join="inner")
    days: Amounts = _DO["/"](over, positive)
    return days


_DO: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
