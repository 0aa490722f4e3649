"""The path of a dated target: even over working days, or in the shape of last year's days."""

from datetime import date, timedelta
from itertools import pairwise

from flashreport.compose.context import Context
from flashreport.domain.calendar import days
from flashreport.domain.exact import Unavailable
from flashreport.domain.pace import Schedule
from flashreport.workspace.kpis import Kpi

_DAY_SECONDS = "datetime64[D]"


def schedule_of(context: Context, kpi: Kpi, today: date) -> Schedule | None:
    """Last year's shape up to ``today``, when the target asks for it and last year has one; else None.

    Each working day after the baseline is as heavy as the same weekday 52 weeks before: the
    day's own flow, or by how much a balance moved towards the target. A day without data last
    year weighs nothing; a year with less than half of its days has no shape.
    """
    aim, start = kpi.target, kpi.baseline
    if aim is None or start is None or aim.by is None or aim.path != "last_year":
        return None
    worked = [day for day in days(start.on + timedelta(days=1), aim.by) if context.calendar.is_working(day)]
    weights = _last_year(context, kpi, worked)
    if not worked or weights is None:
        return None
    found = Schedule.shaped(weights, sum(day <= today for day in worked))
    return None if isinstance(found, Unavailable) else found


def _last_year(context: Context, kpi: Kpi, worked: list[date]) -> list[int] | None:
    dimension, member = next(iter(kpi.where.items()), ("", ""))
    nature = context.register[kpi.measure].nature
    if nature not in ("flow", "stock"):
        return None
    span = context.measures.span(kpi.measure, context.scope, dimension, member)
    dates: list[date] = span.dates.astype(_DAY_SECONDS).astype(object).tolist()
    values: list[int] = span.values.tolist()
    if nature == "stock":
        steps = [after - before for before, after in pairwise(values)]
        dates, values = dates[1:], _towards(kpi, steps)
    by_day = dict(zip(dates, values, strict=True))
    before = [context.calendar.weekday_last_year(day) for day in worked]
    if sum(day in by_day for day in before) * 2 < len(before):
        return None
    return [max(0, by_day.get(day, 0)) for day in before]


def _towards(kpi: Kpi, steps: list[int]) -> list[int]:
    """The steps with the sign that leads from the baseline to the target."""
    aim, start = kpi.target, kpi.baseline
    if aim is None or start is None or aim.value is None:
        return steps
    rises = aim.value >= (start.value if aim.kind == "reach" else 0)
    return steps if rises else [-step for step in steps]
