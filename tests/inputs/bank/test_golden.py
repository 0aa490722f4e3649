"""Every file of the golden bank set, held to the figures printed for it."""

import csv
import io
import json
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flashreport.inputs.bank import FORMATS, BankFile, Statement, identify, to_rows
from flashreport.inputs.bank.running_balance import RunningRow, check_running_balance

GOLDEN = Path(__file__).resolve().parents[3].parent / "shared" / "golden" / "bank"
FILES: list[dict[str, Any]] = json.loads((GOLDEN / "bank.json").read_text())["files"]
OF_BANKS = [facts for facts in FILES if not facts["format"].startswith("CSV")]
NAMES = {"MT940": "mt940", "CAMT.053": "camt053", "OFX": "ofx", "BAI2": "bai2", "QIF": "qif"}
CASES = [
    pytest.param(facts, at, id=f"{facts['file']}#{at}")
    for facts in OF_BANKS
    for at in range(len(facts["statements"]))
]
LOUD = {
    # what each file must warn of; every other file that ties must be silent
    "mt940/jejik_postfinance.sta": {"bank.does-not-tie"},
    "mt940/selfprovided_february_30.sta": {"bank.impossible-date"},
    "camt053/newinnovations_error-camt053.xml": {"bank.does-not-tie"},
    "camt053/newinnovations_example-camt053-b.xml": {"bank.summary-differs", "bank.foreign-currency"},
    "bai2/citi_example.bai2": {"bank.does-not-tie"},
    "bai2/moov_sample2.txt": {"bank.summary-differs", "bank.missing-balance", "bank.correction"},
}


@cache
def read(name: str) -> BankFile:
    data = (GOLDEN / name).read_bytes()
    return FORMATS[identify(data)].read(data, name, {})


def minor(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)


def test_all_files_are_there() -> None:
    listed = {facts["file"] for facts in FILES}
    on_disk = {str(path.relative_to(GOLDEN)) for path in GOLDEN.glob("*/*")}
    assert listed == on_disk
    assert len(listed) == 24


@pytest.mark.parametrize("facts", OF_BANKS, ids=lambda facts: str(facts["file"]))
def test_format_and_number_of_statements(facts: dict[str, Any]) -> None:
    found = read(facts["file"])
    assert found.format == NAMES[facts["format"]]
    assert len(found.statements) == len(facts["statements"])


@pytest.mark.parametrize(("facts", "at"), CASES)
def test_statement(facts: dict[str, Any], at: int) -> None:
    """Account, number of entries, balances with their dates, sums, and whether it ties."""
    printed = facts["statements"][at]
    statement = read(facts["file"]).statements[at]
    assert statement.account == printed["account"]
    assert len(statement.entries) == printed["n"]
    check_plain(statement, printed)
    check_minor(statement, printed)
    check_ofx(statement, printed)
    if printed.get("ties") is True:
        assert statement.difference() == 0
    if printed.get("ties") is False:
        assert statement.difference() not in (0, None)


def check_plain(statement: Statement, printed: dict[str, Any]) -> None:
    figures = {
        "opening": statement.opening,
        "closing": statement.closing,
        "credits": statement.credits,
        "debits": statement.debits,
        "difference": statement.difference(),
        "net": statement.total,
    }
    for name, value in figures.items():
        if name in printed:
            assert value == Decimal(printed[name]), name
    dates = {"opening_date": statement.opening_date, "closing_date": statement.closing_date}
    for name, day in dates.items():
        if name in printed:
            assert day == date.fromisoformat(printed[name][:10]), name
    if "currency" in printed:
        assert statement.currency == printed["currency"]
    if "statement" in printed:
        assert statement.statement_id == printed["statement"].splitlines()[0]
    if "reversals" in printed:
        assert sum(entry.reversal for entry in statement.entries) == printed["reversals"]
    if "entry_currencies" in printed:
        assert sorted({entry.currency for entry in statement.entries}) == printed["entry_currencies"]
    if "opening_tag" in printed:
        assert statement.opening_kind == ("page" if printed["opening_tag"] == "60M" else "booked")
        assert statement.closing_kind == ("page" if printed["closing_tag"] == "62M" else "booked")


def check_minor(statement: Statement, printed: dict[str, Any]) -> None:
    figures = {
        "opening_ledger_minor": statement.opening,
        "closing_ledger_minor": statement.closing,
        "detail_credits_minor": statement.credits,
        "detail_debits_minor": statement.debits,
        "difference_minor": statement.difference(),
    }
    for name, value in figures.items():
        if name in printed:
            assert minor(value) == printed[name], name
    if "opening_ledger_minor" in printed and "closing_ledger_minor" not in printed:
        assert statement.closing is None


def check_ofx(statement: Statement, printed: dict[str, Any]) -> None:
    if "ledger_balance" not in printed:
        return
    assert statement.closing == Decimal(printed["ledger_balance"])
    assert statement.opening == Decimal(printed["implied_opening"])
    assert statement.opening_kind == "derived"
    assert statement.available == Decimal(printed["available_balance"])
    assert statement.closing_date == date.fromisoformat(printed["ledger_asof"][:8])
    assert statement.opening_date == date.fromisoformat(printed["start"][:8])


@pytest.mark.parametrize("facts", OF_BANKS, ids=lambda facts: str(facts["file"]))
def test_warnings(facts: dict[str, Any]) -> None:
    """Files that tie are silent; each that must warn says exactly what is wrong with it."""
    found = read(facts["file"])
    assert {problem.code for problem in found.problems} == LOUD.get(facts["file"], set())
    wrong = [at for at, printed in enumerate(facts["statements"]) if printed.get("ties") is False]
    told = [problem for problem in found.problems if problem.code == "bank.does-not-tie"]
    assert [problem.place.line for problem in told] == [found.statements[at].line for at in wrong]
    assert all(problem.place.file == facts["file"] for problem in found.problems)


def test_summary_of_camt_b_is_told_with_both_figures() -> None:
    told = [str(each) for each in read("camt053/newinnovations_example-camt053-b.xml").problems]
    assert any("16 entries of 142.00" in text and "19 of 215.59" in text for text in told)


def test_a_month_of_days() -> None:
    facts = next(each for each in FILES if "month_total" in each)
    month, statements = facts["month_total"], read(facts["file"]).statements
    assert statements[0].opening == Decimal(month["opening"])
    assert sum(each.credits for each in statements) == Decimal(month["receipts"])
    assert sum(each.debits for each in statements) == Decimal(month["disbursements"])
    assert statements[-1].closing == Decimal(month["closing"])
    assert len(statements) == month["days"]
    assert sum(bool(each.entries) for each in statements) == month["days_with_movement"]
    assert sum(len(each.entries) for each in statements) == month["entries"]


def test_positions_of_twenty_accounts() -> None:
    facts = next(each for each in FILES if "position_by_account" in each)
    pages: dict[str, list[Statement]] = defaultdict(list)
    for each in read(facts["file"]).statements:
        pages[each.account].append(each)
    for account, printed in facts["position_by_account"].items():
        of_account = pages[account]
        assert of_account[0].opening == Decimal(printed["opening"])
        assert of_account[-1].closing == Decimal(printed["closing"])
        assert sum(each.credits for each in of_account) == Decimal(printed["credits"])
        assert sum(each.debits for each in of_account) == Decimal(printed["debits"])
        assert sum(len(each.entries) for each in of_account) == int(printed["n"])


def test_position_of_the_group_from_rows() -> None:
    """Rows leave out balances between pages, so that openings and closings add up to the group's."""
    facts = next(each for each in FILES if "position_total" in each)
    total = facts["position_total"]
    transactions, balances = to_rows(read(facts["file"]))
    amounts = [Decimal(row["amount"]) for row in transactions]
    of_kind = {
        kind: sum(Decimal(row["amount"]) for row in balances if row["kind"] == kind)
        for kind in ("opening", "closing")
    }
    assert of_kind == {"opening": Decimal(total["opening"]), "closing": Decimal(total["closing"])}
    assert sum(amount for amount in amounts if amount > 0) == Decimal(total["receipts"])
    assert -sum(amount for amount in amounts if amount < 0) == Decimal(total["disbursements"])
    assert len(amounts) == total["entries"]
    assert len({row["account"] for row in balances}) == total["accounts"]


def test_position_of_fifteen_bai2_accounts() -> None:
    facts = next(each for each in FILES if "position_total_minor" in each)
    total, statements = facts["position_total_minor"], read(facts["file"]).statements
    assert len(statements) == total["accounts"]
    assert sum(minor(each.opening) or 0 for each in statements) == total["opening"]
    assert sum(minor(each.credits) or 0 for each in statements) == total["receipts"]
    assert sum(minor(each.debits) or 0 for each in statements) == total["disbursements"]
    assert sum(minor(each.closing) or 0 for each in statements) == total["closing"]


@pytest.mark.parametrize(
    "facts", [each for each in FILES if each["format"] == "BAI2"], ids=lambda each: str(each["file"])
)
def test_bai2_trailers_that_are_changed_are_told(facts: dict[str, Any]) -> None:
    """The printed totals and counts hold; one more in any trailer is a warning."""
    data = (GOLDEN / facts["file"]).read_bytes()
    total, records = facts["file_control_total"], facts["file_records_declared"]
    trailer = re.search(rb"99,([0-9]+),([0-9]+),([0-9]+)/?\s*$", data)
    assert trailer
    assert (trailer.group(1).decode(), trailer.group(3).decode()) == (total, records)
    for part, code in ((1, "control-total"), (2, "control-count"), (3, "control-count")):
        more = str(int(trailer.group(part)) + 1).encode()
        changed = data[: trailer.start(part)] + more + data[trailer.end(part) :]
        assert codes(changed) - codes(data) == {f"bank.{code}"}
    for printed in facts["statements"]:
        first = printed["control_total"]
        changed = data.replace(f"49,{first},".encode(), f"49,{int(first) + 1},".encode(), 1)
        assert codes(changed) - codes(data) == {"bank.control-total"}


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in FORMATS["bai2"].read(data, "changed", {}).problems}


def test_csv_with_running_balance() -> None:
    facts = next(each for each in FILES if "schwab" in each["file"])
    printed = facts["statements"][0]
    rows = list(csv.DictReader(io.StringIO((GOLDEN / facts["file"]).read_text())))
    cash = [
        RunningRow(
            day=date(int(row["Date"][6:]), int(row["Date"][:2]), int(row["Date"][3:5])),
            amount=dollars(row["Deposit"]) - dollars(row["Withdrawal"]),
            balance=dollars(row["RunningBalance"]),
            line=line,
        )
        for line, row in enumerate(rows, 2)
    ]
    found = check_running_balance(cash, facts["file"])
    assert found.order == "newest first"
    assert found.ties is printed["ties"]
    assert (found.opening, found.closing) == (Decimal(printed["opening"]), Decimal(printed["closing"]))
    assert found.total == Decimal(printed["credits"]) - Decimal(printed["debits"])


def dollars(cell: str) -> Decimal:
    return Decimal(cell.replace("$", "").replace(",", "") or "0")


def test_csv_without_balance_proves_nothing_but_its_sum() -> None:
    facts = next(each for each in FILES if each["file"] == "csv/csv2ofx_default.csv")
    rows = list(csv.DictReader(io.StringIO((GOLDEN / facts["file"]).read_text())))
    for printed in facts["statements"]:
        cash = [
            RunningRow(date.fromisoformat(row["Date"]), Decimal(row["Amount"]), None, line)
            for line, row in enumerate(rows, 2)
            if row["Account"] == printed["account"]
        ]
        found = check_running_balance(cash)
        assert len(cash) == printed["n"]
        assert found.total == Decimal(printed["net"])
        assert (found.order, found.closing, found.ties) == ("unknown", None, False)
