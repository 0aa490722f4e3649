"""Where a figure comes from: its formula, and the figures that it is made of."""

from dataclasses import dataclass

from flashreport.compose.context import Context
from flashreport.compose.figures import figure
from flashreport.domain.calendar import Period
from flashreport.domain.report import Figure


@dataclass(frozen=True)
class Explained:
    """A measure, its figure, and the parts that it is made of, each explained the same way."""

    measure: str
    label: str
    formula: str
    source: str
    figure: Figure
    parts: tuple["Explained", ...] = ()


def explain(context: Context, measure: str, period: Period, dimension: str, member: str) -> Explained:
    """The figure of a measure with its parts, down to those that are sums of input rows."""
    found = context.register[measure]
    reading = context.measures.read(measure, context.business_date, period, context.scope, dimension, member)
    parts = tuple(
        explain(context, part, period, dimension, member)
        for part in found.parts
        if context.register[part].nature != "opening" and not _circular(measure, part)
    )
    return Explained(
        measure, found.label, found.formula, found.source, figure(context, measure, reading), parts
    )


def _circular(measure: str, part: str) -> bool:
    """Opening is made of closing and closing of opening: the chain is told once."""
    return measure == "cash.opening" or part == measure


def leaves(explained: Explained) -> list[str]:
    """The measures at the ends of the tree, each once, in order."""
    if not explained.parts:
        return [explained.measure]
    return list(
        dict.fromkeys([explained.measure, *(leaf for part in explained.parts for leaf in leaves(part))])
    )
