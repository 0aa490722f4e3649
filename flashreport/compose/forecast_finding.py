"""The finding that cash is forecast to fall below its floor, and what would lift it."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from flashreport.compose.context import Context
from flashreport.compose.sentences import say
from flashreport.domain.cash.outlook import CashForecast
from flashreport.domain.report import Day, Figure, Finding, Words, name
from flashreport.domain.units import money

SOON = timedelta(weeks=4)


def forecast_findings(context: Context) -> Iterator[Finding]:
    """One finding when a week falls below the floor (below zero without one); a near one calls for action."""
    found = context.forecast
    week = None if found is None or not context.shows("cash") else found.first_week_under
    if found is None or week is None:
        return
    day = Day(on=week.first, form="long")
    if found.floor is None:
        lead = say("forecast_zero", day=day)
    else:
        lead = say("forecast_floor", floor=_money(context, found.floor), day=day)
    yield Finding(
        id="cash-forecast",
        level="act" if week.first - context.business_date <= SOON else "watch",
        lead=lead,
        detail=tuple(_detail(context, found)),
        measure="cash.forecast_low",
    )


def _detail(context: Context, found: CashForecast) -> Iterator[Words]:
    low = found.plan.low_point
    yield say("forecast_low", low=_money(context, low.closing), day=Day(on=low.first, form="long"))
    if found.moves:
        best = found.moves[0]
        yield say(
            "forecast_move",
            payment=name(best.item.key),
            amount=_money(context, -best.item.amount),
            to=Day(on=best.to, form="long"),
            day=Day(on=best.item.day, form="long"),
            lift=_money(context, best.lift),
        )


def _money(context: Context, amount: Decimal) -> Figure:
    return Figure(unit=money(context.currency), value=amount)
