from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.cash import (
    Assertion,
    BreakKind,
    Column,
    Moment,
    Movement,
    Statement,
    balance_at,
    by_period,
    change_in_cash,
    check_assertions,
    check_chain,
    roll_forward,
    total_column,
)
from flashreport.errors import FlashreportError

MONEY = st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents).scaleb(-2))
PERIODS = st.lists(st.tuples(MONEY, MONEY, MONEY), min_size=1, max_size=30)
DAY = date(2026, 11, 24)


def column(opening: str, receipts: str, disbursements: str) -> Column:
    return Column(Decimal(opening), Decimal(receipts), Decimal(disbursements))


def test_a_wrong_closing_printed_in_a_budget_is_found() -> None:
    # April to June: May closes at 294,005; a published answer carries 376,885 on
    april = Statement("April", column("135000", "272040", "228220"), Decimal(178_820))
    may = Statement("May", column("178820", "346965", "231780"), Decimal(376_885))
    june = Statement("June", column("376885", "356875", "257050"), Decimal(476_710))
    (found,) = check_chain([april, may, june])
    assert (found.label, found.kind) == ("May", BreakKind.CLOSING)
    assert found.expected == 294_005
    assert found.difference == 82_880


def test_an_opening_that_is_not_the_closing_before() -> None:
    first = Statement("1", column("0", "10", "4"), Decimal(6))
    second = Statement("2", column("7", "0", "0"), Decimal(7))
    (found,) = check_chain([first, second])
    assert (found.label, found.kind) == ("2", BreakKind.OPENING)
    assert found.difference == 1


def test_revaluation_moves_the_closing() -> None:
    (found,) = roll_forward(Decimal(100), [Decimal(10)], [Decimal(20)], [Decimal("-0.37")])
    assert found.closing == Decimal("89.63")


def test_ragged_rows_are_refused() -> None:
    with pytest.raises(FlashreportError, match="receipts 2, disbursements 1"):
        roll_forward(Decimal(0), [Decimal(1), Decimal(2)], [Decimal(1)])
    with pytest.raises(FlashreportError, match="rent 1, wages 2"):
        by_period({"rent": [Decimal(1)], "wages": [Decimal(1), Decimal(2)]})


@given(MONEY, PERIODS)
def test_the_roll_closes_and_its_parts_add_up(
    opening: Decimal, flows: list[tuple[Decimal, Decimal, Decimal]]
) -> None:
    came, went, other = zip(*flows, strict=True)
    columns = roll_forward(opening, came, went, other)
    whole = total_column(columns)
    assert whole.opening == opening
    assert whole.closing == columns[-1].closing == opening + sum(came) - sum(went) + sum(other)
    assert whole.available == opening + sum(came)
    statements = [Statement(str(place), one, one.closing) for place, one in enumerate(columns)]
    assert check_chain(statements) == ()


@given(MONEY, PERIODS)
def test_ten_times_the_flows_give_ten_times_the_balances(
    opening: Decimal, flows: list[tuple[Decimal, Decimal, Decimal]]
) -> None:
    came, went, _ = zip(*flows, strict=True)
    once = roll_forward(opening, came, went)
    ten = roll_forward(opening * 10, [one * 10 for one in came], [one * 10 for one in went])
    assert [one.closing for one in ten] == [one.closing * 10 for one in once]


@given(MONEY, PERIODS, st.data())
def test_any_changed_closing_is_told(
    opening: Decimal, flows: list[tuple[Decimal, Decimal, Decimal]], data: st.DataObject
) -> None:
    came, went, _ = zip(*flows, strict=True)
    columns = roll_forward(opening, came, went)
    wrong = data.draw(st.integers(0, len(columns) - 1))
    cent = Decimal("0.01")
    statements = [
        Statement(str(place), one, one.closing + (cent if place == wrong else 0))
        for place, one in enumerate(columns)
    ]
    assert check_chain(statements)[0].label == str(wrong)


MOVES = st.lists(
    st.builds(Movement, st.dates(DAY - timedelta(days=9), DAY + timedelta(days=9)), MONEY), max_size=20
)


@given(MONEY, MOVES, st.sampled_from(Moment))
def test_the_fast_check_finds_what_adding_up_finds(
    opening: Decimal, moves: list[Movement], moment: Moment
) -> None:
    stated = [Assertion(DAY + timedelta(days=off), Decimal(0), moment) for off in (3, -4, 0)]
    checks = check_assertions(opening, moves, stated)
    assert [check.found for check in checks] == [
        balance_at(opening, moves, one.day, moment) for one in stated
    ]


@given(MOVES)
def test_a_day_is_what_lies_between_its_two_balances(moves: list[Movement]) -> None:
    start, end = (balance_at(Decimal(5), moves, DAY, moment) for moment in Moment)
    assert end - start == change_in_cash(moves, DAY, DAY)
