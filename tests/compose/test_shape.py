"""A dated target approached as last year went."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from flashreport.compose.verdicts import verdict
from flashreport.domain.targets import Verdict
from flashreport.workspace.kpis import Kpi

FIELDS: dict[str, Any] = {
    "id": "sales",
    "measure": "staff.revenue",
    "target": {"kind": "reach", "value": 4000, "by": "2026-11-30", "period": "month", "path": "last_year"},
    "baseline": {"value": 0, "on": "2026-10-31"},
}


def last_year(company: Any, heavy: int) -> None:
    """30 days of last year at 1, of which the last ten at ``heavy``; this November at 100 a day."""
    first = date(2026, 11, 1) - timedelta(weeks=52)
    before: list[float | None] = [*[1.0] * 20, *[float(heavy)] * 10]
    rest = (company.day - first).days + 1 - 30 - 19
    company.put("staff.revenue", [*before, *[None] * rest, *[100.0] * 19])


@pytest.mark.parametrize(("heavy", "due"), [(1, 19), (8, 19)])
def test_the_share_due_is_last_years(company: Any, heavy: int, due: int) -> None:
    last_year(company, heavy)
    found = verdict(company.on(), Kpi.model_validate(FIELDS))
    assert isinstance(found, Verdict)
    assert found.path is not None
    # nineteen of the light days have passed
    assert found.path.expected == Fraction(4000 * due, 20 + 10 * heavy)


def test_an_even_path_where_last_year_is_not_there(company: Any) -> None:
    company.put("staff.revenue", [100.0] * 19)
    found = verdict(company.on(), Kpi.model_validate(FIELDS))
    assert isinstance(found, Verdict)
    assert found.path is not None
    assert found.path.expected == Fraction(4000 * 19, 30)


def test_a_balance_is_shaped_by_its_moves_towards_the_target(company: Any) -> None:
    first = date(2026, 10, 31) - timedelta(weeks=52)
    rest = (company.day - first).days + 1 - 31 - 1
    falls = [1000.0 - 10 * min(day, 10) for day in range(31)]
    company.put("credit.drawn", [*falls, *[None] * rest, 900.0])
    fields = FIELDS | {
        "measure": "credit.drawn",
        "target": {"kind": "reach", "value": 800, "by": "2026-11-30", "path": "last_year"},
        "baseline": {"value": 1000, "on": "2026-10-31"},
    }
    found = verdict(company.on(), Kpi.model_validate(fields))
    assert isinstance(found, Verdict)
    assert found.path is not None
    # last year all of it was paid in the first ten days, so all of it is due
    assert found.path.expected == 800
