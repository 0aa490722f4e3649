import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.exact import Result, Unavailable
from flashreport.domain.labour import (
    Completion,
    collection_percent,
    hours_per_sales,
    labour_cost_percent,
    overtime_premium_cost,
    overtime_share_percent,
    realization_chain,
    realization_percent,
    sales_per_labour_hour,
    target_hours,
    utilization_percent,
    yield_class,
    yield_of,
)

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "labour.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]
Inputs = Mapping[str, Any]
# The golden names of figures that one set of inputs gives.
FIGURES: dict[str, Callable[[Inputs], Result | list[Fraction]]] = {
    "splh": lambda i: sales_per_labour_hour(i["sales"], i["hours"]),
    "labour_pct": lambda i: labour_cost_percent(i["labour"], i["sales"]),
    "hours_per_dollar": lambda i: hours_per_sales(i["target_splh"]),
    "target_hours": lambda i: target_hours(i["forecast_sales"], i["target_splh"]),
    "utilization_pct": lambda i: utilization_percent(i["billable"], i["available"]),
    "realization_pct": lambda i: realization_percent(i["billed"], i["standard_fee"]),
    "collection_pct": lambda i: collection_percent(i["collected"], i["billed"]),
    "after": lambda i: list(realization_chain(i["standard_fee"], i["factors"]).after),
    "overall_pct": lambda i: realization_chain(i["standard_fee"], i["factors"]).overall_percent,
}


def places(inputs: Inputs) -> dict[str, Inputs]:
    """The places that a case compares; the whole case is one when it names none."""
    named: dict[str, Inputs] = {name: value for name, value in inputs.items() if isinstance(value, dict)}
    return named or {"": inputs}


def figures(case: dict[str, Any], name: str) -> list[Result | list[Fraction]]:
    """A figure of the place its name ends with, or of every place alike."""
    among = places(case["inputs"])
    for place, inputs in among.items():
        if place and name.endswith(f"_{place}"):
            return [FIGURES[name.removesuffix(f"_{place}")](inputs)]
    return [FIGURES[name](inputs) for inputs in among.values()]


def near(ours: object, printed: float, tolerance: Decimal) -> bool:
    assert isinstance(ours, Fraction), ours
    return abs(ours - Fraction(str(printed))) <= Fraction(tolerance)


def agrees(ours: Result | list[Fraction], printed: Any, tolerance: Decimal) -> bool:
    if isinstance(ours, list):
        return len(ours) == len(printed) and all(map(near, ours, printed, [tolerance] * len(ours)))
    return near(ours, printed, tolerance)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_published_case(case: dict[str, Any]) -> None:
    tolerance = Decimal(case.get("tolerance", "0"))
    printed, derived = case.get("expected", {}), case.get("expected_derived", {})
    wrong = case.get("published_answer_is_wrong", False)
    right = {
        name: value for name, value in (derived if wrong else printed | derived).items() if name != "note"
    }
    assert right or wrong
    for name, value in right.items():
        assert [one for one in figures(case, name) if not agrees(one, value, tolerance)] == [], name
    if wrong:
        told = [
            agrees(one, value, tolerance) for name, value in printed.items() for one in figures(case, name)
        ]
        assert not all(told)


def test_more_published_figures() -> None:
    splh = sales_per_labour_hour(9200, 145)
    assert splh == Fraction(1840, 29)
    assert agrees(splh, 63.45, Decimal("0.005"))
    assert utilization_percent(50, 40) == 125


@pytest.mark.parametrize(
    "nothing",
    [
        sales_per_labour_hour(100, 0),
        labour_cost_percent(100, 0),
        target_hours(100, 0),
        utilization_percent(1, 0),
        realization_chain(0, [1]).overall_percent,
        overtime_share_percent(0, 0),
        Completion(Fraction(1), Fraction(0)).percent,
    ],
)
def test_nothing_is_divided_by_zero(nothing: Result) -> None:
    assert isinstance(nothing, Unavailable)
    assert nothing.reason


def test_overtime_share_and_what_it_costs() -> None:
    assert overtime_share_percent(6, 46) == Fraction(600, 46)
    assert overtime_premium_cost(Decimal("588.00"), 46, Decimal("12.00")) == 36


def test_yield_needs_a_revenue_record() -> None:
    assert yield_of(150, 100) == Fraction(3, 2)
    assert [yield_class(revenue, 100) for revenue in (99, 100, 0, None)] == [
        "low",
        "fair",
        "low",
        "unattributed",
    ]
    assert yield_class(150, 100, Decimal("1.6")) == "low"
    assert yield_class(150, 0) == "unattributed"


def test_cancelling_work_does_not_raise_completion() -> None:
    before = Completion(Fraction(6), Fraction(10))
    after = Completion(Fraction(6), Fraction(10), cancelled=Fraction(2), added=Fraction(1))
    assert before.percent == after.percent == 60
    assert after.percent_of_current_plan == Fraction(600, 9)
