from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.exact import Unavailable, exact, quotient, rounded


def test_a_float_is_the_decimal_that_it_prints_as() -> None:
    assert exact(0.1) == Fraction(1, 10)
    assert exact(Decimal("2.660")) == Fraction(266, 100)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_no_number_is_refused(number: float | Decimal) -> None:
    with pytest.raises(ValueError, match="finite"):
        exact(number)


def test_a_zero_denominator_is_a_reason_and_not_a_zero() -> None:
    assert quotient(5, 0, "no hours") == Unavailable("no hours")
    assert quotient(1, 3, "no hours") == Fraction(1, 3)


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("0.8925", 3, "0.893"),
        ("4.4999", 0, "4"),
        ("2.5", 0, "3"),
    ],
)
def test_rounding_is_half_up(number: str, places: int, shown: str) -> None:
    assert str(rounded(Decimal(number), places)) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_rounding_is_never_off_by_more_than_half_a_step(number: Decimal) -> None:
    assert abs(exact(rounded(number, 2)) - exact(number)) <= Fraction(1, 200)
