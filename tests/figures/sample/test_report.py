"""Every number in the report's tables, scorecard and charts, against the ledger, to the cent."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from flashreport.domain.measures import MEASURES
from flashreport.domain.report import Chart, Figure, Report, Row, Table, Words
from flashreport.render import PageSettings
from flashreport.render.view import view

Books = Any  # the conftests' types: test modules import nothing from one another
Ledger = Any
Told = Any
LAST = date(2026, 11, 19)
DAY = timedelta(days=1)
CASES = {
    "newest": (LAST, ""),
    "newest, one shop": (LAST, "harbor"),
    "day after the newest": (LAST + DAY, ""),
    "first of the year": (date(2026, 1, 1), ""),
    "holiday": (date(2025, 11, 27), ""),
    "a day that one shop did not report": (date(2026, 10, 25), ""),
    "first of a month": (date(2026, 11, 1), ""),
    "first day of data": (date(2025, 9, 15), ""),
}
PERIODS = ("day", "week", "month", "quarter", "year")
PLANS = {"receipts": "planned_receipts", "disbursements": "planned_disbursements", "net": "planned_net"}
# Each table's dimension, and for each column its measure and period.
FLOWS = ("opening", "receipts", "disbursements", "transfers", "closing")
LINE = ("limit", "drawn", "used", "available", "utilization", "paydown")
MEMBERS: dict[str, tuple[str, dict[str, tuple[str, str]]]] = {
    "cash-accounts": ("account", {name: (f"cash.{name}", "day") for name in FLOWS}),
    "cash-categories": (
        "category",
        {
            "receipts": ("cash.receipts", "day"),
            "disbursements": ("cash.disbursements", "day"),
            "receipts_month": ("cash.receipts", "month"),
            "disbursements_month": ("cash.disbursements", "month"),
            "net_month": ("cash.net", "month"),
        },
    ),
    "departments": (
        "department",
        {
            "hours_day": ("staff.hours", "day"),
            "overtime": ("staff.overtime_hours", "month"),
            "share": ("staff.overtime_share", "month"),
            "low_yield": ("staff.low_yield_overtime", "month"),
            "revenue_per_hour": ("staff.revenue_per_hour", "month"),
            "pay": ("staff.pay", "month"),
            "month_end": ("staff.pay_month_end", "day"),
        },
    ),
    "credit-lines": (
        "line",
        {name: (f"credit.{name}", "day") for name in LINE}
        | {
            "per_day": ("credit.paydown_per_day", "day"),
            "to_limit": ("credit.days_to_limit", "day"),
            "to_target": ("credit.days_to_target", "day"),
        },
    ),
    "credit-cost": (
        "line",
        {
            "interest": ("credit.interest", "day"),
            "interest_month": ("credit.interest", "month"),
            "fee_month": ("credit.unused_fee", "month"),
            "of_cap": ("credit.utilization", "day"),
            "of_limit": ("credit.utilization_of_limit", "day"),
            "rate": ("credit.average_rate", "day"),
            "average": ("credit.average_13_weeks", "day"),
        },
    ),
}


class Asked:
    """What the ledger says of one day and scope, as it is printed."""

    def __init__(self, ledger: Ledger, day: date, scope: str) -> None:
        self.ledger, self.day, self.scope = ledger, day, scope

    def start(self, period: str) -> date:
        day = self.day
        month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}.get(period, 1)
        return {"day": day, "week": day - DAY * day.weekday()}.get(period, date(day.year, month, 1))

    def between(self, measure: str, first: date, last: date, *where: str) -> Decimal | None:
        found: Fraction | None = self.ledger.read(measure, first, last, self.scope, *where)
        steps = {"money": 100, "rate": 100, "hours": 3600}.get(MEASURES[measure].kind, 1)
        return None if found is None else printed(found / steps)

    def of(self, measure: str, period: str, *where: str) -> Decimal | None:
        return self.between(measure, self.start(period), self.day, *where)

    def gap(self, measure: str, now: tuple[date, date], then: tuple[date, date]) -> Decimal | None:
        """A difference of exact figures, not of printed ones."""
        pair = [self.ledger.read(measure, *run, self.scope) for run in (now, then)]
        return self.less(measure, *pair)

    def less(self, measure: str, now: Fraction | None, then: Fraction | None) -> Decimal | None:
        steps = {"money": 100, "rate": 100, "hours": 3600}.get(MEASURES[measure].kind, 1)
        return None if now is None or then is None else printed((now - then) / steps)


def printed(number: Fraction) -> Decimal:
    """To twelve places, half up: finer than any figure is shown."""
    return Decimal((number * 10**12 + Fraction(1, 2)).__floor__()) / 10**12


def tables(report: Report) -> dict[str, Table]:
    blocks = [*report.front, *(block for section in report.sections for block in section.blocks)]
    return {block.key: block for block in blocks if isinstance(block, Table)}


def charts(report: Report) -> dict[str, Chart]:
    blocks = [*report.front, *(block for section in report.sections for block in section.blocks)]
    return {block.key: block for block in blocks if isinstance(block, Chart)}


def numbers(table: Table, row: Row) -> dict[str, Decimal | None]:
    """A row's figures by the column's key; None where it says n/a."""
    cells = zip(table.columns, row.cells, strict=False)
    return {column.key: cell.content.value for column, cell in cells if isinstance(cell.content, Figure)}


def whole(table: Table, row: Row) -> dict[str, Decimal]:
    """A row whose figures are all there."""
    found = {key: value for key, value in numbers(table, row).items() if value is not None}
    assert len(found) == len(numbers(table, row))
    return found


def label(row: Row) -> str:
    assert isinstance(row.cells[0].content, Words)
    return row.cells[0].content.message


@pytest.fixture(params=CASES.values(), ids=list(CASES))
def case(
    request: pytest.FixtureRequest, ledger_of: Callable[[date], Ledger], told: Callable[..., Told]
) -> tuple[Asked, Report]:
    day, scope = request.param
    return Asked(ledger_of(day), day, scope), told(day, scope).report


def test_every_table(case: tuple[Asked, Report], books: Books) -> None:
    asked, report = case
    found = tables(report)
    for key in ("cash-periods", "staff-periods", "credit-cost-periods"):
        _periods(asked, found[key])
    for key in ("cash-comparison", "staff-comparison"):
        _comparison(asked, found[key])
    for key, (dimension, columns) in MEMBERS.items():
        _members(asked, found.get(key), dimension, columns, books)
    _budgets(asked, found["departments"])
    _liquidity(asked, found.get("cash-liquidity"))


def _periods(asked: Asked, table: Table) -> None:
    measures = {measure.label: key for key, measure in MEASURES.items()}
    assert len(table.rows) >= 1
    for row in table.rows:
        measure = measures[label(row)]
        assert numbers(table, row) == {period: asked.of(measure, period) for period in PERIODS}, measure


def _comparison(asked: Asked, table: Table) -> None:
    """Plan; as many days of last month; the same days 52 weeks before, when data reach that far."""
    measures = {measure.label: key for key, measure in MEASURES.items()}
    today, first = asked.day, asked.start("month")
    before = (first - DAY).replace(day=1)
    prior = before, min(before + (today - first), first - DAY)
    year = first - DAY * 364, today - DAY * 364
    for row in table.rows:
        measure, said = measures[label(row)], numbers(table, row)
        block, _, name = measure.partition(".")
        now = first, today
        assert said["actual"] == asked.between(measure, *now)
        assert said["prior"] == asked.between(measure, *prior), measure
        assert said["vs_prior"] == asked.gap(measure, now, prior), measure
        reaches = year[0] >= date(2025, 9, 15)
        assert said["last_year"] == (asked.between(measure, *year) if reaches else None), measure
        assert said["vs_last_year"] == (asked.gap(measure, now, year) if reaches else None), measure
        plan = f"cash.{PLANS[name]}" if block == "cash" else ""
        assert said["plan"] == (asked.between(plan, *now) if plan else None), measure
        exact = [asked.ledger.read(m, *now, asked.scope) if m else None for m in (measure, plan)]
        assert said["vs_plan"] == asked.less(measure, *exact), measure


def _members(
    asked: Asked, table: Table | None, dimension: str, columns: dict[str, tuple[str, str]], books: Books
) -> None:
    """A row for each member that has a figure, and the total below, which is no sum of ratios."""
    names = {name: line.name for name, line in books.lines.items()}
    held = [key for key, by_day in asked.ledger.values.items() if by_day and not key[1].endswith("budget")]
    own = [key for key in held if key[0] == asked.scope and not key[1].startswith("cash.planned")]
    members = sorted({key[3] for key in own if key[2] == dimension})
    wanted = {}
    for member in members:
        figures = {key: asked.of(m, period, dimension, member) for key, (m, period) in columns.items()}
        if any(value is not None for value in figures.values()):
            shown = member.capitalize() if dimension in ("department", "category") else member
            wanted[names.get(member, shown)] = figures
    if table is None:
        assert not wanted
        return
    said = {label(row): numbers(table, row) for row in table.rows if row.kind == "row"}
    for figures in said.values():
        figures.pop("vs_budget", None)
    assert said == wanted
    totals = [numbers(table, row) for row in table.rows if row.kind == "total"]
    total = {key: asked.of(m, period) for key, (m, period) in columns.items()}
    assert totals == ([total] if len(wanted) > 1 and dimension != "department" else [])


def _budgets(asked: Asked, table: Table) -> None:
    for row in table.rows:
        where = asked.scope, "department", label(row).lower()
        end = asked.ledger.read("staff.pay_month_end", asked.day, asked.day, *where)
        budget = asked.ledger.read("staff.pay_budget", asked.start("month"), asked.day, *where)
        assert numbers(table, row)["vs_budget"] == asked.less("staff.pay", end, budget), where


def _liquidity(asked: Asked, table: Table | None) -> None:
    wanted = {
        MEASURES[measure].label: {"value": value}
        for measure in ("cash.burn", "cash.gross_burn", "cash.runway", "cash.payroll_days")
        if (value := asked.of(measure, "day")) is not None
    }
    said = {label(row): numbers(table, row) for row in table.rows} if table else {}
    assert said == wanted


def test_the_scorecard(case: tuple[Asked, Report]) -> None:
    """The day, the change since the day before, and the month to date."""
    asked, report = case
    yesterday = asked.day - DAY
    assert report.compared_on == yesterday
    shown = {row.measure: row for group in report.scorecard for row in group.rows}
    assert {"cash.closing", "staff.hours", "credit.utilization"} <= set(shown)
    for measure, row in shown.items():
        if measure != "cash.forecast_low":
            today = asked.day, asked.day
            assert row.day.value == asked.of(measure, "day"), measure
            assert row.change.value == asked.gap(measure, today, (yesterday, yesterday)), measure
            assert row.to_date.value == asked.of(measure, "month"), measure


def test_the_charts(case: tuple[Asked, Report]) -> None:
    asked, report = case
    for key, measures in (
        ("cash-in-out", ("cash.receipts", "cash.disbursements")),
        ("credit-path", ("credit.utilization",)),
        ("cash-forecast-path", ("cash.closing",)),
    ):
        chart = charts(report).get(key)
        if chart is None:  # one day is no habit to forecast from
            assert (key, asked.day) == ("cash-forecast-path", date(2025, 9, 15))
            continue
        for series, measure in zip(chart.series, measures, strict=False):
            points = dict(zip(series.x, series.values, strict=True))
            assert points == {day: asked.between(measure, day, day) for day in points}, key
            assert max(points) <= asked.day


def test_the_scorecard_knows_the_working_day(told: Callable[..., Told]) -> None:
    """Of November 2026: 20 working days with the stock count, without Veterans Day and Thanksgiving."""
    report = told(LAST, "").report
    assert (report.working_day, report.working_days) == (13, 20)
    assert (told(date(2026, 1, 1), "").report.working_day) == 0


@pytest.mark.parametrize("scope", ["", "harbor"])
def test_the_forecast_rolls_from_week_to_week(
    scope: str, told: Callable[..., Told], ledger_of: Callable[[date], Ledger]
) -> None:
    made = told(LAST, scope)
    table = tables(made.report)["cash-forecast"]
    weeks = [whole(table, row) for row in table.rows]
    assert len(weeks) == 13
    held = Asked(ledger_of(LAST), LAST, scope).of("cash.closing", "day")
    for week in weeks:
        assert week["opening"] == held
        assert week["closing"] == week["opening"] + week["receipts"] - week["disbursements"]
        assert week["low"] <= week["closing"]
        held = week["closing"]
    low = Decimal(int(made.measures.read("cash.forecast_low", LAST, "day", scope).amount)) / 100
    path = charts(made.report)["cash-forecast-path"].series[1]
    assert low == min(value for value in path.values[1:] if value is not None)
    assert low == min(week["low"] for week in weeks)


@pytest.mark.parametrize("scope", ["", "harbor"])
def test_the_forecast_holds_what_is_known(scope: str, told: Callable[..., Told], books: Books) -> None:
    found = tables(told(LAST, scope).report)
    made_of = found["cash-forecast-sources"]
    sources = {label(row): whole(made_of, row) for row in made_of.rows}
    weeks = [whole(found["cash-forecast"], row) for row in found["cash-forecast"].rows]
    for flow in ("receipts", "disbursements"):
        assert sum(row[flow] for row in sources.values()) == sum(week[flow] for week in weeks)
    end = LAST + DAY * 91
    known = [a for entity, day, a in books.expected if LAST < day <= end and scope in ("", entity)]
    said = sources["Expected receipts and payments"]
    assert said["receipts"] == Decimal(sum(a for a in known if a > 0)) / 100
    assert said["disbursements"] == Decimal(-sum(a for a in known if a < 0)) / 100


def test_a_finding_takes_two_lines_of_a_page(told: Callable[..., Told]) -> None:
    """A4 has room for some 125 letters a line at the size of the findings."""
    for day in (LAST, LAST + DAY, date(2026, 11, 1), date(2026, 10, 25)):
        report = told(day, "").report
        seen = view(report, PageSettings(), isolates=False)
        for finding in report.findings:
            parts = (finding.lead, *finding.detail, *finding.aside)
            assert len(" ".join(seen.say(part) for part in parts)) <= 250
