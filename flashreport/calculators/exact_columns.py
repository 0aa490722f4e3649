"""Whole columns multiplied and divided exactly, rounded half up once at the end."""

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
_ROOM = 2**62


def product_over(first: Whole, second: Whole, divisor: Whole | int) -> Whole:
    """``first`` times ``second`` over ``divisor``, half up; none is negative and no divisor is 0.

    Products that 64 bits do not hold (budgets in rials) are worked in Python's whole numbers.
    Raises OverflowError when a result itself does not fit 64 bits.
    """
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    divisors = np.broadcast_to(np.asarray(divisor, dtype=np.int64), first.shape)
    most = 2 * int(first.max()) * int(second.max()) + 2 * int(divisors.max())
    if most < _ROOM:
        quotient: Whole = (2 * first * second + divisors) // (2 * divisors)
        return quotient
    large = 2 * first.astype(object) * second.astype(object) + divisors.astype(object)
    found: Whole = (large // (2 * divisors.astype(object))).astype(np.int64)
    return found
