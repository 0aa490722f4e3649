"""The running balance of a list of transactions, held against the reader's own row-by-row proof."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashreport.inputs.bank.running_balance import RunningRow, check_running_balance

FIRST = date(2026, 10, 5)
INPUT = {"table": "transactions", "path": "bank.csv"}
Line = tuple[date, Decimal, Decimal | None]


def rows_of(steps: list[tuple[int, int, bool]]) -> list[Line]:
    """Days ahead, cents, and whether the balance is printed; oldest first from a balance of 100."""
    day, balance, found = FIRST, Decimal(100), []
    for ahead, amount, printed in steps:
        day += timedelta(days=ahead)
        balance += Decimal(amount) / 100
        found.append((day, Decimal(amount) / 100, balance if printed else None))
    return found


def written(lines: list[Line]) -> str:
    return "account,date,amount,balance\n" + "".join(
        f"till,{day},{amount},{'' if balance is None else balance}\n" for day, amount, balance in lines
    )


def balances(checked: Any) -> list[tuple[Any, ...]]:
    query = "select date, kind, amount from balances order by date, kind desc"
    return list(checked.connection.execute(query).fetchall()) if "balances" in checked.tables else []


STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-999, 999).filter(bool), st.booleans()), min_size=1, max_size=9
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, newest=st.booleans(), spoilt=st.booleans(), seed=st.integers(0, 99))
def test_the_statement_agrees_with_the_proof_row_by_row(
    workspace: Any, steps: list[tuple[int, int, bool]], newest: bool, spoilt: bool, seed: int
) -> None:
    lines = rows_of(steps)
    if spoilt:
        place = random.Random(seed).randrange(len(lines))  # noqa: S311 - a choice, not a secret
        day, amount, balance = lines[place]
        lines[place] = (day, amount, None if balance is None else balance + 1)
    lines = lines[::-1] if newest else lines
    workspace.put({"bank.csv": written(lines)})
    checked = workspace.check(INPUT)
    proof = check_running_balance(
        [RunningRow(day, amount, balance, at) for at, (day, amount, balance) in enumerate(lines, 2)]
    )
    codes = {problem.code for problem in checked.problems} - {"tables.duplicate-row"}
    assert ("tables.running-balance" in codes) == bool(proof.problems)
    found = balances(checked)
    if proof.problems or proof.order == "unknown":
        assert found == []
        return
    in_time = lines[::-1] if proof.order == "newest first" else lines
    if in_time[-1][2] is not None:
        assert (found[-1][0], found[-1][2]) == (in_time[-1][0], int((proof.closing or 0) * 100))
    if in_time[0][2] is not None:
        assert found[0] == (in_time[0][0], "opening", int((proof.opening or 0) * 100))


def test_days_close_with_their_last_row(workspace: Any) -> None:
    lines = rows_of([(0, 500, True), (0, -200, True), (1, 100, True)])
    workspace.put({"bank.csv": written(lines[::-1])})
    checked = workspace.check(INPUT)
    assert checked.problems == ()
    assert balances(checked) == [
        (FIRST, "opening", 10000),
        (FIRST, "closing", 10300),
        (FIRST + timedelta(days=1), "closing", 10400),
    ]


def test_a_statement_is_not_overridden(workspace: Any) -> None:
    workspace.put(
        {
            "bank.csv": written(rows_of([(0, 500, True)])),
            "b.csv": f"account,date,kind,amount\ntill,{FIRST},closing,105.01\n",
        }
    )
    checked = workspace.check(INPUT, {"table": "balances", "path": "b.csv"})
    assert balances(checked) == [(FIRST, "opening", 10000), (FIRST, "closing", 10501)]
    assert [problem.code for problem in checked.problems] == ["tables.balance-does-not-tie"]


def test_a_broken_chain_is_told_once_with_its_first_row(
    workspace: Any, places: Callable[..., list[Any]]
) -> None:
    lines = rows_of([(1, 500, True), (1, 100, True), (1, 100, True), (1, 100, True)])
    spoilt = [*lines[:1], *((day, amount, (balance or Decimal(0)) + at) for at, (day, amount, balance) in
              enumerate(lines[1:], 3))]  # fmt: skip
    workspace.put({"bank.csv": written(spoilt)})
    checked = workspace.check(INPUT)
    assert places(checked.problems) == [("tables.running-balance", "bank.csv", 3, "balance", "109")]
    assert "106 is expected; this is the first of 3 such rows" in str(checked.problems[0])
    assert balances(checked) == []


@pytest.mark.parametrize(
    "steps", [[(0, 500, True), (0, -500, True)], [(3, 500, True), (-2, 100, True), (4, 100, True)]]
)
def test_an_order_that_nothing_tells_is_said(workspace: Any, steps: list[tuple[int, int, bool]]) -> None:
    lines = rows_of(steps)
    if len(lines) == 2:  # back and forth: both orders tie
        lines = [(FIRST, Decimal(-20), Decimal(80)), (FIRST, Decimal(20), Decimal(100))]
    workspace.put({"bank.csv": written(lines)})
    checked = workspace.check(INPUT)
    assert [problem.code for problem in checked.problems] == ["tables.running-order"]
    assert balances(checked) == []
