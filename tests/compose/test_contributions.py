"""The parts add up to the change, whatever the figures."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashreport.compose.contributions import REST, contributions
from flashreport.workspace.kpis import Kpi

AMOUNTS = st.lists(st.integers(-100_000, 100_000), min_size=6, max_size=6)
HOURS = st.lists(st.integers(0, 500), min_size=6, max_size=6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(AMOUNTS, st.integers(-50_000, 50_000))
def test_the_parts_of_a_sum_add_up(make_company: Any, amounts: list[int], rest: int) -> None:
    company = make_company()
    before, after = amounts[:3], amounts[3:]
    for at, member in enumerate(("kitchen", "bar", "office")):
        company.put("staff.revenue", [before[at], *[None] * 6, after[at]], "department", member)
    total = (sum(before), sum(after) + rest)
    company.put("staff.revenue", [total[0], *[None] * 6, total[1]])
    found = contributions(company.on(), Kpi(id="r", measure="staff.revenue"))
    if total[0] == total[1]:
        assert found is None
    elif found is not None:
        assert found.change == total[1] - total[0]
        assert sum(part for _, part in found.parts) == found.change
        assert dict(found.parts).get(REST, 0) == rest


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(HOURS, HOURS)
def test_the_parts_of_a_ratio_add_up(make_company: Any, hours: list[int], overtime: list[int]) -> None:
    company = make_company()
    for measure, values in (("staff.hours", hours), ("staff.overtime_hours", overtime)):
        for at, member in enumerate(("kitchen", "bar", "office")):
            company.put(measure, [values[at], *[None] * 6, values[at + 3]], "department", member)
        company.put(measure, [sum(values[:3]), *[None] * 6, sum(values[3:])])
    found = contributions(company.on(), Kpi(id="o", measure="staff.overtime_share"))
    if found is not None:
        share = Fraction(sum(overtime[3:]), sum(hours[3:])) - Fraction(sum(overtime[:3]), sum(hours[:3]))
        assert found.change == share
        assert sum(part for _, part in found.parts) == share


def test_the_dimension_with_the_clearest_cause_is_told(company: Any) -> None:
    company.put("cash.disbursements", [1000, *[None] * 6, 4000])
    for account in ("a", "b"):
        company.put("cash.disbursements", [500, *[None] * 6, 2000], "account", account)
    company.put("cash.disbursements", [900, *[None] * 6, 3900], "category", "rent")
    company.put("cash.disbursements", [100, *[None] * 6, 101], "category", "food")
    company.put("cash.disbursements", [None, *[None] * 6, -1], "category", "fees")
    found = contributions(company.on(), Kpi(id="c", measure="cash.disbursements"))
    assert found is not None
    assert found.dimension == "category"
    assert found.parts[0] == ("rent", Fraction(3000))


@pytest.mark.parametrize("where", [{"department": "bar"}])
def test_a_slice_is_not_sliced_again(company: Any, where: dict[str, str]) -> None:
    company.put("staff.revenue", [1, *[None] * 6, 2], "department", "bar")
    assert contributions(company.on(), Kpi(id="c", measure="staff.revenue", where=where)) is None
