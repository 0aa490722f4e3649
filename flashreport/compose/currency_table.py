"""Cash by currency: as reported, the rate and its day, and what that is in the report's currency."""

from decimal import Decimal

from flashreport.compose.context import Context
from flashreport.compose.figures import decimal, shown
from flashreport.compose.tables import number_cell, text_cell
from flashreport.domain.exchange import Rate
from flashreport.domain.report import NOTHING, Cell, Column, Day, Figure, Row, Table, Words, name, words
from flashreport.domain.units import NUMBER

REPORTED = {
    "cash.receipts": "cash.reported_receipts",
    "cash.disbursements": "cash.reported_disbursements",
    "cash.closing": "cash.reported_closing",
}
_MOST_PLACES = 12
_SIGNIFICANT = 5


def currencies(context: Context) -> list[str]:
    """The currencies of the scope's accounts; none where all are in the report's own."""
    return context.measures.members("cash.reported_closing", "currency", context.scope)


def currency_table(context: Context) -> Table | None:
    """A row per currency and the total; None where all accounts are in the report's own."""
    held = currencies(context)
    if not held:
        return None
    total = number_cell(shown(context, "cash.closing"))
    blank = text_cell(NOTHING)
    rows = [_row(context, currency) for currency in held]
    rows.append(Row(cells=(text_cell(words("Total")), *[blank] * 5, total), kind="total"))
    return Table(
        key="cash-currencies",
        title=words("Cash by currency"),
        subtitle=words("as reported, and in {currency} at the closing rate", currency=name(context.currency)),
        columns=(
            Column(key="currency", label=words("Currency"), kind="text"),
            Column(key="receipts", label=words("In, as reported")),
            Column(key="disbursements", label=words("Out, as reported")),
            Column(key="reported", label=words("Closing, as reported")),
            Column(key="rate", label=words("Rate")),
            Column(key="rate_of", label=words("Rate of"), kind="text"),
            Column(key="closing", label=words("Closing, converted")),
        ),
        rows=tuple(rows),
        note=_note(context),
    )


def _row(context: Context, currency: str) -> Row:
    told = [shown(context, measure, "day", None, "currency", currency) for measure in REPORTED.values()]
    rate = context.exchange.rate(currency, context.currency, context.business_date)
    own = currency == context.currency
    cells = [
        *(number_cell(figure) for figure in told),
        text_cell(NOTHING) if own else number_cell(rate_figure(rate)),
        text_cell(NOTHING) if own or rate is None else Cell(content=Day(on=rate.on)),
        number_cell(shown(context, "cash.closing", "day", None, "currency", currency)),
    ]
    return Row(cells=(text_cell(name(currency)), *cells))


def rate_figure(rate: Rate | None) -> Figure:
    """A rate with five significant digits; missing with its reason where there is none."""
    if rate is None:
        return Figure(unit=NUMBER, state="missing", reason="no exchange rate")
    value = decimal(rate.value)
    places = min(_MOST_PLACES, max(2, _SIGNIFICANT - 1 - value.adjusted())) if value else 2
    return Figure(unit=NUMBER, value=value, decimals=places)


def _note(context: Context) -> Words:
    difference = shown(context, "cash.exchange_difference", "month")
    if difference.value in (None, Decimal(0)):
        return NOTHING
    return words("Exchange difference of the month to date: {difference}.", difference=difference)
