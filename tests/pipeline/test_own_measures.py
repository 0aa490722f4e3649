"""A workspace with a table and formulas of its own, from its files to the report's pages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from flashreport.compose.context import Context
from flashreport.compose.report import compose
from flashreport.domain.audience import reduced
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Value
from flashreport.domain.measures import MEASURES
from flashreport.domain.report import Figure, Report, Table
from flashreport.pipeline import Order, check_workspace, context_of, explain, measures_of, report_settings
from flashreport.workspace.load import Workspace, load
from flashreport.workspace.settings import Audience

DAY = date(2026, 11, 19)
ORDER = Order(now=datetime(2026, 11, 20, 6, 30, tzinfo=UTC), business_date=DAY)
FILES = {
    "flashreport.toml": """
[company]
name = "Harbor Grill"
currency = "USD"
[calendar]
weekend = []
[[entities]]
id = "east"
name = "East"
[[entities]]
id = "west"
name = "West"
[[inputs]]
name = "bank"
table = "transactions"
path = "bank.csv"
[[inputs]]
name = "own"
table = "values"
path = "own.csv"
[[inputs]]
name = "hours"
table = "timesheets"
path = "hours.csv"
[[inputs]]
name = "people"
table = "employees"
path = "people.csv"
[[measures]]
key = "values.guests"
label = "Guests"
unit = "count"
[[measures]]
key = "own.cash_per_hour"
label = "Cash per hour"
unit = "rate"
formula = "cash.receipts / staff.hours"
[[measures]]
key = "own.spend"
label = "Spend {per} guest"
unit = "money"
formula = "cash.receipts / values.guests"
[[measures]]
key = "own.pay_per_guest"
label = "Crew per guest"
unit = "money"
direction = "less"
formula = "staff.pay / values.guests"
[[reports]]
name = "daily"
sections = ["cash", "own"]
""",
    "kpis.toml": """
[[kpi]]
id = "spend"
measure = "own.spend"
target = { kind = "at_least", value = 21 }
""",
    "bank.csv": "entity,account,date,amount,category\neast,a,2026-11-18,1000.00,sales\n"
    "east,a,2026-11-19,2000.00,sales\nwest,b,2026-11-19,500.00,sales\n",
    "own.csv": "entity,date,measure,where,value\neast,2026-11-18,Guests,shop=bar,30\n"
    "east,2026-11-18,Guests,shop=hall,20\neast,2026-11-19,Guests,shop=bar,90\nwest,2026-11-19,Guests,,35\n"
    "east,2026-11-19,Weather score,,7.25\n",
    "hours.csv": "entity,employee,date,department,hours\neast,ann,2026-11-18,kitchen,8\n"
    "east,ann,2026-11-19,kitchen,8.5\nwest,bob,2026-11-19,kitchen,4\n",
    "people.csv": "employee,entity,department,pay_type,rate\nann,east,kitchen,hourly,20.00\n"
    "bob,west,kitchen,hourly,20.00\n",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return load(tmp_path, MEASURES)


@pytest.fixture
def context(workspace: Workspace) -> Context:
    checked = check_workspace(workspace, DAY, ORDER.now)
    return context_of(
        workspace, ORDER, report_settings(workspace, ORDER), checked, measures_of(workspace, checked)
    )


@pytest.fixture
def report(context: Context) -> Report:
    return compose(context)


def test_a_period_divides_sums_and_a_slice_its_own(context: Context) -> None:
    day = context.measures.read("own.cash_per_hour", DAY)
    month = context.measures.read("own.cash_per_hour", DAY, "month")
    assert isinstance(day, Value)
    assert isinstance(month, Value)
    assert day.amount == Fraction(250_000 * 10, 125)  # $2,500 in 12.5 hours
    assert month.amount == Fraction(350_000 * 10, 205)  # $3,500 in 20.5 hours, not the mean of $125 and $200
    west = context.measures.read("own.spend", DAY, "day", "west")
    assert isinstance(west, Value)
    assert west.amount == Fraction(50_000, 35)
    sliced = context.measures.read("own.spend", DAY, "day", "east", "shop", "bar")
    assert sliced == Unavailable("no data")  # cash has no shops
    assert context.measures.read("own.spend", date(2026, 11, 17)) == Unavailable("no data")


def test_the_scorecard_has_them_with_target_and_status(report: Report) -> None:
    group = next(group for group in report.scorecard if group.block == "own")
    rows = {row.measure: row for row in group.rows}
    assert list(rows) == ["own.spend", "values.guests", "own.cash_per_hour", "own.pay_per_guest"]
    assert rows["values.guests"].day.value == 125
    assert rows["own.cash_per_hour"].day.value == 200
    spend = rows["own.spend"]
    assert (spend.label.message, spend.label.verbatim) == ("Spend {per} guest", True)
    assert spend.day.value == 20
    assert spend.variance is not None
    assert spend.variance.value == Decimal(-1)
    assert spend.status.level == "watch"


def test_definitions_tell_the_formula_as_it_is_written(report: Report) -> None:
    told = {item.measure: item.formula.message for item in report.definitions}
    assert told["own.spend"] == "cash.receipts / values.guests"
    assert told["values.guests"] == "Sum of the rows in the company's own table."


def test_the_section_has_every_one_and_those_that_nobody_described(report: Report) -> None:
    section = next(section for section in report.sections if section.key == "own")
    tables = {block.key: block for block in section.blocks if isinstance(block, Table)}
    labels = [getattr(row.cells[0].content, "message", "") for row in tables["own-periods"].rows]
    assert labels == ["Guests", "Cash per hour", "Spend {per} guest", "Weather score"]
    score = tables["own-periods"].rows[3].cells[1].content
    assert isinstance(score, Figure)
    assert score.value == Decimal("7.25")
    assert [getattr(row.cells[0].content, "message", "") for row in tables["own-pay"].rows] == [
        "Crew per guest"
    ]


def test_who_may_not_see_pay_sees_no_formula_over_pay(report: Report) -> None:
    seen = reduced(report, Audience(name="crew", report="daily"))
    text = seen.model_dump_json()
    assert "Crew per guest" not in text
    assert "pay_per_guest" not in text
    assert "own.spend" in text
    granted = reduced(report, Audience(name="owner", report="daily", pay=True))
    assert "Crew per guest" in granted.model_dump_json()
    kitchen = reduced(report, Audience(name="chef", report="daily", departments=("kitchen",), pay=True))
    assert "own." not in "".join(row.measure for group in kitchen.scorecard for row in group.rows)


def test_explain_goes_down_to_the_rows(workspace: Workspace) -> None:
    found = explain(workspace, ORDER, "own.spend", "month", ("", ""), 10)
    assert found.explained.figure.value == 20
    assert [part.measure for part in found.explained.parts] == ["cash.receipts", "values.guests"]
    assert [(traced.measure, traced.table, traced.total) for traced in found.rows] == [
        ("cash.receipts", "transactions", 3),
        ("values.guests", "values", 4),
    ]
    bar = explain(workspace, ORDER, "values.guests", "month", ("shop", "bar"), 10)
    assert [(row.file, row.line) for row in bar.rows[0].rows] == [("own.csv", 2), ("own.csv", 4)]
