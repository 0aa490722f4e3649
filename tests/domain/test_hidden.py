"""What is hidden for too few people, and KPIs for named audiences, in a model of two departments."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from flashreport.domain.audience import reduced
from flashreport.domain.hidden import tells_of_few
from flashreport.domain.report import (
    Block,
    Cell,
    Chart,
    Column,
    Few,
    Figure,
    Finding,
    Provenance,
    Report,
    Restatement,
    Row,
    ScoreGroup,
    ScoreRow,
    Section,
    Series,
    Status,
    Table,
    Trend,
    name,
    words,
)
from flashreport.domain.units import money
from flashreport.workspace.settings import Audience

USD = money("USD")
DAY = date(2026, 11, 23)
SECRET = ("7101", "7102", "7103", "7104", "7105", "7106", "7107", "7108", "7109", "7110", "7111")


def figure(value: str, *, few: bool = False) -> Figure:
    return Figure(unit=USD, value=Decimal(value), few=few)


def score(measure: str, *values: str, few: bool = False, audience: tuple[str, ...] = ()) -> ScoreRow:
    day, change, to_date, variance, point = values
    return ScoreRow(
        measure=measure,
        label=words(measure),
        day=figure(day, few=few),
        change=figure(change, few=few),
        to_date=figure(to_date, few=few),
        target=words("≤ {target}", target=figure("5000")),
        variance=figure(variance, few=few),
        trend=Trend(values=(float(point), float(point)), lower=1.0, upper=float(point), few=few),
        status=Status(level="act", text=words("Over limit")),
        audience=audience,
    )


def row(label: str, *figures: Figure, level: str = "none", audience: tuple[str, ...] = ()) -> Row:
    cells = (Cell.model_validate({"content": one, "level": level}) for one in figures)
    return Row(cells=(Cell(content=name(label)), *cells), audience=audience)


def table(key: str, *rows: Row, columns: tuple[str, ...] = ("member", "pay")) -> Table:
    heads = tuple(Column(key=one, label=words(one)) for one in columns)
    return Table(key=key, title=words(key), columns=heads, rows=rows)


def finding(number: str, *, few: bool = False, **more: object) -> Finding:
    detail = (
        words("It is heading {amount} over budget.", amount=figure("7109", few=True)),
        words("{n} more.", n=figure("12")),
    )
    values = {
        "id": number,
        "level": "act",
        "lead": words(number),
        "detail": detail,
        "measure": "staff.pay",
        "few": few,
    }
    return Finding.model_validate({**values, **more})


def report(few: Few = "some") -> Report:
    path = Series(label=words("path"), style="path", values=(Decimal("0.6"),), audience=("board",))
    lines: Block = Chart(
        key="credit-path", kind="lines", title=words("Credit"), unit=USD, alt=words("credit"),
        series=(Series(label=words("now"), style="actual", values=(Decimal(5),)), path),
    )  # fmt: skip
    return Report(
        id="1-1",
        company="Harbor Grill",
        report="Flash report",
        business_date=DAY,
        built_at=datetime(2026, 11, 24, tzinfo=UTC),
        currency="USD",
        working_day=1,
        working_days=20,
        findings=(finding("few", few=True), finding("enough"), finding("board", audience=("board",))),
        scorecard=(
            ScoreGroup(
                block="staff",
                title=words("Staff"),
                rows=(
                    score("staff.pay", *SECRET[:5], few=True),
                    score("staff.hours", "1", "2", "3", "4", "5", audience=("board",)),
                ),
            ),
        ),
        front=(lines,),
        sections=(
            Section(
                key="cash",
                title=words("Cash"),
                blocks=(
                    table("cash-categories", row("Payroll", figure("4100")), row("Rent", figure("4200"))),
                ),
            ),
            Section(
                key="staff",
                title=words("Staff"),
                blocks=(
                    table(
                        "departments",
                        row("Kitchen", figure("7106", few=True), level="act"),
                        row("Service", figure("900")),
                    ),
                    Chart(
                        key="pay-departments", kind="bars", title=words("Pay"), unit=USD, alt=words("pay"),
                        categories=(name("Kitchen"),),
                        series=(Series(label=words("Pay"), style="actual", values=(Decimal(7107),)),),
                    ),
                ),
            ),
            Section(
                key="register",
                title=words("KPI register"),
                blocks=(
                    table("kpi-register", row("Secret", audience=("board",)), row("Open"), columns=("kpi",)),
                ),
            ),
        ),
        restated=(
            Restatement(
                measure="staff.pay", label=words("Pay"), on=DAY,
                was=figure("7108", few=True), now=figure("7110", few=True),
            ),
        ),
        provenance=Provenance(version="1", settings_sha256="0"),
        few=few,
    )  # fmt: skip


def audience(label: str = "managers", **more: object) -> Audience:
    return Audience.model_validate({"name": label, "report": "daily", "pay": True, **more})


def test_no_marked_figure_is_left_in_any_part() -> None:
    seen = reduced(report(), audience())
    text = seen.to_json()
    assert [secret for secret in SECRET if secret in text] == []
    assert not tells_of_few(seen)
    assert "4100" in text  # the company as a whole is large enough: its payroll is told


def test_a_hidden_figure_is_told_apart_from_one_that_is_not_there() -> None:
    seen = reduced(report(), audience())
    pay = seen.scorecard[0].rows[0]
    assert (pay.day.state, pay.variance and pay.variance.state) == ("hidden", "hidden")
    assert (pay.trend.values, pay.status.level, pay.status.text.message) == ((), "none", "Hidden")
    kitchen, service = seen.sections[1].blocks[0].rows  # type: ignore[union-attr]  # the departments' table
    assert kitchen.cells[1] == Cell(content=pay.day)  # no tone that says on which side it is
    assert service.cells[1].content == figure("900")


def test_findings_about_it_go_and_others_lose_the_sentence() -> None:
    assert [(one.id, len(one.detail)) for one in reduced(report(), audience()).findings] == [("enough", 1)]


def test_charts_in_units_of_pay_go_where_some_group_is_small() -> None:
    def keys(few: Few) -> list[str]:
        blocks = reduced(report(few), audience()).sections[1].blocks
        return [block.key for block in blocks if block.type != "note"]

    assert keys("some") == ["departments"]
    assert keys("none") == ["departments", "pay-departments"]


@pytest.mark.parametrize(("few", "names"), [("some", ["Payroll", "Rent"]), ("all", ["Rent"])])
def test_payments_of_payroll_go_where_the_whole_is_too_few(few: Few, names: list[str]) -> None:
    rows = reduced(report(few), audience()).sections[0].blocks[0].rows  # type: ignore[union-attr]  # a table
    assert [one.cells[0].content for one in rows] == [name(one) for one in names]


def test_a_report_of_older_days_tells_no_pay_to_those_who_may_not_see_small_groups() -> None:
    seen = reduced(report("unknown"), audience())
    assert [group.rows for group in seen.scorecard] == []
    assert all(secret not in seen.to_json() for secret in (*SECRET, "4100"))


def test_who_may_see_small_groups_sees_all() -> None:
    whole = report()
    assert reduced(whole, audience("board", small_groups=True)) == whole


def test_a_kpi_is_shown_to_its_audiences_alone() -> None:
    board, others = (reduced(report(), audience(label, small_groups=True)) for label in ("board", "others"))
    assert "Secret" in board.to_json()
    assert "staff.hours" in board.to_json()
    assert "Secret" not in others.to_json()
    assert [one.measure for one in others.scorecard[0].rows] == ["staff.pay"]
    assert [one.id for one in others.findings] == ["few", "enough"]
    chart = others.front[0]
    assert isinstance(chart, Chart)
    assert [one.style for one in chart.series] == ["actual"]
