"""Whole columns multiplied and divided exactly, rounded half up at named places."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Whole = npt.NDArray[np.int64]
# Whole numbers of 64 bits where they fit, else Python's own whole numbers or fractions.
Exact = npt.NDArray[Any]
_ROOM = 2**61
_MILLIONTHS = 1_000_000


def product(*factors: Exact | int) -> Exact:
    """The factors multiplied, in Python's whole numbers when 64 bits might not hold them."""
    columns = [np.asarray(factor) for factor in factors]
    most = 1
    for column in columns:
        if column.dtype == object:
            most = _ROOM
        elif column.size:
            most *= max(int(column.max()), -int(column.min()), 1)
    if most >= _ROOM:
        columns = [column.astype(object) for column in columns]
    found = columns[0]
    for column in columns[1:]:
        found = found * column
    return found


def half_up(numerator: Exact, denominator: Exact | int) -> Whole:
    """A quotient rounded to the nearest whole number, the half up; a result fits 64 bits or it fails."""
    doubled = product(numerator, 2)
    below = np.asarray(denominator)
    if doubled.dtype == object:
        below = below.astype(object)
    found: Whole = ((doubled + below) // product(below, 2)).astype(np.int64)
    return found


def share_of(amount: "pd.Series[int]", share: "pd.Series[int]") -> "pd.Series[int]":
    """Amount times millionths, rounded down: exact, and no product near 64 bits."""
    return amount // _MILLIONTHS * share + amount % _MILLIONTHS * share // _MILLIONTHS


def product_over(first: Whole, second: Whole, divisor: Whole | int) -> Whole:
    """``first`` times ``second`` over ``divisor``, half up; none is negative and no divisor is 0.

    Products that 64 bits do not hold (budgets in rials) are worked in Python's whole numbers.
    Raises OverflowError when a result itself does not fit 64 bits.
    """
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    return half_up(product(first, second), np.broadcast_to(np.asarray(divisor), first.shape))


def lowest(numerator: Exact, denominator: Exact) -> tuple[Exact, Exact]:
    """Both without their common divisor, where they are whole numbers of 64 bits."""
    if numerator.dtype == object or denominator.dtype == object:
        return numerator, denominator
    common = np.maximum(np.gcd(numerator, denominator), 1)
    return numerator // common, denominator // common


def before(amounts: Exact, starts: Whole, group: Whole) -> Exact:
    """The running sum before each row, beginning anew at each start."""
    if not len(amounts):
        return amounts
    total = np.cumsum(amounts) - amounts
    found: Exact = total - total[starts][group]
    return found


def steps(values: Exact, starts: Whole) -> Exact:
    """By how much each value is above the one before it in its group; the first is itself."""
    found = values.copy()
    found[1:] -= values[:-1]
    found[starts] = values[starts]
    return found
