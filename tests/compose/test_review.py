"""The weekly and the monthly review: histories, paths, what was decided, what came and went."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from flashreport.compose.context import Context
from flashreport.compose.episodes import SECTION
from flashreport.compose.report import compose
from flashreport.domain.audience import reduced
from flashreport.domain.report import Chart, Day, Figure, InputState, Note, Report, Section, Table, Words
from flashreport.domain.sight import REVIEW
from flashreport.workspace.acks import Ack
from flashreport.workspace.kpis import Kpi
from flashreport.workspace.notes import WorkspaceNote
from flashreport.workspace.settings import Audience, ReportSettings

Company = Any  # conftest's types: test modules import nothing from one another
FRIDAY = date(2026, 11, 20)
UTILIZATION = {
    "id": "utilization",
    "measure": "cash.closing",
    "owner": "CFO",
    "target": {"kind": "reach", "value": 200, "by": date(2026, 12, 1)},
    "baseline": {"value": 100, "on": date(2026, 10, 30)},
}


def review(context: Context, cadence: str = "weekly") -> Report:
    return compose(replace(context, report=ReportSettings.model_validate({"name": "r", "cadence": cadence})))


def section(report: Report, key: str) -> Section:
    return next(section for section in report.sections if section.key == key)


def table(report: Report, key: str) -> Table:
    (found,) = [block for block in section(report, key).blocks if isinstance(block, Table)]
    return found


def figures(found: Table, row: int) -> list[Decimal | None]:
    return [cell.content.value for cell in found.rows[row].cells if isinstance(cell.content, Figure)]


@pytest.fixture
def week(make_company: Any) -> Company:
    """A company that works Monday to Friday; receipts 1, 2, 3, … a day up to Friday 20 November."""
    company = make_company(day=FRIDAY, weekend=(5, 6))
    return company.put("cash.receipts", [float(day) for day in range(1, 61)])


def test_a_week_is_summed_and_compared_with_the_week_before(week: Company) -> None:
    kpi = Kpi.model_validate(
        {"id": "in", "measure": "cash.receipts", "target": {"kind": "at_least", "value": 57}}
    )
    report = review(week.on(kpi))
    (row,) = [row for group in report.scorecard for row in group.rows if row.measure == "cash.receipts"]
    # Friday is 60, so the week is 56 to 60, the week before 49 to 53
    assert (row.day.value, row.change.value) == (Decimal(290), Decimal(35))
    assert (report.period, report.first) == ("week", date(2026, 11, 16))
    history = table(report, "kpi-history")
    heads = [column.label.args.get("day") for column in history.columns[1:6]]
    assert [head.on.day for head in heads if isinstance(head, Day)] == [16, 17, 18, 19, 20]
    assert figures(history, 0) == [Decimal(day) for day in (56, 57, 58, 59, 60)]
    assert [cell.level for cell in history.rows[0].cells[1:6]] == ["watch", "good", "good", "good", "good"]


def test_a_month_has_a_column_for_each_week(week: Company) -> None:
    kpi = Kpi.model_validate({"id": "in", "measure": "cash.receipts"})
    history = table(review(week.on(kpi), "monthly"), "kpi-history")
    # November 2026 begins on a Sunday; 20 November is value 60, so the 2nd is 42
    sums = [sum(range(42, 47)), sum(range(49, 54)), sum(range(56, 61))]
    assert figures(history, 0) == [None, *map(Decimal, sums)]
    assert [column.key for column in history.columns] == [
        "kpi", "step-1", "step-2", "step-3", "step-4", "target",
    ]  # fmt: skip


def test_the_path_says_what_is_due_how_far_behind_and_what_it_takes(make_company: Any) -> None:
    company = make_company(day=FRIDAY, weekend=(5, 6))
    company.put("cash.closing", [100.0] * 30 + [130.0] * 10)
    report = review(company.on(Kpi.model_validate(UTILIZATION)))
    (row,) = table(report, "paths").rows
    values = {
        column.key: cell.content
        for column, cell in zip(table(report, "paths").columns, row.cells, strict=True)
    }
    # 22 working days from 2 November to 1 December; 15 have passed: 100 + 100 * 15/22 is due
    due = values["due"]
    assert isinstance(due, Figure)
    assert due.value is not None
    assert round(due.value, 4) == round(Decimal(100) + Decimal(1500) / 22, 4)
    needed = values["needed"]
    assert isinstance(needed, Figure)
    assert needed.value == Decimal(10)  # 70 in 7 working days
    behind = values["behind"]
    assert isinstance(behind, Figure)
    assert behind.value == Decimal(8)  # 30 % was due after 6.6 working days
    charts = [block for block in section(report, "kpi-history").blocks if isinstance(block, Chart)]
    assert [[series.style for series in chart.series] for chart in charts] == [["actual", "target", "path"]]


def test_what_was_decided_in_the_period_and_nothing_else(week: Company) -> None:
    kpi = Kpi.model_validate(
        {
            "id": "in",
            "measure": "cash.receipts",
            "owner": "CFO",
            "target": {"kind": "at_least", "value": 50},
            "version": [
                {
                    "until": date(2026, 11, 17),
                    "measure": "cash.receipts",
                    "target": {"kind": "at_least", "value": 40},
                    "reason": "the shop is open longer",
                },
            ],
            "review": [
                {"on": date(2026, 11, 13), "decision": "keep", "reason": "before the period"},
                {"on": date(2026, 11, 19), "decision": "keep", "reason": "it still matters"},
            ],
        }
    )
    acks = (Ack(finding="kpi-in", on=date(2026, 11, 16), until=FRIDAY, note="on it", role="CFO"),)
    notes = (
        WorkspaceNote(on=date(2026, 11, 20), measure="cash.receipts", role="CFO", text="a good Friday"),
        WorkspaceNote(on=date(2026, 11, 21), measure="cash.receipts", role="CFO", text="after it"),
    )
    report = review(week.on(kpi, acks=acks, notes=notes))
    rows = table(report, "decisions").rows
    kinds = [row.cells[0].content for row in rows]
    assert [kind.message for kind in kinds if isinstance(kind, Words)] == [
        "Acknowledged", "New terms", "Review: keep", "Note",
    ]  # fmt: skip
    change = rows[1].cells[4].content
    assert isinstance(change, Words)
    assert change.message == "from {before} to {after}: {reason}"
    nothing = section(review(week.on(kpi), "weekly"), "decisions")
    assert isinstance(nothing.blocks[0], Table)  # the review and the new terms are the KPI's own
    quiet = section(review(week.on()), "decisions").blocks
    assert [block.text.message for block in quiet if isinstance(block, Note)] == [
        "Nothing was decided in this period."
    ]


def test_findings_that_came_and_went(make_company: Any) -> None:
    company = make_company(day=FRIDAY)
    # off target from the 12th to the 17th, twice met since
    values = [100.0] * 40 + [10.0] * 6 + [100.0] * 3
    company.put("cash.closing", values)
    floor = {"id": "cash", "measure": "cash.closing", "target": {"kind": "at_least", "value": 50}}
    (row,) = table(review(company.on(Kpi.model_validate(floor))), "came-and-went").rows
    first, last = row.cells[2].content, row.cells[3].content
    assert isinstance(first, Day)
    assert isinstance(last, Day)
    assert (first.on, last.on) == (date(2026, 11, 12), date(2026, 11, 17))
    days = row.cells[4].content
    assert isinstance(days, Figure)
    assert days.value == Decimal(6)
    assert row.cells[5].level == "act"


def test_inputs_that_were_late_came_and_went(make_company: Any) -> None:
    company = make_company(day=FRIDAY).put("cash.closing", [100.0] * 40)
    monday = FRIDAY - timedelta(days=4)

    def told(*states: str) -> tuple[tuple[date, tuple[InputState, ...]], ...]:
        """How the bank's file stood from Monday on; the timesheets were always there."""
        return tuple(
            (
                monday + timedelta(days=ahead),
                (
                    InputState.model_validate({"name": "bank", "state": state}),
                    InputState(name="timesheets", state="ok"),
                ),
            )
            for ahead, state in enumerate(states)
        )

    def rows(*states: str, now: str = "ok") -> list[list[object]]:
        """About, what, first and last day from Monday, days."""
        context = company.on(past_inputs=told(*states), states={"bank": now})
        return [
            [
                (cell.content.on - monday).days
                if isinstance(cell.content, Day)
                else cell.content.message
                if isinstance(cell.content, Words)
                else int(cell.content.value or 0)
                for cell in row.cells[:5]
            ]
            for row in table(review(context), "came-and-went").rows
        ]

    assert rows("ok", "late", "missing", "ok", "stale") == [
        ["Bank", "missing", 1, 2, 2],
        ["Bank", "stale", 4, 4, 1],  # it has come since
    ]
    assert rows("ok", "ok", "ok", "failed", "failed", now="failed") == [["Bank", "failed", 3, "goes on", 2]]
    quiet = section(review(company.on(past_inputs=told("ok", "ok"))), SECTION)
    assert isinstance(quiet.blocks[0], Note)


@pytest.mark.parametrize(("sections", "pay", "left"), [((), True, 2), ((), False, 1), (("cash",), False, 1)])
def test_a_review_shows_each_audience_its_own_rows(
    week: Company, sections: tuple[str, ...], pay: bool, left: int
) -> None:
    week.put("staff.pay", [5.0] * 60)
    kpis = [
        Kpi.model_validate({"id": "in", "measure": "cash.receipts"}),
        Kpi.model_validate({"id": "team", "measure": "staff.pay", "label": "Team cost"}),
    ]
    notes = tuple(
        WorkspaceNote(on=FRIDAY, measure=measure, role="CFO", text=f"about {measure}")
        for measure in ("cash.receipts", "staff.pay")
    )
    report = review(week.on(*kpis, notes=notes))
    told = {"name": "a", "report": "r", "sections": sections, "pay": pay}
    seen = reduced(report, Audience.model_validate(told))
    assert len(table(seen, "kpi-history").rows) == left
    assert len(table(seen, "decisions").rows) == left
    told_of = "".join(part.model_dump_json() for part in seen.sections if part.key in REVIEW)
    assert ("Team cost" in told_of) == (left == 2)
    assert ("about staff.pay" in told_of) == (left == 2)
