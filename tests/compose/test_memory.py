"""What a KPI remembers is the same on every day that it is asked."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashreport.compose.memory import flags, standing
from flashreport.workspace.kpis import Kpi

KPI = Kpi.model_validate(
    {
        "id": "cash",
        "measure": "cash.closing",
        "target": {"kind": "at_least", "value": 1000},
        "neutral": 10,
        "watch": 50,
    }
)
# clearly met, met, within the neutral band, watched, missed, far off, no data
FIGURES = st.sampled_from([1100.0, 1020.0, 995.0, 970.0, 900.0, 500.0, None])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(FIGURES, min_size=1, max_size=25))
def test_days_count_on_and_a_recovery_is_told_once(make_company: Any, values: list[float | None]) -> None:
    company = make_company().put("cash.closing", [1100.0, 1100.0, *values])
    days = [company.day - timedelta(days=back) for back in range(len(values) + 1, -1, -1)]
    whole = company.on(KPI)
    held = [day for day, value in zip(days, [1100.0, 1100.0, *values], strict=True) if value is not None]
    up = flags(whole, KPI, held)
    run = 0
    for day, raised in zip(held, up, strict=True):
        told = standing(company.on(KPI, day=day), KPI)
        before, run = run, run + 1 if raised else 0
        if raised:
            assert told.day == run
            assert (told.state == "new") == (run == 1)
        elif before:
            assert (told.state, told.day) == ("recovered", before)
        else:
            assert told.state == "quiet"


def test_a_day_without_data_tells_nothing(company: Any) -> None:
    company.put("cash.closing", [1100.0, 500.0, None])
    assert standing(company.on(KPI), KPI).state == "quiet"


def test_the_neutral_band_neither_starts_nor_ends_a_story(company: Any) -> None:
    company.put("cash.closing", [1100.0, 995.0, 995.0, 900.0, 995.0, 995.0, 995.0])
    first = company.day - timedelta(days=6)
    told = [standing(company.on(KPI, day=first + timedelta(days=ahead)), KPI) for ahead in range(7)]
    assert [one.state for one in told[:4]] == ["quiet", "quiet", "quiet", "new"]
    assert [one.state for one in told[4:]] == ["recovering"] * 3
    assert told[6].day == 4
