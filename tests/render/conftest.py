"""A report made by hand: the Corner Table Group on 19 November 2026."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from flashreport.domain.report import (
    NOTHING,
    Cell,
    Chart,
    Column,
    Day,
    Definition,
    Figure,
    Finding,
    InputState,
    Level,
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
from flashreport.domain.units import COUNT, HOURS, PERCENT, POINTS, Unit, money

# A row of the report stays together here.
# fmt: off
USD = money("USD")
RATE = Unit(kind="rate", currency="USD", per="hour")
THE_DAY = date(2026, 11, 19)


def usd(value: str, *, signed: bool = False) -> Figure:
    return Figure(unit=USD, value=Decimal(value), signed=signed)


def figure(unit: Unit, value: str, decimals: int | None = None, *, signed: bool = False) -> Figure:
    return Figure(unit=unit, value=Decimal(value), decimals=decimals, signed=signed)


def at_least(value: Figure) -> Words:
    return words("≥ {value}", value=value)


def by(value: Figure, on: date) -> Words:
    return words("{value} by {day}", value=value, day=Day(on=on))


def wave(seed: int, drift: float, end: float) -> tuple[float | None, ...]:
    """Thirty values that look like a measure: a drift and a repeating jitter."""
    state, values = seed, []
    for step in range(30):
        state = (state * 1103515245 + 12345) % 2**31
        values.append(drift * step + (state / 2**31 - 0.5) * 4)
    values[-1] += end
    return tuple(round(value, 3) for value in values)


def row(
    measure: str, label: str, day: Figure, change: Figure, to_date: Figure, target: Words, variance: Figure,
    status: tuple[Level, str], trend: Trend,
) -> ScoreRow:
    return ScoreRow(
        measure=measure, label=words(label), day=day, change=change, to_date=to_date, target=target,
        variance=variance, trend=trend, status=Status(level=status[0], text=words(status[1])),
    )


def scorecard() -> tuple[ScoreGroup, ...]:
    band = {"lower": -2.5, "upper": 2.5}
    cash = (
        row(
            "cash.closing", "Closing cash", usd("418220"), usd("-41630", signed=True), usd("418220"),
            at_least(usd("350000")), usd("68220", signed=True), ("good", "Above floor"),
            Trend(values=wave(1, -0.25, 0), lower=-6, upper=3),
        ),
        row(
            "cash.net", "Net cash flow", usd("-41630"), usd("-58910", signed=True), usd("-96480"),
            words("{value}", value=usd("-60000")), usd("-36480", signed=True), ("act", "Behind plan"),
            Trend(values=wave(2, 0.02, -4), **band),
        ),
        row(
            "cash.low_point", "13-week low point", usd("287400"), usd("-22100", signed=True),
            Figure(unit=Unit(kind="date"), on=date(2027, 1, 11)), at_least(usd("300000")),
            usd("-12600", signed=True), ("watch", "Below floor"),
            Trend(values=wave(3, -0.12, -1), lower=-4, upper=2),
        ),
    )
    staff = (
        row(
            "staff.hours", "Hours worked", figure(HOURS, "1184"), figure(HOURS, "36", signed=True),
            figure(HOURS, "16902"), words("{value}", value=figure(HOURS, "16400")),
            figure(HOURS, "502", signed=True), ("good", "Within limits"),
            Trend(values=wave(4, 0, 1), **band),
        ),
        row(
            "staff.overtime_share", "Overtime share", figure(PERCENT, "0.141"),
            figure(POINTS, "0.029", signed=True), figure(PERCENT, "0.116"),
            words("≤ {value}", value=figure(PERCENT, "0.08")), figure(POINTS, "0.036", signed=True),
            ("act", "Signal: 8 rising"),
            Trend(
                values=(*wave(5, 0, 0)[:22], 0, 1, 2, 2.6, 3.6, 4.5, 5.6, 7), lower=-2.5, upper=3, target=-1
            ),
        ),
        row(
            "staff.revenue_per_hour", "Revenue per hour", figure(RATE, "61.30"),
            figure(RATE, "-4.10", signed=True), figure(RATE, "64.85"),
            words("{value}", value=figure(RATE, "66.00")), figure(RATE, "-1.15", signed=True),
            ("watch", "Near target"), Trend(values=wave(6, 0, -1), **band),
        ),
        row(
            "staff.on_time", "Jobs completed on time", figure(PERCENT, "0.88", 0),
            figure(POINTS, "-0.02", 0, signed=True), figure(PERCENT, "0.91", 0),
            words("{value}", value=figure(PERCENT, "0.95", 0)), figure(POINTS, "-0.04", 0, signed=True),
            ("watch", "Behind target"), Trend(values=wave(7, 0, -1), **band),
        ),
    )
    credit = (
        row(
            "credit.utilization", "Utilization", figure(PERCENT, "0.784"),
            figure(POINTS, "0.017", signed=True), figure(PERCENT, "0.784"),
            by(figure(PERCENT, "0.60", 0), date(2026, 12, 31)), figure(POINTS, "0.184", signed=True),
            ("act", "Off the path"), Trend(values=wave(8, 0.25, 1), lower=0, upper=7),
        ),
        row(
            "credit.available", "Available", usd("129600"), usd("-10200", signed=True), usd("129600"),
            at_least(usd("150000")), usd("-20400", signed=True), ("watch", "Below floor"),
            Trend(values=wave(9, -0.25, -1), lower=-7, upper=1),
        ),
    )
    audience = (
        row(
            "audience.reach", "Reach, all platforms", figure(COUNT, "48310"),
            figure(COUNT, "5120", signed=True), figure(COUNT, "702940"),
            by(figure(COUNT, "900000"), date(2026, 11, 30)), figure(PERCENT, "0.78", 0),
            ("good", "On pace"), Trend(values=wave(10, 0, 2), **band),
        ),
        row(
            "audience.engagement", "Engagement rate", figure(PERCENT, "0.039"),
            figure(POINTS, "0.002", signed=True), figure(PERCENT, "0.037"),
            words("{value}", value=figure(PERCENT, "0.035")), figure(POINTS, "0.002", signed=True),
            ("good", "Met"), Trend(values=wave(11, 0, 2), **band),
        ),
    )
    blocks = (
        ("cash", "Cash", cash), ("staff", "Staff", staff), ("credit", "Credit lines", credit),
        ("audience", "Audience", audience),
    )
    return tuple(ScoreGroup(block=key, title=words(title), rows=rows) for key, title, rows in blocks)


def working_days(last: date, count: int) -> tuple[date, ...]:
    days: list[date] = []
    day = last
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day -= timedelta(days=1)
    return tuple(reversed(days))


def series(text: str, scale: str = "1") -> tuple[Decimal, ...]:
    return tuple(Decimal(part) * Decimal(scale) for part in text.split())


CASH_IN = series("68 54 37 37 91 73 63 6 63 60 83 60 50 62 17 70 58 39 75 46.8", "1000")
CASH_OUT = series("35 46 60 59 50 42 87 71 38 37 81 71 84 69 43 60 24 45 55 88.4", "1000")
UTILIZATION = series(
    "698 706 711 715 715 714 723 722 719 722 729 735 739 742 740 741"
    " 747 759 760 759 763 763 757 762 760 778 768 771 778 782 784", "0.001",
)


def charts() -> tuple[Chart, Chart]:
    days = working_days(THE_DAY, 20)
    cash = Chart(
        key="cash.in_out", kind="in_out", title=words("Cash in and out"),
        subtitle=words("$ thousand a day"), unit=USD, scale=1000,
        series=(
            Series(label=words("in"), style="actual", x=days, values=CASH_IN),
            Series(label=words("out"), style="second", x=days, values=CASH_OUT),
        ),
        notes=((THE_DAY, words("supplier run")),),
        alt=words("Cash in and out on each of the last 20 working days"),
    )
    actual = tuple(THE_DAY - timedelta(days=30 - i) for i in range(31))
    end = date(2026, 12, 31)
    path = Chart(
        key="credit.path", kind="lines", title=words("Credit utilization and its path"),
        subtitle=words("both lines, % of {limit}", limit=usd("600000")), unit=PERCENT,
        series=(
            Series(label=words("actual"), style="actual", x=actual, values=UTILIZATION),
            Series(
                label=words("at this pace"), style="forecast", x=(THE_DAY, end),
                values=(Decimal("0.784"), Decimal("0.90")),
            ),
            Series(
                label=words("path to target"), style="path", x=(THE_DAY, end),
                values=(Decimal("0.784"), Decimal("0.60")),
            ),
            Series(
                label=words("target {value}", value=figure(PERCENT, "0.6", 0)), style="target",
                x=(actual[0], end), values=(Decimal("0.6"),) * 2,
            ),
        ),
        mark=figure(PERCENT, "0.784"),
        alt=words(
            "Credit utilization is {value}; at this pace it reaches 90% by the end of the year",
            value=figure(PERCENT, "0.784"),
        ),
    )
    return cash, path


def hours_table() -> Table:
    heads = (
        "Hours, day", "Overtime", "Share", "On low-yield jobs", "Revenue / hour", "Pay to date",
        "Month-end pay", "vs budget",
    )
    lines = (
        ("Kitchen", "412", "81", "0.197", "1260", "38.20", "96480", "141900", "9900", "act"),
        ("Service", "376", "42", "0.112", "310", "71.40", "71220", "104800", "1300", "watch"),
        ("Delivery", "248", "31", "0.125", "0", "58.90", "42310", "61700", "-800", "none"),
        ("Office", "148", "13", "0.088", "0", "", "39050", "57400", "150", "none"),
    )
    rows = []
    for label, hours, overtime, share, low, rate, pay, end, variance, level in lines:
        revenue = (
            figure(RATE, rate)
            if rate
            else Figure(unit=RATE, state="missing", reason="no revenue is booked on Office")
        )
        cells = (
            Cell(content=name(label)), Cell(content=figure(HOURS, hours)),
            Cell(content=figure(HOURS, overtime)), Cell(content=figure(PERCENT, share)),
            Cell(content=usd(low)), Cell(content=revenue), Cell(content=usd(pay)), Cell(content=usd(end)),
            Cell(content=usd(variance, signed=True), level=level),
        )
        rows.append(Row(cells=cells))
    widths = (1.25, 1.0, 0.9, 0.75, 1.6, 1.3, 1.1, 1.3, 1.0)
    columns = (
        Column(key="department", label=words("Department"), kind="text", width=widths[0]),
        *(
            Column(key=head, label=words(head), width=width)
            for head, width in zip(heads, widths[1:], strict=True)
        ),
    )
    return Table(
        key="staff.departments", title=words("Where the hours went"),
        subtitle=words("month to date, pay projected to {day}", day=Day(on=date(2026, 11, 30), form="long")),
        columns=columns, rows=tuple(rows),
    )


def findings() -> tuple[Finding, ...]:
    return (
        Finding(
            id="credit.target", level="act", measure="credit.utilization",
            lead=words(
                "Credit utilization is {value}, and the target is {target} by {day}.",
                value=figure(PERCENT, "0.784"), target=figure(PERCENT, "0.6", 0),
                day=Day(on=date(2026, 12, 31), form="long"),
            ),
            detail=(
                words(
                    "Reaching it takes a paydown of {amount}: {daily} each working day.",
                    amount=usd("110400"), daily=usd("3808"),
                ),
            ),
            aside=(
                words("Owner: finance."),
                words(
                    "The line was last below {target} on {day}.", target=figure(PERCENT, "0.6", 0),
                    day=Day(on=date(2026, 8, 4), form="long"),
                ),
            ),
        ),
        Finding(
            id="staff.overtime", level="act", measure="staff.overtime_share", since_days=8,
            lead=words(
                "Overtime rose for the eighth day in a row, to {value} of hours.",
                value=figure(PERCENT, "0.141"),
            ),
            detail=(
                words(
                    "{department} has {share} of it; {amount} went to jobs earning under {rate} an hour.",
                    department=name("Kitchen"), share=figure(PERCENT, "0.6", 0), amount=usd("1260"),
                    rate=usd("40"),
                ),
            ),
            aside=(
                words("Day {n}.", n=figure(COUNT, "8")), words("Owner: operations."),
                words("Month-end pay is heading {amount} over budget.", amount=usd("10550")),
            ),
        ),
        Finding(
            id="cash.floor", level="watch", measure="cash.low_point",
            lead=words(
                "Cash is forecast to fall below its {floor} floor in the week of {day}.",
                floor=usd("300000"), day=Day(on=date(2027, 1, 11), form="long"),
            ),
            detail=(
                words(
                    "Yesterday’s supplier run took {amount}, {early} of it four days early.",
                    amount=usd("88400"), early=usd("31000"),
                ),
            ),
            aside=(words("Moving it back lifts the low point to {amount}.", amount=usd("318400")),),
        ),
    )


def sections() -> tuple[Section, ...]:
    cash, path = charts()
    accounts = Table(
        key="cash.accounts", title=words("Accounts"), subtitle=words("$"), cut=12,
        columns=(
            Column(key="account", label=words("Account"), kind="text", width=3),
            *(Column(key=k, label=words(k)) for k in ("Opening", "In", "Out", "Closing")),
        ),
        rows=(
            Row(
                cells=(
                    Cell(content=name("Operating")), Cell(content=usd("380120")),
                    Cell(content=usd("46770")), Cell(content=usd("88400")), Cell(content=usd("338490")),
                )
            ),
            Row(
                cells=(
                    Cell(content=name("Payroll")),
                    *(Cell(content=usd(v)) for v in ("79730", "0", "0", "79730")),
                )
            ),
            Row(
                cells=(
                    Cell(content=words("Total")),
                    *(Cell(content=usd(v)) for v in ("459850", "46770", "88400", "418220")),
                ),
                kind="total",
            ),
        ),
        note=words("Reconciled to the bank statement of {day}.", day=Day(on=THE_DAY)),
    )
    stale = Table(
        key="audience.platforms", title=words("Platforms"), subtitle=NOTHING,
        columns=(
            Column(key="p", label=words("Platform"), kind="text", width=2),
            Column(key="r", label=words("Reach")), Column(key="e", label=words("Engagement")),
        ),
        rows=(
            Row(
                cells=(
                    Cell(content=name("Instagram")), Cell(content=figure(COUNT, "31204")),
                    Cell(content=figure(PERCENT, "0.041")),
                )
            ),
            Row(
                cells=(
                    Cell(content=name("TikTok")),
                    Cell(
                        content=Figure(
                            unit=COUNT, value=Decimal(17106), state="stale", as_of=date(2026, 11, 17)
                        )
                    ),
                    Cell(content=Figure(unit=PERCENT, state="missing", reason="the export has no likes")),
                )
            ),
        ),
    )
    hours = Chart(
        key="staff.overtime", kind="bars", title=words("Overtime by department"),
        subtitle=words("hours, month to date"), unit=HOURS,
        categories=tuple(name(n) for n in ("Kitchen", "Service", "Delivery", "Office")),
        series=(
            Series(
                label=words("overtime"), style="actual", values=tuple(Decimal(v) for v in (812, 402, 331, 93))
            ),
            Series(label=words("plan"), style="plan", values=tuple(Decimal(v) for v in (500, 420, 300, 100))),
        ),
        alt=words("Kitchen has most of the overtime"),
    )
    return (
        Section(key="cash", title=words("Cash"), blocks=(accounts, cash)),
        Section(
            key="staff", title=words("Staff"),
            blocks=(
                hours, path,
                Note(
                    text=words(
                        "Overtime is counted by the weekly rule of {hours} hours.", hours=figure(HOURS, "40")
                    ),
                    level="watch",
                ),
                hours_table(),
            ),
        ),
        Section(key="audience", title=words("Audience"), blocks=(stale,)),
    )


def corner_table(**changes: object) -> Report:
    """The report of the look; keyword arguments replace its fields."""
    inputs = [
        "bank transactions", "statement balances", "timesheets", "employees", "revenue", "jobs",
        "credit lines", "instagram", "facebook",
    ]
    received = datetime(2026, 11, 20, 5, 58, tzinfo=UTC)
    report = Report(
        id="9f3c-71ad", company="Corner Table Group", report="Flash report", business_date=THE_DAY,
        built_at=datetime(2026, 11, 20, 6, 2, tzinfo=UTC), currency="USD", working_day=13, working_days=20,
        inputs=tuple(
            InputState(name=n, state="ok", as_of=THE_DAY, received_at=received, rows=100) for n in inputs
        ),
        findings=findings(), scorecard=scorecard(), front=(*charts(), hours_table()), sections=sections(),
        definitions=tuple(
            Definition(
                measure=r.measure, label=r.label,
                formula=words("Sum over the day of what the input holds, less what was set aside."),
                unit=words("dollars"), source="Company handbook",
            )
            for g in scorecard()
            for r in g.rows
        ),
        restated=(
            Restatement(
                measure="cash.closing", label=words("Closing cash"), on=date(2026, 11, 18),
                was=usd("459120"), now=usd("459850"), input="bank transactions",
            ),
            Restatement(
                measure="staff.hours", label=words("Hours worked"), where=name("Kitchen"),
                on=date(2026, 11, 17), was=figure(HOURS, "402"), now=figure(HOURS, "410"),
                input="timesheets",
            ),
        ),
        provenance=Provenance(
            version="0.1.0", settings_sha256="ab" * 32,
            files=tuple(
                SourceFile(
                    input=n, file=f"{n.replace(' ', '-')}-2026-11-19.csv", sha256=f"{i:02x}" * 32,
                    rows=1200 + i, set_aside=i % 3, first=date(2026, 11, 1), last=THE_DAY,
                )
                for i, n in enumerate(inputs)
            ),
        ),
    )
    return report.model_copy(update=changes)


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """Builds the report of the look, with changes."""
    return corner_table


@pytest.fixture
def report() -> Report:
    """The report of the look as it is."""
    return corner_table()
