"""Sums of the last so many days, against a plain sum."""

from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.rolling import BURN_DAYS, burn, last_days
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.measure_frame import Measures, Value

FIRST = date(2026, 1, 1)
PATIENT = settings(max_examples=30, deadline=None)
DRAWN = st.lists(
    st.tuples(st.sampled_from(["north", "south"]), st.integers(0, 30), st.integers(-1000, 1000)),
    min_size=1,
    max_size=30,
)


def at(ahead: int) -> pd.Timestamp:
    return pd.Timestamp(FIRST + timedelta(days=ahead)).as_unit("s")


@PATIENT
@given(DRAWN, st.integers(1, 10))
def test_the_last_days(drawn: list[tuple[str, int, int]], days: int) -> None:
    frame = pd.DataFrame([(e, at(d), n) for e, d, n in drawn], columns=["entity", "date", "value"])
    found = last_days(frame.astype({"date": "datetime64[s]"}), "value", days, at(35))
    wanted = {}
    for entity in {row[0] for row in drawn}:
        own = [(day, amount) for name, day, amount in drawn if name == entity]
        first, last = min(own)[0], max(own)[0]
        for day in range(first + days - 1, 36):
            total = sum(amount for on, amount in own if day - days < on <= day)
            wanted[entity, at(day)] = (total, day > last)
    keys = zip(found["entity"], found["date"], strict=True)
    assert dict(zip(keys, zip(found["value"], found["stale"], strict=True), strict=True)) == wanted


def movements(daily: list[tuple[str, int, int, int]]) -> pd.DataFrame:
    rows = [("e", category, at(day), came, went) for category, day, came, went in daily]
    frame = pd.DataFrame(rows, columns=["entity", "category", "date", "receipts", "disbursements"])
    return frame.astype({"date": "datetime64[s]", "receipts": "Int64", "disbursements": "Int64"})


def test_burn_and_runway_of_a_worked_example() -> None:
    # 91 days of 300 out and 200 in; a transfer and a loan do not count
    daily = [("rent", day, 200, 300) for day in range(BURN_DAYS)]
    rows = movements([*daily, ("transfer", 50, 0, 9_999), ("loan", 60, 9_999, 0)])
    frame = burn(rows, ("transfer", "loan"), at(BURN_DAYS))
    closing = frame[frame["measure"] == "cash.burn"].assign(measure="cash.closing", value=18_200)
    held = Measures(pd.concat([frame, closing]), BusinessCalendar())
    day = FIRST + timedelta(days=BURN_DAYS - 1)
    values = [held.read(measure, day) for measure in ("cash.burn", "cash.gross_burn", "cash.runway")]
    assert [value.amount for value in values if isinstance(value, Value)] == [9_100, 27_300, 182]
    carried = held.read("cash.burn", day + timedelta(days=1))
    assert isinstance(carried, Value)
    assert carried.stale
    assert not isinstance(held.read("cash.burn", day - timedelta(days=1)), Value)


def test_no_runway_where_cash_builds_up() -> None:
    frame = burn(movements([("sales", day, 500, 300) for day in range(BURN_DAYS)]), (), at(BURN_DAYS - 1))
    closing = frame[frame["measure"] == "cash.burn"].assign(measure="cash.closing", value=1)
    held = Measures(pd.concat([frame, closing]), BusinessCalendar())
    reading = held.read("cash.runway", FIRST + timedelta(days=BURN_DAYS - 1))
    assert not isinstance(reading, Value)
    assert reading.reason == "the base is negative"
