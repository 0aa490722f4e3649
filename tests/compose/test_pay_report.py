"""The month-end pay report, the jobs and the question about overtime: from facts to page."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from flashreport.calculators.every import calculate
from flashreport.calculators.staff_block import people_pay
from flashreport.compose.context import Context
from flashreport.compose.report import compose
from flashreport.domain.audience import reduced
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.measure_frame import Measures
from flashreport.domain.report import Cell, Figure, Note, Provenance, Report, Table, Words
from flashreport.workspace.settings import Audience, WorkspaceSettings

TODAY = date(2026, 11, 20)
SETTINGS: dict[str, Any] = {
    "company": {"name": "Harbor Grill", "currency": "USD"},
    "entities": [{"id": "main", "name": "Main"}],
    "departments": [{"id": "kitchen", "name": "Kitchen"}],
    "staff": {"yield_floor": "50"},
}


def on(day: str) -> pd.Timestamp:
    return pd.Timestamp(f"2026-{day}").as_unit("s")


def facts() -> dict[str, pd.DataFrame]:
    """Ann works 9 hours a day on catering, 45 in the week; Zed has a salary of $2,100."""
    days = ["11-09", "11-10", "11-11", "11-12", "11-13", "11-16", "11-17", "11-18", "11-19", "11-20"]
    jobs = ["", "", "", "", "", "wedding", "wedding", "wedding", "fair", "fair"]
    hours = pd.DataFrame(
        [("main", "ann", "", job, on(day), 9 * 3600) for day, job in zip(days, jobs, strict=True)],
        columns=["entity", "employee", "department", "job", "date", "seconds"],
    ).astype({"seconds": "Int64"})
    employees = pd.DataFrame(
        [("ann", "main", "kitchen", "hourly", 20_00), ("zed", "main", "kitchen", "salary", 2_100_00)],
        columns=["employee", "entity", "department", "pay_type", "rate"],
    ).astype({"rate": "Int64"})
    listed = [
        ("wedding", "main", "kitchen", 40 * 3600, on("11-25"), 5_000_00),
        ("fair", "main", "kitchen", 20 * 3600, on("11-24"), 400_00),
        ("gala", "main", "kitchen", 30 * 3600, on("11-27"), None),
    ]
    jobs_frame = pd.DataFrame(
        listed, columns=["job", "entity", "department", "planned_hours", "due", "revenue"]
    ).astype({"planned_hours": "Int64", "revenue": "Int64", "due": "datetime64[s]"})
    jobs_frame["start"] = pd.Series([None] * 3, dtype="datetime64[s]")
    jobs_frame["completed"] = pd.Series([None] * 3, dtype="datetime64[s]")
    plan = pd.DataFrame(
        [
            ("main", "pay", "kitchen", "ann", on("11-01"), 3_000_00),
            ("main", "pay", "kitchen", "", on("11-01"), 2_000_00),
        ],
        columns=["entity", "line", "department", "employee", "month", "amount"],
    ).astype({"amount": "Int64", "month": "datetime64[s]"})
    return {"hours": hours, "employees": employees, "jobs": jobs_frame, "plan": plan}


def context(cadence: str) -> Context:
    settings = WorkspaceSettings.model_validate(
        {**SETTINGS, "reports": [{"name": "one", "cadence": cadence, "sections": ["staff"]}]}
    )
    calendar, held = BusinessCalendar(), facts()
    return Context(
        settings=settings,
        report=settings.reports[0],
        kpis=(),
        calendar=calendar,
        measures=Measures(calculate(held, settings, calendar, TODAY), calendar),
        business_date=TODAY,
        built_at=datetime(2026, 11, 21, 6, tzinfo=UTC),
        provenance=Provenance(version="1", settings_sha256="0" * 64),
        facts=held,
        people=people_pay(held, settings, calendar, TODAY) if cadence == "month_end" else None,
    )


@pytest.fixture(scope="module")
def pay() -> Report:
    return compose(context("month_end"))


@pytest.fixture(scope="module")
def daily() -> Report:
    return compose(context("daily"))


def table(report: Report, key: str) -> Table:
    blocks = (block for section in report.sections for block in section.blocks)
    return next(block for block in blocks if isinstance(block, Table) and block.key == key)


def said(cell: Cell) -> object:
    if isinstance(cell.content, Figure):
        return cell.content.value
    return getattr(cell.content, "message", cell.content)


def notes(report: Report) -> list[Note]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Note)]


def test_pay_by_person_is_worked_out_by_hand(pay: Report) -> None:
    """Ann: 90 hours, 5 of overtime a week; Zed's $2,100 over November's 21 working days is $100 a day."""
    rows = [tuple(map(said, row.cells)) for row in table(pay, "pay-employees").rows]
    ann, zed = rows
    assert ann[:6] == ("ann", "Kitchen", Decimal(90), Decimal(10), Decimal(100), Decimal(1900))
    assert zed[:6] == ("zed", "Kitchen", Decimal(0), Decimal(0), Decimal(0), Decimal(1500))
    # six days are left, each at its weekday's average: 180, but on Friday 180 + 50 premium
    assert ann[6] == Decimal(1900 + 5 * 180 + 230)
    assert zed[6] == Decimal(2100)
    assert ann[7:] == (Decimal(3000), Decimal(30))  # planned for her; under a twentieth over it
    assert zed[7:] == (None, None)  # only the department's plan holds for Zed
    (watched, _) = (row.cells[-1] for row in table(pay, "pay-employees").rows)
    assert watched.level == "watch"


def test_pay_by_department_ends_against_its_budget(pay: Report) -> None:
    (row,) = table(pay, "pay-departments").rows
    found = [said(cell) for cell in row.cells]
    # the hours begin on 9 November: Zed's first five days are before the data
    assert found[1:5] == [Decimal(90), Decimal(10), Decimal(100), Decimal(2900)]
    assert found[5] == Decimal(2900 + 5 * 280 + 330) == found[6] == found[7]
    assert found[8:] == [Decimal(5000), Decimal(-370)]
    assert "last 8 weeks" in table(pay, "pay-departments").note.message
    (headline,) = notes(pay)
    gap = headline.text.args["gap"]
    assert isinstance(gap, Figure)
    assert gap.value == Decimal(-370)


def test_pay_is_hidden_from_those_who_may_not_see_it(pay: Report, daily: Report) -> None:
    eyes = Audience(name="crew", report="one")
    for report in (pay, daily):
        text = reduced(report, eyes).model_dump_json()
        assert "pay-employees" not in text
        assert "overtime-yield" not in text
        assert '"zed"' not in text
    assert table(reduced(daily, eyes), "staff-jobs") == table(daily, "staff-jobs")


def test_overtime_is_told_by_what_it_brought(daily: Report) -> None:
    """The fair brings $400 for 18 hours: under the floor; the week before was on no job and sold nothing."""
    rows = {
        said(row.cells[0]): [said(cell) for cell in row.cells[1:]]
        for row in table(daily, "overtime-yield").rows
    }
    assert rows == {
        "Jobs under the floor": [Decimal(5), Decimal(150), Decimal("0.5")],
        "Unattributed: no revenue is known": [Decimal(5), Decimal(150), Decimal("0.5")],
    }
    answer = notes(daily)[0].text
    assert answer.message.startswith("Of {total} overtime pay this month, {low}")
    amounts = {name: part.value for name, part in answer.args.items() if isinstance(part, Figure)}
    assert amounts == {
        "total": Decimal(300), "low": Decimal(150), "share": Decimal("0.5"), "floor": Decimal(50),
        "unknown": Decimal(150),
    }  # fmt: skip


def test_jobs_say_what_finishing_on_time_still_takes(daily: Report) -> None:
    """The kitchen gave 40 regular hours to jobs in the 10 working days since its first hours: 4 a day.

    The fair has 2 hours left and 2 days; the wedding 13 more and 3 days, 15 - 12 = 3 short; the gala
    30 more and 5 days, 45 - 20 - 3 = 22 short.
    """
    jobs = table(daily, "staff-jobs")
    rows = [tuple(map(said, row.cells)) for row in jobs.rows]
    # the fair is on time: the table's file has it, the page counts it
    assert [row.page for row in jobs.rows] == [False, True, True]
    assert isinstance(jobs.note.args["others"], Words)
    assert jobs.note.args["others"].count == 1
    assert [(row[0], *row[3:5], *row[6:]) for row in rows] == [
        ("fair", Decimal(20), Decimal(18), Decimal(2), Decimal(0)),
        ("wedding", Decimal(40), Decimal(27), Decimal(13), Decimal(3)),
        ("gala", Decimal(30), Decimal(0), Decimal(30), Decimal(22)),
    ]
    assert rows[0][5] == Decimal("0.9")
    needed = notes(daily)[1].text.args["hours"]
    assert isinstance(needed, Figure)
    assert needed.value == Decimal(25)
