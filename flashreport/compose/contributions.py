"""Which departments, categories or accounts made a figure change; the parts add up to the change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import displayed, few_behind
from flashreport.domain.decomposition import Part, ratio_contributions, sum_contributions
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Reading, Value
from flashreport.workspace.kpis import Kpi

REST = ""
"""The member that stands for what no member of the dimension accounts for."""

Run = tuple[date, date]
_SUMMED = ("flow", "stock")


@dataclass(frozen=True)
class Contributions:
    """A change in displayed units, and each member's part in it, the largest first.

    ``before`` are the days compared with. The parts add up to ``change`` exactly. ``few``: some
    figure among them tells the pay of too few people.
    """

    dimension: str
    before: Run
    now: Run
    change: Fraction
    parts: tuple[tuple[str, Fraction], ...]
    few: bool = False


def contributions(context: Context, kpi: Kpi) -> Contributions | None:
    """The change of a KPI's figure by the dimension that explains it best.

    A figure of the day is compared with the same weekday a week before (a balance with the
    last day before), one of the month to date with as many days of last month. None for a
    KPI of one slice, a measure without slices, and where nothing is there to compare.
    """
    found = context.register[kpi.measure]
    runs = _runs(context, kpi)
    if kpi.where or runs is None or found.nature not in (*_SUMMED, "ratio"):
        return None
    tried = [_by(context, kpi.measure, dimension, *runs) for dimension in found.dimensions]
    held = [one for one in tried if one is not None and len(one.parts) > 1]
    return max(held, key=_concentration, default=None)


def _concentration(found: Contributions) -> Fraction:
    """The share of the largest named part among the sizes of all."""
    total = sum((abs(part) for _, part in found.parts), Fraction(0))
    named = max((abs(part) for member, part in found.parts if member != REST), default=Fraction(0))
    return named / total if total else Fraction(0)


def _runs(context: Context, kpi: Kpi) -> tuple[Run, Run] | None:
    today = context.business_date
    if kpi.target is not None and kpi.target.period == "month":
        first = context.calendar.start(today, "month")
        prior = context.calendar.start(first - timedelta(days=1), "month")
        return (prior, min(prior + (today - first), first - timedelta(days=1))), (first, today)
    if kpi.target is not None and kpi.target.period == "week":
        first = context.calendar.start(today, "week")
        return (first - timedelta(weeks=1), today - timedelta(weeks=1)), (first, today)
    stock = context.register[kpi.measure].nature == "stock"
    for back in range(1, 8) if stock else (7, *range(1, 7)):
        day = today - timedelta(days=back)
        if isinstance(context.measures.read(kpi.measure, day, "day", context.scope), Value):
            return (day, day), (today, today)
    return None


def _by(context: Context, measure: str, dimension: str, before: Run, now: Run) -> Contributions | None:
    readings = [context.measures.read_between(measure, *run, context.scope) for run in (before, now)]
    old, new = readings
    if isinstance(old, Unavailable) or isinstance(new, Unavailable):
        return None
    change = displayed(context, measure, new) - displayed(context, measure, old)
    if change == 0:
        return None
    if context.register[measure].nature == "ratio":
        parts = _ratio_parts(context, measure, dimension, before, now)
    else:
        parts = _sum_parts(context, measure, dimension, before, now)
    if parts is None:
        return None
    # parts come in the frame's steps; the change tells what one is worth in displayed units
    total = sum((part for _, part in parts), Fraction(0))
    few = few_behind(*readings, *_members(context, measure, dimension, before, now))
    return Contributions(
        dimension, before, now, change, tuple((name, part * change / total) for name, part in parts), few
    )


def _members(context: Context, measure: str, dimension: str, *runs: Run) -> list[Reading]:
    return [
        context.measures.read_between(measure, *run, context.scope, dimension, member)
        for member in context.measures.members(measure, dimension, context.scope)
        for run in runs
    ]


def _sum_parts(
    context: Context, measure: str, dimension: str, before: Run, now: Run
) -> list[tuple[str, Fraction]]:
    held = [_with_rest(*_amounts(context, measure, dimension, run)) for run in (before, now)]
    return [(part.member, part.change) for part in sum_contributions(*held) if part.change]


def _ratio_parts(
    context: Context, measure: str, dimension: str, before: Run, now: Run
) -> list[tuple[str, Fraction]] | None:
    over, under = context.register[measure].parts
    held = []
    for run in (before, now):
        above = _with_rest(*_amounts(context, over, dimension, run))
        below = _with_rest(*_amounts(context, under, dimension, run))
        names = dict.fromkeys([*above, *below])
        held.append({name: Part.of(above.get(name, 0), below.get(name, 0)) for name in names})
    found = ratio_contributions(*held)
    if isinstance(found, Unavailable):
        return None
    return [(part.member, part.change) for part in found.parts if part.change]


def _amounts(
    context: Context, measure: str, dimension: str, run: Run
) -> tuple[dict[str, Fraction], Fraction]:
    """Each member's amount, and the total."""
    held = {}
    for member in context.measures.members(measure, dimension, context.scope):
        reading = context.measures.read_between(measure, *run, context.scope, dimension, member)
        if isinstance(reading, Value):
            held[member] = reading.amount
    total = context.measures.read_between(measure, *run, context.scope)
    return held, total.amount if isinstance(total, Value) else Fraction(0)


def _with_rest(amounts: Mapping[str, Fraction], total: Fraction) -> dict[str, Fraction]:
    """The members, and what of the total none of them has."""
    rest = total - sum(amounts.values(), Fraction(0))
    return {**amounts, REST: rest} if rest else dict(amounts)
