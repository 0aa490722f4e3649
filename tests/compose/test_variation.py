"""Limits of each row of the scorecard, and plain words where there are none."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from flashreport.compose.scorecard import row
from flashreport.compose.variation import variation


def noise(count: int, mean: float = 100.0, seed: int = 5) -> list[float]:
    rng = Random(seed)  # noqa: S311 - figures, no secrets
    return [mean + rng.gauss(0, 10) for _ in range(count)]


@pytest.mark.parametrize(("days", "points", "lacking"), [(20, 19, True), (21, 20, False), (60, 59, False)])
def test_a_young_measure_says_how_many_days_are_lacking(
    company: Any, make_kpi: Any, tell: Any, days: int, points: int, lacking: bool
) -> None:
    context = company.put("staff.hours", noise(days)).on()
    hours = make_kpi(id="hours", measure="staff.hours")
    found = variation(context, hours)
    assert (found.points, found.lacking) == (points, lacking)
    assert bool(found.bands) is not lacking
    shown = row(context, hours)
    assert ("19 of the 20 days" in tell(shown.trend.note)) is lacking
    assert tell(shown.status.text) == ("No limits yet" if lacking else "Within limits")


def test_limits_begin_anew_at_an_event(company: Any, make_kpi: Any, tell: Any) -> None:
    values = [*noise(90), *noise(35, 300.0)]
    context = company.put("staff.hours", values).on()
    changed = company.day - timedelta(days=34)
    plain = variation(context, make_kpi(id="h", measure="staff.hours"))
    events = [
        {"on": changed - timedelta(days=300), "reason": "older"},
        {"on": changed, "reason": "New shift"},
    ]
    told = variation(context, make_kpi(id="h", measure="staff.hours", event=events))
    assert plain.signal is not None
    assert told.signal is None
    assert all(band is not None and 250 < (band[0] or 0) < 300 < (band[1] or 0) < 350 for band in told.bands)
    late = [{"on": company.day - timedelta(days=9), "reason": "Third shift"}]
    young = row(context, make_kpi(id="h", measure="staff.hours", event=late))
    assert "9 of the 20 days that they need since" in tell(young.trend.note)
    assert "Third shift" in tell(young.trend.note)


def test_days_off_are_no_change_of_a_balance(make_company: Any, make_kpi: Any) -> None:
    """A balance that stands still over weekends is judged by its working days, at whatever weekend."""
    steps = [step - 100.0 for step in noise(125)]
    balance = [1000.0 + sum(steps[:count]) for count in range(1, 126)]
    work = variation(
        make_company(weekend=(5, 6)).put("credit.drawn", balance).on(),
        make_kpi(id="d", measure="credit.drawn"),
    )
    every = variation(
        make_company().put("credit.drawn", balance).on(), make_kpi(id="d", measure="credit.drawn")
    )
    assert work.form == every.form == "change"
    assert work.points < every.points
    assert sum(band is not None for band in work.bands) == sum(value is not None for value in work.values)


def test_a_weekday_has_its_own_band(company: Any, make_kpi: Any) -> None:
    values = noise(120)
    for back in range(120):
        if (company.day - timedelta(days=back)).weekday() == 4:
            values[-1 - back] += 200
    shown = row(company.put("staff.hours", values).on(), make_kpi(id="h", measure="staff.hours"))
    assert shown.trend.lower is None
    tops = {band[1] for band in shown.trend.bands if band}
    assert len(tops) > 1
    for value, band in zip(shown.trend.values, shown.trend.bands, strict=True):
        assert value is not None
        assert band is not None
        assert band[0] - 30 < value < band[1] + 30
