"""False alarms on days when nothing happens: how often the newest day meets a run rule, beside theory.

Independent normal days are judged as the report judges them, with limits that are known and with
limits out of 90 days. The latter are themselves uncertain and alarm more often; theory says by how
much (``alarm_theory``). Both stand beside what was simulated, with its 95 % confidence interval: the
days of a series share their limits, so the interval is that of means of series.
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import fmean, stdev

from benchmarks.alarm_theory import RULES, estimated_limits, known_limits
from benchmarks.report import Line
from benchmarks.size import Size

BASELINE, LEAD, JUDGED = 90, 7, 30
"""Days that limits come from; days after them, so that no rule looks back into them; days judged."""
_SEED = 1924  # the year of Shewhart's first chart
_FIRST = date(2026, 1, 1)
_CONFIDENCE = 1.96

Rate = tuple[float, float]
"""A share of days, and half of its 95 % confidence interval."""


def alarms(size: Size) -> list[Line]:
    """A table of rates by rule, and the ratios to theory."""
    series = 20 * size.entities
    theory = {True: known_limits(), False: estimated_limits(BASELINE)}
    seen = {known: rates(series, known=known) for known in (True, False)}
    print(f"  {series} series of {JUDGED} judged days; share of days, with its 95 % interval")
    print(f"  {'':<14} {'known limits':^26}   {f'limits of {BASELINE} days':^26}")
    print(f"  {'rule':<14} {'theory':>8} {'simulated':>17}   {'theory':>8} {'simulated':>17}")
    for rule in (*RULES, "any"):
        cells = (_cells(theory[known][rule], seen[known][rule]) for known in (True, False))
        print(f"  {rule:<14} {'   '.join(cells)}", flush=True)
    return [
        _line("known limits", theory[True]["any"], seen[True]["any"]),
        _line(f"limits of {BASELINE} days", theory[False]["any"], seen[False]["any"]),
    ]


def _cells(theory: float, seen: Rate) -> str:
    return f"{theory:8.3%} {seen[0]:8.3%} ± {seen[1]:6.3%}"


def _line(what: str, theory: float, seen: Rate) -> Line:
    """The target is met as long as theory lies in or above the interval of what was simulated."""
    note = f"{seen[0]:.3%} ± {seen[1]:.3%} of days; {theory:.3%} in theory"
    return Line(f"false alarms : theory, {what}", seen[0] / theory, 1.0 + seen[1] / theory, note)


def rates(series: int, *, known: bool) -> dict[str, Rate]:
    """Shares of judged days that meet each rule, and any."""
    shares: dict[str, list[float]] = {rule: [] for rule in (*RULES, "any")}
    for seed in range(series):
        rng = random.Random(_SEED + seed)  # noqa: S311 - figures, no secrets
        met = _met([rng.gauss(100, 5) for _ in range(BASELINE + LEAD + JUDGED)], known=known)
        for rule, found in shares.items():
            found.append(met[rule] / JUDGED)
    return {
        rule: (fmean(found), _CONFIDENCE * stdev(found) / math.sqrt(series)) for rule, found in shares.items()
    }


def _met(values: Sequence[float], *, known: bool) -> Counter[str]:
    """How many of the judged days meet each rule, and any."""
    from flashreport.compose.judged import judged
    from flashreport.domain.run_rules import signals
    from flashreport.domain.xmr import Limits

    days = [_FIRST + timedelta(days=ahead) for ahead in range(len(values))]
    found = judged(days, values, BASELINE)
    if found is None:
        return Counter()
    exact = Limits(100.0, 85.0, 115.0, 15.0, 0.0, 0.0, len(values))
    limits = exact if known else found.limits
    points = values if known else found.points
    hits = {(signal.rule, signal.at) for signal in signals(points, limits) if signal.at >= BASELINE + LEAD}
    by_rule: Counter[str] = Counter(rule for rule, _ in hits)
    by_rule["any"] = len({at for _, at in hits})
    return by_rule
