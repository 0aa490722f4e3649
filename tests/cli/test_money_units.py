"""Money in the company's unit on the command line: toman, and from its date on the new rial."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Flash = Callable[..., Any]
SETTINGS = """\
[company]
name = "میز کنج"
currency = "IRR"
language = "fa"

[[company.money_units]]
label = { fa = "تومان", en = "toman" }
factor = 10

[[company.money_units]]
label = { fa = "ریال جدید", en = "new rials" }
factor = 10000
decimals = 2
valid_from = 2028-03-20

[[entities]]
id = "vanak"
name = "ونک"

[[inputs]]
name = "bank"
table = "transactions"
path = "bank.csv"

[[inputs]]
name = "balances"
table = "balances"
path = "balances.csv"
"""
KPIS = """\
[[kpi]]
id = "cash"
measure = "cash.closing"
owner = "مدیر مالی"
target = { kind = "at_least", value = 500000 }
start = 2028-01-01
"""
# 1,234,560 rials: 123,456 toman, 123.456 new rials.
BEFORE, AFTER = "2028-03-19", "2028-03-20"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flash: Flash) -> Path:
    (tmp_path / "flashreport.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "kpis.toml").write_text(KPIS, encoding="utf-8")
    (tmp_path / "balances.csv").write_text("account,date,amount\nmain,2028-03-18,1000000\n")
    (tmp_path / "bank.csv").write_text(f"account,date,amount\nmain,{BEFORE},234560\nmain,{AFTER},1000\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHREPORT_NOW", f"{day}T23:00")


def test_a_kept_report_is_printed_in_the_unit_of_its_day(
    home: Path, flash: Flash, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (BEFORE, AFTER):
        on(day, monkeypatch)
        assert flash("build", "--date", day, "--no-send").code == 0
    before, after = (flash("show", day).out for day in (BEFORE, AFTER))
    assert "123,456 toman" in before
    assert "new rials" not in before
    assert "123.56 new rials" in after
    assert "toman" not in after
    persian = flash("--lang", "fa", "show", BEFORE).out
    assert "۱۲۳٬۴۵۶ تومان" in persian
    assert "۲۹ اسفند ۱۴۰۶" in persian
    history = flash("history", "--measure", "cash.closing").out
    assert "123.56 new rials" in history
    told = flash("history", "--measure", "cash.closing", "--json").json()
    assert told["days"][-1]["value"] == "1235560"  # for a program: the currency itself


@pytest.mark.parametrize(
    ("day", "value", "target"),
    [(BEFORE, "123,456 toman", "50,000 toman"), (AFTER, "123.556 new rials", "50.00 new rials")],
)
def test_explain_and_the_register(
    home: Path, flash: Flash, monkeypatch: pytest.MonkeyPatch, day: str, value: str, target: str
) -> None:
    on(day, monkeypatch)
    explained = flash("explain", "cash.closing", "--date", day)
    assert f"[cash.closing] = {value}" in explained.out
    assert f"at least {target}" in flash("kpi", "list").out
    shown = flash("kpi", "show", "cash", "--date", day).out
    assert f"at least {target}" in shown
    assert value.split(".")[0].split()[0] in shown
