"""Exchange rates: which one holds, its inverse, the way over a third currency, and exact rounding."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.exchange import ONE_CURRENCY, Exchange, Rate

MONDAY = date(2026, 11, 16)
WORKING = np.array([MONDAY + timedelta(days=day) for day in range(5)], dtype="datetime64[D]")
Row = tuple[int, str, str, str, int]


def quoted(*rows: Row) -> pd.DataFrame:
    """Rates: day from Monday, currency, quoted in, rate, units."""
    frame = pd.DataFrame(rows, columns=["day", "currency", "quoted_in", "rate", "units"])
    days = [pd.Timestamp(MONDAY + timedelta(days=int(day))) for day in frame.pop("day")]
    frame["date"] = pd.Series(days, dtype="datetime64[s]")
    frame["rate"] = [int(Fraction(rate) * 10**9) for rate in frame["rate"]]
    return frame


def exchange(*rows: Row, until: int = 20) -> Exchange:
    entities = {"east": "USD", "berlin": "EUR", "tokyo": "JPY", "lima": "PEN"}
    return Exchange("USD", entities, quoted(*rows), WORKING, MONDAY + timedelta(days=until))


def amounts(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """Rows of entity, day from Monday, amount in minor units."""
    frame = pd.DataFrame(rows, columns=["entity", "day", "amount"])
    days = [pd.Timestamp(MONDAY + timedelta(days=int(day))) for day in frame.pop("day")]
    frame["date"] = pd.Series(days, dtype="datetime64[s]")
    return frame


EUR = ((0, "EUR", "USD", "1.10", 1), (2, "EUR", "USD", "1.20", 1))


@pytest.mark.parametrize(("day", "rate"), [(0, "1.10"), (1, "1.10"), (2, "1.20"), (9, "1.20")])
def test_the_last_rate_up_to_the_day_holds(day: int, rate: str) -> None:
    found = exchange(*EUR).rate("EUR", "USD", MONDAY + timedelta(days=day))
    assert found == Rate(Fraction(rate), MONDAY + timedelta(days=0 if day < 2 else 2))


def test_before_the_first_rate_there_is_none() -> None:
    held = exchange(*EUR)
    assert held.rate("EUR", "USD", MONDAY - timedelta(days=1)) is None
    assert held.rate("PEN", "USD", MONDAY) is None
    assert held.rate("PEN", "PEN", MONDAY) == Rate(Fraction(1), MONDAY)


def test_inverse_units_and_third_currencies() -> None:
    held = exchange((0, "USD", "EUR", "0.80", 1), (1, "JPY", "EUR", "0.625", 100))
    assert held.rate("EUR", "USD", MONDAY) == Rate(Fraction(5, 4), MONDAY)
    # 100 yen are 0.625 euros, and a euro is 1.25 dollars; as old as the older of the two
    tuesday = MONDAY + timedelta(days=1)
    assert held.rate("JPY", "USD", tuesday) == Rate(Fraction("0.0078125"), MONDAY)


def test_amounts_are_rounded_half_up_away_from_zero_and_scaled_to_the_minor_unit() -> None:
    held = exchange((0, "EUR", "USD", "1.10", 1), (0, "JPY", "USD", "0.0065", 1))
    rows = amounts(("berlin", 0, 5), ("berlin", 0, -5), ("berlin", 0, 4), ("tokyo", 0, 1000), ("east", 0, 7))
    # 5.5 and -5.5 cents, 4.4 cents, 1,000 yen are 6.50 dollars
    assert list(held.group(rows, ["amount"])["amount"]) == [6, -6, 4, 650, 7]


def test_a_working_day_without_its_rate_is_stale_and_a_weekend_is_not() -> None:
    held = exchange((4, "EUR", "USD", "1.10", 1), (0, "EUR", "USD", "1.0", 1))
    rows = amounts(("berlin", 0, 1), ("berlin", 1, 1), ("berlin", 4, 1), ("berlin", 5, 1), ("east", 1, 1))
    assert list(held.group(rows, ["amount"])["stale"]) == [False, True, False, False, False]


def test_a_day_with_an_amount_without_rate_has_no_sum() -> None:
    held = exchange(*EUR)
    rows = amounts(("berlin", -1, 1), ("east", -1, 1), ("berlin", 0, 1), ("lima", 2, 1), ("east", 2, 1))
    told = held.group(rows, ["amount"])
    assert list(told["date"].dt.date) == [MONDAY]
    missing = held.unrated(rows)
    assert set(zip(missing["entity"], missing["date"].dt.date, strict=True)) == {
        ("", MONDAY - timedelta(days=1)),
        ("", MONDAY + timedelta(days=2)),
    }


def test_one_currency_needs_no_rates() -> None:
    rows = amounts(("east", 0, 3))
    assert ONE_CURRENCY.single
    assert list(ONE_CURRENCY.group(rows, ["amount"])["amount"]) == [3]
    assert ONE_CURRENCY.unrated(rows).empty


@given(st.integers(-(10**16), 10**16), st.integers(1, 10**13), st.sampled_from([1, 100]))
def test_any_amount_is_exact(amount: int, rate: int, units: int) -> None:
    """The same by fractions, at sizes that 64 bits do not hold on the way."""
    frame = quoted((0, "EUR", "USD", "1", units)).assign(rate=rate)
    held = Exchange("USD", {"berlin": "EUR"}, frame, WORKING, MONDAY)
    exact = Fraction(abs(amount) * rate, 10**9 * units)
    rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    if rounded < 2**63:
        told = held.group(amounts(("berlin", 0, amount)), ["amount"])["amount"].item()
        assert told == (rounded if amount >= 0 else -rounded)
