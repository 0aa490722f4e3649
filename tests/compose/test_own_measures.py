"""Findings about formulas of the workspace: told like others, and silent where their data is not whole."""

from dataclasses import replace
from typing import Any

from flashreport.compose.context import Context
from flashreport.compose.findings import findings
from flashreport.domain.measure_frame import Measures
from flashreport.workspace.own_measures import OwnMeasure, register_of

OWN = register_of(
    [
        OwnMeasure(
            key="own.cash_per_hour", label="Cash per hour", unit="rate", formula="cash.receipts / staff.hours"
        )
    ]
)


def with_own(context: Context) -> Context:
    """The context with the formula in its register, in a report that shows it."""
    return replace(
        context,
        measures=Measures(context.measures.frame, context.calendar, OWN),
        report=context.report.model_copy(update={"sections": ("own",)}),
    )


def test_a_missed_target_is_a_finding_unless_the_hours_are_missing(company: Any, make_kpi: Any) -> None:
    company.put("cash.receipts", [1000.0] * 40).put("staff.hours", [10.0] * 39 + [20.0])
    kpi = make_kpi(
        id="cash-per-hour",
        measure="own.cash_per_hour",
        owner="Chef",
        target={"kind": "at_least", "value": 90},
    )
    found = findings(with_own(company.on(kpi)))
    assert [(item.measure, item.level) for item in found] == [("own.cash_per_hour", "act")]
    missing = findings(with_own(company.on(kpi, states={"timesheets": "incomplete"})))
    assert "own.cash_per_hour" not in [item.measure for item in missing]
