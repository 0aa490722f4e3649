"""Days on which nothing happened: no more is said than the limits' own rate of false alarms."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from benchmarks.alarm_theory import known_limits
from flashreport.compose.findings import findings
from flashreport.workspace.kpis import Kpi

DAYS = 250
BEFORE = 120
MEASURES = ("staff.hours", "staff.revenue", "staff.units", "cash.receipts")


def false_alarms_a_day() -> float:
    """How often the newest of independent normal points meets a rule on one given side, with known limits."""
    return known_limits()["any"] / 2


def test_the_predicted_rate_is_the_published_one() -> None:
    # Champ and Woodall (1987): the four rules together have an average run length of 91.75,
    # counting both sides and only the first of a run of alarms; ours counts every day.
    assert 1 / 91.75 / 2 < false_alarms_a_day() < 0.01


def quiet(company: Any, seed: int, weekly: bool) -> Any:
    """Independent normal days, and for a shop with a busy weekend a level for each weekday."""
    rng = random.Random(seed)  # noqa: S311 - figures, no secrets
    days = [company.day - timedelta(days=back) for back in range(DAYS + BEFORE - 1, -1, -1)]
    for measure in MEASURES:
        values = []
        for day in days:
            level = 1.0 + (0.5 * (day.weekday() in (4, 5)) if weekly else 0.0)
            values.append(1000.0 * level * (1 + rng.gauss(0, 0.05)))
        company.put(measure, values)
    return company


@pytest.mark.parametrize("weekly", [False, True])
def test_quiet_days_have_no_more_findings_than_the_limits_predict(company: Any, weekly: bool) -> None:
    quiet(company, 2026 + weekly, weekly)
    floor = {"kind": "at_least", "value": 700}  # some six sigma below: never missed
    targets = {"staff.revenue": {"target": floor}}
    kpis = [
        Kpi.model_validate({"id": f"k{at}", "measure": measure, **targets.get(measure, {})})
        for at, measure in enumerate(MEASURES)
    ]
    days = [company.day - timedelta(days=back) for back in range(DAYS)]
    found = [one.id for day in days for one in findings(company.on(*kpis, day=day))]
    assert not [one for one in found if one.startswith("kpi-")]
    said = len(found)
    sides = 2 + 3 * 1  # hours count on both sides, the others on their bad one
    predicted = DAYS * sides * false_alarms_a_day()
    assert DAYS >= 200
    assert said <= predicted, f"{said} said, {predicted:.1f} predicted"


def test_a_figure_that_hovers_about_its_target_is_one_story(company: Any, tell: Any) -> None:
    values = [60000.0] * 100 + [49900.0, 50100.0] * 6
    company.put("cash.closing", values)
    target = {"kind": "at_least", "value": 50000}
    kpi = Kpi.model_validate({"id": "cash", "measure": "cash.closing", "target": target})
    first = company.day - timedelta(days=11)
    days = [first + timedelta(days=ahead) for ahead in range(12)]
    found = [findings(company.on(kpi, day=day))[0] for day in days]
    assert [one.since_days for one in found] == list(range(1, 13))
    assert not any("back on target" in tell(one.lead) for one in found)
    assert isinstance(company.day, date)
