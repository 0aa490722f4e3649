"""The running balance column: both orders, breaks, rows without a balance."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from flashreport.inputs.bank.running_balance import RunningRow, check_running_balance

FIRST = date(2024, 1, 1)


def rows(opening: int, amounts: list[int]) -> list[RunningRow]:
    balance, found = opening, []
    for at, amount in enumerate(amounts):
        balance += amount
        found.append(RunningRow(FIRST + timedelta(days=at), Decimal(amount), Decimal(balance), at + 2))
    return found


@given(
    opening=st.integers(-(10**15), 10**15),
    amounts=st.lists(st.integers(-(10**9), 10**9), min_size=2),
    newest=st.booleans(),
)
def test_both_orders_tie(opening: int, amounts: list[int], newest: bool) -> None:
    cash = rows(opening, amounts)
    found = check_running_balance(cash[::-1] if newest else cash)
    assert found.ties
    assert found.closing is not None
    assert found.opening is not None
    assert found.closing - found.opening == found.total == sum(amounts)
    assert found.order == ("newest first" if newest else "oldest first")
    assert found.opening == opening


def test_a_break_is_told_on_its_row_and_not_mended() -> None:
    cash = rows(100, [1, 2, 3, 4])
    cash[2] = RunningRow(cash[2].day, Decimal(30), cash[2].balance, cash[2].line)
    for order in (cash, cash[::-1]):
        found = check_running_balance(order, "bank.csv")
        (problem,) = found.problems
        assert (problem.code, problem.place.line, problem.place.file) == (
            "bank.running-balance",
            4,
            "bank.csv",
        )
        assert "133" in problem.message
        assert (found.opening, found.closing, found.ties) == (Decimal(100), Decimal(110), False)


def test_rows_without_a_balance_are_bridged() -> None:
    cash = rows(100, [1, 2, 3, 4])
    for at in (0, 2, 3):
        cash[at] = RunningRow(cash[at].day, cash[at].amount, None, cash[at].line)
    found = check_running_balance(cash)
    assert (found.opening, found.closing) == (Decimal(100), Decimal(110))
    assert (found.ties, found.order) == (True, "oldest first")


def test_one_row_and_none() -> None:
    assert check_running_balance(rows(5, [1])).opening == 5
    empty = check_running_balance([])
    assert (empty.order, empty.closing, empty.total) == ("unknown", None, Decimal(0))


def test_one_day_that_reads_both_ways_has_no_order() -> None:
    """+5 to 5 and -5 to 0 on one day: forward 0, 5, 0; backward 5, 0, 5."""
    cash = [RunningRow(FIRST, Decimal(5), Decimal(5), 2), RunningRow(FIRST, Decimal(-5), Decimal(0), 3)]
    assert check_running_balance(cash).order == "unknown"
