"""Persian files: their encodings, digits, letters and dates, read and mapped to the same rows."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.persian_columns import names_of
from flashreport.domain.schemas import TABLES
from flashreport.inputs import read_input
from flashreport.tables import CheckedTables, check_tables
from flashreport.workspace.settings import WorkspaceSettings

HEADER = ["تاریخ", "شرح عملیات", "طرف حساب", "بدهکار", "بستانکار"]
ROWS = [
    ["۱۴۰۵/۰۸/۲۸", "خرید نان و کیک", "نانوایی یاس", "۱٬۲۵۰٬۰۰۰", ""],
    ["1405-08-28", "تسویه کارتخوان", "شاپرک", "", "٨٤٠٠٠٠"],  # Arabic digits
    ["۱۴۰۴/۱۲/۲۹", "اجاره", "مالک", "۳۰۵۰۰۰۰۰", ""],
    ["۱۴۰۳-۱۲-۳۰", "سود سپرده", "بانک", "", "1,000,001"],  # a leap year's last day
]
EXPECTED = [
    (date(2026, 11, 19), "خرید نان و کیک", "نانوایی یاس", -1_250_000),
    (date(2026, 11, 19), "تسویه کارتخوان", "شاپرک", 840_000),
    (date(2026, 3, 20), "اجاره", "مالک", -30_500_000),
    (date(2025, 3, 20), "سود سپرده", "بانک", 1_000_001),
]
ARABIC_KEYBOARD = str.maketrans("یک", "يك")


def text() -> str:
    return "".join(";".join(row) + "\r\n" for row in [HEADER, *ROWS])


def windows() -> bytes:
    """Windows-1256 has no Persian digits and no ی: the file has what that keyboard writes."""
    latin = str.maketrans("۰۱۲۳۴۵۶۷۸۹٬٨٤٠", "0123456789,840")
    return text().translate(latin).translate(ARABIC_KEYBOARD).encode("cp1256")


def workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "گردش حساب"
    sheet.sheet_view.rightToLeft = True
    for row in [HEADER, *ROWS]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def checked(root: Path, name: str, content: bytes, **more: Any) -> CheckedTables:
    (root / name).write_bytes(content)
    settings = WorkspaceSettings.model_validate(
        {
            "company": {"name": "میز کنج", "currency": "IRR", "language": "fa"},
            "entities": [{"id": "vanak", "name": "ونک"}],
            "inputs": [
                {
                    "name": "bank",
                    "table": "transactions",
                    "path": name,
                    "constants": {"account": "جاری"},
                    "date_format": "jalali",
                    "map": {"date": "تاریخ", "text": "شرح عملیات", "counterparty": "طرف حساب"},
                    "sign": {"debit": "بدهکار", "credit": "بستانکار"},
                    **more,
                }
            ],
        }
    )
    return check_tables([read_input(settings.inputs[0], root)], settings, date(2026, 11, 19))


def rows_of(found: CheckedTables) -> list[tuple[Any, ...]]:
    query = "select date, text, counterparty, amount from transactions order by line"
    return found.connection.execute(query).fetchall()


@pytest.mark.parametrize(
    ("name", "content", "more"),
    [
        ("plain.csv", text().encode(), {}),
        ("marked.csv", text().encode("utf-8-sig"), {}),
        ("utf16.csv", text().encode("utf-16"), {}),
        ("windows.csv", windows(), {"encoding": "cp1256"}),
        ("arabic.csv", text().translate(ARABIC_KEYBOARD).encode(), {}),
        ("marks.csv", text().replace("۱۴۰۵", "\u200f۱۴۰۵").encode(), {}),
        ("sheet.xlsx", workbook(), {}),
        ("sheet.xlsx", workbook(), {"sheet": "گردش حساب"}),
    ],
    ids=["utf-8", "with-bom", "utf-16", "cp1256", "arabic-letters", "direction-marks", "xlsx", "named-sheet"],
)
def test_every_way_of_writing_gives_the_same_rows(
    tmp_path: Path, name: str, content: bytes, more: dict[str, Any]
) -> None:
    found = checked(tmp_path, name, content, **more)
    assert [problem.message for report in found.inputs for problem in report.problems] == []
    assert rows_of(found) == EXPECTED


def test_windows_1256_that_is_not_declared_is_asked_for(tmp_path: Path) -> None:
    found = checked(tmp_path, "windows.csv", windows())
    (problem,) = found.inputs[0].problems
    assert "cp1256" in problem.advice
    assert rows_of(found) == []


@pytest.mark.parametrize("day", ["1405-07-31", "۱۴۰۴/۱۲/۳۰", "1405/13/01"])
def test_a_day_that_the_calendar_does_not_have_is_set_aside(tmp_path: Path, day: str) -> None:
    content = ";".join(HEADER) + f"\n{day};اجاره;مالک;1000;\n1405-08-01;اجاره;مالک;1000;\n"
    found = checked(tmp_path, "one.csv", content.encode())
    assert found.inputs[0].set_aside == 1
    assert rows_of(found) == [(date(2026, 10, 23), "اجاره", "مالک", -1000)]


def test_a_persian_decimal_mark(tmp_path: Path) -> None:
    content = "employee,date,hours\n۱۰۱,۱۴۰۵/۰۸/۲۸,۷٫۵\n102,1405/08/28,۱۰٫۲۵\n"
    (tmp_path / "hours.csv").write_text(content, encoding="utf-8")
    settings = WorkspaceSettings.model_validate(
        {
            "company": {"name": "میز کنج", "currency": "IRR"},
            "entities": [{"id": "vanak", "name": "ونک"}],
            "inputs": [
                {
                    "name": "sheet", "table": "timesheets", "path": "hours.csv", "entity": "vanak",
                    "date_format": "jalali", "constants": {"department": "سالن"},
                }
            ],
        }
    )  # fmt: skip
    found = check_tables([read_input(settings.inputs[0], tmp_path)], settings, date(2026, 11, 19))
    hours = found.connection.execute("select hours from timesheets order by line").fetchall()
    assert hours == [(27_000,), (36_900,)]


@pytest.mark.parametrize("letters", ["ی", "ي"])
def test_persian_names_need_no_map(tmp_path: Path, letters: str) -> None:
    """The names of common exports are known; whether a debit is money out, only the workspace can say."""
    content = "تاريخ;شرح عملیات;طرف حساب;مبلغ;شماره پیگیری\n۱۴۰۵/۰۸/۲۸;خرید نان;یاس;-۱٬۲۵۰٬۰۰۰;۱۲۰۴\n"
    found = checked(tmp_path, "bank.csv", content.replace("ی", letters).encode(), map={}, sign={})
    assert [problem.message for report in found.inputs for problem in report.problems] == []
    query = "select date, text, counterparty, amount, reference from transactions"
    assert found.connection.execute(query).fetchall() == [
        (date(2026, 11, 19), "خرید نان", "یاس", -1_250_000, "۱۲۰۴"),
    ]


def test_a_file_with_a_map_is_read_by_its_map_alone(tmp_path: Path) -> None:
    content = "date;مبلغ;amount\n1405-08-28;5;7\n"
    found = checked(tmp_path, "bank.csv", content.encode(), map={"amount": "amount"}, sign={})
    assert found.connection.execute("select amount from transactions").fetchall() == [(7,)]


def test_each_persian_name_means_one_column_of_a_table() -> None:
    for table in TABLES.values():
        names = [name for column in table.columns for name in names_of(table.name, column.name)]
        twice = {name for name in names if names.count(name) > 1}
        assert not twice, (table.name, twice)
