"""Bank statements through the same door as every other input, held to the golden files."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flashreport.inputs import read_input
from flashreport.tables import CheckedTables, check_tables
from flashreport.workspace.settings import WorkspaceSettings

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "bank"


def checked(folder: Path, file: str, currency: str, **item: Any) -> CheckedTables:
    shutil.copy(GOLDEN / file, folder)
    settings = WorkspaceSettings.model_validate(
        {
            "company": {"name": "H", "currency": currency},
            "entities": [{"id": "east", "name": "East"}],
            "inputs": [{"name": "bank", "table": "transactions", "path": Path(file).name, **item}],
        }
    )
    raw = [read_input(each, folder) for each in settings.inputs]
    return check_tables(raw, settings, date(2026, 11, 23))


def sums(tables: CheckedTables) -> tuple[int, ...]:
    query = (
        "select sum(amount) filter (amount > 0), sum(amount) filter (amount < 0), count(*) from transactions"
    )
    return tuple(int(value) for value in tables.connection.execute(query).fetchall()[0])


def total(tables: CheckedTables, kind: str) -> int:
    query = f"select sum(amount) from balances where kind = '{kind}'"
    return int(tables.connection.execute(query).fetchall()[0][0])


def test_a_month_of_daily_statements_ties(tmp_path: Path) -> None:
    tables = checked(tmp_path, "mt940/asnb_month_of_days.txt", "EUR")
    assert tables.problems == ()
    assert sums(tables) == (282890, -277196, 8)
    assert len(tables.inputs[0].days) == 31
    first = tables.connection.execute(
        "select amount from balances where kind = 'opening' order by date"
    ).fetchone()
    last = tables.connection.execute(
        "select amount from balances where kind = 'closing' order by date desc"
    ).fetchone()
    assert (first, last) == ((44429,), (50123,))


def test_statements_of_many_accounts_tie(tmp_path: Path) -> None:
    tables = checked(tmp_path, "mt940/betterplace_sepa_mt9401.sta", "EUR")
    assert tables.problems == ()
    assert sums(tables) == (518847494, -1445761084, 97)


def test_masked_account_numbers_are_told_apart(tmp_path: Path) -> None:
    tables = checked(tmp_path, "bai2/moov_sample3.txt", "USD")
    assert {problem.code for problem in tables.problems} <= {"inputs.masked-account", "bank.short-line"}
    assert sums(tables) == (39713, -59418, 26)
    assert (total(tables, "opening"), total(tables, "closing")) == (587397, 567692)


def test_entries_of_another_currency_are_set_aside(tmp_path: Path) -> None:
    tables = checked(tmp_path, "mt940/asnb_month_of_days.txt", "USD")
    assert {problem.code for problem in tables.problems} == {"tables.wrong-currency"}
    assert (tables.inputs[0].rows, tables.inputs[0].set_aside) == (0, 70)


def test_a_broken_statement_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "bank.sta").write_bytes(b"nothing of a bank")
    settings = WorkspaceSettings.model_validate(
        {
            "company": {"name": "H", "currency": "EUR"},
            "entities": [{"id": "east", "name": "East"}],
            "inputs": [{"name": "bank", "table": "transactions", "path": "bank.sta", "format": "mt940"}],
        }
    )
    raw = read_input(settings.inputs[0], tmp_path)
    tables = check_tables([raw], settings, date(2026, 11, 23))
    assert tables.problems
    assert tables.problems[0].place.file == "bank.sta"


@pytest.mark.parametrize("table", ["transactions", "balances"])
def test_an_input_of_balances_brings_no_movements(table: str, tmp_path: Path) -> None:
    tables = checked(tmp_path, "mt940/asnb_month_of_days.txt", "EUR", table=table)
    expected = {"transactions", "balances"} if table == "transactions" else {"balances"}
    assert tables.tables == expected
