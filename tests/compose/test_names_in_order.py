"""Lists of names stand in the order of the alphabet of the printed names, Persian letters in theirs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pandas as pd

from flashreport.compose.charts import overtime_by_department
from flashreport.compose.context import Context
from flashreport.compose.pay_section import _by_person
from flashreport.compose.project_section import standing
from flashreport.compose.restated import restated
from flashreport.compose.tables import Spec, departments, member_table
from flashreport.compose.work_section import _jobs
from flashreport.domain.report import Chart, Table, Words, words
from flashreport.workspace.settings import WorkspaceSettings

# By id and by code point each stands elsewhere.
NAMES = {"a": "گرم‌خانه", "b": "یخچال", "c": "آشپزخانه", "d": "پذیرایی", "e": "قنادی"}
ORDER = ["آشپزخانه", "پذیرایی", "قنادی", "گرم‌خانه", "یخچال"]
SPEC = Spec("out", words("Out"), "cash.disbursements", "month")


def test_the_order_is_not_that_of_the_code_points() -> None:
    assert sorted(NAMES.values()) != ORDER
    assert sorted(ORDER, key=list(NAMES.values()).index) != ORDER


def labels(table: Table | None, column: int = 0) -> list[str]:
    assert table is not None
    found = [row.cells[column].content for row in table.rows if row.kind == "row"]
    return [text.message for text in found if isinstance(text, Words)]


def named(context: Context, **more: Any) -> Context:
    held = context.settings.model_dump(exclude_unset=True)
    held["departments"] = [{"id": key, "name": text} for key, text in NAMES.items()]
    settings = WorkspaceSettings.model_validate(held)
    return replace(context, settings=settings, **more)


def test_departments_stand_by_their_printed_names(company: Any) -> None:
    for key in NAMES:
        company.put("staff.overtime_hours", [3] * 30, "department", key)
    context = named(company.on())
    assert labels(departments(context)) == ORDER
    chart = overtime_by_department(context)
    assert isinstance(chart, Chart)
    assert [text.message for text in chart.categories] == ORDER  # as much overtime in each


def test_categories_and_what_is_uncategorized(company: Any) -> None:
    for key in (*NAMES.values(), "uncategorized", "rent"):
        company.put("cash.disbursements", [3] * 30, "category", key)
    table = member_table(
        company.on(), "t", (words("t"), words("t")), "category", words("Category"), (SPEC,), with_total=False
    )
    assert labels(table) == ["Rent", *ORDER, "Uncategorized"]


def test_projects_and_jobs_that_weigh_the_same(company: Any) -> None:
    company.put("projects.days_late", [0] * 3)
    for key in NAMES:
        company.put("projects.days_late", [1] * 3, "project", key)
    for text in NAMES.values():
        company.put("staff.job_hours_planned", [8] * 3, "job", text)
    day = pd.Timestamp(company.day)
    rows = [
        {"project": key, "entity": "main", "date": day, "name": text, "status": "running", "due": day}
        for key, text in NAMES.items()
    ]
    jobs = pd.DataFrame(
        [{"job": text, "department": "a", "due": day + timedelta(days=3)} for text in NAMES.values()]
    )
    context = named(company.on(), facts={"projects": pd.DataFrame(rows), "jobs": jobs})
    assert labels(standing(context)) == ORDER
    assert labels(_jobs(context)) == ORDER


def test_people_stand_by_department_and_name(company: Any) -> None:
    amounts = dict.fromkeys(("seconds", "overtime", "premium", "pay", "month_end", "budget"), 3600)
    people = pd.DataFrame(
        [
            {"entity": "", "department": department, "employee": employee, **amounts}
            for department in NAMES
            for employee in ("ژاله", "یاسر", "پری")
        ]
    )
    company.put("staff.hours", [8] * 3)
    table = _by_person(named(company.on(), people=people))
    assert labels(table)[:3] == ["پری", "ژاله", "یاسر"]
    assert labels(table, 1)[::3] == ORDER


def test_restated_figures_of_a_day_stand_by_name(company: Any) -> None:
    for text in NAMES.values():
        company.put("cash.disbursements", [3] * 3, "category", text)
    before = pd.concat(company.rows, ignore_index=True)
    now = before.assign(value=before["value"] + 100)
    found = restated(before, now)
    assert list(found["member"])[: len(ORDER)] == ORDER
