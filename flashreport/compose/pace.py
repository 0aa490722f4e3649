"""A dated target in words: how far behind its path, and what it takes from here."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from flashreport.compose.context import Context
from flashreport.compose.figures import plain
from flashreport.compose.sentences import say, say_counted
from flashreport.compose.verdicts import actual
from flashreport.domain.exact import Unavailable
from flashreport.domain.measures import runs_on
from flashreport.domain.pace import Path
from flashreport.domain.report import Words
from flashreport.domain.targets import Verdict
from flashreport.workspace.kpis import Kpi

_SEEN_DAYS = 60


def path_words(context: Context, kpi: Kpi, held: Verdict) -> list[Words]:
    """Days behind, what each working day left has to bring, and whether any day has brought as much.

    A credit line tells its paydown instead, in ``extras``.
    """
    path = held.path
    if path is None or path.reached:
        return []
    found = [say("expired")] if held.expired else _behind(path)
    if kpi.measure.startswith("credit."):
        return found
    needed = path.needed_per_day
    if isinstance(needed, Unavailable):
        return found if held.expired else [*found, say("no_day_left")]
    amount = plain(context, kpi.measure, abs(needed), gap=True)
    return [*found, say("takes_daily", amount=amount), *_reach(context, kpi, path)]


def _behind(path: Path) -> list[Words]:
    days = days_behind(path)
    return [say_counted("behind_path", days)] if days else []


def days_behind(path: Path) -> int:
    """Whole working days behind the path; at most those that have passed, however far the figure fell."""
    ahead = path.days_ahead
    if isinstance(ahead, Unavailable) or ahead > -1:
        return 0
    return min((-ahead).__floor__(), path.schedule.elapsed)


def _reach(context: Context, kpi: Kpi, path: Path) -> list[Words]:
    """Whether the days left would each have to beat the best day seen; for what moves day by day."""
    to_date = kpi.target is not None and kpi.target.period != "day"
    if not (runs_on(kpi.measure, context.register) or to_date):
        return []
    days = [context.business_date - timedelta(days=back) for back in range(_SEEN_DAYS, -1, -1)]
    values = [value for day in days if (value := actual(context, kpi, day)) is not None]
    steps = [(after - before) * path.direction for before, after in pairwise(values)]
    best = max(steps, default=Fraction(0)) * path.direction
    return [say_counted("out_of_reach", _SEEN_DAYS)] if steps and path.out_of_reach(best) else []
