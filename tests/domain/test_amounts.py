from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.amounts import half_up, ratio, total, upward

FRACTIONS = st.fractions(-(10**9), 10**9)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.0049", "0.00"),
        ("2.675", "2.68"),
        ("-2.675", "-2.68"),
        ("-2.6749", "-2.67"),
        ("1/3", "0.33"),
        ("2/3", "0.67"),
    ],
)
def test_half_goes_up_away_from_zero(value: str, rounded: str) -> None:
    assert half_up(Fraction(value)) == Decimal(rounded)


def test_steps_other_than_a_cent() -> None:
    assert half_up(Decimal("230.52"), Decimal(1)) == 231
    assert half_up(Decimal("12.3745"), Decimal("0.005")) == Decimal("12.375")
    assert upward(Decimal(3800), Decimal(1000)) == 4000
    assert upward(Decimal(4000), Decimal(1000)) == 4000
    assert upward(Fraction(1, 3)) == Decimal("0.34")


def test_a_ratio_to_nothing_is_no_number() -> None:
    assert ratio(Decimal(5), Decimal(0)) is None
    assert ratio(Decimal(0), Decimal(5)) == 0


def test_a_total_of_nothing_is_zero() -> None:
    assert total([]) == 0
    assert total([Decimal("0.10")] * 3) == Decimal("0.30")


@given(FRACTIONS)
def test_rounding_is_at_most_half_a_step_away(value: Fraction) -> None:
    assert abs(Fraction(half_up(value)) - value) <= Fraction(1, 200)
    assert 0 <= Fraction(upward(value)) - value < Fraction(1, 100)
    assert half_up(-value) == -half_up(value)
