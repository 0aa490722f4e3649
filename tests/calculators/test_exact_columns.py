"""Products over divisors: exact, half up, in 64 bits and beyond."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.calculators.exact_columns import product_over

ROWS = st.lists(
    st.tuples(st.integers(0, 10**15), st.integers(0, 10**6), st.integers(1, 10**9)), min_size=1, max_size=20
)


@given(ROWS)
def test_rounded_half_up_whatever_the_size(rows: list[tuple[int, int, int]]) -> None:
    first, second, divisor = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    wanted = [(Fraction(a * b, c) + Fraction(1, 2)).__floor__() for a, b, c in rows]
    if max(wanted) >= 2**63:
        with pytest.raises(OverflowError):
            product_over(first, second, divisor)
    else:
        assert product_over(first, second, divisor).tolist() == wanted


def test_no_rows() -> None:
    assert product_over(np.zeros(0, np.int64), np.zeros(0, np.int64), 7).tolist() == []


def test_a_half_goes_up() -> None:
    assert product_over(np.array([5, 15]), np.array([1, 1]), 10).tolist() == [1, 2]
