"""Covenants day by day, each once more by plain arithmetic on the newest row of each day."""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.covenants import Known, calculate_covenants
from flashreport.calculators.daily_amounts import Asked, daily_amounts
from flashreport.domain.calendar import BusinessCalendar, Period
from flashreport.domain.measure_frame import Measures, Value
from flashreport.domain.measures import MEASURES

START = date(2026, 11, 2)
DAYS = 12
UNTIL = START + timedelta(days=DAYS - 1)
MILLION = 1_000_000
ROW = [
    "line", "covenant", "date", "bound", "threshold", "actual", "measure", "period", "whose", "next_test",
    "springs_below", "springs_share",
]  # fmt: skip
LINES = pd.DataFrame({"line": ["a", "b"], "entity": ["e", "f"]}, dtype="object")
Figures = dict[tuple[str, str], dict[date, int]]


def stamp(day: date) -> pd.Timestamp:
    return pd.Timestamp(day).as_unit("s")


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    made = pd.DataFrame([[row.get(name) for name in ROW] for row in rows], columns=ROW).astype("object")
    for name in ("date", "next_test"):
        made[name] = pd.to_datetime(made[name]).astype("datetime64[s]")
    for name in ("threshold", "actual", "springs_below", "springs_share"):
        made[name] = made[name].astype("Int64")
    return made


def known(figures: Figures) -> Known:
    """Measures of the group; ``(measure, line)`` with a line is a slice."""
    rows = [
        ("", measure, "line" if line else "", line, stamp(day), value, False)
        for (measure, line), days in figures.items()
        for day, value in days.items()
    ]
    columns = ["entity", "measure", "dimension", "member", "date", "value", "stale"]
    frame = pd.DataFrame(rows, columns=columns).astype({"value": "int64", "stale": "bool"})
    frame["date"] = frame["date"].astype("datetime64[s]")
    return Known(frame, MEASURES, {"": 100}, {})


def covenant(**values: Any) -> dict[str, Any]:
    return {
        "line": "a", "covenant": "liquidity", "date": START, "bound": "at_least", "threshold": 5 * MILLION,
        "period": "day", **values,
    }  # fmt: skip


def told(found: pd.DataFrame, name: str, day: date, member: str = "a: liquidity") -> int | None:
    rows = found[
        (found["entity"] == "")
        & (found["measure"] == f"credit.{name}")
        & (found["member"] == member)
        & (found["date"] == stamp(day))
    ]
    return int(rows["value"].iloc[0]) if len(rows) else None


def test_a_row_holds_until_the_next_one() -> None:
    rows = table(
        covenant(actual=7 * MILLION),
        covenant(date=START + timedelta(days=5), threshold=8 * MILLION, actual=7 * MILLION),
    )
    found = calculate_covenants(rows, LINES, known({}), stamp(UNTIL))
    rooms = [told(found, "covenant_headroom", START + timedelta(days=ahead)) for ahead in (0, 4, 5, 11)]
    assert rooms == [2 * MILLION, 2 * MILLION, -MILLION, -MILLION]
    breached = [told(found, "covenants_breached", START + timedelta(days=ahead), "") for ahead in (4, 5)]
    assert breached == [0, 1]


def test_at_most_has_its_room_below() -> None:
    rows = table(covenant(covenant="leverage", bound="at_most", threshold=3_500_000, actual=3_200_000))
    found = calculate_covenants(rows, LINES, known({}), stamp(UNTIL))
    assert told(found, "covenant_headroom", UNTIL, "a: leverage") == 300_000


def test_a_measure_stands_in_for_the_figure_and_rounds_towards_a_breach() -> None:
    """One third of a dollar has no end in millionths: least figures are rounded down, most figures up."""
    held = known({("credit.used", ""): {START: 1}, ("credit.cap", ""): {START: 3}})
    rows = table(
        covenant(covenant="low", measure="credit.utilization", threshold=333_334),
        covenant(covenant="high", measure="credit.utilization", threshold=333_333, bound="at_most"),
    )
    found = calculate_covenants(rows, LINES, held, stamp(START))
    assert told(found, "covenant_actual", START, "a: low") == floor(Fraction(MILLION, 3))
    assert told(found, "covenant_actual", START, "a: high") == ceil(Fraction(MILLION, 3))
    assert told(found, "covenants_breached", START, "a") == 2


def test_a_springing_covenant_is_tested_only_below_its_trigger() -> None:
    """ProPetro's way: less than the greater of a share of the lesser of limit and base, and an amount."""
    days = [START + timedelta(days=ahead) for ahead in range(3)]
    held = known(
        {
            ("credit.limit", "a"): dict.fromkeys(days, 300_000),
            ("credit.borrowing_base", "a"): dict(zip(days, (240_000, 200_000, 400_000), strict=True)),
            ("credit.available", "a"): dict.fromkeys(days, 22_500),
        }
    )
    springs = {"springs_share": 100_000, "springs_below": 22_500}  # a tenth, or 225.00
    rows = table(covenant(actual=MILLION, **springs))
    found = calculate_covenants(rows, LINES, held, stamp(days[-1]))
    # 22,500 is below a tenth of 240,000 and of 300,000; of 200,000 the amount is the greater: not below it
    assert [told(found, "covenants_tested", day, "a") for day in days] == [1, 0, 1]
    assert [told(found, "covenants_breached", day, "a") for day in days] == [1, 0, 1]


def test_what_is_not_known_is_neither_met_nor_breached() -> None:
    rows = table(covenant(), covenant(covenant="springing", actual=MILLION, springs_below=1))
    found = calculate_covenants(rows, LINES, known({}), stamp(UNTIL))
    assert told(found, "covenants_tested", START, "") is None
    assert told(found, "covenant_actual", START) is None
    assert told(found, "covenant_threshold", START) == 5 * MILLION


def test_the_next_test_counts_down_and_goes_stale_when_it_is_past() -> None:
    rows = table(covenant(actual=MILLION, next_test=START + timedelta(days=2)))
    found = calculate_covenants(rows, LINES, known({}), stamp(UNTIL))
    days = found[(found["measure"] == "credit.covenant_days") & (found["entity"] == "")].sort_values("date")
    assert days["value"].tolist()[:4] == [2, 1, 0, -1]
    assert days["stale"].tolist()[:4] == [False, False, False, True]


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.sampled_from(["x", "y"]),
        st.integers(0, DAYS - 1),
        st.sampled_from(["at_least", "at_most"]),
        st.integers(-5, 5),
        st.one_of(st.none(), st.integers(-5, 5)),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[:3],
)


@settings(max_examples=20)
@given(ROWS, st.randoms(use_true_random=False))
def test_once_more_by_plain_arithmetic(rows: list[tuple[Any, ...]], random: Any) -> None:
    """Counts by line, entity and group; the order of the rows says nothing."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    made = table(
        *(
            covenant(
                line=line,
                covenant=name,
                date=START + timedelta(days=ahead),
                bound=bound,
                threshold=threshold,
                actual=actual,
            )
            for line, name, ahead, bound, threshold, actual in shuffled
        )
    )
    found = calculate_covenants(made, LINES, known({}), stamp(UNTIL))
    for ahead in range(DAYS):
        day = START + timedelta(days=ahead)
        newest: dict[tuple[str, str], tuple[Any, ...]] = {}
        for row in sorted(rows, key=lambda each: each[2]):
            if row[2] <= ahead:
                newest[row[:2]] = row
        tested: dict[str, int] = {}
        breached: dict[str, int] = {}
        for (line, name), (_, _, _, bound, threshold, actual) in newest.items():
            member = f"{line}: {name}"
            assert told(found, "covenant_actual", day, member) == actual
            room = (
                None if actual is None else actual - threshold if bound == "at_least" else threshold - actual
            )
            assert told(found, "covenant_headroom", day, member) == room
            if room is not None:
                for where in (line, ""):
                    tested[where] = tested.get(where, 0) + 1
                    breached[where] = breached.get(where, 0) + (room < 0)
        for where in ("a", "b", ""):
            assert told(found, "covenants_tested", day, where) == tested.get(where)
            assert told(found, "covenants_breached", day, where) == breached.get(where)


@settings(max_examples=20)
@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(["staff.pay", "staff.revenue", "staff.hours", "cash.closing"]), st.just("")
        ),
        st.dictionaries(
            st.integers(0, 40).map(lambda ahead: START + timedelta(days=ahead)),
            st.integers(-10, 10_000),
            min_size=1,
            max_size=20,
        ),
        min_size=1,
    ),
    st.sampled_from(["day", "week", "month"]),
)
def test_all_days_at_once_are_the_days_one_by_one(figures: Figures, period: Period) -> None:
    """``Measures`` reads one day at a time: flows and stocks to date, ratios from their sums."""
    calendar, frame = BusinessCalendar(), known(figures).frame
    measures = Measures(frame, calendar)
    days = [START + timedelta(days=ahead) for ahead in range(41)]
    starts = None
    if period != "day":
        starts = pd.to_datetime(sorted({calendar.start(day, period) for day in days})).to_numpy(
            "datetime64[s]"
        )
    for key in ("staff.pay", "staff.hours", "staff.labour_share", "staff.revenue_per_hour", "cash.closing"):
        amounts = daily_amounts(Asked(frame, MEASURES, "", starts, 100), key)
        at_once = {pd.Timestamp(str(on)).date(): value for on, value in amounts.items()}
        for day in days:
            one = measures.read(key, day, period)
            if day in at_once:
                assert isinstance(one, Value)
                step = {"cash.closing": 100, "staff.pay": 100, "staff.hours": 3600}.get(key, 1)
                step = 100 if key == "staff.revenue_per_hour" else step
                assert at_once[day] == one.amount / step
