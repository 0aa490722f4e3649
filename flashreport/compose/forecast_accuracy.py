"""How wrong past forecasts were, one to four weeks ahead."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import decimal
from flashreport.compose.tables import number_cell, text_cell
from flashreport.domain.amounts import total
from flashreport.domain.cash import HorizonError, PastForecast, errors_by_horizon
from flashreport.domain.cash.outlook import PastWeek, WeeklyForecast
from flashreport.domain.measure_frame import Value
from flashreport.domain.report import Column, Figure, Row, Table, Words, words
from flashreport.domain.units import COUNT, money

HORIZONS = 4
_SIDES = (("cash.receipts", 1), ("cash.disbursements", -1))


def accuracy_table(context: Context) -> Table | None:
    """A row per horizon; None until a week of an earlier forecast is over."""
    past = [_held(context, made) for made in context.past_forecasts]
    past = [held for held in past if held.actual["cash.receipts"]]
    errors = errors_by_horizon(past, HORIZONS)
    if not errors:
        return None
    return Table(
        key="cash-forecast-accuracy",
        title=words("How right past forecasts were"),
        subtitle=words("net cash flow of a week, mean of the forecasts"),
        columns=(
            Column(key="ahead", label=words("Horizon"), kind="text", width=1.4),
            Column(key="count", label=words("Forecasts")),
            Column(key="forecast", label=words("Forecast")),
            Column(key="came", label=words("Came")),
            Column(key="bias", label=words("Bias")),
            Column(key="error", label=words("Error")),
            Column(key="timing", label=words("Timing")),
            Column(key="permanent", label=words("Permanent")),
        ),
        rows=tuple(_row(context, past, error) for error in errors),
        note=words(
            "Bias: what came less what was forecast. Error: its size, whatever its sign. Timing: what "
            "another week of the same forecast made good; the rest is permanent."
        ),
    )


def _held(context: Context, made: WeeklyForecast) -> PastForecast:
    """A forecast and what came, over its weeks that are over and known."""
    over = [week for week in made.weeks if week.first + timedelta(days=6) <= context.business_date]
    came = {measure: _came(context, measure, over) for measure, _ in _SIDES}
    known = min(len(weeks) for weeks in came.values())
    display = money(context.currency).display
    return PastForecast(
        forecast={
            "cash.receipts": [display(week.receipts) for week in over[:known]],
            "cash.disbursements": [-display(week.disbursements) for week in over[:known]],
        },
        actual={measure: [sign * display(n) for n in came[measure][:known]] for measure, sign in _SIDES},
    )


def _came(context: Context, measure: str, weeks: list[PastWeek]) -> list[int]:
    """What each week brought, up to the first one that is not known."""
    found = []
    for week in weeks:
        reading = context.measures.read_between(
            measure, week.first, week.first + timedelta(days=6), context.scope
        )
        if not isinstance(reading, Value):
            break
        found.append(int(reading.amount))
    return found


def _row(context: Context, past: list[PastForecast], error: HorizonError) -> Row:
    at = error.horizon - 1
    reached = [held for held in past if len(held.actual["cash.receipts"]) > at]
    means = [
        Fraction(total(side[at] for held in reached for side in getattr(held, name).values())) / error.count
        for name in ("forecast", "actual")
    ]
    parts = [Fraction(part) / error.count for part in (error.timing, error.permanent)]
    cells = [
        number_cell(Figure(unit=COUNT, value=Decimal(error.count))),
        *(number_cell(_money(context, amount)) for amount in means),
        number_cell(_money(context, error.bias, signed=True)),
        number_cell(_money(context, error.mean_absolute)),
        *(number_cell(_money(context, amount, signed=True)) for amount in parts),
    ]
    return Row(cells=(text_cell(_ahead(error.horizon)), *cells))


def _ahead(weeks: int) -> Words:
    return Words(
        message="{n} week ahead",
        plural="{n} weeks ahead",
        count=weeks,
        args={"n": Figure(unit=COUNT, value=Decimal(weeks))},
    )


def _money(context: Context, amount: Fraction, *, signed: bool = False) -> Figure:
    return Figure(unit=money(context.currency), value=decimal(amount), signed=signed)
