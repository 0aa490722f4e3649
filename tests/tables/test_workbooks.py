"""Workbooks written by other libraries, read to the same figures."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

COLUMNS = ("date", "account", "amount", "text")
VALUES: list[tuple[Any, ...]] = [
    (date(2026, 11, 2), "main", 1234.5, "one"),
    (date(2026, 11, 3), "main", -0.3, "=1+1 as text"),
    (date(2026, 11, 4), "main", 0.1 + 0.2, "float noise"),
    (date(2026, 11, 5), "main", 7, "whole"),
    (date(2026, 11, 6), "main", "(1,000.25)", "text"),
]
EXPECTED = [
    (date(2026, 11, 2), 123450, 2),
    (date(2026, 11, 3), -30, 3),
    (date(2026, 11, 4), 30, 4),
    (date(2026, 11, 5), 700, 5),
    (date(2026, 11, 6), -100025, 6),
]


def write_xlsx(path: Path, rows: list[tuple[Any, ...]], **more: Any) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = more.get("title", "Sheet1")
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
    if "hidden" in more:
        hidden = book.create_sheet(more["hidden"], 0)
        hidden.append(["secret"])
        hidden.sheet_state = "hidden"
    book.save(path)


def write_xls(path: Path, rows: list[tuple[Any, ...]]) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            sheet.write(y, x, value, style) if isinstance(value, date) else sheet.write(y, x, value)
    book.save(str(path))


def write_ods(path: Path, rows: list[tuple[Any, ...]]) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="Sheet1")
    for row in rows:
        line = TableRow()
        for value in row:
            if isinstance(value, date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat())
            elif isinstance(value, int | float):
                cell = TableCell(valuetype="float", value=repr(value))
            else:
                cell = TableCell(valuetype="string")
                cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))


def write_parquet(path: Path, rows: list[tuple[Any, ...]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    header, *values = rows
    columns = list(zip(*values, strict=True))
    # one type per column: text amounts stay text in workbooks only
    amounts = [-1000.25 if isinstance(value, str) else float(value) for value in columns[2]]
    columns[2] = tuple(amounts)
    pq.write_table(pa.table(dict(zip(header, map(list, columns), strict=True))), path)


WRITERS = {"b.xlsx": write_xlsx, "b.xls": write_xls, "b.ods": write_ods, "b.parquet": write_parquet}


@pytest.mark.parametrize("name", WRITERS)
def test_values_come_out_exact(name: str, workspace: Any, rows: Callable[..., list[Any]]) -> None:
    WRITERS[name](workspace.root / name, [COLUMNS, *VALUES])
    checked = workspace.check({"table": "transactions", "path": name})
    assert checked.problems == ()
    found = rows(checked, "transactions", "date, amount, line")
    lines_from = 1 if name.endswith("parquet") else 2
    assert found == [(day, amount, line + lines_from - 2) for day, amount, line in EXPECTED]
    assert rows(checked, "transactions", "text")[1] == ("=1+1 as text",)


@pytest.mark.parametrize("name", WRITERS)
def test_values_come_out_exact_with_declared_styles(
    name: str, workspace: Any, rows: Callable[..., list[Any]]
) -> None:
    values = [*VALUES[:4], (date(2026, 11, 6), "main", -1000.25, "text")]
    WRITERS[name](workspace.root / name, [COLUMNS, *values])
    checked = workspace.check(
        {"table": "transactions", "path": name, "decimal": ",", "date_format": "%d.%m.%Y"}
    )
    assert checked.problems == ()
    assert [row[:2] for row in rows(checked, "transactions", "date, amount")] == [e[:2] for e in EXPECTED]


def test_three_decimals_of_a_stored_number_are_no_thousands(
    workspace: Any, rows: Callable[..., list[Any]]
) -> None:
    path = workspace.root / "v.xlsx"
    write_xlsx(path, [("date", "measure", "value"), (date(2026, 11, 2), "visits", 1.234)])
    checked = workspace.check({"table": "values", "path": "v.xlsx"})
    assert checked.problems == ()
    assert rows(checked, "values", "value") == [(1_234_000,)]


def test_a_title_needs_header_row_and_the_message_names_it(
    workspace: Any, rows: Callable[..., list[Any]]
) -> None:
    path = workspace.root / "t.xlsx"
    write_xlsx(path, [("Statement of the East",), (), COLUMNS, *VALUES])
    item = {"table": "transactions", "path": "t.xlsx"}
    (problem,) = workspace.check(item).problems
    assert (problem.code, problem.place.sheet) == ("inputs.wrong-header-row", "Sheet1")
    assert "header_row = 3" in problem.advice
    checked = workspace.check({**item, "header_row": 3})
    assert [row[0] for row in rows(checked, "transactions", "line")] == [4, 5, 6, 7, 8]


def test_hidden_sheets_are_passed_over_and_sheets_are_found_by_name(workspace: Any) -> None:
    path = workspace.root / "h.xlsx"
    write_xlsx(path, [COLUMNS, *VALUES], title="Movements", hidden="Notes")
    item = {"table": "transactions", "path": "h.xlsx"}
    assert workspace.check(item).inputs[0].rows == 5
    assert workspace.check({**item, "sheet": "Movements"}).inputs[0].rows == 5
    (problem,) = workspace.check({**item, "sheet": "Movments"}).problems
    assert (problem.code, problem.advice) == ("inputs.no-sheet", "Did you mean 'Movements'?")


def test_a_bad_cell_of_a_sheet_is_told_with_sheet_row_and_column(
    workspace: Any, places: Callable[..., list[Any]]
) -> None:
    path = workspace.root / "s.xlsx"
    bad = (date(2026, 11, 3), "main", "n/a", "bad")
    write_xlsx(path, [COLUMNS, VALUES[0], bad, VALUES[3]])
    checked = workspace.check({"table": "transactions", "path": "s.xlsx"})
    assert places(checked.problems) == [("tables.bad-number", "s.xlsx", 3, "amount", "n/a")]
    assert checked.problems[0].place.sheet == "Sheet1"
    assert checked.inputs[0].rows == 2


def test_dates_that_excel_misread_beside_text_dates_are_not_guessed(workspace: Any) -> None:
    path = workspace.root / "m.xlsx"
    write_xlsx(path, [COLUMNS, VALUES[0], ("13/11/2026", "main", 1, "text date")])
    (problem,) = workspace.check({"table": "transactions", "path": "m.xlsx"}).problems
    assert problem.code == "inputs.mixed-dates"


def test_a_time_of_day_is_cut_off_at_the_business_day(workspace: Any, rows: Callable[..., list[Any]]) -> None:
    path = workspace.root / "d.xlsx"
    moments = [datetime(2026, 11, 3, 2, 30), datetime(2026, 11, 3, 4, 0), datetime(2026, 11, 3, 18, 0)]  # noqa: DTZ001 -- a sheet has no zone
    write_xlsx(path, [COLUMNS, *((moment, "main", 1, "x") for moment in moments)])
    item = {"table": "transactions", "path": "d.xlsx"}
    checked = workspace.check(item, calendar={"cutoff": "04:00"})
    assert [row[0].day for row in rows(checked, "transactions", "date")] == [2, 3, 3]
    checked = workspace.check(item)
    assert [row[0].day for row in rows(checked, "transactions", "date")] == [3, 3, 3]


def test_an_empty_sheet_is_told(workspace: Any) -> None:
    write_xlsx(workspace.root / "e.xlsx", [])
    (problem,) = workspace.check({"table": "transactions", "path": "e.xlsx"}).problems
    assert problem.code == "inputs.empty-file"
