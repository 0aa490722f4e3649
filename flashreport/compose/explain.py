"""Where a figure comes from: its formula, and the figures that it is made of."""

from dataclasses import dataclass
from datetime import date

from flashreport.compose.context import Context
from flashreport.compose.currency_table import REPORTED, currencies, rate_figure
from flashreport.compose.definitions import source_of
from flashreport.compose.figures import figure, shown
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
    converted: tuple["Converted", ...] = ()
    parts: tuple["Explained", ...] = ()


@dataclass(frozen=True)
class Converted:
    """The part of a figure that is in one currency: as reported, and converted.

    ``rate`` is None where each day has its own, ``rate_of`` the day that it is of.
    """

    currency: str
    reported: Figure
    converted: Figure
    rate: Figure | None
    rate_of: date | None


def explain(context: Context, measure: str, period: Period, dimension: str, member: str) -> Explained:
    """The figure of a measure with its parts, down to those that are sums of input rows.

    What a period opens with is told as it is: it was made before the period.
    """
    found = context.register[measure]
    reading = context.measures.read(measure, context.business_date, period, context.scope, dimension, member)
    parts = tuple(
        explain(context, part, period, dimension, member)
        for part in (() if found.nature == "opening" else found.parts)
        if part != measure
    )
    return Explained(
        measure,
        found.label,
        found.formula,
        source_of(context, found),
        figure(context, measure, reading, member=member),
        () if dimension else _converted(context, measure, period),
        parts,
    )


def _converted(context: Context, measure: str, period: Period) -> tuple[Converted, ...]:
    """The parts of a cash figure by currency, where its accounts have several."""
    if measure not in REPORTED:
        return ()
    one_rate = period == "day" or context.register[measure].nature == "stock"
    found = []
    for currency in currencies(context):
        where = (period, None, "currency", currency)
        rate = context.exchange.rate(currency, context.currency, context.business_date)
        found.append(
            Converted(
                currency,
                shown(context, REPORTED[measure], *where),
                shown(context, measure, *where),
                rate_figure(rate) if one_rate else None,
                rate.on if one_rate and rate is not None else None,
            )
        )
    return tuple(found)


def tree(explained: Explained) -> list[str]:
    """The measures of an explanation, each once, in order: those above the ends may have rows as well."""
    below = [measure for part in explained.parts for measure in tree(part)]
    return list(dict.fromkeys([explained.measure, *below]))
