"""False alarms on days when nothing happens: how often the newest day meets a run rule, beside theory.

Independent normal days are judged as the report judges them. Theory is that of limits which are
known exactly; limits out of 90 days are themselves uncertain, which is why theirs stand in a
column of their own.
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from benchmarks.report import Line
from benchmarks.size import Size

BASELINE, JUDGED = 90, 30
_SEED = 1924  # the year of Shewhart's first chart
_FIRST = date(2026, 1, 1)
RULES = ("outside", "two_in_three", "four_in_five", "shift")


def upper_tail(sigmas: float) -> float:
    """P(Z > sigmas) of the standard normal distribution."""
    return math.erfc(sigmas / math.sqrt(2)) / 2


def in_theory() -> dict[str, float]:
    """How often the newest of independent normal points meets each rule, on either side.

    Beyond 3 sigma; beyond 2 with one or two of the two points before; beyond 1 with three or
    four of the four before; the last of eight or more on one side (Western Electric).
    """
    far, off = upper_tail(2), upper_tail(1)
    one_side = {
        "outside": upper_tail(3),
        "two_in_three": far * (1 - (1 - far) ** 2),
        "four_in_five": off * (4 * off**3 * (1 - off) + off**4),
        "shift": 0.5**8,
    }
    return {rule: 2 * rate for rule, rate in one_side.items()}


def alarms(size: Size) -> list[Line]:
    """A table of rates by rule, and the ratio to theory with limits that are known."""
    theory = in_theory()
    series = 20 * size.entities
    known, learned = _rates(series, known=True), _rates(series, known=False)
    print(f"  {series} series of {JUDGED} judged days; share of days, %")
    print("  rule            theory  known limits  limits of 90 days")
    for rule in RULES:
        print(f"  {rule:<14} {theory[rule]:7.3%} {known[rule]:13.3%} {learned[rule]:18.3%}")
    whole = sum(theory.values())
    print(f"  {'any':<14} {whole:7.3%} {known['any']:13.3%} {learned['any']:18.3%}", flush=True)
    note = f"{known['any']:.3%} against at most {whole:.3%} of days"
    return [Line("false alarms : theory, known limits", known["any"] / whole, 1.0, note)]


def _rates(series: int, *, known: bool) -> dict[str, float]:
    """Shares of judged days that meet each rule, and any."""
    met: Counter[str] = Counter()
    for seed in range(series):
        rng = random.Random(_SEED + seed)  # noqa: S311 - figures, no secrets
        met.update(_met([rng.gauss(100, 5) for _ in range(BASELINE + JUDGED)], known=known))
    return {rule: met[rule] / (series * JUDGED) for rule in (*RULES, "any")}


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
    hits = {(signal.rule, signal.at) for signal in signals(points, limits) if signal.at >= BASELINE}
    by_rule: Counter[str] = Counter(rule for rule, _ in hits)
    by_rule["any"] = len({at for _, at in hits})
    return by_rule
