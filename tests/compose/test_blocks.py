"""Forecast, projects, risks, audience and the cost of credit on the page, from facts to report."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from flashreport.calculators.every import calculate
from flashreport.calculators.forecast import Outlook, cash_forecast, forecast_measures
from flashreport.compose.context import Context
from flashreport.compose.report import compose
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.measure_frame import Measures
from flashreport.domain.report import Cell, Day, Figure, Provenance, Report, Table, Words
from flashreport.render import PageSettings, render_html
from flashreport.workspace.settings import WorkspaceSettings

TODAY = date(2026, 11, 19)
SETTINGS: dict[str, Any] = {
    "company": {"name": "Harbor Grill", "currency": "USD"},
    "entities": [{"id": "main", "name": "Main"}],
    "reports": [{"name": "daily", "sections": ["cash", "credit", "projects", "audience"]}],
    "cash": {"floor": "4000"},
}


def on(ahead: int) -> pd.Timestamp:
    return pd.Timestamp(TODAY + timedelta(days=ahead)).as_unit("s")


def frame(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    """A fact; whole numbers as the facts have them, None for what is not given."""
    found = pd.DataFrame(rows, columns=columns.split())
    for name in found:
        if found[name].map(type).isin([pd.Timestamp]).any():
            found[name] = pd.to_datetime(found[name]).astype("datetime64[s]")
        elif found[name].map(type).isin([int]).any():
            found[name] = found[name].astype("Int64")
    return found


def facts() -> dict[str, pd.DataFrame]:
    return {
        "cash_movements": frame(
            "entity account category date receipts disbursements",
            ("main", "bank", "sales", on(-1), 500_00, 0),
            ("main", "bank", "rent", on(0), 0, 300_00),
        ).assign(currency="USD"),
        "cash_balances": frame(
            "entity account date opening closing",
            ("main", "bank", on(-1), 0, 5_300_00),
            ("main", "bank", on(0), 5_300_00, 5_000_00),
        ).assign(currency="USD"),
        "expected": frame(
            "entity date amount category counterparty movable",
            ("main", on(5), -2_500_00, "stock", "Farm", True),
            ("main", on(8), 3_000_00, "sales", "Gala", False),
        ).assign(currency="USD"),
        "credit_lines": frame(
            "line entity name limit reserves rate target_utilization target_date day_count unused_fee",
            ("l1", "main", "House bank", 20_000_00, 0, 72_000, None, None, "act/360", 3_600),
        ).assign(target_date=pd.Series([None], dtype="datetime64[s]")),
        "credit_balances": frame("line date drawn letters_of_credit", ("l1", on(-2), 10_000_00, 0)),
        "projects": frame(
            "project entity date name status percent_complete budget planned_value actual_cost due",
            ("p1", "main", on(-9), "New kitchen", "planned", 0, 100_000_00, 0, 0, on(-4)),
            (
                "p1",
                "main",
                on(0),
                "New kitchen",
                "running",
                400_000,
                100_000_00,
                50_000_00,
                38_000_00,
                on(-4),
            ),
        ),
        "risks": frame(
            "risk entity name probability impact opened mitigation_due owner closed",
            ("r1", "main", "Boiler", 250_000, 8_000_00, on(-20), on(-3), "facilities", None),
            ("r2", "main", "Lease", 500_000, 9_000_00, on(-2), None, None, None),
        ).assign(closed=pd.Series([None, None], dtype="datetime64[s]")),
        "audience": frame(
            "entity platform date reach impressions engagements clicks followers posts views "
            "followers_gained target_followers",
            ("main", "instagram", on(-2), 400, 1_000, 50, 5, 500, 1, None, None, None),
            ("main", "instagram", on(-1), 300, 1_000, 30, 5, 700, 1, None, None, None),
            ("main", "x", on(-2), 100, 200, 10, 2, 90, 0, None, None, None),
        ),
    }


@pytest.fixture(scope="module")
def report() -> Report:
    return compose(context(facts()))


def context(held: dict[str, pd.DataFrame]) -> Context:
    settings = WorkspaceSettings.model_validate(SETTINGS)
    calendar = BusinessCalendar()
    measures = calculate(held, settings, calendar, TODAY)
    asked = Outlook(TODAY, 5_000_00, "USD", calendar, settings.cash.floor)
    outlook = cash_forecast(held, "", asked)
    assert outlook is not None
    measures = pd.concat([measures, forecast_measures(outlook, "", asked)], ignore_index=True)
    return Context(
        settings=settings,
        report=settings.reports[0],
        kpis=(),
        calendar=calendar,
        measures=Measures(measures, calendar),
        business_date=TODAY,
        built_at=datetime(2026, 11, 20, 6, tzinfo=UTC),
        provenance=Provenance(version="0", settings_sha256=""),
        forecast=outlook,
        facts=held,
    )


def table(report: Report, key: str) -> Table:
    blocks = [block for section in report.sections for block in section.blocks]
    return next(block for block in blocks if isinstance(block, Table) and block.key == key)


def plain(cell: Cell) -> object:
    """What a cell says, without its form."""
    content = cell.content
    if isinstance(content, Figure):
        return content.value if content.value is None else float(content.value)
    return content.on if isinstance(content, Day) else content.message if isinstance(content, Words) else None


def cells(report: Report, key: str) -> list[list[object]]:
    return [[plain(cell) for cell in row.cells] for row in table(report, key).rows]


def test_the_forecast_by_week(report: Report) -> None:
    rows = cells(report, "cash-forecast")
    assert len(rows) == 13
    assert rows[0] == [TODAY + timedelta(days=1), 5_000, 0, 2_500, 2_500, 2_500]
    assert rows[1][1:] == [2_500, 3_000, 0, 5_500, 5_500]
    assert rows[12][4] == 5_500
    assert table(report, "cash-forecast").rows[0].cells[-1].level == "act"


def test_the_finding_and_what_would_lift_it(report: Report) -> None:
    found = next(finding for finding in report.findings if finding.id == "cash-forecast")
    assert found.level == "act"
    assert found.lead.message == "Cash is forecast to fall below its {floor} floor in the week of {day}."
    assert found.lead.args["floor"] == Figure(unit=found.lead.args["floor"].unit, value=Decimal("4000"))  # type: ignore[union-attr]  # a figure
    assert found.lead.args["day"] == Day(on=TODAY + timedelta(days=1), form="long")
    lift = found.detail[1].args["lift"]
    assert isinstance(lift, Figure)
    assert lift.value == 2_500
    assert cells(report, "cash-moves")[0][0] == "Farm"


def test_the_low_point_on_the_scorecard_is_held_to_the_floor(report: Report) -> None:
    row = next(row for group in report.scorecard for row in group.rows if row.measure == "cash.forecast_low")
    assert row.day.value == 2_500
    assert row.variance is not None
    assert row.variance.value == -1_500
    assert row.status.level == "act"


def test_above_the_floor_there_is_no_finding() -> None:
    held = facts()
    held["expected"] = held["expected"][held["expected"]["amount"] > 0]
    assert not [finding for finding in compose(context(held)).findings if finding.id == "cash-forecast"]


def test_earned_value_on_the_page(report: Report) -> None:
    assert cells(report, "projects-earned-value")[0] == [
        "New kitchen", 100_000, 50_000, 40_000, 38_000, pytest.approx(1.0526315789), 0.8, 95_000, 5_000,
        pytest.approx(60_000 / 62_000),
    ]  # fmt: skip


def test_where_projects_stand_and_what_changed(report: Report) -> None:
    due = TODAY - timedelta(days=4)
    assert cells(report, "projects-standing") == [["New kitchen", "Running", 0.4, due, 4, TODAY]]
    assert cells(report, "projects-changes") == [["New kitchen", "Planned", "Running", TODAY]]


def test_risks_by_exposure(report: Report) -> None:
    assert cells(report, "risks") == [
        ["Lease", "", 4_500, 2, "", ""],
        ["Boiler", "facilities", 2_000, 20, TODAY - timedelta(days=3), 3],
        ["Total", "", 6_500, "", "", ""],
    ]


def test_each_platform_on_its_own_day(report: Report) -> None:
    one, two = TODAY - timedelta(days=1), TODAY - timedelta(days=2)
    assert cells(report, "audience-platforms") == [
        ["instagram", one, 300, 1_000, 30, 5],
        ["x", two, 100, 200, 10, 2],
    ]
    assert cells(report, "audience-rates") == [
        ["instagram", one, 0.1, 0.03, pytest.approx(30 / 700), 0.005],
        ["x", two, 0.1, 0.05, pytest.approx(10 / 90), 0.01],
    ]
    assert cells(report, "audience-pages") == [["instagram", one, 1, 2, 700], ["x", two, 2, 0, 90]]
    month = cells(report, "audience-month")
    assert month[0][2:] == [2_000, 80, 10, 200, 0.4]
    assert cells(report, "audience-month-rates")[0][2:] == [0.04, pytest.approx(80 / 700), 0.005]
    assert all("reach" not in column.key for column in table(report, "audience-month").columns)


def test_what_credit_costs(report: Report) -> None:
    # 10,000 at 7.2 % by 360 is 2 a day; 10,000 unused at 0.36 % is 0.10 a day; three days
    assert cells(report, "credit-cost")[0][:7] == ["House bank", 0.072, 2, 6, pytest.approx(0.3), 0.5, 0.5]


def test_the_page_can_be_written(report: Report) -> None:
    page = render_html(report, PageSettings())
    for text in ("13-week cash forecast", "Earned value", "Risks by exposure", "Platforms"):
        assert text in page
    assert all(section.blocks for section in report.sections)
