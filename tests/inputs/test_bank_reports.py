"""Each bank format by itself makes a report: a workspace of one file, its balances and movements."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Measures
from flashreport.pipeline import Order, build, measures_of
from flashreport.workspace.load import load

pytestmark = pytest.mark.usefixtures("without_pdf")
GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "bank"
FILES: dict[str, dict[str, Any]] = {
    facts["file"]: facts for facts in json.loads((GOLDEN / "bank.json").read_text())["files"]
}
SETTINGS = """
[company]
name = "Harbor Grill"
currency = "{currency}"
timezone = "UTC"
[calendar]
business_date = "newest_data"
[[entities]]
id = "main"
name = "Main"
[[inputs]]
name = "bank"
table = "transactions"
path = "{file}"
{more}
[[reports]]
name = "daily"
sections = ["cash"]
"""
SCHWAB = """
map = { date = "Date", text = "Description", balance = "RunningBalance" }
constants = { account = "schwab" }
sign = { debit = "Withdrawal", credit = "Deposit" }
date_format = "%m/%d/%Y"
"""
# Every file of which the published figures say that it ties, in one currency.
TIED = [
    "mt940/asnb_month_of_days.txt", "mt940/betterplace_sepa_mt9401.sta", "mt940/citi_usd.txt",
    "mt940/jejik_rabobank_iban.sta", "mt940/mbank_pln.sta", "mt940/sberbank_huf.sta",
    "mt940/selfprovided_february_30.sta", "camt053/iso20022_sek.xml", "camt053/bsp_no_namespace.xml",
    "camt053/newinnovations_example-camt053-a.xml", "ofx/ofxparse_anzcc.ofx",
    "ofx/ofxparse_bank_medium.ofx", "ofx/ofxparse_suncorp.ofx", "bai2/svb_us_example.bai2",
    "csv/csv2ofx_schwab_checking.csv",
]  # fmt: skip


def made(folder: Path, file: str, currency: str, more: str = "") -> tuple[Measures, set[str], date]:
    (folder / Path(file).name).write_bytes((GOLDEN / file).read_bytes())
    text = SETTINGS.format(currency=currency, file=Path(file).name, more=more)
    (folder / "flashreport.toml").write_text(text, encoding="utf-8")
    workspace = load(folder)
    built = build(workspace, Order(now=datetime(2026, 11, 20, 13, tzinfo=UTC), dry_run=True))
    assert built.files
    checked = built.checked
    measures = Measures(measures_of(workspace, checked), checked.calendar)
    return measures, {problem.code for problem in checked.problems}, checked.business_date


def amount(measures: Measures, measure: str, first: date, last: date) -> Decimal:
    found = measures.read_between(measure, first, last)
    assert not isinstance(found, Unavailable), (measure, found)
    return Decimal(int(found.amount)) / 100


@pytest.mark.parametrize("file", TIED)
def test_the_report_closes_with_the_statement(file: str, tmp_path: Path) -> None:
    statements = FILES[file]["statements"]
    currency = next(each["currency"] for each in statements if each.get("currency"))
    more = SCHWAB if file.startswith("csv") else ""
    measures, codes, day = made(tmp_path, file, currency, more)
    assert codes <= {"bank.impossible-date"}
    last = {each["account"]: each for each in statements}.values()
    closing = sum((printed_closing(each) for each in last), Decimal(0))
    assert amount(measures, "cash.closing", day, day) == closing
    moved = sum((net(each) for each in statements), Decimal(0))
    start = date(1990, 1, 1)
    assert amount(measures, "cash.net", start, day) == moved


def printed_closing(statement: dict[str, Any]) -> Decimal:
    if "closing_ledger_minor" in statement:
        return Decimal(statement["closing_ledger_minor"]) / 100
    return Decimal(statement.get("closing") or statement["ledger_balance"])


def net(statement: dict[str, Any]) -> Decimal:
    if "detail_credits_minor" in statement:
        return Decimal(statement["detail_credits_minor"] - statement["detail_debits_minor"]) / 100
    return Decimal(statement["credits"]) - Decimal(statement["debits"])


@pytest.mark.parametrize("file", ["qif/csv2ofx_mint.qif", "csv/csv2ofx_default.csv"])
def test_movements_without_balances_make_a_report_without_a_closing(file: str, tmp_path: Path) -> None:
    measures, codes, day = made(tmp_path, file, "USD")
    assert codes == set()
    assert isinstance(measures.read("cash.closing", day), Unavailable)
    moved = sum((Decimal(each["net"]) for each in FILES[file]["statements"]), Decimal(0))
    assert amount(measures, "cash.net", date(2015, 1, 1), day) == moved
