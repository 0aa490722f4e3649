from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.cash import apportion, daily_budget, phase
from flashreport.errors import FlashreportError

NOVEMBER = [day for ahead in range(30) if (day := date(2026, 11, 1) + timedelta(days=ahead)).weekday() < 5]
PLANS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2))


def test_a_month_over_its_working_days() -> None:
    found = phase(Decimal("100.00"), NOVEMBER)
    # 21 days: 10,000 cents are 476 each and 4 over, for the first four
    assert len(found) == 21
    assert list(found.values()) == [Decimal("4.77")] * 4 + [Decimal("4.76")] * 17


def test_largest_remainders_come_first() -> None:
    # shares 3.33.., 1.66.., 5: the cent that is left goes to the second
    assert apportion(Decimal("0.10"), [2, 1, 3]) == (Decimal("0.03"), Decimal("0.02"), Decimal("0.05"))


def test_last_years_weekday_shape() -> None:
    found = phase(Decimal(60), NOVEMBER[:5], {0: 1, 4: 3, 1: 2})
    # 2 November 2026 is a Monday
    assert list(found.values()) == [10, 20, 0, 0, 30]


def test_a_given_day_stands_and_the_rest_is_spread() -> None:
    given_day = {NOVEMBER[1]: Decimal(40)}
    found = daily_budget(Decimal(100), NOVEMBER[:4], given_day)
    assert list(found.values()) == [20, 40, 20, 20]
    assert daily_budget(Decimal(100), NOVEMBER[1:2], given_day) == given_day


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_nothing_to_spread_over(weights: list[int]) -> None:
    with pytest.raises(FlashreportError) as caught:
        apportion(Decimal(10), weights)
    assert caught.value.problem.code == "domain.no-working-day"


@given(PLANS, st.integers(1, 260))
def test_the_days_add_up_to_the_plan(plan: Decimal, count: int) -> None:
    days = [date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(count)]
    parts = list(phase(plan, days).values())
    assert sum(parts) == plan
    assert max(parts) - min(parts) <= Decimal("0.01")


@given(
    st.integers(-(10**15), 10**15).map(lambda units: Decimal(units).scaleb(-3)),
    st.lists(st.integers(0, 1000), min_size=1, max_size=40).filter(any),
    st.sampled_from(["1", "0.01", "0.05"]),
)
def test_weighted_parts_add_up_and_stay_near_their_share(
    whole: Decimal, weights: list[int], step: str
) -> None:
    parts = apportion(whole, weights, Decimal(step))
    assert sum(parts) == whole
    heaviest = weights.index(max(weights))
    for place, (part, weight) in enumerate(zip(parts, weights, strict=True)):
        near = Decimal(step) * (3 if place == heaviest else 2)
        assert abs(part * sum(weights) - whole * weight) <= near * sum(weights)


@given(st.integers(0, 10**9).map(Decimal), st.integers(1, 31))
def test_ten_times_the_plan_in_dimes(plan: Decimal, count: int) -> None:
    ones = apportion(plan, [1] * count, Decimal(1))
    assert apportion(plan * 10, [1] * count, Decimal(10)) == tuple(one * 10 for one in ones)
