"""The frame against the engine, and the laws that overtime keeps whatever the hours."""

import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashreport.calculators.overtime_frame import COLUMNS, overtime_frame
from flashreport.calculators.overtime_lines import THRESHOLDS, thresholds
from flashreport.domain.overtime import (
    OvertimeRule,
    Worked,
    WorkWeek,
    builtin_rule,
    builtin_rules,
    classify,
    read_rule,
    workweek_of,
)
from flashreport.errors import FlashreportError

CUSTOM = read_rule(
    "custom",
    {
        "workweek_start": "wednesday",
        "steps": [
            {"kind": "daily", "over": "7.5", "multiplier": "1.25"},
            {"kind": "daily", "over": 10, "multiplier": "1.75"},
            {"kind": "daily", "over": 13, "multiplier": 3},
            {"kind": "seventh_day", "over": 2, "multiplier": "1.5"},
            {"kind": "holiday", "over": 1, "multiplier": "2.25"},
            {"kind": "holiday", "over": 4, "multiplier": "2.5", "weekdays": ["friday", "monday"]},
            {"kind": "weekly", "over": 30, "multiplier": "1.2"},
            {"kind": "weekly", "over": 36, "multiplier": "1.6"},
        ],
    },
)
RULES = {**builtin_rules(), "custom": CUSTOM}
EMPLOYEES = {name: name for name in RULES} | {"second": "california"}
START = date(2026, 2, 25)
ADDED = ["overtime", "ot_15", "ot_20", "premium_weight"]
PLACE = ["employee", "entity", "department", "job", "date"]
Row = tuple[str, str, str, str, date, int, int, bool]

row = st.tuples(
    st.sampled_from(sorted(EMPLOYEES)),
    st.sampled_from(["north", "south"]),
    st.sampled_from(["bar", "kitchen"]),
    st.sampled_from(["j1", "j2"]),
    st.integers(0, 15).map(lambda n: START + timedelta(days=n)),
    st.integers(0, 15 * 3600),
    st.integers(0, 3),
)
# Weeks that are nearly full reach the seventh day and both weekly lines.
full_week = st.tuples(
    st.sampled_from(sorted(EMPLOYEES)),
    st.integers(0, 8),
    st.lists(st.integers(0, 57600), min_size=7, max_size=7),
).map(
    lambda w: [
        (w[0], "north", "bar", "j1", START + timedelta(days=w[1] + n), s, 0) for n, s in enumerate(w[2])
    ]
)
rows = st.tuples(st.lists(row, max_size=12), st.lists(full_week, max_size=3)).map(
    lambda drawn: [*drawn[0], *(one for week in drawn[1] for one in week)]
)
PATIENT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def hours_frame(drawn: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(drawn, columns=[*COLUMNS, "start"])
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[ns]")
    frame["seconds"] = frame["seconds"].astype("int64")
    # some days are holidays, the same ones for all
    frame["holiday"] = frame["date"].dt.day % 4 == 0
    return frame


def by_engine(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame's overtime, worked week by week through the engine."""
    order = ["employee", "date", "start", "entity", "department", "job", "seconds"]
    parts = []
    for employee, own in frame.sort_values(order, kind="stable").groupby("employee"):
        rule = RULES[EMPLOYEES[str(employee)]]
        start = own["date"].dt.date.map(lambda day, rule=rule: workweek_of(rule, day))
        for week_start, week in own.groupby(start):
            parts.append(engine_week(rule, week_start, week))
    return pd.concat(parts).loc[frame.index] if parts else pd.DataFrame(columns=ADDED)


def engine_week(rule: OvertimeRule, start: date, week: pd.DataFrame) -> pd.DataFrame:
    days, lengths = week["date"].dt.date.tolist(), week["seconds"].tolist()
    worked = [Worked(day, Fraction(length, 3600)) for day, length in zip(days, lengths, strict=True)]
    holidays = frozenset(week.loc[week["holiday"], "date"].dt.date)
    found = np.zeros((len(week), 4), dtype=object)
    for part in classify(rule, WorkWeek(start, tuple(worked), holidays=holidays)):
        seconds = part.hours * 3600
        if part.multiplier > 1:
            found[part.work, 0] += seconds
            found[part.work, 1 if part.multiplier < 2 else 2] += seconds
            found[part.work, 3] += seconds * Fraction(part.multiplier - 1) * 10_000
    return pd.DataFrame(found, index=week.index, columns=ADDED).astype("int64")


def by_place(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.groupby(PLACE)[["seconds", *ADDED]].sum()


@PATIENT
@given(rows)
def test_the_frame_equals_the_engine(drawn: list[tuple[object, ...]]) -> None:
    frame = hours_frame(drawn)
    found = overtime_frame(frame, thresholds(EMPLOYEES, RULES))
    assert found[ADDED].to_numpy().tolist() == by_engine(frame)[ADDED].to_numpy().tolist()
    pd.testing.assert_frame_equal(found[frame.columns], frame)


def test_the_frame_equals_the_engine_over_months_of_full_weeks() -> None:
    random = np.random.default_rng(11)
    drawn = [
        (
            name,
            "north",
            str(random.choice(["bar", "kitchen"])),
            "j1",
            START + timedelta(days=day),
            int(seconds),
            shift,
        )
        for name in EMPLOYEES
        for day in range(91)
        for shift, seconds in enumerate(random.integers(0, 7 * 3600, 2))
        if random.random() < 0.97
    ]
    frame = hours_frame(drawn).sample(frac=1, random_state=3)
    found = overtime_frame(frame, thresholds(EMPLOYEES, RULES))
    assert found[ADDED].to_numpy().tolist() == by_engine(frame)[ADDED].to_numpy().tolist()


@PATIENT
@given(rows)
def test_parts_add_up(drawn: list[tuple[object, ...]]) -> None:
    found = overtime_frame(hours_frame(drawn), thresholds(EMPLOYEES, RULES))
    assert (found["ot_15"] + found["ot_20"] == found["overtime"]).all()
    assert found["overtime"].between(0, found["seconds"]).all()
    assert (found["premium_weight"] >= 2_000 * found["overtime"]).all()
    assert (found["premium_weight"] <= 20_000 * found["overtime"]).all()


@PATIENT
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(drawn: list[tuple[object, ...]], random) -> None:  # type: ignore[no-untyped-def]  # hypothesis' own Random
    frame = hours_frame(drawn)
    shuffled = frame.loc[random.sample(list(frame.index), len(frame))]
    lines = thresholds(EMPLOYEES, RULES)
    pd.testing.assert_frame_equal(
        by_place(overtime_frame(shuffled, lines)), by_place(overtime_frame(frame, lines))
    )
    without = frame.drop(columns="start")
    again = shuffled.drop(columns="start")
    pd.testing.assert_frame_equal(
        by_place(overtime_frame(again, lines)), by_place(overtime_frame(without, lines))
    )


@PATIENT
@given(rows, st.integers(0, 10**6))
def test_splitting_a_row_changes_nothing(drawn: list[tuple[object, ...]], at: int) -> None:
    frame = hours_frame(drawn).drop(columns="start")
    first = frame.assign(seconds=np.minimum(frame["seconds"], at % 20_000))
    second = frame.assign(seconds=frame["seconds"] - first["seconds"])
    lines = thresholds(EMPLOYEES, RULES)
    parts = overtime_frame(pd.concat([first, second], ignore_index=True), lines)
    pd.testing.assert_frame_equal(by_place(parts), by_place(overtime_frame(frame, lines)))


@PATIENT
@given(rows, st.integers(-5, 5))
def test_fifty_two_weeks_later_is_the_same(drawn: list[tuple[object, ...]], years: int) -> None:
    frame = hours_frame(drawn)
    later = frame.assign(date=frame["date"] + pd.Timedelta(days=364 * years))
    lines = thresholds(EMPLOYEES, RULES)
    pd.testing.assert_frame_equal(overtime_frame(later, lines)[ADDED], overtime_frame(frame, lines)[ADDED])


def week(hours: list[float], employee: str = "california", start: str = "2026-03-01") -> pd.DataFrame:
    days = pd.date_range(start, periods=len(hours))
    seconds = [int(hour * 3600) for hour in hours]
    return pd.DataFrame(
        {
            "employee": employee,
            "entity": "north",
            "department": "bar",
            "job": "j1",
            "date": days,
            "seconds": seconds,
        }
    )


@pytest.mark.parametrize(
    ("hours", "overtime", "double"),
    [([9] * 6, 14, 0), ([8] * 7, 16, 0), ([8] * 6 + [10], 16, 2), ([13], 4, 1), ([10] * 4, 8, 0)],
)
def test_published_california_weeks(hours: list[float], overtime: int, double: int) -> None:
    found = overtime_frame(week(hours), thresholds(EMPLOYEES, RULES))
    assert (found["ot_15"].sum() / 3600, found["ot_20"].sum() / 3600) == (overtime, double)


def test_seven_days_across_two_workweeks_have_no_seventh_day() -> None:
    found = overtime_frame(week([8] * 7, start="2026-03-05"), thresholds(EMPLOYEES, RULES))
    assert found["overtime"].sum() == 0


def test_overtime_falls_on_the_department_that_worked_late() -> None:
    frame = pd.concat(
        [week([8] * 5, "flsa", "2026-03-02"), week([3], "flsa", "2026-03-06").assign(department="kitchen")]
    )
    found = overtime_frame(frame.reset_index(drop=True), thresholds(EMPLOYEES, RULES))
    assert found.groupby("department")["overtime"].sum().to_dict() == {"bar": 0, "kitchen": 3 * 3600}
    early = frame.assign(start=[9, 9, 9, 9, 12, 9])
    assert (
        overtime_frame(early, thresholds(EMPLOYEES, RULES)).groupby("department")["overtime"].sum()["bar"]
        == 3 * 3600
    )


def test_timber_raises_after_two_overtime_hours_of_the_day() -> None:
    found = overtime_frame(week([10.6] * 5, "australia_timber", "2026-03-02"), thresholds(EMPLOYEES, RULES))
    assert (found["ot_15"].sum(), found["ot_20"].sum()) == (10 * 3600, 5 * 3600)


def test_lines_may_stand_in_the_frame_itself() -> None:
    frame = week([9] * 6)
    lines = thresholds(EMPLOYEES, RULES)
    joined = frame.merge(lines, on="employee")
    assert overtime_frame(joined)[ADDED].equals(overtime_frame(frame, lines)[ADDED])


def test_categories_in_another_order_change_nothing() -> None:
    frame = pd.concat([week([9] * 6), week([4] * 6).assign(department="kitchen")], ignore_index=True)
    turned = frame.assign(department=pd.Categorical(frame["department"], categories=["kitchen", "bar"]))
    lines = thresholds(EMPLOYEES, RULES)
    assert overtime_frame(turned, lines)[ADDED].equals(overtime_frame(frame, lines)[ADDED])


def test_no_rows() -> None:
    found = overtime_frame(week([]), thresholds(EMPLOYEES, RULES))
    assert list(found.columns[-4:]) == ADDED
    assert len(found) == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda f: f.drop(columns="job"), "missing columns: job"),
        (lambda f: f.assign(seconds=-1), "below zero"),
        (lambda f: f.assign(date=pd.NaT), "without an employee or a date"),
        (lambda f: f.assign(employee="stranger"), "without a rule: stranger"),
    ],
)
def test_a_frame_that_cannot_be_worked(change, told: str) -> None:  # type: ignore[no-untyped-def]  # a parametrised lambda
    with pytest.raises(FlashreportError, match=told) as error:
        overtime_frame(change(week([8, 8])), thresholds(EMPLOYEES, RULES))
    assert error.value.problem.code == "calculators.overtime-columns"


def test_rules_that_do_not_fit_a_frame_are_all_told() -> None:
    weekly = [{"kind": "weekly", "over": n, "multiplier": n} for n in (30, 40, 50, 60)]
    many = read_rule("many", {"steps": weekly})
    thirds = read_rule("thirds", {"steps": [{"kind": "daily", "over": "8.00001", "multiplier": 2}]})
    with pytest.raises(FlashreportError) as error:
        thresholds({"a": "many", "b": "thirds", "c": "nowhere"}, {"many": many, "thirds": thirds})
    assert [p.place.value for p in error.value.problems] == ["nowhere", "many", "thirds"]
    assert {p.code for p in error.value.problems} == {"calculators.overtime-rule"}


def test_thresholds_are_whole_seconds_and_ten_thousandths() -> None:
    lines = thresholds({"ann": "iran"}, {"iran": builtin_rule("iran")})
    assert list(lines.columns) == ["employee", *THRESHOLDS]
    row_of = lines.to_dict(orient="records")[0]
    assert [row_of[key] for key in ("workweek_start", "weekly_over_0", "weekly_rate_0")] == [
        5,
        44 * 3600,
        14_000,
    ]
    assert Decimal(14_000) / 10_000 == builtin_rule("iran").steps[0].multiplier


def test_a_million_rows_take_seconds() -> None:
    size, people = 1_000_000, 5_000
    random = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "employee": random.integers(0, people, size).astype(str),
            "entity": random.choice(["north", "south"], size),
            "department": random.choice(["bar", "kitchen", "office"], size),
            "job": random.choice([f"j{n}" for n in range(50)], size),
            "date": np.datetime64("2026-01-01") + random.integers(0, 200, size),
            "seconds": random.integers(0, 6 * 3600, size),
        }
    )
    rule_of = {str(n): ("california", "flsa", "iran", "custom")[n % 4] for n in range(people)}
    lines = thresholds(rule_of, RULES)
    before = time.process_time()
    found = overtime_frame(frame, lines)
    spent = time.process_time() - before
    assert found["overtime"].sum() > 0
    assert spent < 8, f"{spent:.1f} processor seconds"
