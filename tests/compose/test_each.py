"""One KPI for each member of a dimension."""

from typing import Any

import pytest
from pydantic import ValidationError

from flashreport.compose.each import each_member
from flashreport.compose.findings import findings
from flashreport.workspace.kpis import Kpi

FIELDS: dict[str, Any] = {
    "id": "sales",
    "measure": "staff.revenue",
    "each": "department",
    "target": {"kind": "at_least", "value": 500},
    "version": [
        {
            "until": "2026-11-17",
            "measure": "staff.revenue",
            "target": {"kind": "at_least", "value": 900},
        }
    ],
}


def test_each_department_is_held_to_the_contract(company: Any) -> None:
    company.put("staff.revenue", [1800.0] * 5)
    company.put("staff.revenue", [1000.0] * 3 + [400.0, 400.0], "department", "kitchen")
    company.put("staff.revenue", [800.0] * 5, "department", "bar")
    context = company.on()
    kpis = each_member([Kpi.model_validate(FIELDS)], context.measures, context.settings, "")
    assert [(kpi.id, kpi.where) for kpi in kpis] == [
        ("sales-bar", {"department": "bar"}),
        ("sales-kitchen", {"department": "kitchen"}),
    ]
    found = findings(company.on(*kpis))
    # the bar missed 900 until the seventeenth, and that it recovered was told on the eighteenth
    assert [(one.id, one.level, one.since_days) for one in found] == [("kpi-sales-kitchen", "act", 2)]
    assert found[0].where == {"department": "kitchen"}


def test_without_members_it_stays_as_it_is(company: Any) -> None:
    company.put("staff.revenue", [1800.0] * 5)
    context = company.on()
    kpi = Kpi.model_validate(FIELDS)
    assert each_member([kpi], context.measures, context.settings, "") == (kpi,)


def test_members_with_names_that_look_alike_have_ids_of_their_own(company: Any) -> None:
    for member in ("Bar", "bar", "غذا"):
        company.put("staff.revenue", [1.0], "department", member)
    context = company.on()
    kpis = each_member([Kpi.model_validate(FIELDS)], context.measures, context.settings, "")
    assert len({kpi.id for kpi in kpis}) == 3
    assert all(Kpi.model_validate(kpi.model_dump()) == kpi for kpi in kpis)


@pytest.mark.parametrize("wrong", [{"where": {"department": "bar"}}, {"each": "platform"}])
def test_it_must_fit_the_measure(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"told apart by department|not for both"):
        Kpi.model_validate(FIELDS | wrong)
