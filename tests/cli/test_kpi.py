"""``flashreport kpi``, ``ack`` and ``note``."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flashreport.cli.kpi import COMMANDS

Flash = Callable[..., Any]
NOW = "2026-11-24T08:00"
KPIS = """\
# ours
[[kpi]]
id = "cash"
measure = "cash.closing"
owner = "CFO"
target = { kind = "at_least", value = 500 }
start = 2026-01-01

[[kpi]]
id = "bare"
measure = "cash.net"
"""


@pytest.fixture
def register(workspace: Path, flash: Flash, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two KPIs on 24 November."""
    monkeypatch.setenv("FLASHREPORT_NOW", NOW)
    (workspace / "kpis.toml").write_text(KPIS)
    return workspace


@pytest.fixture
def with_figures(register: Path) -> Path:
    """The same with a bank account: 1,000, and 400 from the twentieth on."""
    with (register / "flashreport.toml").open("a") as file:
        file.write(
            '[[inputs]]\nname = "balances"\ntable = "balances"\npath = "balances.csv"\nentity = "east"\n'
            '[[inputs]]\nname = "bank"\ntable = "transactions"\npath = "bank.csv"\nentity = "east"\n'
        )
    (register / "balances.csv").write_text("date,account,amount\n2026-05-31,main,1000.00\n")
    rows = [f"2026-{month:02}-{day:02},main,10.00,sale" for month in range(6, 12) for day in range(1, 24)]
    rows += [f"2026-{month:02}-{day:02},main,-10.00,cost" for month in range(6, 12) for day in range(1, 24)]
    rows += ["2026-11-20,main,-600.00,rent"]
    (register / "bank.csv").write_text("date,account,amount,category\n" + "\n".join(rows) + "\n")
    return register


class Terminal(io.StringIO):
    """Standard input with a person at it."""

    def isatty(self) -> bool:
        return True


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(lines) + "\n"))


@pytest.mark.parametrize("name", COMMANDS)
def test_each_has_a_help_with_an_example(flash: Flash, name: str) -> None:
    shown = flash("kpi", name, "--help")
    assert shown.code == 0
    assert shown.out.split("Example:\n", 1)[1].startswith(f"  flashreport kpi {name}")


def test_list(flash: Flash, register: Path) -> None:
    assert flash("kpi", "list", "-C", register).out.splitlines() == [
        "id    measure       target         owner  cadence  next review  gaps",
        "cash  cash.closing  at least $500  CFO    daily    2026-07-01   review due since 2026-07-01",
        "bare  cash.net      -              -      daily    -            no target; no owner; never reviewed",
    ]
    told = flash("kpi", "list", "-C", register, "--json").json()
    assert [one["id"] for one in told] == ["cash", "bare"]
    assert told[0]["gaps"] == [{"kind": "review_due", "since": "2026-07-01"}]


def test_an_empty_register_says_what_is_next(flash: Flash, workspace: Path) -> None:
    ended = flash("kpi", "list", "-C", workspace)
    assert (ended.code, ended.out) == (0, "")
    assert "flashreport kpi add" in ended.err


def test_add_by_questions(flash: Flash, register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(
        monkeypatch,
        "staff.overtime_shar",
        "staff.overtime_share",
        "Peaks only",
        "Operations",
        "lower",
        "reach",
        "0.08",
        "2027-03-31",
        "0.12",
        "2026-11-01",
        "weekly",
        "3",
    )
    ended = flash("kpi", "add", "overtime", "-C", register)
    assert ended.code == 0, ended.err
    assert "Did you mean 'staff.overtime_share'?" in ended.err
    assert (register / "kpis.toml").read_text() == KPIS + (
        '\n[[kpi]]\nid = "overtime"\nmeasure = "staff.overtime_share"\nobjective = "Peaks only"\n'
        'owner = "Operations"\ntarget = { kind = "reach", value = 0.08, by = 2027-03-31 }\n'
        'baseline = { value = 0.12, on = 2026-11-01 }\ncadence = "weekly"\nreview_every_months = 3\n'
        "start = 2026-11-24\n"
    )


def test_add_refuses_what_breaks_a_rule(flash: Flash, register: Path) -> None:
    before = (register / "kpis.toml").read_text()
    for assignments, code in (
        (("measure=cash.closng",), 3),
        (("measure=cash.closing", "target.kind=reach", "target.value=5"), 3),
        (("measure=cash.closing", "colour=red"), 2),
        ((), 2),
    ):
        assert flash("kpi", "add", "new", *assignments, "-C", register).code == code
    assert flash("kpi", "add", "cash", "measure=cash.net", "-C", register).code == 3
    assert (register / "kpis.toml").read_text() == before


def test_set_tells_the_old_and_the_new_target(flash: Flash, register: Path) -> None:
    ended = flash("kpi", "set", "cash", "target.value=700", "--from", "2026-12-01", "-C", register)
    assert ended.code == 0
    assert "Until 2026-11-30: at least $500." in ended.err
    assert "From 2026-12-01: at least $700." in ended.err
    assert flash("kpi", "set", "cassh", "owner=x", "-C", register).code == 2


def test_review_walks_through_those_that_are_due(
    flash: Flash, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(
        monkeypatch, "change", "Rent has risen", "target.value=600 owner=Treasurer", "retire", "Nobody asks"
    )
    ended = flash("kpi", "review", "-C", register)
    assert ended.code == 0, ended.err
    text = (register / "kpis.toml").read_text()
    assert "value = 600" in text
    assert 'owner = "Treasurer"' in text
    assert text.count("on = 2026-11-24") == 2
    assert 'status = "retired"' in text
    assert flash("kpi", "review", "-C", register).err == "No review is due.\n"


def test_review_without_a_terminal_lists_what_is_due(flash: Flash, register: Path) -> None:
    assert flash("kpi", "review", "-C", register).out == "cash\nbare\n"
    assert flash("kpi", "review", "-C", register, "--json").json() == {"due": ["cash", "bare"]}
    assert flash("kpi", "review", "cash", "-C", register).code == 2
    wrong = ("kpi", "review", "cash", "owner=x", "--decision", "keep", "--reason", "y", "-C", register)
    assert flash(*wrong).code == 2


def test_show_without_inputs_prints_the_contract(flash: Flash, register: Path) -> None:
    ended = flash("kpi", "show", "cash", "-C", register)
    assert ended.out.splitlines() == [
        "id           cash",
        "measure      cash.closing",
        "objective    -",
        "owner        CFO",
        "target       at least $500",
        "cadence      daily",
        "next review  2026-07-01 (every 6 months)",
        "gaps         review due since 2026-07-01",
    ]


def test_show_and_test_with_figures(flash: Flash, with_figures: Path) -> None:
    shown = flash("kpi", "show", "cash", "-C", with_figures)
    assert shown.code == 0, shown.err
    assert "newest       $400 on 2026-11-23" in shown.out
    # 20 November was a Friday; balances stand on every day
    assert "status       off target, day 4" in shown.out
    tried = flash("kpi", "test", "cash", "--days", "30", "--json", "-C", with_figures).json()
    assert (tried["days"], tried["missed"], tried["episodes"], tried["longest"]) == (30, 4, 1, 4)
    lower = flash("kpi", "test", "cash", "target.value=300", "--days", "30", "--json", "-C", with_figures)
    assert lower.json()["missed"] == 0
    assert "value = 500" in (with_figures / "kpis.toml").read_text()
    assert flash("kpi", "test", "cash", "target.kind=reach", "-C", with_figures).code == 2


def test_ack_and_note(flash: Flash, register: Path) -> None:
    assert flash("ack", "cash", "--until", "2026-11-30", "--note", "Loan", "-C", register).code == 0
    assert flash("ack", "cash", "--until", "2026-11-20", "--note", "x", "-C", register).code == 2
    assert (
        "Did you mean" in flash("ack", "kpi-cas", "--until", "2026-11-30", "--note", "x", "-C", register).err
    )
    assert flash("note", "cash", "--role", "CFO", "--text", "Rent", "-C", register).code == 0
    assert flash("note", "cash.nt", "--role", "CFO", "--text", "Rent", "-C", register).code == 2
    assert flash("note", "cash", "--role", "", "--text", "Rent", "-C", register).code == 2
    assert (register / "acks.toml").read_text() == (
        '[[ack]]\nfinding = "kpi-cash"\non = 2026-11-24\nuntil = 2026-11-30\nnote = "Loan"\n'
    )
    assert (register / "notes.toml").read_text() == (
        '[[note]]\non = 2026-11-23\nmeasure = "cash.closing"\nrole = "CFO"\ntext = "Rent"\n'
    )
