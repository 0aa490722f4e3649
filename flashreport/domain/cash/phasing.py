"""Spreading a plan over working days so that the days add up to the plan exactly.

Largest remainder: each day gets its share rounded down to a whole step, and the steps
that are left go one each to the days with the largest remainders, the earlier first.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from flashreport.domain.amounts import CENT, Exact
from flashreport.errors import FlashreportError


def apportion(whole: Decimal, weights: Sequence[Exact], step: Decimal = CENT) -> tuple[Decimal, ...]:
    """``whole`` in parts by ``weights``, each a multiple of ``step``, adding up to ``whole``.

    What ``whole`` has below a step goes to the first part of the largest weight. Weights are not
    negative. Raises ``domain.no-working-day`` when they are all 0.
    """
    together = sum((Fraction(weight) for weight in weights), Fraction(0))
    if together <= 0 or any(weight < 0 for weight in weights):
        raise FlashreportError(
            "domain.no-working-day",
            "There is nothing to spread the amount over.",
            "Give at least one day with a weight above 0, and none below.",
        )
    sign = -1 if whole < 0 else 1
    steps = floor(Fraction(abs(whole)) / Fraction(step))
    shares = [steps * Fraction(weight) / together for weight in weights]
    parts = [floor(share) for share in shares]
    order = sorted(range(len(parts)), key=lambda place: parts[place] - shares[place])
    for place in order[: steps - sum(parts)]:
        parts[place] += 1
    amounts = [sign * part * step for part in parts]
    heaviest = max(range(len(parts)), key=lambda place: Fraction(weights[place]))
    amounts[heaviest] += whole - sign * steps * step
    return tuple(amounts)


def phase(
    plan: Decimal,
    days: Sequence[date],
    weights: Mapping[int, Exact] | None = None,
    step: Decimal = CENT,
) -> dict[date, Decimal]:
    """A period's plan per working day. ``days`` are the period's working days, in order.

    ``weights`` are by weekday, Monday 0 (last year's shape); without them all days are alike
    and a weekday that is not named weighs 0. Raises ``domain.no-working-day``.
    """
    each = [Fraction(1) if weights is None else Fraction(weights.get(day.weekday(), 0)) for day in days]
    return dict(zip(days, apportion(plan, each, step), strict=True))


def daily_budget(
    plan: Decimal, days: Sequence[date], given: Mapping[date, Decimal], step: Decimal = CENT
) -> dict[date, Decimal]:
    """The plan per day where some days have a budget of their own: those stand, the rest is spread.

    Days with a budget of their own need not be working days. When every day has one, they
    stand even if they do not add up to the plan.
    """
    rest = [day for day in days if day not in given]
    if not rest:
        return dict(sorted(given.items()))
    spread = phase(plan - sum(given.values(), Decimal(0)), rest, step=step)
    return dict(sorted((spread | dict(given)).items()))
