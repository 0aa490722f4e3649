import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.run_rules import (
    RULES,
    RuleSet,
    part_of_run,
    part_of_two_in_three,
    point_rules,
    same_side_run,
    signals,
    some_of_window,
    stretches,
    trend,
    two_in_three,
)
from flashreport.domain.xmr import Limits, Value

GOLDEN = json.loads(
    (Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "xmr.json").read_text(
        encoding="utf-8"
    )
)["rules"]

# the printed name of a truth table's function, and ours; arguments are every list but "out"
FUNCTIONS: dict[str, Callable[..., list[int]]] = {
    "seven_point_one_side_mean": same_side_run,
    "part_of_seven": part_of_run,
    "part_of_seven_trend": part_of_run,
    "seven_point_trend": trend,
    "seven_point_trend_abs": lambda values: [abs(mark) for mark in trend(values)],
    "two_in_three": lambda close, sides=None: two_in_three(
        close, [1] * len(close) if sides is None else sides
    ),
    "part_of_two_in_three": part_of_two_in_three,
}


@pytest.mark.parametrize("table", GOLDEN["nhs_truth_tables"], ids=lambda table: table["fn"])
def test_truth_tables(table: dict[str, Any]) -> None:
    arguments = [value for key, value in table.items() if isinstance(value, list) and key != "out"]
    assert FUNCTIONS[table["fn"].removeprefix("ptd_")](*arguments) == table["out"]


WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "eight": 8}
FLAT = Limits(0.0, -3.0, 3.0, 3.0, 1.0, 3.268, 20)


@pytest.mark.parametrize("name", ["rule1", "rule2", "rule3", "rule4"])
def test_wheeler_rules_fire_at_their_printed_count(name: str) -> None:
    text = GOLDEN["wheeler"][name]
    needed = WORDS[text.split()[0]]
    sigmas = next((WORDS[word] for word in reversed(text.split()) if word in ("one", "two")), None)
    level = {"rule1": 3.01, "rule4": 0.01}.get(name, (sigmas or 0) + 0.01)
    for side in (1, -1):
        below = [level * side] * (needed - 1)
        assert not [s for s in signals([-0.001 * side, *below], FLAT) if s.side == side]
        fired = signals([-0.001 * side, *below, level * side], FLAT)
        assert [(s.at, s.side) for s in fired] == [(needed, side)]


def test_wheeler_zones_let_the_others_be_anywhere() -> None:
    assert [(s.rule, s.points) for s in signals([2.5, -0.5, 2.1], FLAT)] == [("two_in_three", (0, 2))]
    assert not signals([2.5, -0.5, 0.5, 2.1], FLAT)
    assert not signals([2.5, 0.1, -2.5], FLAT)
    assert not signals([1.1, 1.1, -0.1, -0.1, 1.1, 1.1], FLAT)
    # on the line is not beyond it
    assert not signals([2.0, 2.0, -1.0, 3.0], FLAT)
    assert [s.rule for s in signals([1.1, 1.1, -1.1, 1.1, 1.1], FLAT)] == ["four_in_five"]


def test_the_xmr_subset_has_three_of_four_nearer_a_limit() -> None:
    values = [1.6, 1.6, 0.0, 1.6]
    assert [(s.rule, s.at, s.points) for s in signals(values, FLAT, "wheeler_xmr")] == [
        ("three_in_four", 3, (0, 1, 3))
    ]


def test_nhs_two_in_three_needs_all_three_on_one_side() -> None:
    assert [(s.at, s.points) for s in signals([2.1, 0.5, 2.1], FLAT, "nhs")] == [(2, (0, 2))]
    assert not signals([2.1, -0.5, 2.1], FLAT, "nhs")
    # a point outside the limits is its own signal and is not close to them
    assert [s.rule for s in signals([3.5, 2.1, 0.5], FLAT, "nhs")] == ["outside"]


@pytest.mark.parametrize(
    ("close", "sides", "out"),
    [
        ([1, 0, 1], [1, 1, 1], [1, 1, 1]),
        ([1, 1, 0], [1, -1, 1], [0, 0, 0]),
        ([0, 0, 1, 0, 1, 0, 0], [1] * 7, [0, 0, 1, 1, 1, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], [-1] * 7, [0, 1, 1, 1, 1, 0, 0]),
        ([1, 1], [1, 1], [0, 0]),
        ([], [], []),
    ],
)
def test_two_in_three_table(close: list[int], sides: list[int], out: list[int]) -> None:
    assert two_in_three(close, sides) == out
    assert part_of_two_in_three(out, close) == [
        int(mark and near) for mark, near in zip(out, close, strict=True)
    ]


def test_nhs_order_names_a_point_that_meets_several() -> None:
    order = [
        rule.strip().replace("-", "_")
        for rule in GOLDEN["nhs_making_data_count"]["order"].split("when")[0].split(">")
    ]
    assert [rule for rule, _ in RULES["nhs"]] == order
    values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 3.5, 0.5]
    found = signals(values, FLAT, "nhs")
    assert point_rules(found, len(values), "nhs") == [*["trend"] * 6, "outside", "shift"]


def test_a_missing_point_ends_every_run() -> None:
    run: list[Value] = [0.5] * 8
    assert [s.at for s in signals(run, FLAT)] == [7]
    assert not signals([*run[:4], None, *run[4:]], FLAT)
    assert not signals([*run[:4], float("nan"), *run[4:]], FLAT)
    assert not signals([2.5, None, 2.5], FLAT)
    assert stretches([None, 1.0, 2.0, None, 3.0]) == [(1, [1.0, 2.0]), (4, [3.0])]
    assert [s.at for s in signals([None, None, 9.0], FLAT)] == [2]


def test_a_point_on_the_centre_ends_a_shift() -> None:
    assert not signals([0.5] * 7 + [0.0] + [0.5] * 7, FLAT)
    assert not [s for s in signals([0.5] * 6 + [0.0] + [0.5] * 6, FLAT, "nhs") if s.rule == "shift"]


def test_a_limit_that_is_none_is_never_crossed() -> None:
    open_below = Limits(1.0, None, 4.0, 3.0, 1.0, 3.268, 20)
    assert not signals([-50.0], open_below)


def test_some_of_window_counts_the_point_itself() -> None:
    assert some_of_window([1, 1, 0, 1, -1], 2, 3) == [0, 1, 0, 1, 0]


SETS = st.sampled_from(["wheeler", "wheeler_xmr", "nhs"])
SERIES = st.lists(st.one_of(st.none(), st.integers(-16, 16).map(lambda n: n / 4)), max_size=40)


@given(SERIES, SETS)
def test_rules_are_symmetric_under_reflection(values: list[Value], rules: RuleSet) -> None:
    mirrored = signals([None if value is None else -value for value in values], FLAT, rules)
    assert [(s.rule, s.at, -s.side, s.points) for s in mirrored] == [
        (s.rule, s.at, s.side, s.points) for s in signals(values, FLAT, rules)
    ]


@given(SERIES, SETS)
def test_a_signal_is_known_at_its_day_and_never_changes(values: list[Value], rules: RuleSet) -> None:
    whole = signals(values, FLAT, rules)
    for day in range(len(values)):
        assert signals(values[: day + 1], FLAT, rules) == tuple(s for s in whole if s.at <= day)
    assert all(point <= s.at for s in whole for point in s.points)


@given(st.lists(st.integers(-1, 1), max_size=30))
def test_runs_are_whole(sides: list[int]) -> None:
    ends = same_side_run(sides)
    for place, mark in enumerate(ends):
        window = sides[max(0, place - 6) : place + 1]
        assert mark == int(len(window) == 7 and set(window) in ({1}, {-1}))
    assert sum(part_of_run(ends)) == len(
        {p - back for p, mark in enumerate(ends) if mark for back in range(7)}
    )
