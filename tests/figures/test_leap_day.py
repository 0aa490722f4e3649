"""Figures around 29 February 2028, worked out by hand from a few rows."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flashreport.domain.calendar import Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Measures
from flashreport.domain.report import Figure, Table
from flashreport.pipeline import Order, build, check_workspace, measures_of
from flashreport.workspace.load import load

FEBRUARY_29, MARCH_1 = date(2028, 2, 29), date(2028, 3, 1)
NOW = datetime(2028, 3, 2, 9, tzinfo=UTC)
FILES = {
    "flashreport.toml": """
[company]
name = "Leap"
currency = "USD"
timezone = "UTC"
[[entities]]
id = "one"
name = "One"
[staff]
overtime_rule = "flsa"
[[reports]]
name = "daily"
sections = ["cash", "staff", "credit"]
"""
    + "".join(
        f'[[inputs]]\nname = "{name}"\ntable = "{name}"\npath = "{name}.csv"\n'
        for name in (
            "transactions",
            "balances",
            "employees",
            "timesheets",
            "credit_lines",
            "credit_balances",
            "plan",
        )
    ),
    "transactions.csv": """entity,account,date,amount
one,a,2027-03-02,7.00
one,a,2028-02-28,100.00
one,a,2028-02-29,10.01
one,a,2028-03-01,-0.50
""",
    "balances.csv": """entity,account,date,kind,amount
one,a,2028-02-28,closing,1100.00
one,a,2028-02-29,closing,1110.01
one,a,2028-03-01,closing,1109.51
""",
    "employees.csv": """employee,entity,department,pay_type,rate
ann,one,shop,hourly,10.00
bob,one,office,salary,2100.01
""",
    "timesheets.csv": """entity,employee,date,department,hours
one,ann,2028-02-28,shop,22
one,ann,2028-02-29,shop,20
one,ann,2028-03-01,shop,1
""",
    # 29 days of February: the year has 366 under act/act, 30/360 gives the 29th two days.
    "credit_lines.csv": """facility,entity,limit,rate,day_count,unused_fee,reserves
x,one,100000.00,0.0732,act/act,0.00366,10000.00
y,one,40000.00,0.036,30/360,,
""",
    "credit_balances.csv": """facility,date,drawn,letters_of_credit
x,2028-02-28,50000.00,5000.00
x,2028-02-29,50000.00,5000.00
x,2028-03-01,20000.00,5000.00
y,2028-02-28,40000.00,
y,2028-02-29,40000.00,
y,2028-03-01,40000.00,
""",
    "plan.csv": """entity,month,item,department,amount
one,2028-02-01,receipts,,210.05
one,2028-03-01,receipts,,230.00
""",
}


@pytest.fixture(scope="module")
def leap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leap")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def read(leap: Path) -> Callable[..., int | None]:
    workspace = load(leap)
    checked = check_workspace(workspace, MARCH_1, NOW)
    assert checked.problems == ()
    measures = Measures(measures_of(workspace, checked), checked.calendar)

    def of(measure: str, day: date, period: Period, *where: str) -> int | None:
        found = measures.read(measure, day, period, "one", *where)
        return None if isinstance(found, Unavailable) else int(found.amount)

    return of


@pytest.mark.parametrize(
    ("measure", "day", "period", "cents"),
    [
        ("cash.receipts", FEBRUARY_29, "day", 1_001),
        ("cash.receipts", FEBRUARY_29, "month", 11_001),
        ("cash.receipts", MARCH_1, "month", 0),
        ("cash.net", MARCH_1, "quarter", 10_951),
        ("cash.opening", FEBRUARY_29, "day", 110_000),
        ("cash.opening", MARCH_1, "month", 111_001),
        ("cash.closing", FEBRUARY_29, "month", 111_001),
        # 21 working days in February 2028 and 23 in March, without holidays of a country
        ("cash.planned_receipts", FEBRUARY_29, "month", 21_005),
        ("cash.planned_receipts", MARCH_1, "month", 1_000),
        # the fourtieth hour of the week falls on the leap day: 2 of its 20 hours are overtime
        ("staff.overtime_hours", FEBRUARY_29, "day", 2 * 3600),
        ("staff.overtime_premium", FEBRUARY_29, "day", 1_000),
        ("staff.overtime_hours", MARCH_1, "week", 3 * 3600),
        # salary of 2,100.01 over 21 days: 100.00 but for the last, on which the cent falls due
        ("staff.pay", FEBRUARY_29, "day", 20_000 + 1_000 + 10_001),
        ("staff.pay", FEBRUARY_29, "month", 42_000 + 1_000 + 20_001),
        # 50,000 at 7.32 % over 366 days is 10.00 a day; 40,000 at 3.6 % over 360 is 4.00 a day
        ("credit.interest", date(2028, 2, 28), "day", 1_000 + 400),
        ("credit.interest", FEBRUARY_29, "day", 1_000 + 800),
        ("credit.interest", MARCH_1, "day", 400 + 400),
        # 45,000 unused at 0.366 % over 366 days is 0.45 a day; 75,000 is 0.75
        ("credit.unused_fee", FEBRUARY_29, "month", 90),
        ("credit.unused_fee", MARCH_1, "quarter", 165),
        ("credit.available", FEBRUARY_29, "day", 100_000_00 - 10_000_00 - 55_000_00),
        ("credit.used", MARCH_1, "month", 65_000_00),
    ],
)
def test_figures_around_the_leap_day(
    read: Callable[..., int | None], measure: str, day: date, period: Period, cents: int
) -> None:
    assert read(measure, day, period) == cents


def test_the_leap_day_is_the_last_working_day_and_compares_with_its_weekday(leap: Path) -> None:
    """52 weeks before 29 February 2028 is 2 March 2027, which has a receipt of 7.00."""
    built = build(load(leap), Order(now=NOW, business_date=FEBRUARY_29, dry_run=True))
    assert (built.report.working_day, built.report.working_days) == (21, 21)
    assert built.checked.calendar.last_year(FEBRUARY_29) == date(2027, 3, 2)
    assert built.checked.calendar.last_year(MARCH_1) == date(2027, 3, 3)
    (table,) = [
        block
        for section in built.report.sections
        for block in section.blocks
        if isinstance(block, Table) and block.key == "cash-comparison"
    ]
    cells = dict(zip((column.key for column in table.columns), table.rows[0].cells, strict=True))
    last_year = cells["last_year"].content
    assert isinstance(last_year, Figure)
    assert last_year.value is None  # data don't reach back to 2 February 2027
    assert last_year.reason == "no data that far back"
