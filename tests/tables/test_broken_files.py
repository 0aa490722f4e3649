"""Kinds of broken files, each told by code and place, while the good rows survive exactly."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

HEADER = "date,account,amount,text\n"
GOOD = "2026-11-02,main,100.00,one\n"  # line 2
LAST = "2026-11-04,main,-20.50,last\n"
ONE = (date(2026, 11, 2), "main", 10000, "one", 2)


def last(line: int) -> tuple[Any, ...]:
    return (date(2026, 11, 4), "main", -2050, "last", line)


def between(text: str) -> str:
    """A bad row on line 3 between two good ones."""
    return HEADER + GOOD + text + LAST


ROWS = "date, account, amount, text, line"
BANK = {"table": "transactions", "path": "bank.csv"}
F = "bank.csv"

# id: (file content, settings of the input, expected problems, expected rows)
Case = tuple[str | bytes, Mapping[str, Any], list[tuple[str, str, int | None, str, str | None]], list[Any]]

CASES: dict[str, Case] = {
    "empty file": ("", {}, [("inputs.empty-file", F, None, "", None)], []),
    "blank lines only": ("\n\n  \n", {}, [("inputs.empty-file", F, None, "", None)], []),
    "only a byte order mark": (b"\xef\xbb\xbf", {}, [("inputs.empty-file", F, None, "", None)], []),
    "header only": (HEADER, {}, [("inputs.no-rows", F, None, "", None)], []),
    "declared delimiter is wrong": (
        between(""),
        {"delimiter": ";"},
        [("inputs.wrong-delimiter", F, 1, "", HEADER.rstrip() + "\n")],
        [],
    ),
    "no delimiter at all": (
        "booked\n2026-11-02 main 100.00\n",
        {},
        [("inputs.unknown-delimiter", F, 1, "", "booked\n")],
        [],
    ),
    "two headers": (
        between(HEADER),
        {},
        [("tables.repeated-header", F, 3, "", None)],
        [ONE, last(4)],
    ),
    "second row of names below the first": (
        HEADER + "Datum,Konto,Betrag,Text\n" + GOOD,
        {},
        [
            ("tables.bad-date", F, 2, "date", "Datum"),
            ("tables.bad-number", F, 2, "amount", "Betrag"),
        ],
        [(*ONE[:4], 3)],
    ),
    "title above the header": (
        "Bank of the East\n" + between(""),
        {},
        [("inputs.unknown-delimiter", F, 1, "", "Bank of the East\n")],
        [],
    ),
    "title above the header, row named": (
        "Bank of the East\n" + between(""),
        {"header_row": 2},
        [],
        [(*ONE[:4], 3), last(4)],
    ),
    "header row beyond the end": (HEADER, {"header_row": 9}, [("inputs.no-header", F, 9, "", None)], []),
    "duplicate column": (
        "date,account,amount,amount,text\n2026-11-02,main,1.00,2.00,x\n",
        {},
        [("inputs.duplicate-column", F, 1, "amount", None)],
        [],
    ),
    "duplicate column that nobody needs": (
        "date,account,amount,text,note,note\n2026-11-02,main,100.00,one,a,b\n",
        {},
        [],
        [ONE],
    ),
    "missing column": (
        "date,account,text\n2026-11-02,main,x\n",
        {},
        [("inputs.missing-column", F, None, "amount", None)],
        [],
    ),
    "renamed column": (
        "date,account,Amount EUR,text\n2026-11-02,main,1.00,x\n",
        {"map": {"amount": "Amount USD"}},
        [("inputs.missing-column", F, None, "Amount USD", None)],
        [],
    ),
    "mapping of a column that no table has": (
        between(""),
        {"map": {"ammount": "amount"}},
        [("inputs.unknown-column", "flashreport.toml", None, "", None)],
        [],
    ),
    "unit that doesn't fit": (
        between(""),
        {"units": {"amount": "minutes"}},
        [("inputs.wrong-unit", "flashreport.toml", None, "", "minutes")],
        [],
    ),
    "mixed encodings": (
        HEADER.encode()
        + "2026-11-02,main,1.00,café\n".encode()
        + "2026-11-03,main,1.00,café\n".encode("cp1252"),
        {},
        [("inputs.mixed-encodings", F, 3, "", "0xe9")],
        [],
    ),
    "encoding of one byte per letter, not named": (
        HEADER.encode() + "2026-11-02,main,1.00,café\n".encode("cp1252"),
        {},
        [("inputs.unknown-encoding", F, 2, "", "0xe9")],
        [],
    ),
    "encoding named, but wrong": (
        HEADER.encode() + "2026-11-02,main,1.00,café\n".encode("cp1252"),
        {"encoding": "utf-8"},
        [("inputs.unknown-encoding", F, 2, "", "0xe9")],
        [],
    ),
    "encoding that can't hold the bytes": (
        HEADER.encode() + b"2026-11-02,main,1.00,caf\x81\n",
        {"encoding": "cp1252"},
        [("inputs.wrong-encoding", F, 2, "", None)],
        [],
    ),
    "encoding that doesn't exist": (
        between(""),
        {"encoding": "utf-9"},
        [("inputs.unknown-encoding", F, None, "", "utf-9")],
        [],
    ),
    "NUL bytes": (
        (HEADER + GOOD).encode() + b"2026-11-03,ma\0in,1.00,x\n",
        {},
        [("inputs.nul-bytes", F, 3, "", None)],
        [],
    ),
    "a giant line": (
        HEADER + GOOD + "x" * (3 << 20),
        {},
        [("inputs.long-line", F, 3, "", None)],
        [],
    ),
    "quotation mark never closed": (
        between('2026-11-03,main,1.00,"open\n'),
        {},
        [("inputs.unterminated-quote", F, 3, "", None)],
        [],
    ),
    "text behind a closing quotation mark": (
        between('2026-11-03,main,1.00,"a"b\n'),
        {},
        [("inputs.bad-quote", F, 3, "", '"')],
        [ONE, last(4)],
    ),
    "too few cells": (
        between("2026-11-03,main,1.00\n"),
        {},
        [("inputs.ragged-row", F, 3, "", "2026-11-03,main,1.00")],
        [ONE, last(4)],
    ),
    "too many cells": (
        between("2026-11-03,main,1,000.00,x\n"),
        {},
        [("inputs.ragged-row", F, 3, "", "2026-11-03,main,1,000.00,x")],
        [ONE, last(4)],
    ),
    "text in an amount": (
        between("2026-11-03,main,about 5,x\n"),
        {},
        [("tables.wrong-currency", F, 3, "amount", "about 5")],
        [ONE, last(4)],
    ),
    "word in an amount": (
        between("2026-11-03,main,pending,x\n"),
        {},
        [("tables.bad-number", F, 3, "amount", "pending")],
        [ONE, last(4)],
    ),
    "not a number": (
        between("2026-11-03,main,NaN,x\n"),
        {},
        [("tables.bad-number", F, 3, "amount", "NaN")],
        [ONE, last(4)],
    ),
    "infinity": (
        between("2026-11-03,main,-inf,x\n"),
        {},
        [("tables.bad-number", F, 3, "amount", "-inf")],
        [ONE, last(4)],
    ),
    "exponent": (
        between("2026-11-03,main,1e5,x\n"),
        {},
        [("tables.bad-number", F, 3, "amount", "1e5")],
        [ONE, last(4)],
    ),
    "formula in an amount": (
        between("2026-11-03,main,=SUM(A1:A9),x\n"),
        {},
        [("tables.bad-number", F, 3, "amount", "=SUM(A1:A9)")],
        [ONE, last(4)],
    ),
    "too many decimals": (
        between("2026-11-03,main,1.005,x\n"),
        {"decimal": "."},
        [("tables.too-fine", F, 3, "amount", "1.005")],
        [ONE, last(4)],
    ),
    "amount too large": (
        between("2026-11-03,main,12345678901234567890,x\n"),
        {},
        [("tables.bad-number", F, 3, "amount", "12345678901234567890")],
        [ONE, last(4)],
    ),
    "another currency's sign": (
        between("2026-11-03,main,€5.00,x\n"),
        {},
        [("tables.wrong-currency", F, 3, "amount", "€5.00")],
        [ONE, last(4)],
    ),
    "grouping in the wrong place": (
        between('2026-11-03,main,"12,34.50",x\n'),
        {},
        [("tables.bad-number", F, 3, "amount", "12,34.50")],
        [ONE, last(4)],
    ),
    "decimal mark that could be thousands": (
        HEADER + '2026-11-02,main,"1,234",x\n2026-11-03,main,7,x\n',
        {},
        [("inputs.ambiguous-number", F, 2, "amount", "1,234")],
        [],
    ),
    "two decimal marks": (
        HEADER + '2026-11-02,main,1.50,x\n2026-11-03,main,"2,50",x\n',
        {},
        [("inputs.mixed-numbers", F, 3, "amount", "2,50")],
        [],
    ),
    "dates that could be two days": (
        HEADER + "03/04/2026,main,1.00,x\n05/04/2026,main,2.00,x\n",
        {},
        [("inputs.ambiguous-date", F, 2, "date", "03/04/2026")],
        [],
    ),
    "dates in two styles": (
        between("03.11.2026,main,1.00,x\n"),
        {},
        [("inputs.mixed-dates", F, 3, "date", "03.11.2026")],
        [],
    ),
    "day and month exchanged in places": (
        HEADER + "13/04/2026,main,1.00,x\n04/25/2026,main,2.00,x\n",
        {},
        [("inputs.mixed-dates", F, 3, "date", "04/25/2026")],
        [],
    ),
    "date style that is none": (
        between(""),
        {"date_format": "dd.mm.yyyy"},
        [("inputs.bad-date-format", "flashreport.toml", None, "", "dd.mm.yyyy")],
        [],
    ),
    "day that doesn't exist": (
        between("2026-02-30,main,1.00,x\n"),
        {},
        [("tables.bad-date", F, 3, "date", "2026-02-30")],
        [ONE, last(4)],
    ),
    "date of another format than declared": (
        between("03.11.2026,main,1.00,x\n"),
        {"date_format": "%Y-%m-%d"},
        [("tables.bad-date", F, 3, "date", "03.11.2026")],
        [ONE, last(4)],
    ),
    "future date": (
        between("2026-11-24,main,1.00,x\n"),
        {},
        [("tables.future-date", F, 3, "date", "2026-11-24")],
        [ONE, last(4)],
    ),
    "spreadsheet's day number": (
        between("46329,main,1.00,x\n"),
        {},
        [("tables.bad-date", F, 3, "date", "46329")],
        [ONE, last(4)],
    ),
    "required cell empty": (
        between("2026-11-03,main,,x\n"),
        {},
        [("tables.missing-value", F, 3, "amount", None)],
        [ONE, last(4)],
    ),
    "several bad cells in one row": (
        between("soon,,none,x\n"),
        {},
        [
            ("tables.missing-value", F, 3, "account", None),
            ("tables.bad-date", F, 3, "date", "soon"),
            ("tables.bad-number", F, 3, "amount", "none"),
        ],
        [ONE, last(4)],
    ),
    "missing file": (
        between(""),
        {"path": "other.csv"},
        [("inputs.no-file", "flashreport.toml", None, "", "other.csv")],
        [],
    ),
    "path that leaves the workspace": (
        between(""),
        {"path": "../bank.csv"},
        [("inputs.outside", "flashreport.toml", None, "", "../bank.csv")],
        [],
    ),
    "absolute path": (
        between(""),
        {"path": "/etc/passwd"},
        [("inputs.outside", "flashreport.toml", None, "", "/etc/passwd")],
        [],
    ),
    "workbook called csv": (
        b"PK\x03\x04 and more",
        {},
        [("inputs.wrong-format", F, None, "", None)],
        [],
    ),
    "more bad rows than allowed": (
        between("soon,main,1.00,x\n"),
        {"max_bad_rows": 0},
        [
            ("tables.bad-date", F, 3, "date", "soon"),
            ("tables.too-many-bad-rows", "flashreport.toml", None, "", "0"),
        ],
        [],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_broken_file_is_told_and_good_rows_survive(
    case: Case, workspace: Any, rows: Callable[..., list[Any]], places: Callable[..., list[Any]]
) -> None:
    content, settings, problems, good = case
    workspace.put({F: content})
    checked = workspace.check({**BANK, **settings})
    found = places(checked.problems)
    expected = [(*p[:4], p[4].strip() if p[4] else p[4]) for p in problems]
    assert [(*p[:4], p[4].strip() if p[4] else p[4]) for p in found] == expected
    assert rows(checked, "transactions", ROWS) == good
    assert all(problem.advice for problem in checked.problems if problem.severity != "row")
    report = checked.inputs[0]
    assert report.rows == len(good)


def test_every_file_of_a_bad_folder_is_told_and_the_good_one_is_used(
    workspace: Any, rows: Callable[..., list[Any]], places: Callable[..., list[Any]]
) -> None:
    workspace.put(
        {"b/1.csv": between(""), "b/2.csv": "", "b/3.csv": "when,what\n1,2\n", "b/4.csv": b"\xff\xfe"}
    )
    checked = workspace.check({**BANK, "path": "b/*.csv"})
    assert [p[:2] for p in places(checked.problems)] == [
        ("inputs.empty-file", "b/2.csv"),
        ("inputs.empty-file", "b/4.csv"),
        *[("inputs.missing-column", "b/3.csv")] * 3,
    ]
    assert rows(checked, "transactions", ROWS) == [ONE, last(3)]
    assert checked.inputs[0].failed


def test_a_missing_column_names_the_candidates(workspace: Any) -> None:
    workspace.put({F: "date,account,Amount EUR,text\n2026-11-02,main,1.00,x\n"})
    checked = workspace.check({**BANK, "map": {"amount": "Amount USD"}})
    assert "Did you mean 'Amount EUR'?" in checked.problems[0].advice


def zipped(entries: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


BOMB = zipped({"xl/worksheets/sheet1.xml": b"\0" * (513 << 20)})
BOOKS: dict[str, tuple[bytes, str]] = {
    "zip bomb": (BOMB, "inputs.zip-bomb"),
    "zip that is no workbook": (zipped({"a.txt": b"hello"}), "inputs.broken-workbook"),
    "cut short": (BOMB[:2000], "inputs.broken-workbook"),
    "password": (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "inputs.protected"),
    "empty": (b"", "inputs.broken-workbook"),
    "text": (b"date,account\n", "inputs.wrong-format"),
}


@pytest.mark.parametrize(("content", "code"), BOOKS.values(), ids=BOOKS)
def test_a_broken_workbook_is_told(
    content: bytes, code: str, workspace: Any, places: Callable[..., list[Any]]
) -> None:
    workspace.put({"book.xlsx": content})
    checked = workspace.check({"table": "transactions", "path": "book.xlsx"})
    assert [p[:2] for p in places(checked.problems)] == [(code, "book.xlsx")]
    assert checked.inputs[0].failed


def test_a_broken_parquet_file_is_told(workspace: Any, places: Callable[..., list[Any]]) -> None:
    workspace.put({"b.parquet": b"PAR1 and no more"})
    checked = workspace.check({"table": "transactions", "path": "b.parquet"})
    assert [p[:2] for p in places(checked.problems)] == [("inputs.broken-parquet", "b.parquet")]
