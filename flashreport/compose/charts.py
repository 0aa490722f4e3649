"""The charts that carry the argument: cash in and out, the credit path, overtime by department."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import decimal, displayed, shown
from flashreport.compose.notes import day_marks
from flashreport.compose.verdicts import target_of
from flashreport.domain.alphabet import sort_key
from flashreport.domain.measure_frame import Reading, Value
from flashreport.domain.report import Chart, Day, Series, name, words
from flashreport.domain.targets import Change, Reach
from flashreport.domain.units import HOURS, PERCENT, money

FLOW_DAYS = 28
PATH_DAYS = 45
PACE_DAYS = 20
_COLUMNS = 20


def charts(context: Context) -> tuple[Chart, ...]:
    """The front page's charts; one whose data is missing is left out."""
    makers = {"cash": cash_in_and_out, "credit": credit_path, "staff": overtime_by_department}
    order = ("cash", "credit", "staff")
    found = (makers[block](context) for block in order if context.shows(block))
    return tuple(chart for chart in found if chart is not None)[:2]


def _number(context: Context, measure: str, reading: Reading) -> Decimal | None:
    return decimal(displayed(context, measure, reading)) if isinstance(reading, Value) else None


def cash_in_and_out(context: Context) -> Chart | None:
    """Cash in above the line, cash out below it, the last twenty days with movement."""
    days: list[date] = []
    for back in range(FLOW_DAYS):
        day = context.business_date - timedelta(days=back)
        values = [context.measures.read(m, day, "day", context.scope) for m in _IN_OUT]
        if any(isinstance(value, Value) and value.amount for value in values):
            days.append(day)
    days = sorted(days[:_COLUMNS])
    if not days:
        return None
    series = [
        Series(
            label=label,
            style=style,
            x=tuple(days),
            values=tuple(
                _number(context, measure, context.measures.read(measure, day, "day", context.scope))
                for day in days
            ),
        )
        for measure, label, style in (
            ("cash.receipts", words("Cash in"), "actual"),
            ("cash.disbursements", words("Cash out"), "second"),
        )
    ]
    return Chart(
        key="cash-in-out",
        kind="in_out",
        title=words("Cash in and out"),
        subtitle=words("{thousands} a day"),
        unit=money(context.currency),
        scale=1000,
        series=tuple(series),
        notes=day_marks(context, days, "cash"),
        alt=words(
            "Cash in and out per day from {first} to {last}; on the last day {receipts} in and {paid} out.",
            first=Day(on=days[0]),
            last=Day(on=days[-1]),
            receipts=shown(context, "cash.receipts", on=days[-1]),
            paid=shown(context, "cash.disbursements", on=days[-1]),
        ),
    )


_IN_OUT = ("cash.receipts", "cash.disbursements")


def credit_path(context: Context) -> Chart | None:
    """Utilization, where it goes at this pace, and the path to the target."""
    measure, today = "credit.utilization", context.business_date
    days = [today - timedelta(days=back) for back in range(PATH_DAYS, -1, -1)]
    values = [
        _number(context, measure, reading)
        for reading in context.measures.series(measure, days, context.scope)
    ]
    now = values[-1]
    if now is None:
        return None
    series = [Series(label=words("Utilization"), style="actual", x=tuple(days), values=tuple(values))]
    kpi = next((kpi for kpi in context.kpis if kpi.measure == measure), None)
    target = target_of(kpi) if kpi else None
    if isinstance(target, Change):
        target = target.as_reach()
    if isinstance(target, Reach) and target.by > today:
        told = kpi.audience if kpi else ()
        ways = _ways(now, values, target, today, days[0])
        series += [way.model_copy(update={"audience": told}) for way in ways]
    limit = shown(context, "credit.cap")
    mark = shown(context, measure)
    return Chart(
        key="credit-path",
        kind="lines",
        title=words("Credit utilization and its path"),
        subtitle=words("all lines, share of {limit}", limit=limit),
        unit=PERCENT,
        series=tuple(series),
        mark=mark,
        alt=words("Credit utilization is {now} on {day}.", now=mark, day=Day(on=today)),
    )


def _ways(
    now: Decimal, values: list[Decimal | None], target: Reach, today: date, first: date
) -> list[Series]:
    """At this pace, the path to the target, and the target itself."""
    aim = decimal(Fraction(target.value))
    left = (target.by - today).days
    series = []
    before = values[-1 - PACE_DAYS]
    if before is not None:
        pace = (now - before) / PACE_DAYS
        end = max(Decimal(0), now + pace * left)
        series.append(
            Series(label=words("at this pace"), style="forecast", x=(today, target.by), values=(now, end))
        )
    series.append(
        Series(label=words("path to target"), style="path", x=(today, target.by), values=(now, aim))
    )
    series.append(Series(label=words("target"), style="target", x=(first, target.by), values=(aim, aim)))
    return series


def overtime_by_department(context: Context) -> Chart | None:
    """Overtime hours of the month to date per department."""
    members = context.measures.members("staff.overtime_hours", "department", context.scope)
    readings = {
        member: context.measures.read(
            "staff.overtime_hours", context.business_date, "month", context.scope, "department", member
        )
        for member in members
    }
    held = {member: reading for member, reading in readings.items() if isinstance(reading, Value)}
    if not any(reading.amount for reading in held.values()):
        return None
    order = sorted(held, key=lambda member: (-held[member].amount, sort_key(context.department(member))))
    return Chart(
        key="overtime-departments",
        kind="bars",
        title=words("Overtime by department"),
        subtitle=words("hours, month to date"),
        unit=HOURS,
        categories=tuple(name(context.department(member)) for member in order),
        series=(
            Series(
                label=words("Overtime hours"),
                style="actual",
                values=tuple(_number(context, "staff.overtime_hours", held[member]) for member in order),
            ),
        ),
        alt=words(
            "Overtime hours this month to date; {place} has most with {hours}.",
            place=name(context.department(order[0])),
            hours=shown(context, "staff.overtime_hours", "month", None, "department", order[0]),
        ),
    )
