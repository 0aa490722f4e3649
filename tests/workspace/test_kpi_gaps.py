"""What a contract lacks, day by day."""

from datetime import date
from typing import Any

import pytest

from flashreport.domain.calendar import BusinessCalendar
from flashreport.workspace.kpi_gaps import Gap, contract_gaps, gaps, months_after, next_review
from flashreport.workspace.kpis import Kpi

WEEK = BusinessCalendar()
WHOLE = {
    "id": "cash",
    "measure": "cash.closing",
    "owner": "CFO",
    "target": {"kind": "at_least", "value": 1},
    "start": "2026-06-01",
}
TODAY = date(2026, 11, 19)


def kpi(**fields: Any) -> Kpi:
    return Kpi.model_validate(WHOLE | fields)


def test_a_whole_contract_lacks_nothing() -> None:
    assert gaps(kpi(), TODAY, WEEK, TODAY) == ()


@pytest.mark.parametrize(
    ("fields", "gap"),
    [
        ({"target": None}, Gap("no_target")),
        ({"owner": " "}, Gap("no_owner")),
        ({"start": None}, Gap("review_due")),
        ({"start": "2026-05-19"}, Gap("review_due", TODAY)),
        ({"start": "2026-01-01", "review_every_months": 10}, Gap("review_due", date(2026, 11, 1))),
        ({"target": {"kind": "reach", "value": 1, "by": "2026-12-31"}}, Gap("no_baseline")),
        (
            {
                "target": {"kind": "reach", "value": 1, "by": "2026-11-18"},
                "baseline": {"value": 0, "on": "2026-10-01"},
            },
            Gap("expired", TODAY),
        ),
    ],
)
def test_each_gap_is_found(fields: dict[str, Any], gap: Gap) -> None:
    assert contract_gaps(kpi(**fields), TODAY) == (gap,)


def test_the_deadline_itself_is_no_gap() -> None:
    aim = {"kind": "reach", "value": 1, "by": TODAY}
    assert contract_gaps(kpi(target=aim, baseline={"value": 0, "on": "2026-10-01"}), TODAY) == ()


@pytest.mark.parametrize(
    ("cadence", "newest", "today", "due"),
    [
        ("daily", date(2026, 11, 20), date(2026, 11, 22), None),  # a weekend is no gap
        ("daily", date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 23)),
        ("weekly", date(2026, 11, 13), date(2026, 11, 19), None),
        ("weekly", date(2026, 11, 12), date(2026, 11, 19), date(2026, 11, 19)),
        ("monthly", date(2026, 10, 31), date(2026, 11, 29), None),
        ("monthly", date(2026, 10, 31), date(2026, 11, 30), date(2026, 11, 30)),
        ("two_months", date(2026, 9, 30), date(2026, 11, 29), None),
        ("two_months", date(2026, 9, 30), date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_an_update_is_overdue_by_its_cadence(
    cadence: str, newest: date, today: date, due: date | None
) -> None:
    expected = () if due is None else (Gap("overdue", due),)
    assert gaps(kpi(cadence=cadence, start=TODAY), today, WEEK, newest) == expected


def test_a_kpi_without_a_figure_says_so_and_a_retired_one_nothing() -> None:
    assert gaps(kpi(), TODAY, WEEK, None) == (Gap("no_data"),)
    assert gaps(kpi(status="retired", target=None, owner=""), TODAY, WEEK, None) == ()


def test_the_newest_review_counts() -> None:
    reviews = [{"on": "2026-09-10", "decision": "keep"}, {"on": "2026-08-31", "decision": "change"}]
    assert next_review(kpi(review=reviews, last_review="2026-01-01")) == date(2027, 3, 10)
    assert next_review(kpi(start=None, baseline={"value": 0, "on": "2026-08-31"})) == date(2027, 2, 28)


def test_months_end_where_they_are_shorter() -> None:
    assert months_after(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert months_after(date(2026, 11, 30), 13) == date(2027, 12, 30)
