"""Monthly figures follow the company's months: plan, pay budget, salaries, pay at month end."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from flashreport.calculators.month_end import month_end_pay
from flashreport.calculators.pay import salaries
from flashreport.calculators.plan import cash_plan, in_months, pay_budget
from flashreport.domain.calendar import BusinessCalendar, days

CALENDAR = BusinessCalendar(weekend=frozenset({4}), system="jalali")
FIRST, LAST = date(2026, 9, 23), date(2027, 1, 20)  # 1 Mehr to 30 Dey 1405
ABAN, AZAR = date(2026, 10, 23), date(2026, 11, 22)
EVERY = list(days(FIRST, LAST))
WORKING = np.array([day for day in EVERY if CALENDAR.is_working(day)], dtype="datetime64[D]")
MONTHS = np.array(sorted({CALENDAR.start(day, "month") for day in EVERY}), dtype="datetime64[D]")


def plan(*lines: tuple[date, str, int]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=["month", "line", "amount"])
    frame["month"] = pd.to_datetime(frame["month"]).astype("datetime64[s]")
    return frame.assign(entity="vanak", department="")


def test_a_month_may_be_named_by_any_of_its_days() -> None:
    named = plan(
        (ABAN, "pay", 1), (date(2026, 11, 1), "pay", 2), (date(2026, 11, 21), "pay", 3), (AZAR, "pay", 4)
    )
    found = in_months(named, MONTHS)
    assert [day.date() for day in found["month"]] == [ABAN, ABAN, ABAN, AZAR]


def test_lines_outside_the_months_are_left_out() -> None:
    assert in_months(plan((date(2020, 1, 1), "pay", 1), (date(2030, 1, 1), "pay", 1)), MONTHS).empty


def test_the_plan_is_spread_over_the_jalali_month() -> None:
    frame = cash_plan(plan((ABAN, "receipts:فروش", 1_000_003)), WORKING, MONTHS)
    rows = frame[(frame["measure"] == "cash.planned_receipts") & (frame["entity"] == "vanak")]
    rows = rows[rows["dimension"] == ""]
    own = [day for day in days(ABAN, AZAR - timedelta(days=1)) if day.weekday() != 4]
    assert sorted(day.date() for day in rows["date"]) == own
    assert rows["value"].sum() == 1_000_003
    assert rows["value"].max() - rows["value"].min() <= 1


def test_the_pay_budget_holds_from_the_first_of_the_month() -> None:
    frame = pay_budget(plan((date(2026, 11, 5), "pay", 900)), MONTHS)
    assert {day.date() for day in frame["date"]} == {ABAN}


def test_a_salary_is_whole_in_each_jalali_month() -> None:
    people = pd.DataFrame(
        {
            "employee": ["1"],
            "entity": ["vanak"],
            "department": ["اداری"],
            "pay_type": ["salary"],
            "rate": [260_000_001],
        }
    )
    found = salaries(people, WORKING, MONTHS)
    aban = found[(found["date"] >= pd.Timestamp(ABAN)) & (found["date"] < pd.Timestamp(AZAR))]
    assert aban["straight"].sum() == 260_000_001


def test_pay_at_month_end_counts_to_the_last_of_aban() -> None:
    """700 on each open day; known to 28 Aban: 30 Aban is the last, and 29 Aban is a Friday."""
    until = date(2026, 11, 19)
    told = [day for day in days(FIRST, until) if day.weekday() != 4]
    frame = pd.DataFrame(
        {
            "entity": "vanak", "measure": "staff.pay", "dimension": "department", "member": "kitchen",
            "date": pd.to_datetime(told).astype("datetime64[s]"), "value": 700, "stale": False,
        }
    )  # fmt: skip
    closed = np.array([day for day in EVERY if day.weekday() == 4], dtype="datetime64[D]")
    found = month_end_pay(frame, closed, MONTHS, pd.Timestamp(until).as_unit("s"))
    found = found[found["measure"].eq("staff.pay_month_end") & found["entity"].eq("vanak")]
    found = found[found["dimension"].eq("")]
    newest = found[found["date"] == pd.Timestamp(until)]["value"].item()
    open_days = sum(day.weekday() != 4 for day in days(ABAN, date(2026, 11, 21)))
    assert newest == 700 * open_days
    first_given = min(day.date() for day in found["date"] if day.date() >= ABAN)
    assert first_given == date(2026, 10, 27)  # the fifth day of Aban
