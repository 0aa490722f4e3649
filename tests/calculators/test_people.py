"""Pay by person in a group of several currencies."""

from datetime import date

import pandas as pd
import pytest

from flashreport.calculators.staff_block import people_pay
from flashreport.domain.calendar import BusinessCalendar
from flashreport.workspace.settings import WorkspaceSettings

TODAY = date(2026, 11, 20)
SETTINGS = WorkspaceSettings.model_validate(
    {
        "company": {"name": "Group", "currency": "USD"},
        "entities": [{"id": "boston", "name": "Boston"}, {"id": "paris", "name": "Paris", "currency": "EUR"}],
    }
)


def on(day: int) -> pd.Timestamp:
    return pd.Timestamp(2026, 11, day).as_unit("s")


def facts(rates: list[tuple[int, int]]) -> dict[str, pd.DataFrame]:
    """Ann works in Boston at $20, Eve of Paris at 30 euros, one day of it in Boston."""
    worked = [("boston", "ann", 16), ("paris", "eve", 16), ("boston", "eve", 17)]
    hours = pd.DataFrame(
        [(entity, who, "", "", on(day), 8 * 3600) for entity, who, day in worked],
        columns=["entity", "employee", "department", "job", "date", "seconds"],
    ).astype({"seconds": "Int64"})
    employees = pd.DataFrame(
        [("ann", "boston", "bar", "hourly", 20_00), ("eve", "paris", "bar", "hourly", 30_00)],
        columns=["employee", "entity", "department", "pay_type", "rate"],
    ).astype({"rate": "Int64"})
    listed = pd.DataFrame(
        [("EUR", "USD", on(day), rate, 1) for day, rate in rates],
        columns=["currency", "quoted_in", "date", "rate", "units"],
    ).astype({"rate": "Int64", "units": "Int64", "date": "datetime64[s]"})
    return {"hours": hours, "employees": employees, "rates": listed}


def paid(rates: list[tuple[int, int]], scope: str = "") -> dict[str, int | None]:
    found = people_pay(facts(rates), SETTINGS, BusinessCalendar(), TODAY, scope)
    pairs = zip(found["employee"], found["pay"], strict=True)
    return {str(who): None if pd.isna(pay) else int(pay) for who, pay in pairs}


def test_the_group_pays_everybody_in_its_own_currency_at_each_days_rate() -> None:
    found = paid([(16, 1_100_000_000), (17, 1_200_000_000)])
    assert found == {"ann": 160_00, "eve": 264_00 + 288_00}


def test_an_entity_tells_its_people_in_its_own_currency() -> None:
    assert paid([(16, 1_100_000_000)], "paris")["eve"] == 480_00


@pytest.mark.parametrize("rates", [[], [(17, 1_200_000_000)]])
def test_without_a_rate_for_each_day_there_is_no_pay_to_tell(rates: list[tuple[int, int]]) -> None:
    assert paid(rates) == {"ann": 160_00, "eve": None}


def test_a_planned_amount_is_told_beside_what_each_person_is_heading_for() -> None:
    """In the currency of the entity that plans it, of this month alone."""
    held = facts([(1, 1_100_000_000), (17, 1_200_000_000)])
    months = [pd.Timestamp(2026, month, 1).as_unit("s") for month in (11, 10)]
    held["plan"] = pd.DataFrame(
        [
            ("boston", "pay", "bar", "ann", months[0], 900_00),
            ("boston", "pay", "bar", "ann", months[1], 700_00),
            ("paris", "pay", "bar", "eve", months[0], 1_000_00),
            ("boston", "pay", "bar", "", months[0], 50_00),
        ],
        columns=["entity", "line", "department", "employee", "month", "amount"],
    ).astype({"amount": "Int64", "month": "datetime64[s]"})
    found = people_pay(held, SETTINGS, BusinessCalendar(), TODAY).set_index("employee")["budget"]
    assert (found["ann"], found["eve"]) == (900_00, 1_100_00)
    own = people_pay(held, SETTINGS, BusinessCalendar(), TODAY, "paris").set_index("employee")["budget"]
    assert own["eve"] == 1_000_00
