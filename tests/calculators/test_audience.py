"""Audience counts: what adds up, what may not, and how platforms that lag are treated."""

from datetime import date, timedelta
from fractions import Fraction

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.audience import calculate_audience
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Measures, Value

FIRST = date(2026, 3, 2)
COUNTS = ["reach", "impressions", "engagements", "clicks", "followers", "posts"]
UNTOLD = ["views", "followers_gained", "target_followers"]
PATIENT = settings(max_examples=5, deadline=None)
Drawn = tuple[str, str, int, int, int]
DRAWN = st.lists(
    st.tuples(
        st.sampled_from(["north", "south"]),
        st.sampled_from(["facebook", "x"]),
        st.integers(0, 12),
        st.integers(0, 1000),
        st.integers(1, 5000),
    ),
    min_size=1,
    max_size=20,
)


def rows(drawn: list[Drawn]) -> pd.DataFrame:
    held = {row[:3]: row for row in drawn}.values()
    frame = pd.DataFrame(
        [(e, p, FIRST + timedelta(days=d), n, 3 * n, n // 2, n // 3, f, 1) for e, p, d, n, f in held],
        columns=["entity", "platform", "date", *COUNTS],
    )
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[s]")
    frame[UNTOLD] = pd.NA
    return frame.astype(dict.fromkeys([*COUNTS, *UNTOLD], "Int64"))


def until(ahead: int = 14) -> pd.Timestamp:
    return pd.Timestamp(FIRST + timedelta(days=ahead)).as_unit("s")


def read(
    found: pd.DataFrame, measure: str, first: int, last: int, platform: str = "", entity: str = ""
) -> object:
    held = Measures(found, BusinessCalendar())
    days = (FIRST + timedelta(days=first), FIRST + timedelta(days=last))
    dimension = "platform" if platform else ""
    reading = held.read_between(f"audience.{measure}", *days, entity, dimension, platform)
    return reading.amount if isinstance(reading, Value) else reading


WEEK: list[Drawn] = [
    ("north", "x", 0, 300, 500),
    ("north", "x", 1, 600, 700),
    ("north", "facebook", 0, 90, 100),
    ("north", "facebook", 1, 60, 110),
]


def test_a_worked_example() -> None:
    found = calculate_audience(rows(WEEK), until())
    assert read(found, "impressions", 0, 1) == 3 * (300 + 600 + 90 + 60)
    assert read(found, "rate_by_impressions", 0, 1, "x") == Fraction(450, 2700)
    assert read(found, "rate_by_reach", 1, 1, "x") == Fraction(300, 600)
    # 500 to 700 is 40 %
    assert read(found, "follower_growth", 1, 1, "x") == Fraction(2, 5)
    assert read(found, "follower_growth", 1, 1) == Fraction(210, 600)
    assert read(found, "rate_by_followers", 0, 1, "x") == Fraction(450, 700)
    assert read(found, "followers", 1, 1) == 810


def test_reach_is_never_added() -> None:
    found = calculate_audience(rows(WEEK), until())
    assert read(found, "reach", 0, 0, "x") == 300
    assert read(found, "reach", 0, 1, "x") == Unavailable("not additive")
    assert read(found, "rate_by_reach", 0, 1, "x") == Unavailable("not additive")
    assert read(found, "reach", 0, 0) == Unavailable("no data")
    both = calculate_audience(rows([*WEEK, ("south", "x", 0, 5, 5)]), until())
    assert read(both, "reach", 0, 0, "x") == Unavailable("no data")
    assert read(both, "reach", 0, 0, "x", "south") == 5
    assert read(both, "reach", 0, 0, "facebook") == 90


def test_a_total_waits_for_the_platform_that_is_late() -> None:
    found = calculate_audience(rows([*WEEK, ("north", "x", 2, 9, 701)]), until(2))
    assert read(found, "impressions", 2, 2, "x") == 27
    assert read(found, "impressions", 2, 2) == Unavailable("no data")
    gone = [("north", "x", ahead, 10, 700) for ahead in range(2, 20)]
    found = calculate_audience(rows([*WEEK, *gone]), until(19))
    assert read(found, "impressions", 19, 19) == 30


def test_growth_over_a_gap_is_end_less_start() -> None:
    drawn = [*WEEK, ("north", "x", 2, 1, 720), ("north", "x", 3, 1, 750), ("north", "facebook", 3, 1, 100)]
    found = calculate_audience(rows(drawn), until(3))
    assert read(found, "followers_gained", 1, 3) == (750 + 100) - (500 + 100)
    assert read(found, "follower_growth", 1, 3) == Fraction(250, 600)


@PATIENT
@given(DRAWN)
def test_each_platform_is_what_its_rows_say(drawn: list[Drawn]) -> None:
    found, held = calculate_audience(rows(drawn), until()), {row[:3]: row for row in drawn}
    for entity, platform in {(row[0], row[1]) for row in drawn}:
        own = [row for row in held.values() if row[:2] == (entity, platform)]
        assert read(found, "impressions", 0, 14, platform, entity) == sum(3 * row[3] for row in own)
        ordered = sorted(own, key=lambda row: row[2])
        gained = read(found, "followers_gained", 0, 14, platform, entity)
        if len(ordered) > 1:
            assert gained == ordered[-1][4] - ordered[0][4]
        else:
            assert gained == Unavailable("no data")


@PATIENT
@given(DRAWN)
def test_totals_are_sums_of_the_pages_on_the_days_that_have_all(drawn: list[Drawn]) -> None:
    found, held = calculate_audience(rows(drawn), until()), {row[:3]: row for row in drawn}
    pages = {(row[0], row[1]) for row in drawn}
    first = {page: min(row[2] for row in drawn if row[:2] == page) for page in pages}
    for day in range(13):
        due = {page for page in pages if first[page] <= day}
        there = {(e, p) for (e, p, d) in held if d == day}
        whole = bool(there) and there == due
        total = sum(3 * held[e, p, day][3] for e, p in there)
        wanted = Fraction(total) if whole else Unavailable("no data")
        assert read(found, "impressions", day, day) == wanted


@PATIENT
@given(DRAWN, st.randoms(use_true_random=False))
def test_order_and_fifty_two_weeks_change_nothing(drawn, random) -> None:  # type: ignore[no-untyped-def]  # hypothesis' own Random
    frame, year = rows(drawn), pd.Timedelta(days=364)
    keys = ["entity", "measure", "dimension", "member", "date"]
    once = calculate_audience(frame, until()).set_index(keys).sort_index()
    shuffled = frame.loc[random.sample(list(frame.index), len(frame))]
    assert once.equals(calculate_audience(shuffled, until()).set_index(keys).sort_index())
    later = calculate_audience(frame.assign(date=frame["date"] + year), until() + year)
    again = later.assign(date=(later["date"] - year).astype("datetime64[s]")).set_index(keys).sort_index()
    assert once.equals(again)
