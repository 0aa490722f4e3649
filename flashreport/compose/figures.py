"""From readings of the measure frame to figures of the report."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.domain.calendar import Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Reading, Value
from flashreport.domain.report import Day, Figure, FigureState
from flashreport.domain.units import HOURS, PERCENT, POINTS, Unit, money

# Far finer than any figure is printed, so that no printed rounding is decided here.
_FINE = Decimal("1e-12")


def decimal(number: Fraction) -> Decimal:
    """A fraction as a decimal: exact where it ends within 12 places, else rounded half up there."""
    scaled = number * 10**12
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    exact = (Decimal(whole) * _FINE).quantize(_FINE, ROUND_HALF_UP).normalize()
    return Decimal(0) if exact == 0 else Decimal(f"{exact:f}")


def unit(context: Context, measure: str, member: str = "") -> Unit:
    """The unit that a measure is printed in; ``member`` names the currency of one as reported."""
    kind = context.register[measure].kind
    if kind == "money":
        native = context.register[measure].native
        own = member if native == "currency" else context.account_currencies.get(member) if native else None
        return money(own or context.currency)
    if kind == "rate":
        return Unit(kind="rate", currency=context.currency, per="hour")
    return {"hours": HOURS, "percent": PERCENT}.get(kind, Unit(kind=kind))


def displayed(context: Context, measure: str, value: Value, member: str = "") -> Fraction:
    """A reading in displayed units: dollars, hours, 0.141 for 14.1 %."""
    share = context.register[measure].kind == "percent"
    return value.amount / (1 if share else unit(context, measure, member).step)


def figure(
    context: Context,
    measure: str,
    reading: Reading,
    *,
    decimals: int | None = None,
    signed: bool = False,
    member: str = "",
) -> Figure:
    """A reading as a figure; one that was carried forward is stale and dated, a restated one marked."""
    kind = unit(context, measure, member)
    if isinstance(reading, Unavailable):
        return Figure(unit=kind, state="missing", reason=reading.reason, decimals=decimals)
    state = _state(reading)
    return Figure(
        unit=kind,
        value=decimal(displayed(context, measure, reading, member)),
        decimals=decimals,
        signed=signed,
        state=state,
        as_of=reading.as_of,
        few=reading.few,
    )


def read(
    context: Context,
    measure: str,
    period: Period = "day",
    on: date | None = None,
    dimension: str = "",
    member: str = "",
) -> Reading:
    """The measure on the business date (or ``on``) in the report's scope."""
    day = on or context.business_date
    return context.measures.read(measure, day, period, context.scope, dimension, member)


def shown(
    context: Context,
    measure: str,
    period: Period = "day",
    on: date | None = None,
    dimension: str = "",
    member: str = "",
    *,
    decimals: int | None = None,
) -> Figure:
    """:func:`read` as a figure."""
    reading = read(context, measure, period, on, dimension, member)
    return figure(context, measure, reading, decimals=decimals, member=member)


def difference(
    context: Context, measure: str, now: Reading, before: Reading, *, signed: bool = True
) -> Figure:
    """Now less before; percentages differ in points."""
    kind = POINTS if context.register[measure].kind == "percent" else unit(context, measure)
    for reading in (now, before):
        if isinstance(reading, Unavailable):
            return Figure(unit=kind, state="missing", reason=reading.reason, signed=True)
    assert isinstance(now, Value)  # noqa: S101 - narrowed above, for the type checker
    assert isinstance(before, Value)  # noqa: S101 - narrowed above, for the type checker
    gap = displayed(context, measure, now) - displayed(context, measure, before)
    few = now.few or before.few
    return Figure(unit=kind, value=decimal(gap), signed=True, state=_state(now, before), few=few)


def _state(*readings: Value) -> FigureState:
    """Stale where one of them was carried forward, else restated where one was told otherwise before."""
    if any(reading.stale for reading in readings):
        return "stale"
    return "restated" if any(reading.restated for reading in readings) else "ok"


def plain(
    context: Context,
    measure: str,
    number: Fraction,
    *,
    signed: bool = False,
    gap: bool = False,
    few: bool = False,
) -> Figure:
    """A number in displayed units as a figure of the measure's unit; ``gap`` turns percent to points.

    ``few`` as in a figure, where the number comes from one.
    """
    kind = unit(context, measure)
    if gap and kind.kind == "percent":
        kind = POINTS
    return Figure(unit=kind, value=decimal(number), signed=signed, few=few)


def few_behind(*readings: Reading) -> bool:
    """Whether any of the readings tells the pay of too few people."""
    return any(isinstance(reading, Value) and reading.few for reading in readings)


def near_day(context: Context, on: date) -> Day:
    """A day in a sentence: without its year when that is the business date's."""
    return Day(on=on, form="short" if on.year == context.business_date.year else "long")
