"""Values of own tables: totals and slices, stocks carried, roundings, and what must not matter."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.own_values import calculate_values
from flashreport.workspace.own_measures import OwnMeasure, register_of

MONDAY = date(2026, 11, 16)
MILLION = 1_000_000
CURRENCIES = {"east": "USD", "west": "JPY"}
OWN = register_of(
    OwnMeasure.model_validate({"key": key, "label": key, "unit": unit, "nature": nature})
    for key, unit, nature in (
        ("values.guests", "count", "flow"),
        ("values.tips", "money", "flow"),
        ("values.training", "hours", "flow"),
        ("values.seats", "count", "stock"),
    )
)
Row = tuple[str, str, str, int, int]


def table(rows: list[Row]) -> pd.DataFrame:
    """Rows of entity, measure, where, day of the week and millionths, as the fact gives them."""
    found = pd.DataFrame(rows, columns=["entity", "measure", "where", "day", "value"])
    days = [pd.Timestamp(MONDAY + timedelta(days=int(day))) for day in found.pop("day")]
    found["date"] = pd.Series(days, dtype="datetime64[s]")
    return found.astype({"value": "Int64"})


def calculated(rows: list[Row], until: int = 6) -> dict[tuple[str, str, str, int], tuple[int, bool]]:
    """Value and staleness by entity, measure, slice and day."""
    end = pd.Timestamp(MONDAY + timedelta(days=until)).as_unit("s")
    frame = calculate_values(table(rows), OWN, CURRENCIES, end)
    return {
        (str(e), str(m), f"{d}={x}" if d else "", (day.date() - MONDAY).days): (int(v), bool(s))
        for e, m, d, x, day, v, s in frame[
            ["entity", "measure", "dimension", "member", "date", "value", "stale"]
        ].itertuples(index=False, name=None)
    }


def test_slices_add_up_to_the_day_and_entities_to_the_group() -> None:
    found = calculated(
        [
            ("east", "Guests", "shop=bar", 0, 30 * MILLION),
            ("east", "Guests", "shop=hall", 0, 20 * MILLION),
            ("west", "guests ", "", 0, 7 * MILLION),
        ]
    )
    assert found == {
        ("east", "values.guests", "shop=bar", 0): (30, False),
        ("east", "values.guests", "shop=hall", 0): (20, False),
        ("east", "values.guests", "", 0): (50, False),
        ("west", "values.guests", "", 0): (7, False),
        ("", "values.guests", "shop=bar", 0): (30, False),
        ("", "values.guests", "shop=hall", 0): (20, False),
        ("", "values.guests", "", 0): (57, False),
    }


def test_a_total_that_is_told_counts_and_slices_of_two_kinds_make_none() -> None:
    found = calculated(
        [
            ("east", "guests", "shop=bar", 0, 30 * MILLION),
            ("east", "guests", "", 0, 45 * MILLION),
            ("east", "covers", "shop=bar", 0, 5 * MILLION),
            ("east", "covers", "meal=noon", 0, 6 * MILLION),
        ]
    )
    assert found["east", "values.guests", "", 0] == (45, False)
    assert ("east", "values.covers", "", 0) not in found
    assert found["east", "values.covers", "meal=noon", 0] == (6 * MILLION, False)


def test_a_stock_of_several_counts_each_with_its_last_value() -> None:
    found = calculated(
        [
            ("east", "seats", "", 0, 40 * MILLION),
            ("west", "seats", "", 1, 10 * MILLION),
            ("east", "seats", "", 2, 50 * MILLION),
            ("west", "seats", "", 2, 12 * MILLION),
        ]
    )
    group = {day: found["", "values.seats", "", day] for day in range(3)}
    assert group == {0: (40, False), 1: (50, True), 2: (62, False)}
    assert ("east", "values.seats", "", 1) not in found


def test_money_hours_and_counts_are_rounded_half_up_once() -> None:
    found = calculated(
        [
            ("east", "tips", "", 0, 12_345_000),
            ("east", "tips", "", 1, -12_345_000),
            ("west", "tips", "", 0, 499_999),
            ("east", "training", "", 0, 1_500_139),
            ("east", "guests", "", 0, 2_500_000),
        ]
    )
    assert found["east", "values.tips", "", 0] == (1235, False)
    assert found["east", "values.tips", "", 1] == (-1235, False)
    assert found["west", "values.tips", "", 0] == (0, False)
    assert found["east", "values.training", "", 0] == (5401, False)  # 5,400.5004 seconds
    assert found["east", "values.guests", "", 0] == (3, False)


def test_nothing_after_the_day_is_read() -> None:
    assert calculated([("east", "guests", "", 3, MILLION)], until=2) == {}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["east", "west"]),
        st.sampled_from(["guests", "tips"]),
        st.sampled_from(["", "shop=bar", "shop=hall"]),
        st.integers(0, 4),
        st.integers(-50, 50).map(lambda value: value * MILLION),
    ),
    max_size=20,
)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_sums_are_a_plain_loop_s_and_order_and_splits_do_not_matter(rows: list[Row]) -> None:
    slices: dict[tuple[str, str, str, int], Fraction] = defaultdict(Fraction)
    for entity, measure, where, day, value in rows:
        step = {"guests": 1, "tips": 100 if entity == "east" else 1}[measure]
        slices[entity, f"values.{measure}", where, day] += Fraction(value * step, MILLION)
    wanted = dict(slices)
    for entity, measure, _, day in slices:
        if (entity, measure, "", day) not in slices:
            of_day = [v for (e, m, w, d), v in slices.items() if (e, m, d) == (entity, measure, day) and w]
            wanted[entity, measure, "", day] = sum(of_day, Fraction(0))
    found = calculated(rows)
    assert {key: value for key, (value, _) in found.items() if key[0]} == wanted
    for (entity, measure, where, day), (value, _) in found.items():
        if not entity:
            parts = [v for (e, m, w, d), v in wanted.items() if (m, w, d) == (measure, where, day)]
            assert value == sum(parts)
    halves = [(*row[:4], part) for row in reversed(rows) for part in (row[4] - MILLION, MILLION)]
    assert calculated(halves) == found
