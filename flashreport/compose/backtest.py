"""How often a KPI would have called: its target and its run rules, played over its own past."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from flashreport.compose.context import Context
from flashreport.compose.memory import flags
from flashreport.compose.score_status import is_bad
from flashreport.compose.variation import variation
from flashreport.compose.verdicts import reading_of, verdict
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Value
from flashreport.workspace.kpis import Kpi


@dataclass(frozen=True)
class Backtest:
    """What a KPI would have said from ``first`` to ``last``.

    ``days`` had a figure; on ``missed`` of them the target was missed, in ``episodes`` stories
    by the thresholds to enter and to leave, of which ``longest`` is the longest in days.
    ``signals`` counts the days by the strongest rule that they met, ``bad_signals`` those
    among them that point the wrong way.
    """

    first: date
    last: date
    days: int
    judged: int
    missed: int
    episodes: int
    longest: int
    signals: dict[str, int]
    bad_signals: int
    with_limits: int


def backtest(context: Context, kpi: Kpi, days: int) -> Backtest:
    """Play the KPI, as it is now, over the ``days`` calendar days up to the business date.

    Each day is judged by what was known on it: its limits come from the days before.
    """
    now = kpi.model_copy(update={"version": ()})
    last = context.business_date
    first = last - timedelta(days=days - 1)
    span = [first + timedelta(days=ahead) for ahead in range(days)]
    held = [day for day in span if _has_figure(context, now, day)]
    levels = [found.level for day in held if not isinstance(found := verdict(context, now, day), Unavailable)]
    up = flags(context, now, held)
    runs = [sum(1 for _ in run) for raised, run in groupby(up) if raised]
    met: Counter[str] = Counter()
    bad = with_limits = 0
    for day in held:
        varied = variation(replace(context, business_date=day), now)
        with_limits += bool(varied.bands)
        if varied.signal is not None:
            met[varied.signal.rule] += 1
            bad += is_bad(context, now, varied.signal)
    return Backtest(
        first=first,
        last=last,
        days=len(held),
        judged=len(levels),
        missed=sum(level != "good" for level in levels),
        episodes=len(runs),
        longest=max(runs, default=0),
        signals=dict(met),
        bad_signals=bad,
        with_limits=with_limits,
    )


def _has_figure(context: Context, kpi: Kpi, day: date) -> bool:
    reading = reading_of(context, kpi, day)
    return isinstance(reading, Value) and reading.as_of == day and not reading.stale
