"""What is hidden from an audience is nowhere in its copy: every number and name is unique and searched."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

import pytest

from flashreport.domain.audience import reduced, sees_scope
from flashreport.domain.measures import MEASURES
from flashreport.domain.pay import PAY, speaks_of_pay
from flashreport.domain.report import (
    Block,
    Cell,
    Chart,
    Column,
    Definition,
    Figure,
    Finding,
    InputState,
    Note,
    Provenance,
    Report,
    Restatement,
    Row,
    ScoreGroup,
    ScoreRow,
    Section,
    Series,
    SourceFile,
    Status,
    Table,
    Trend,
    Words,
    name,
    words,
)
from flashreport.domain.units import HOURS, PERCENT, Unit, money

DEPARTMENTS = {"kitchen": "Kitchen", "service": "Service floor"}
UNITS = {"money": money("USD"), "hours": HOURS, "percent": PERCENT}


@dataclass(frozen=True)
class See:
    """An audience."""

    name: str = "readers"
    entities: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    pay: bool = False
    small_groups: bool = True


@dataclass
class Marked:
    """Gives each figure a number of its own and remembers what it tells about."""

    tags: dict[str, frozenset[str]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(7000001))

    def number(self, *tags: str) -> Decimal:
        value = next(self.numbers)
        self.tags[str(value)] = frozenset(tags)
        return Decimal(value)

    def figure(self, measure: str, *tags: str) -> Figure:
        kind = UNITS.get(MEASURES[measure].kind, Unit(kind="rate", currency="USD", per="hour"))
        pay = ("pay",) if measure in PAY else ()
        return Figure(unit=kind, value=self.number(measure.split(".")[0], *pay, *tags))

    def text(self, text: str, *tags: str) -> str:
        self.tags[text] = frozenset(tags)
        return text

    def holding(self, tag: str) -> set[str]:
        return {text for text, tags in self.tags.items() if tag in tags}


@pytest.fixture
def marked() -> Marked:
    return Marked()


@pytest.fixture
def report(marked: Marked) -> Report:
    """A report with the parts that a real one has, under the same keys."""
    measures = (
        "cash.closing",
        "cash.payroll_days",
        "staff.hours",
        "staff.labour_share",
        "staff.pay",
        "credit.drawn",
    )
    return Report(
        id="1-1",
        company="Harbor Grill",
        report="Flash report",
        business_date=date(2026, 11, 23),
        built_at=datetime(2026, 11, 24, tzinfo=UTC),
        currency="USD",
        working_day=1,
        working_days=20,
        inputs=(InputState(name="timesheets", state="ok", rows=int(marked.number("input"))),),
        findings=tuple(findings(marked)),
        scorecard=tuple(
            ScoreGroup(
                block=block,
                title=words(block),
                rows=tuple(score(marked, measure) for measure in measures if measure.startswith(block)),
            )
            for block in ("cash", "staff", "credit")
        ),
        front=(chart(marked, "cash-in-out", "cash.net"), departments(marked), overtime(marked)),
        sections=tuple(sections(marked)),
        definitions=tuple(
            Definition(measure=one, label=words(one), formula=words(one), unit=words("USD"))
            for one in measures
        ),
        restated=tuple(
            Restatement(
                measure=one,
                label=words(one),
                on=date(2026, 11, 20),
                was=marked.figure(one, "whole"),
                now=marked.figure(one, "whole"),
            )
            for one in measures
        ),
        provenance=Provenance(
            version="1",
            settings_sha256="0",
            files=(
                SourceFile(
                    input="x", file=marked.text("pay/november.csv", "file"), sha256="0", rows=1, set_aside=0
                ),
            ),
        ),
    )


def score(marked: Marked, measure: str) -> ScoreRow:
    figures = [marked.figure(measure, "whole") for _ in range(4)]
    return ScoreRow(
        measure=measure,
        label=words(MEASURES[measure].label),
        day=figures[0],
        change=figures[1],
        to_date=figures[2],
        variance=figures[3],
        target=words("{v}", v=marked.figure(measure, "whole")),
        trend=Trend(values=(float(marked.figure(measure, "whole").value or 0),)),
        status=Status(level="good", text=words("ok")),
    )


def findings(marked: Marked) -> list[Finding]:
    share, low = "staff.overtime_share", "staff.low_yield_overtime"
    return [
        Finding(
            id="kpi-1",
            level="act",
            measure=share,
            lead=words("{now}", now=marked.figure(share, "whole")),
            detail=(
                words("{place} has {s}", place=name("Service floor"), s=marked.figure(share, "whole")),
                words("{amount} of overtime pay", amount=marked.figure(low, "whole")),
            ),
            aside=(words("heading {amount} over", amount=marked.figure("staff.pay", "whole")),),
        ),
        Finding(
            id="kpi-2",
            level="act",
            measure=share,
            where={"department": "kitchen"},
            lead=words("{now}", now=marked.figure(share, "kitchen")),
        ),
        Finding(
            id="kpi-3",
            level="act",
            measure="cash.closing",
            lead=words("{now}", now=marked.figure("cash.closing", "whole")),
            detail=(
                words("{category} took {a}", category=name("Payroll"), a=marked.figure("staff.pay", "whole")),
            ),
        ),
        Finding(
            id="kpi-4",
            level="act",
            measure="staff.pay",
            lead=words("{a}", a=marked.figure("staff.pay", "whole")),
        ),
        Finding(id="input-x", level="watch", lead=words("{n} rows", n=marked.figure("staff.hours", "input"))),
    ]


def departments(marked: Marked) -> Table:
    columns = {
        "hours_day": "staff.hours",
        "overtime": "staff.overtime_hours",
        "share": "staff.overtime_share",
        "low_yield": "staff.low_yield_overtime",
        "revenue_per_hour": "staff.revenue_per_hour",
        "pay": "staff.pay",
        "month_end": "staff.pay_month_end",
        "vs_budget": "staff.pay_budget",
        "added_later": "staff.overtime_pay",
    }
    rows = [
        Row(
            cells=(
                Cell(content=name(marked.text(label, id_))),
                *(Cell(content=marked.figure(measure, id_)) for measure in columns.values()),
            )
        )
        for id_, label in DEPARTMENTS.items()
    ]
    total = Row(
        cells=(
            Cell(content=words("Total")),
            *(Cell(content=marked.figure(one, "whole")) for one in columns.values()),
        ),
        kind="total",
    )
    heads = [Column(key="member", label=words("Department"), kind="text")]
    heads += [Column(key=key, label=words(key)) for key in columns]
    return Table(key="departments", title=words("Hours"), columns=tuple(heads), rows=(*rows, total))


def chart(marked: Marked, key: str, measure: str) -> Chart:
    value = marked.figure(measure, "whole")
    line = Series(label=words("x"), style="actual", x=(date(2026, 11, 23),), values=(value.value,))
    return Chart(
        key=key,
        kind="lines",
        title=words("t"),
        unit=value.unit,
        series=(line,),
        mark=value,
        alt=words("{v}", v=marked.figure(measure, "whole")),
    )


def overtime(marked: Marked) -> Chart:
    values = tuple(marked.figure("staff.overtime_hours", id_).value for id_ in DEPARTMENTS)
    top = marked.figure("staff.overtime_hours", "service")
    return Chart(
        key="overtime-departments",
        kind="bars",
        title=words("Overtime"),
        unit=HOURS,
        categories=tuple(name(label) for label in DEPARTMENTS.values()),
        series=(Series(label=words("overtime"), style="actual", values=values),),
        alt=words("{place} has most: {hours}", place=name("Service floor"), hours=top),
        mark=top,
    )


def register(marked: Marked) -> Table:
    """Targets of KPIs by their printed names, which the user may have written."""
    rows = tuple(
        Row(
            cells=(
                Cell(content=name(MEASURES[one].label)),
                Cell(content=marked.figure(one, "register")),
            ),
            measure=one,
        )
        for one in ("staff.hours", "staff.labour_share")
    )
    columns = (
        Column(key="kpi", label=words("KPI"), kind="text"),
        Column(key="target", label=words("Target")),
    )
    return Table(key="kpi-register", title=words("KPIs"), columns=columns, rows=rows)


def labelled(marked: Marked, key: str, *measures: str) -> Table:
    rows = tuple(
        Row(
            cells=(
                Cell(content=words(MEASURES[one].label)),
                Cell(content=marked.figure(one, "whole")),
            )
        )
        for one in measures
    )
    columns = (
        Column(key="measure", label=words("Measure"), kind="text"),
        Column(key="day", label=words("Day")),
    )
    return Table(key=key, title=words(key), columns=columns, rows=rows)


def sections(marked: Marked) -> list[Section]:
    categories = Table(
        key="cash-categories",
        title=words("Categories"),
        columns=(
            Column(key="member", label=words("Category"), kind="text"),
            Column(key="out", label=words("Out")),
        ),
        rows=(
            Row(cells=(Cell(content=name("Payroll")), Cell(content=marked.figure("staff.pay", "whole")))),
            Row(
                cells=(Cell(content=name("Rent")), Cell(content=marked.figure("cash.disbursements", "whole")))
            ),
            Row(
                cells=(Cell(content=words("Total")), Cell(content=marked.figure("staff.pay", "whole"))),
                kind="total",
            ),
        ),
    )
    pay_chart = chart(marked, "staff-pay", "staff.pay")
    staff: tuple[Block, ...] = (
        labelled(
            marked, "staff-periods", "staff.hours", "staff.revenue", *sorted(k for k in PAY if k[0] == "s")
        ),
        departments(marked),
        overtime(marked),
        pay_chart,
        Note(text=words("{n}", n=marked.figure("staff.pay", "whole"))),
    )
    return [
        Section(
            key="cash",
            title=words("Cash"),
            blocks=(labelled(marked, "cash-liquidity", "cash.net", "cash.payroll_days"), categories),
        ),
        Section(key="staff", title=words("Staff"), blocks=staff),
        Section(key="register", title=words("KPIs"), blocks=(register(marked),)),
        Section(
            key="credit", title=words("Credit"), blocks=(labelled(marked, "credit-lines", "credit.drawn"),)
        ),
    ]


def leaks(report: Report, hidden: set[str]) -> set[str]:
    text = report.to_json()
    return {one for one in hidden if one in text}


def test_who_may_see_all_gets_the_same_report(report: Report, marked: Marked) -> None:
    assert reduced(report, See(pay=True)) == report
    assert leaks(report, set(marked.tags)) == set(marked.tags)


def test_pay_is_hidden_unless_granted(report: Report, marked: Marked) -> None:
    seen = reduced(report, See())
    assert leaks(seen, marked.holding("pay")) == set()
    open_numbers = set(marked.tags) - marked.holding("pay")
    missing = open_numbers - leaks(seen, open_numbers)
    assert missing == set()


def test_what_gives_pay_away_counts_as_pay() -> None:
    assert {
        "staff.pay",
        "staff.pay_4_weeks",
        "staff.surcharges",
        "staff.extra_pay",
        "staff.pay_month_end",
        "staff.pay_budget",
        "staff.overtime_premium",
        "staff.overtime_pay",
        "staff.low_yield_overtime",
        "staff.labour_share",
        "staff.pay_month_end_low",
        "staff.pay_month_end_high",
        "cash.payroll_days",
    } == PAY


@pytest.mark.parametrize("pay", [True, False])
def test_sections_that_are_not_named_are_hidden(report: Report, marked: Marked, pay: bool) -> None:
    seen = reduced(report, See(sections=("credit",), pay=pay))
    hidden = (
        marked.holding("cash") | marked.holding("staff") | marked.holding("input") | marked.holding("file")
    )
    assert leaks(seen, hidden) == set()
    assert leaks(seen, set(DEPARTMENTS.values())) == set()
    credit = marked.holding("credit")
    assert leaks(seen, credit) == credit
    assert [section.key for section in seen.sections] == ["credit"]


def test_a_head_of_department_sees_the_own_one(report: Report, marked: Marked) -> None:
    seen = reduced(report, See(departments=("kitchen",), pay=True), DEPARTMENTS)
    staff = [section for section in seen.sections if section.key == "staff"]
    without_cash = seen.model_copy(
        update={"sections": tuple(staff), "findings": tuple(f for f in seen.findings if f.where)}
    )
    whole_staff = {text for text in marked.holding("whole") if "staff" in marked.tags[text]}
    # Those who may see pay see it among cash, where the test has put pay of the whole company.
    assert leaks(without_cash, whole_staff) == set()
    assert leaks(seen, marked.holding("service") | {"Service floor"}) == set()
    assert leaks(seen, marked.holding("register")) == set()
    assert "Kitchen" in leaks(seen, marked.holding("kitchen"))
    table = next(block for block in seen.front if isinstance(block, Table))
    assert [_label(row) for row in table.rows] == ["Kitchen"]
    assert leaks(seen, marked.holding("credit")) == marked.holding("credit")


def _label(row: Row) -> str:
    content = row.cells[0].content
    assert isinstance(content, Words)
    return content.message


def test_a_head_of_department_without_pay(report: Report, marked: Marked) -> None:
    seen = reduced(report, See(departments=("kitchen",)), DEPARTMENTS)
    assert leaks(seen, marked.holding("pay") | marked.holding("service")) == set()
    hours = {text for text in marked.holding("kitchen") if "pay" not in marked.tags[text]}
    assert leaks(seen, hours) == hours


def test_a_department_that_is_not_in_the_report_sees_none(report: Report, marked: Marked) -> None:
    seen = reduced(report, See(departments=("bar",), pay=True), DEPARTMENTS)
    assert leaks(seen, marked.holding("kitchen") | marked.holding("service")) == set()


def test_figures_of_all_entities_are_not_for_an_audience_of_some(report: Report, marked: Marked) -> None:
    seen = reduced(report, See(entities=("east",), pay=True))
    assert leaks(seen, set(marked.tags)) == set()


def test_an_audience_of_an_entity_sees_its_report_without_what_is_of_the_whole_company(
    report: Report, marked: Marked
) -> None:
    said = Note(
        text=words("{day}, {role}: {text}", role=name("CFO"), text=name(marked.text("all shops", "said")))
    )
    of_one = report.model_copy(update={"scope": "East", "front": (*report.front, said)})
    seen = reduced(of_one, See(entities=("east",), pay=True))
    hidden = marked.holding("input") | marked.holding("file") | marked.holding("said")
    findings = {
        text for text in marked.holding("input") if "staff" in marked.tags[text]
    }  # of an input's state
    assert leaks(seen, hidden) == findings
    assert leaks(seen, set(marked.tags)) == set(marked.tags) - (hidden - findings)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Payroll", True),
        ("net-wages", True),
        ("حقوق و دستمزد", True), ("حقوق\u200cها", True), ("Löhne", True),
        ("Lohnkosten Küche", True),
        ("GEHÄLTER", True), ("Salaires et charges", True), ("رواتب الموظفين", True),
        ("Rent", False), ("payments", False), ("Paypal", False), ("اجاره", False), ("Miete", False),
    ],
)  # fmt: skip
def test_a_category_of_pay_is_known_by_its_name_in_the_languages_of_the_pages(text: str, tells: bool) -> None:
    assert speaks_of_pay(text) == tells


def test_a_label_that_the_user_gave_to_pay_is_hidden_with_its_row(report: Report) -> None:
    columns = (Column(key="kpi", label=words("KPI"), kind="text"),)
    kpis = {"staff.labour_share": "Sauce per plate", "cash.closing": "Safe", "": "From an older program"}
    rows = tuple(Row(cells=(Cell(content=name(label)),), measure=one) for one, label in kpis.items())
    table = Table(key="kpi-register", title=words("KPIs"), columns=columns, rows=rows)
    section = Section(key="register", title=words("KPIs"), blocks=(table,))
    whole = report.model_copy(update={"sections": (section,)})
    assert [_label(row) for row in rows_of(reduced(whole, See()))] == ["Safe"]
    assert len(rows_of(reduced(whole, See(pay=True)))) == 3


def rows_of(report: Report) -> tuple[Row, ...]:
    table = report.sections[0].blocks[0]
    assert isinstance(table, Table)
    return table.rows


def test_words_of_people_about_pay_are_for_those_who_see_it(report: Report) -> None:
    def said(text: str, **about: Words) -> Note:
        return Note(text=words("{day}, {role}: {text}", role=name("CFO"), text=name(text), **about))

    of_measure = said("two cooks wanted theirs", measure=words(MEASURES["cash.payroll_days"].label))
    notes = (said("a quiet day"), said("wages went early"), of_measure)
    whole = report.model_copy(update={"front": notes, "sections": ()})
    assert reduced(whole, See()).front == notes[:1]
    assert reduced(whole, See(pay=True)).front == notes


def test_an_audience_gets_reports_of_its_entities_only() -> None:
    assert sees_scope(See(), "")
    assert sees_scope(See(entities=("east",)), "east")
    assert not sees_scope(See(entities=("east",)), "west")
    assert not sees_scope(See(entities=("east",)), "")


def test_a_reduced_report_is_still_a_report(report: Report) -> None:
    seen = reduced(report, See(departments=("kitchen",), sections=("staff", "cash")), DEPARTMENTS)
    assert Report.from_json(seen.to_json()) == seen
