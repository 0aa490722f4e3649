from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.credit import (
    LineUse,
    Step,
    UnusedFeeTerms,
    UseStep,
    amount_on,
    average,
    average_over,
    fee_on_average,
    floating_rate,
    interest,
    interest_at,
    letter_of_credit_fee,
    spans,
    unused_fee,
)
from flashreport.domain.daycount import DayCount
from flashreport.errors import FlashreportError

START = date(2026, 1, 1)
MONEY = st.integers(0, 10**11).map(lambda cents: Decimal(cents).scaleb(-2))
RATES = st.integers(0, 2000).map(lambda points: Decimal(points).scaleb(-4))


def history(amounts: st.SearchStrategy[Decimal]) -> st.SearchStrategy[list[Step]]:
    later = st.lists(st.builds(Step, st.dates(START, date(2027, 1, 1)), amounts), max_size=6)
    return st.builds(lambda first, rest: [Step(START, first), *rest], amounts, later)


def on(day: int, amount: str) -> Step:
    return Step(START + timedelta(days=day - 1), Decimal(amount))


def test_the_start_day_counts_and_the_end_day_does_not() -> None:
    found = interest_at(Decimal(360_000), Decimal("0.05"), START, START + timedelta(days=1))
    assert found.days == 1
    assert found.amount == 50
    assert interest_at(Decimal(360_000), Decimal("0.05"), START, START).amount == 0


def test_balance_and_rate_change_inside_the_period() -> None:
    balance = [on(1, "360000"), on(11, "720000")]
    rate = [on(1, "0.05"), on(21, "0.06")]
    found = interest(balance, rate, START, START + timedelta(days=30))
    # 10 days at 50, 10 days at 100, 10 days at 120
    assert [part.exact for part in found.parts] == [500, 1000, 1200]
    assert found.amount == 2700


def test_interest_is_rounded_once() -> None:
    balance = [on(day, "10.00") if day % 2 else on(day, "10.01") for day in range(1, 31)]
    found = interest(balance, [on(1, "0.05")], START, START + timedelta(days=30))
    assert found.amount == Decimal("0.04")


def test_a_rate_missing_at_the_start_is_no_zero_rate() -> None:
    with pytest.raises(FlashreportError) as caught:
        interest([on(1, "100")], [on(5, "0.05")], START, START + timedelta(days=30))
    assert caught.value.problem.code == "domain.history-gap"


def test_the_floor_bounds_the_index() -> None:
    assert floating_rate(Decimal("0.002"), Decimal("0.025"), Decimal("0.01")) == Decimal("0.035")
    assert floating_rate(Decimal("0.043"), Decimal("0.025"), Decimal("0.01")) == Decimal("0.068")


@given(history(MONEY), history(RATES), st.integers(0, 300), st.integers(0, 300))
def test_act_360_interest_adds_up_over_split_periods(
    balance: list[Step], rate: list[Step], first: int, second: int
) -> None:
    middle = START + timedelta(days=first)
    end = middle + timedelta(days=second)
    parts = interest(balance, rate, START, middle).exact + interest(balance, rate, middle, end).exact
    assert parts == interest(balance, rate, START, end).exact


@given(history(MONEY), history(RATES), st.integers(0, 400))
def test_interest_is_the_sum_over_the_days(balance: list[Step], rate: list[Step], length: int) -> None:
    days = [START + timedelta(days=ahead) for ahead in range(length)]
    by_day = (Fraction(amount_on(balance, day)) * Fraction(amount_on(rate, day)) / 360 for day in days)
    found = interest(balance, rate, START, START + timedelta(days=length))
    assert found.exact == sum(by_day, Fraction(0))
    assert found.days == length


@given(history(MONEY), st.sampled_from(DayCount), st.integers(1, 400))
def test_ten_times_the_balance_is_ten_times_the_interest(
    balance: list[Step], convention: DayCount, length: int
) -> None:
    rate, end = [on(1, "0.0525")], START + timedelta(days=length)
    tenfold = [Step(step.since, step.amount * 10) for step in balance]
    assert (
        interest(tenfold, rate, START, end, convention).exact
        == 10 * interest(balance, rate, START, end, convention).exact
    )


def test_unused_fee_on_40_less_25_million() -> None:
    assert fee_on_average(Decimal(40_000_000) - Decimal(25_000_000), Decimal("0.0075"), 360) == 112_500


@pytest.mark.parametrize(
    ("letters_count", "swing_counts", "unused"), [(True, False, 60), (False, False, 70), (True, True, 55)]
)
def test_what_counts_as_use_is_a_setting(letters_count: bool, swing_counts: bool, unused: int) -> None:
    use = LineUse(Decimal(30_000_000), Decimal(10_000_000), Decimal(5_000_000))
    terms = UnusedFeeTerms(
        Decimal("0.0036"), letters_of_credit_count=letters_count, swing_line_counts=swing_counts
    )
    found = unused_fee([on(1, "100000000")], [UseStep(START, use)], terms, START, START + timedelta(days=1))
    assert found.amount == unused * 10


def test_the_unused_fee_follows_the_days() -> None:
    uses = [
        UseStep(START, LineUse(Decimal(0))),
        UseStep(START + timedelta(days=10), LineUse(Decimal(36_000_000))),
        UseStep(START + timedelta(days=20), LineUse(Decimal(90_000_000))),
    ]
    terms = UnusedFeeTerms(Decimal("0.0050"))
    found = unused_fee([on(1, "72000000")], uses, terms, START, START + timedelta(days=30))
    # 10 days at 1,000, 10 days at 500, none over the commitment
    assert found.amount == 15_000
    assert found.days == 30


@given(history(MONEY), st.integers(1, 366))
def test_a_fee_by_days_is_the_fee_on_the_average(drawn: list[Step], length: int) -> None:
    end = START + timedelta(days=length)
    top = max(step.amount for step in drawn)
    uses = [UseStep(step.since, LineUse(step.amount)) for step in drawn]
    found = unused_fee([Step(START, top)], uses, UnusedFeeTerms(Decimal("0.005")), START, end)
    unused = Fraction(top) - average(drawn, START, end)
    assert found.exact == fee_on_average(unused, Decimal("0.005"), length)


def test_letter_of_credit_fee() -> None:
    found = letter_of_credit_fee([on(1, "3600000")], [on(1, "0.02")], START, START + timedelta(days=90))
    assert found.amount == 18_000


def test_averages_need_every_day() -> None:
    drawn = [on(1, "100"), on(4, "200"), on(10, "0")]
    # days 1 to 3 at 100, days 4 to 9 at 200, day 10 at 0
    assert average(drawn, START, START + timedelta(days=10)) == 150
    assert average_over(drawn, START + timedelta(days=9), 7) == Fraction(1200, 7)
    with pytest.raises(FlashreportError, match="No amount is known"):
        average_over(drawn, START + timedelta(days=9), 11)


def test_the_last_step_of_a_day_holds() -> None:
    assert amount_on([on(1, "5"), on(1, "7")], START) == 7
    assert [span.amount for span in spans([on(1, "5"), on(1, "7"), on(3, "9")], START, date(2026, 1, 5))] == [
        7,
        9,
    ]
