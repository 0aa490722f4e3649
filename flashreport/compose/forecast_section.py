"""The 13-week forecast in the cash section, and how long the cash lasts."""

from datetime import timedelta
from decimal import Decimal

from flashreport.compose.context import Context
from flashreport.compose.figures import decimal, displayed, read, shown
from flashreport.compose.forecast_accuracy import accuracy_table
from flashreport.compose.tables import number_cell, text_cell
from flashreport.domain.cash import Position, Source
from flashreport.domain.cash.outlook import CashForecast
from flashreport.domain.measure_frame import Value
from flashreport.domain.report import (
    NOTHING,
    Block,
    Cell,
    Chart,
    Column,
    Day,
    Figure,
    Row,
    Series,
    Table,
    Words,
    name,
    words,
)
from flashreport.domain.units import COUNT, money

LIQUIDITY = ("cash.burn", "cash.gross_burn", "cash.runway", "cash.payroll_days")
BEFORE_DAYS = 42
MOST_MOVES = 5


def forecast_blocks(context: Context) -> tuple[Block | None, ...]:
    """How long cash lasts, then the forecast's chart, weeks, sources and movable payments."""
    found = context.forecast
    if found is None:
        return (liquidity(context),)
    return (
        liquidity(context),
        path_chart(context, found),
        weeks_table(context, found),
        accuracy_table(context),
        sources_table(context, found),
        moves_table(context, found),
    )


def liquidity(context: Context) -> Table:
    """Burn, runway and the days of payroll that cash covers."""
    rows = []
    for measure in LIQUIDITY:
        figure = shown(context, measure)
        if figure.value is not None:
            rows.append(Row(cells=(text_cell(context.label(measure)), number_cell(figure))))
    burn = read(context, "cash.burn")
    grows = isinstance(burn, Value) and burn.amount <= 0
    return Table(
        key="cash-liquidity",
        title=words("How long cash lasts"),
        subtitle=words("on the day"),
        columns=(
            Column(key="measure", label=words("Measure"), kind="text", width=1.8),
            Column(key="value", label=words("Day")),
        ),
        rows=tuple(rows),
        note=words("Cash builds up: there is no runway to count.") if grows else NOTHING,
    )


def weeks_table(context: Context, found: CashForecast) -> Table:
    """A row per week; weeks that fall under the floor call for action."""
    under = Decimal(0) if found.floor is None else found.floor
    low = found.plan.low_point
    return Table(
        key="cash-forecast",
        title=words("13-week cash forecast"),
        subtitle=words(
            "lowest on {day} with {low}", day=Day(on=low.first, form="long"), low=_money(context, low.closing)
        ),
        columns=(
            Column(key="week", label=words("Week from"), kind="text", width=1.2),
            Column(key="opening", label=words("Opening")),
            Column(key="receipts", label=words("In")),
            Column(key="disbursements", label=words("Out")),
            Column(key="closing", label=words("Closing")),
            Column(key="low", label=words("Lowest day")),
        ),
        rows=tuple(_week(context, week, under) for week in found.plan.weeks),
        note=_overdue_words(found),
    )


def _week(context: Context, week: Position, under: Decimal) -> Row:
    amounts = (week.opening, week.receipts, week.disbursements, week.closing)
    cells = [number_cell(_money(context, amount)) for amount in amounts]
    low = number_cell(_money(context, week.low), "act" if week.low < under else "none")
    return Row(cells=(Cell(content=Day(on=week.first)), *cells, low))


def _overdue_words(found: CashForecast) -> Words:
    if not found.overdue:
        return NOTHING
    return Words(
        message="{n} expected item is overdue; it is expected on the first day.",
        plural="{n} expected items are overdue; they are expected on the first day.",
        count=found.overdue,
        args={"n": Figure(unit=COUNT, value=Decimal(found.overdue))},
    )


_SOURCES = {
    Source.KNOWN: words("Expected receipts and payments"),
    Source.RECURRING: words("Recurring, by their habit"),
    Source.BASELINE: words("Ordinary days, by their weekday"),
}


def sources_table(context: Context, found: CashForecast) -> Table:
    """What the forecast is made of."""
    rows = []
    for source, label in _SOURCES.items():
        came, went = found.amounts(source)
        if came or went:
            cells = (number_cell(_money(context, came)), number_cell(_money(context, went)))
            rows.append(Row(cells=(text_cell(label), *cells)))
    return Table(
        key="cash-forecast-sources",
        title=words("What the forecast is made of"),
        subtitle=words("13 weeks"),
        columns=(
            Column(key="source", label=words("Source"), kind="text", width=1.8),
            Column(key="receipts", label=words("In")),
            Column(key="disbursements", label=words("Out")),
        ),
        rows=tuple(rows),
    )


def moves_table(context: Context, found: CashForecast) -> Table:
    """Movable payments whose delay lifts the low point."""
    rows = tuple(
        Row(
            cells=(
                text_cell(name(move.item.key)),
                number_cell(_money(context, -move.item.amount)),
                Cell(content=Day(on=move.item.day)),
                Cell(content=Day(on=move.to)),
                number_cell(_money(context, move.lift)),
                number_cell(_money(context, move.low)),
            )
        )
        for move in found.moves[:MOST_MOVES]
    )
    return Table(
        key="cash-moves",
        title=words("Payments that could be moved"),
        subtitle=words("each by itself"),
        columns=(
            Column(key="payment", label=words("Payment"), kind="text", width=1.6),
            Column(key="amount", label=words("Amount")),
            Column(key="day", label=words("Expected"), kind="text"),
            Column(key="to", label=words("Moved to"), kind="text"),
            Column(key="lift", label=words("Lifts the low point by")),
            Column(key="low", label=words("New low point")),
        ),
        rows=rows,
        cut=max(0, len(found.moves) - MOST_MOVES),
    )


def path_chart(context: Context, found: CashForecast) -> Chart:
    """Closing cash so far, the forecast, and the floor."""
    today = context.business_date
    days = [today - timedelta(days=back) for back in range(BEFORE_DAYS, -1, -1)]
    readings = context.measures.series("cash.closing", days, context.scope)
    past = [
        decimal(displayed(context, "cash.closing", r)) if isinstance(r, Value) else None for r in readings
    ]
    coming = [today, *(day.first for day in found.plan.days)]
    closings = (found.plan.opening, *(day.closing for day in found.plan.days))
    series = [
        Series(label=words("Closing cash"), style="actual", x=tuple(days), values=tuple(past)),
        Series(label=words("forecast"), style="forecast", x=tuple(coming), values=closings),
    ]
    if found.floor is not None:
        ends = (days[0], coming[-1])
        series.append(Series(label=words("floor"), style="target", x=ends, values=(found.floor, found.floor)))
    low = found.plan.low_point
    return Chart(
        key="cash-forecast-path",
        kind="lines",
        title=words("Cash in the 13 weeks to come"),
        subtitle=words("{thousands}, closing of the day"),
        unit=money(context.currency),
        scale=1000,
        series=tuple(series),
        mark=shown(context, "cash.closing"),
        alt=words(
            "Closing cash is forecast to be lowest on {day} with {low}.",
            day=Day(on=low.first, form="long"),
            low=_money(context, low.closing),
        ),
    )


def _money(context: Context, amount: Decimal) -> Figure:
    return Figure(unit=money(context.currency), value=amount, state="estimate")
