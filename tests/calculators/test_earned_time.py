"""Earned schedule and the estimates at completion in whole columns: published cases, and the domain's own."""

import json
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.projects import calculate_projects
from flashreport.calculators.risks import calculate_risks
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.earned_schedule import PlannedCurve
from flashreport.domain.earned_value import EarnedValue, Estimate
from flashreport.domain.exact import Unavailable, rounded
from flashreport.domain.measure_frame import Measures, Value

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "evm.json"
CASES = {case["id"]: case for case in json.loads(GOLDEN.read_text())["cases"]}
START = date(2026, 3, 2)
MONEY = ["percent_complete", "budget", "planned_value", "actual_cost", "estimate_to_complete"]


def dated(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    for name in names:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    return frame


def plan_of(periods: list[int], values: list[int]) -> pd.DataFrame:
    """A day for each period."""
    rows = [("p", START + timedelta(days=at), value) for at, value in zip(periods, values, strict=True)]
    return dated(pd.DataFrame(rows, columns=["project", "date", "planned_value"]), "date")


def figures(
    at: int, share: int, budget: int, pv: int, ac: int, how: str = "cost", plan: pd.DataFrame | None = None,
    etc: int | None = None,
) -> dict[str, Fraction]:  # fmt: skip
    """One project's measures on the day ``at``, in stored units (ratios divided)."""
    on = START + timedelta(days=at)
    row = ("p", "e", on, "running", share, budget, pv, ac, etc, on)
    columns = ["project", "entity", "date", "status", *MONEY, "due"]
    reports = dated(pd.DataFrame([row], columns=columns), "date", "due").astype(dict.fromkeys(MONEY, "Int64"))
    held = Measures(
        calculate_projects(reports, pd.Timestamp(on).as_unit("s"), estimate=how, plan=plan),
        BusinessCalendar(),
    )
    names = ["cpi", "spi", "cost_variance", "schedule_variance", "eac", "vac", "spi_time", "earned_time",
             "time_variance", "time_at_completion"]  # fmt: skip
    read = {name: held.read(f"projects.{name}", on, "day", "", "project", "p") for name in names}
    return {name: value.amount for name, value in read.items() if isinstance(value, Value)}


def of_case(case: dict[str, Any], how: str = "cost") -> dict[str, Fraction]:
    given_ = case["inputs"]
    at = given_.get("at", given_["periods"][-1])
    budget = given_["pv"][-1] * 100
    share = given_["ev"] * 10**6 // given_["pv"][-1]
    plan = plan_of(given_["periods"], [value * 100 for value in given_["pv"]])
    return figures(at, share, budget, given_["pv"][at] * 100, given_.get("ac", 0) * 100, how, plan)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "pv" in case["inputs"]])
def test_published_cases(name: str) -> None:
    case = CASES[name]
    found, budgeted = of_case(case), of_case(case, "budget")
    places = {"es": ("earned_time", 10**6), "sv_t": ("time_variance", 10**6), "spi_t": ("spi_time", 1),
              "ieac_t": ("time_at_completion", 10**6), "cpi": ("cpi", 1), "spi": ("spi", 1),
              "cv": ("cost_variance", 100), "sv": ("schedule_variance", 100), "eac_cpi": ("eac", 100),
              "vac": ("vac", 100)}  # fmt: skip
    tolerance = max(float(case["tolerance"]), 5e-7)
    for key, wanted in case["expected"].items():
        if key == "eac_typical":
            assert float(budgeted["eac"]) / 100 == pytest.approx(wanted, abs=0.005)
        elif key in places:
            measure, step = places[key]
            assert float(found[measure] / step) == pytest.approx(wanted, abs=tolerance)


def test_the_published_half_done_project() -> None:
    case = CASES["utdallas"]
    given_, wanted = case["inputs"], case["expected_derived"]
    found = figures(6, 500_000, given_["BAC"] * 100, given_["PV"] * 100, given_["AC"] * 100)
    assert float(found["spi"]) == pytest.approx(wanted["SPI"], abs=0.005)
    assert float(found["cpi"]) == pytest.approx(wanted["CPI"], abs=0.005)
    assert found["eac"] == wanted["EAC"] * 100


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=8), st.integers(0, 10**6), st.integers(1, 20))
def test_earned_schedule_is_the_domains(steps: list[int], share: int, at: int) -> None:
    values = [0]
    for step in steps:
        values.append(values[-1] + step)
    if not values[-1]:
        return
    found = figures(at, share, values[-1], values[-1], 1, "cost", plan_of(list(range(len(values))), values))
    earned = (Fraction(values[-1] * share, 10**6) + Fraction(1, 2)).__floor__()
    known = PlannedCurve.of(values).earned_schedule(earned)
    assert abs(found["earned_time"] - known * 10**6) <= Fraction(1, 2)
    assert abs(found["spi_time"] * at * 10**6 - known * 10**6) <= Fraction(1, 2)


@settings(max_examples=8, deadline=None)
@given(
    st.integers(1, 10**6), st.integers(1, 10**12), st.integers(1, 10**12), st.integers(1, 10**12),
    st.integers(0, 10**12),
)  # fmt: skip
def test_each_estimate_at_completion_is_the_domains(
    share: int, budget: int, pv: int, ac: int, etc: int
) -> None:
    earned = (Fraction(budget * share, 10**6) + Fraction(1, 2)).__floor__()
    if not earned:
        return
    known = EarnedValue.of(bac=budget, pv=pv, ev=earned, ac=ac)
    ways = {"cost": Estimate.CPI, "budget": Estimate.BUDGET, "cost_and_schedule": Estimate.CPI_SPI,
            "bottom_up": Estimate.BOTTOM_UP}  # fmt: skip
    for how, method in ways.items():
        wanted = known.eac(method, etc=etc)
        assert not isinstance(wanted, Unavailable)
        try:
            found = figures(5, share, budget, pv, ac, how, None, etc)
        except OverflowError:
            assert wanted > 2**62
            continue
        assert found["eac"] == int(rounded(wanted, 0))
        assert found["vac"] == budget - int(rounded(wanted, 0))


def test_a_new_estimate_that_was_not_made_is_no_figure() -> None:
    assert "eac" not in figures(5, 500_000, 1_000, 500, 500, "bottom_up")


def test_an_assessment_holds_until_the_next_one() -> None:
    days = [START + timedelta(days=ahead) for ahead in range(6)]
    rows = [
        ("r", "e", 100_000, 1_000, days[0], None, None, None),
        ("r", "e", 400_000, 1_000, days[0], days[2], None, None),
        ("r", "e", 200_000, 1_000, days[0], days[4], None, days[5]),
    ]
    columns = ["risk", "entity", "probability", "impact", "opened", "assessed", "mitigation_due", "closed"]
    register = dated(pd.DataFrame(rows, columns=columns), "opened", "assessed", "mitigation_due", "closed")
    register = register.astype({"probability": "Int64", "impact": "Int64"})
    found = Measures(
        calculate_risks(register.sample(frac=1, random_state=1), pd.Timestamp(days[5]).as_unit("s")),
        BusinessCalendar(),
    )
    read = [found.read("projects.risk_exposure", day, "day", "", "risk", "r") for day in days]
    sizes = [int(value.amount) if isinstance(value, Value) else None for value in read]
    assert sizes == [100, 100, 400, 400, 200, None]
