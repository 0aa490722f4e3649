"""Cells to exact stored numbers: what people write, and what it means to the last digit."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Rows = Callable[..., list[Any]]

# as written, decimal mark, cents
AMOUNTS = [
    ("1234.56", ".", 123456),
    ("1.234,56", ",", 123456),
    ("1 234,5", ",", 123450),
    ("1'234.50", ".", 123450),
    ("1,23,456.00", ".", 12345600),
    ("(1,234.50)", ".", -123450),
    ("1,234.50-", ".", -123450),
    ("- 5", ".", -500),
    ("−7.5", ".", -750),
    ("+5", ".", 500),
    (".5", ".", 50),
    ("5.", ".", 500),
    ("1.100", ".", 110),
    ("0012", ".", 1200),
    ("$1,234.56", ".", 123456),
    ("-$5.00", ".", -500),
    ("($5.00)", ".", -500),
    ("US$ 1,000", ".", 100000),
    ("12.00 USD", ".", 1200),
    ("\u200e۱۲٫۵", ".", 1250),
    ("١٬٢٣٤٫٥٦", ",", 123456),
    ("99999999999999.99", ".", 9999999999999999),
    ("-0.01", ".", -1),
]


@pytest.mark.parametrize(("text", "mark", "cents"), AMOUNTS)
def test_an_amount_is_exact(text: str, mark: str, cents: int, workspace: Any, rows: Rows) -> None:
    workspace.put({"a.tsv": f"date\taccount\tamount\n2026-11-02\tmain\t{text}\n"})
    checked = workspace.check({"table": "transactions", "path": "a.tsv", "decimal": mark})
    assert checked.problems == ()
    assert rows(checked, "transactions", "amount") == [(cents,)]


@pytest.mark.parametrize(
    ("currency", "text", "stored"),
    [
        ("JPY", "1234", 1234),
        ("KWD", "1.234", 1234),
        ("KWD", "99999999999999.999", 99999999999999999),
        ("IRR", "۱۲۳۴ ریال", 1234),
    ],
)
def test_each_currency_has_its_own_minor_unit(
    currency: str, text: str, stored: int, workspace: Any, rows: Rows
) -> None:
    workspace.put({"a.csv": f"date,account,amount\n2026-11-02,main,{text}\n"})
    item = {"table": "transactions", "path": "a.csv", "decimal": "."}
    checked = workspace.check(item, company={"name": "H", "currency": currency})
    assert checked.problems == ()
    assert rows(checked, "transactions", "amount") == [(stored,)]


def test_toman_is_not_taken_for_rial(workspace: Any) -> None:
    workspace.put({"a.csv": "date,account,amount\n2026-11-02,main,1234 تومان\n"})
    checked = workspace.check(
        {"table": "transactions", "path": "a.csv"}, company={"name": "H", "currency": "IRR"}
    )
    assert [problem.code for problem in checked.problems] == ["tables.wrong-currency"]


def test_entities_of_several_currencies_each_keep_theirs(workspace: Any, rows: Rows) -> None:
    entities = [{"id": "east", "name": "East"}, {"id": "tokyo", "name": "Tokyo", "currency": "JPY"}]
    workspace.put(
        {
            "a.csv": "date,account,amount,entity,currency\n2026-11-02,main,$5.25,east,USD\n"
            "2026-11-02,main,¥5,tokyo,JPY\n2026-11-02,main,5.25,tokyo,JPY\n2026-11-02,main,¥5,east,USD\n"
            "2026-11-02,main,7,east,JPY\n",
            "l.csv": "facility,entity,limit\nl1,tokyo,1000\nl2,east,1000\n",
            "b.csv": "facility,date,drawn\nl1,2026-11-02,500\nl2,2026-11-02,500\n",
        }
    )
    checked = workspace.check(
        {"table": "transactions", "path": "a.csv"},
        {"table": "credit_balances", "path": "b.csv"},
        {"table": "credit_lines", "path": "l.csv"},
        entities=entities,
    )
    assert rows(checked, "transactions", "entity, amount") == [("east", 525), ("tokyo", 5)]
    assert [(p.code, p.place.line) for p in checked.problems] == [
        ("tables.too-fine", 4),
        ("tables.wrong-currency", 5),
        ("tables.wrong-currency", 6),
        ("tables.no-rate", None),  # yen and dollars make no group total
    ]
    assert rows(checked, "credit_balances", "facility, drawn") == [("l1", 500), ("l2", 50000)]


# table, column, unit, text, stored
UNITS = [
    ("timesheets", "hours", "minutes", "90", 5400),
    ("timesheets", "hours", "seconds", "90", 90),
    ("timesheets", "hours", "days", "0.5", 43200),
    ("timesheets", "hours", "", "7.33", 26388),
    ("timesheets", "hours", "", "7.3333", 26400),
    ("timesheets", "hours", "", "7:20", 26400),
    ("timesheets", "hours", "", "7:20:30", 26430),
    ("transactions", "amount", "minor", "1234", 1234),
    ("transactions", "amount", "thousand", "1.23456", 123456),
    ("values", "value", "", "1.5", 1_500_000),
    ("values", "value", "percent", "5", 50_000),
    ("values", "value", "", "5 %", 50_000),
    ("values", "value", "", "0.0000005", 1),
    ("values", "value", "", "-0.0000005", -1),
    ("values", "value", "thousand", "2.5", 2_500_000_000),
]


@pytest.mark.parametrize(("table", "column", "unit", "text", "stored"), UNITS)
def test_units_are_exact(
    table: str, column: str, unit: str, text: str, stored: int, workspace: Any, rows: Rows
) -> None:
    workspace.put({"a.csv": f"date,account,employee,measure,{column}\n2026-11-02,main,e,m,{text}\n"})
    units = {column: unit} if unit else {}
    checked = workspace.check({"table": table, "path": "a.csv", "units": units, "decimal": "."})
    assert checked.problems == ()
    assert rows(checked, table, column) == [(stored,)]


def test_debit_and_credit_columns(workspace: Any, rows: Rows, places: Rows) -> None:
    workspace.put(
        {
            "a.csv": "Date;Account;Out;In\n02.11.2026;main;1.000,50;\n02.11.2026;main;;20,00\n"
            "02.11.2026;main;0,00;7,00\n02.11.2026;main;1,00;2,00\n02.11.2026;main;;\n"
            "02.11.2026;main;-3,00;\n02.11.2026;main;x;\n"
        }
    )
    item = {
        "table": "transactions",
        "path": "a.csv",
        "sign": {"debit": "Out", "credit": "In"},
        "map": {"date": "Date", "account": "Account"},
    }
    checked = workspace.check(item)
    assert rows(checked, "transactions", "amount, line") == [(-100050, 2), (2000, 3), (700, 4)]
    assert places(checked.problems) == [
        ("tables.both-sides", "a.csv", 5, "Out", "1,00"),
        ("tables.missing-value", "a.csv", 6, "Out", None),
        ("tables.signed-amount", "a.csv", 7, "Out", "-3,00"),
        ("tables.bad-number", "a.csv", 8, "Out", "x"),
    ]


def test_a_type_column_turns_amounts_round(workspace: Any, rows: Rows, places: Rows) -> None:
    workspace.put(
        {
            "a.csv": "date,account,amount,D/C\n2026-11-02,main,5.00,Debit\n2026-11-02,main,6.00,credit\n"
            "2026-11-02,main,-7.00,debit\n2026-11-02,main,8.00,\n"
        }
    )
    sign = {"type": "D/C", "negative": ["debit"]}
    checked = workspace.check({"table": "transactions", "path": "a.csv", "sign": sign})
    assert rows(checked, "transactions", "amount, line") == [(-500, 2), (600, 3)]
    assert places(checked.problems) == [
        ("tables.signed-amount", "a.csv", 4, "amount", "-7.00"),
        ("tables.missing-value", "a.csv", 5, "amount", "8.00"),
    ]


def test_flip_turns_every_amount_round(workspace: Any, rows: Rows) -> None:
    workspace.put({"a.csv": "facility,date,drawn\nl1,2026-11-02,-500\n"})
    checked = workspace.check({"table": "credit_balances", "path": "a.csv", "sign": {"flip": True}})
    assert rows(checked, "credit_balances", "drawn, letters_of_credit") == [(50000, 0)]


def test_constants_and_mapped_names_fill_columns(workspace: Any, rows: Rows) -> None:
    workspace.put({"a.csv": "Buchungstag;Betrag (EUR);Zweck\n02.11.2026;1,50;x\n"})
    item = {
        "table": "transactions",
        "path": "a.csv",
        "map": {"date": "buchungstag", "amount": "Betrag (EUR)", "text": "Zweck"},
        "constants": {"account": "giro"},
    }
    checked = workspace.check(item)
    assert checked.problems == ()
    columns = "entity, account, date, amount, text, input, file, line"
    assert rows(checked, "transactions", columns) == [
        ("east", "giro", date(2026, 11, 2), 150, "x", "in0", "a.csv", 2)
    ]


def test_arabic_and_persian_letters_are_one_name(workspace: Any) -> None:
    workspace.put(
        {
            "e.csv": "employee,department,rate\nعلی کریمی,bar,10\n",
            "t.csv": "employee,date,hours\nعلي كريمي,2026-11-02,8\n",
        }
    )
    checked = workspace.check(
        {"table": "timesheets", "path": "t.csv"}, {"table": "employees", "path": "e.csv"}
    )
    assert checked.problems == ()


DATES = [
    ("2026-11-02", None),
    ("2026/11/2", None),
    ("20261102", None),
    ("2.11.2026", None),
    ("2 Nov 2026", None),
    ("02-Nov-26", None),
    ("November 2, 2026", None),
    ("2026-11-02T23:59:59", None),
    ("2026-11-02 11:59 PM", None),
    ("02/11/2026", "%d/%m/%Y"),
    ("11/02/2026", "%m/%d/%Y"),
    ("۱۴۰۵/۰۸/۱۱", "jalali"),
    ("1405-8-11", "jalali"),
]


@pytest.mark.parametrize(("text", "date_format"), DATES)
def test_a_date_is_read(text: str, date_format: str | None, workspace: Any, rows: Rows) -> None:
    workspace.put({"a.tsv": f"date\taccount\tamount\n{text}\tmain\t1\n"})
    checked = workspace.check({"table": "transactions", "path": "a.tsv", "date_format": date_format})
    assert checked.problems == ()
    assert rows(checked, "transactions", "date") == [(date(2026, 11, 2),)]


def test_a_moment_with_a_zone_falls_on_the_company_day(workspace: Any, rows: Rows) -> None:
    workspace.put(
        {"a.csv": "date,account,amount\n2026-11-02T23:30:00Z,main,1\n2026-11-02T01:00:00+00:00,main,2\n"}
    )
    item = {"table": "transactions", "path": "a.csv"}
    company = {"name": "H", "currency": "USD", "timezone": "America/New_York"}
    checked = workspace.check(item, company=company)
    assert [row[0].day for row in rows(checked, "transactions", "date")] == [2, 1]
    checked = workspace.check(item, company={**company, "timezone": "Asia/Tehran"})
    assert [row[0].day for row in rows(checked, "transactions", "date")] == [3, 2]


def test_choices_and_flags_in_any_case(workspace: Any, rows: Rows, places: Rows) -> None:
    workspace.put(
        {
            "e.csv": "employee,department,pay_type,rate\na,bar,Salary,10\nb,bar,,10\nc,bar,hourley,10\n",
            "x.csv": "date,amount,category,movable\n2026-12-01,1,x,TRUE\n2026-12-02,1,x,\n"
            "2026-12-03,1,x,maybe\n",
        }
    )
    checked = workspace.check({"table": "employees", "path": "e.csv"}, {"table": "expected", "path": "x.csv"})
    assert rows(checked, "employees", "pay_type") == [("salary",), ("hourly",)]
    assert rows(checked, "expected", "movable") == [(True,), (False,)]
    assert places(checked.problems) == [
        ("tables.bad-choice", "e.csv", 4, "pay_type", "hourley"),
        ("tables.bad-choice", "x.csv", 4, "movable", "maybe"),
    ]


def test_shares_above_one_ask_for_the_unit(workspace: Any, rows: Rows) -> None:
    workspace.put({"l.csv": "facility,limit,rate\nl1,1000,7.5\nl2,1000,0.075\nl3,1000,7.5%\n"})
    checked = workspace.check({"table": "credit_lines", "path": "l.csv"})
    (problem,) = checked.problems
    assert (problem.code, problem.place.line) == ("tables.out-of-range", 2)
    assert "units = { rate = 'percent' }" in problem.advice
    assert rows(checked, "credit_lines", "facility, rate") == [("l2", 75_000), ("l3", 75_000)]


@pytest.mark.parametrize("text", ["999999999999999", "99999999999999.99", "9" * 40])
def test_what_no_whole_number_can_hold_is_set_aside(
    text: str, workspace: Any, rows: Rows, places: Rows
) -> None:
    workspace.put({"a.csv": f"date,account,amount\n2026-11-02,main,1\n2026-11-02,main,{text}\n"})
    item = {"table": "transactions", "path": "a.csv", "units": {"amount": "thousand"}}
    checked = workspace.check(item)
    assert places(checked.problems) == [("tables.bad-number", "a.csv", 3, "amount", text)]
    assert rows(checked, "transactions", "amount") == [(100_000,)]
