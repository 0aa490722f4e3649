"""Exchange rates as an input, and accounts in currencies of their own."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flashreport.pipeline import Checked, check_workspace
from flashreport.workspace.load import load

DAY = date(2026, 11, 19)
RATES = '[[inputs]]\nname = "rates"\ntable = "rates"\npath = "rates.csv"\n'


def checked(folder: Path, rows: str, rates: str | None, second: str = "USD") -> Checked:
    text = (
        '[company]\nname = "C"\ncurrency = "USD"\n[[entities]]\nid = "a"\nname = "A"\n'
        f'[[entities]]\nid = "b"\nname = "B"\ncurrency = "{second}"\n'
        '[[inputs]]\nname = "bank"\ntable = "transactions"\npath = "bank.csv"\n'
    )
    (folder / "flashreport.toml").write_text(text + (RATES if rates is not None else ""), "utf-8")
    (folder / "bank.csv").write_text("entity,account,date,amount,currency\n" + rows, "utf-8")
    if rates is not None:
        (folder / "rates.csv").write_text("date,currency,rate,units\n" + rates, "utf-8")
    return check_workspace(load(folder), DAY, datetime(2026, 11, 20, 6, tzinfo=UTC))


def codes(found: Checked) -> list[str]:
    return [problem.code for problem in found.problems]


def test_amounts_keep_the_decimals_of_their_own_currency(tmp_path: Path) -> None:
    rows = (
        "a,x,2026-11-19,12.50,EUR\na,y,2026-11-19,1250,JPY\na,z,2026-11-19,1.250,KWD\na,u,2026-11-19,5.00,\n"
    )
    rates = "2026-11-19,EUR,1.1,1\n2026-11-19,JPY,0.65,100\n2026-11-19,KWD,3.25,1\n"
    found = checked(tmp_path, rows, rates)
    assert codes(found) == []
    held = found.tables.connection.execute("select currency, amount from transactions order by 1").fetchall()
    assert held == [("EUR", 1250), ("JPY", 1250), ("KWD", 1250), ("USD", 500)]
    rate = "select currency, quoted_in, rate, units from rates order by 1"
    assert found.tables.connection.execute(rate).fetchall() == [
        ("EUR", "USD", 1_100_000_000, 1), ("JPY", "USD", 650_000_000, 100), ("KWD", "USD", 3_250_000_000, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "rates", "second", "told"),
    [
        ("a,x,2026-11-19,1,EUR\n", None, "USD", ["tables.wrong-currency"]),
        ("a,x,2026-11-19,1,EUR\n", "2026-11-19,CHF,1,1\n", "USD", ["tables.no-rate"]),
        ("b,x,2026-11-19,1,\n", None, "EUR", ["tables.no-rate"]),
        ("a,x,2026-11-10,1,EUR\n", "2026-11-19,EUR,1,1\n", "USD", ["tables.no-rate"]),
        ("a,x,2026-11-19,1,EU\n", "2026-11-19,EUR,1,1\n", "USD", ["tables.unknown-currency"]),
        ("a,x,2026-11-19,1.5,JPY\n", "2026-11-19,JPY,1,1\n", "USD", ["tables.too-fine"]),
        ("a,x,2026-11-19,1,\n", "2026-11-19,EUR,0,1\n", "USD", ["tables.out-of-range"]),
        (
            "a,x,2026-11-19,1,\n",
            "2026-11-19,EUR,1.1,1\n2026-11-19,EUR,1.2,1\n",
            "USD",
            ["tables.duplicate-key"],
        ),
    ],
)
def test_each_mistake_has_its_message(
    tmp_path: Path, rows: str, rates: str | None, second: str, told: list[str]
) -> None:
    found = checked(tmp_path, rows, rates, second)
    assert codes(found) == told
    assert all(problem.message and problem.advice for problem in found.problems)
