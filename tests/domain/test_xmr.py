import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flashreport.domain.exact import Unavailable
from flashreport.domain.run_rules import outside
from flashreport.domain.xmr import (
    MEAN_CONSTANTS,
    MEDIAN_CONSTANTS,
    Constants,
    Limits,
    Method,
    Screen,
    Value,
    known,
    limits,
    moving_ranges,
    segments,
)

GOLDEN = json.loads(
    (Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "xmr.json").read_text(
        encoding="utf-8"
    )
)
CASES = GOLDEN["cases"]


def screen_of(params: dict[str, Any]) -> Screen:
    """The screen that a case describes in words: none, 3.267 means (NHS) or 3.5 means (Nelson)."""
    text = str(params.get("screen", "none")).casefold()
    if "3.5" in text or "nelson" in text:
        return "nelson"
    return "nhs" if "3.26" in text or "nhs" in text else "none"


def computed(case: dict[str, Any]) -> Limits:
    """Limits of a case by its own constants, screen, method and baseline."""
    params = case.get("params", {})
    method: Method = "median" if "median" in str(params.get("method", "")).casefold() else "mean"
    default = MEDIAN_CONSTANTS if method == "median" else MEAN_CONSTANTS
    constants = Constants(float(params.get("c", default.limit)), float(params.get("D4", default.range_limit)))
    found = limits(
        case["data"],
        method=method,
        screen=screen_of(params),
        baseline=params.get("baseline"),
        centre="median" if params.get("centre") == "median" else "mean",
        constants=constants,
        minimum_points=2,
    )
    assert isinstance(found, Limits)
    return found


def named(case: dict[str, Any], found: Limits) -> dict[str, Any]:
    """A case's figures under the names that sources print."""
    present = [value for value in case["data"] if known(value)]
    crossed = [place + 1 for place, mark in enumerate(outside(present, found)) if mark]
    return {
        "mean": found.centre,
        "centre": found.centre,
        "median": found.centre,
        "lnpl": found.lower,
        "lpl": found.lower,
        "lcl": found.lower,
        "unpl": found.upper,
        "upl": found.upper,
        "ucl": found.upper,
        "mr": found.moving_range,
        "mean_mr": found.moving_range,
        "median_mr": found.moving_range,
        "url": found.range_limit,
        "sigma": found.sigma,
        "n": found.points,
        "outside_limits": crossed,
        "points_outside": crossed,
    }


WANTED = [
    pytest.param(case, name, printed, id=f"{case['id']}-{name}")
    for case in CASES
    for source in ("expected", "expected_derived")
    for name, printed in case.get(source, {}).items()
    if not (source == "expected" and case.get("published_answer_is_wrong"))
]


@pytest.mark.parametrize(("case", "name", "printed"), WANTED)
def test_published_limits(case: dict[str, Any], name: str, printed: Any) -> None:
    actual = named(case, computed(case))[name.casefold()]
    if isinstance(printed, list):
        assert actual == printed
    else:
        assert actual == pytest.approx(float(printed), rel=0, abs=float(case["tolerance"]))


def test_frozen_limits_stay_as_the_series_goes_on() -> None:
    case = next(case for case in CASES if case["id"] == "sas-jets")
    later = [float(number) for number in re.findall(r"\d+\.\d+", case["note"].split(":")[1])]
    assert len(later) == 20
    frozen = limits([*case["data"], *later], baseline=20)
    assert frozen == limits(case["data"])
    assert isinstance(frozen, Limits)
    assert not any(outside(later, frozen))
    assert frozen.provisional is False


@pytest.mark.parametrize("name", ["E2_mean_mR", "D4_mean_mR"])
def test_constants_are_the_named_ones(name: str) -> None:
    printed = GOLDEN["rules"]["constants"][name]
    mine = {"E2_mean_mR": MEAN_CONSTANTS.limit, "D4_mean_mR": MEAN_CONSTANTS.range_limit}[name]
    assert mine == float(printed.split()[0])


def test_median_constants_are_the_named_ones() -> None:
    printed = GOLDEN["rules"]["constants"]["median_mR"]
    assert (MEDIAN_CONSTANTS.limit, MEDIAN_CONSTANTS.range_limit) == (
        float(printed["limits"]),
        float(printed["URL"]),
    )


def test_the_median_form() -> None:
    values = [10.0, 12.0, 11.0, 15.0, 11.0, 12.0, 40.0]
    found = limits(values, method="median")
    assert isinstance(found, Limits)
    # ranges 2 1 4 4 1 28, median 3; mean of the points 111 / 7
    assert found.moving_range == 3
    assert found.upper == pytest.approx(111 / 7 + 3.145 * 3)
    assert found.range_limit == pytest.approx(3.865 * 3)
    centred = limits(values, method="median", centre="median")
    assert isinstance(centred, Limits)
    assert centred.centre == 12
    assert found.name == "XmR median, screen none, n = 7"


def test_screens_drop_ranges_once() -> None:
    # ranges: eleven of 1 and one of 11: mean 22/12 = 1.83; 3.267 means = 5.99, 3.5 means = 6.42
    values = [0.0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 12]
    for screen in ("nhs", "nelson"):
        found = limits(values, screen=screen)
        assert isinstance(found, Limits)
        assert (found.moving_range, found.screened) == (1, 1)
        assert found.centre == pytest.approx(18 / 13)


def test_a_flat_series_keeps_its_ranges_of_zero() -> None:
    found = limits([5.0] * 12, screen="nhs")
    assert isinstance(found, Limits)
    assert (found.lower, found.upper) == (5, 5)


def test_a_count_has_no_limit_below_zero() -> None:
    found = limits([1.0, 0, 3, 1, 0, 2, 4, 0], floor=0)
    assert isinstance(found, Limits)
    assert found.lower is None
    assert found.upper is not None
    assert not any(outside([0.0], found))
    share = limits([0.98, 0.9, 0.97, 0.99, 0.92, 0.99], ceiling=1)
    assert isinstance(share, Limits)
    assert share.upper is None


def test_a_missing_point_breaks_the_moving_range() -> None:
    assert moving_ranges([1, 3, None, 10, float("nan"), 4, 5]) == [None, 2, None, None, None, None, 1]
    gap = limits([1.0, 2, 1, None, 101, 102, 101, 102])
    assert isinstance(gap, Limits)
    assert gap.moving_range == 1
    assert gap.points == 7


def test_a_segment_uses_its_own_ranges_only() -> None:
    values: list[Value] = [1.0, 2, 1, 2, 1, 2, 101, 102, 101, 102, 101, 102]
    first, second = segments(values, [6])
    assert (first.start, first.stop, second.start, second.stop) == (0, 6, 6, 12)
    assert isinstance(first.limits, Limits)
    assert isinstance(second.limits, Limits)
    assert first.limits.moving_range == second.limits.moving_range == 1
    assert second.limits.centre == 101.5
    whole = limits(values)
    assert isinstance(whole, Limits)
    assert whole.moving_range > 9


def test_too_few_points_give_no_limits() -> None:
    assert limits([1.0, 2, 3, 4, 5]) == Unavailable("5 points; limits need 6")
    assert isinstance(limits([1.0, 2, 3, 4, 5, 6]), Limits)
    assert isinstance(limits([1.0, None, 2, None, 3, None, 4, None, 5, None, 6]), Unavailable)
    assert isinstance(limits([]), Unavailable)
    assert segments([], [3]) == ()


NUMBERS = st.lists(st.one_of(st.none(), st.integers(-(10**6), 10**6).map(float)), min_size=6, max_size=40)
SCREENS = st.sampled_from(["none", "nhs", "nelson"])
METHODS = st.sampled_from(["mean", "median"])


def near(actual: float | None, wanted: float) -> bool:
    return actual is not None and math.isclose(actual, wanted, rel_tol=1e-9, abs_tol=1e-4)


@given(NUMBERS, SCREENS, METHODS, st.integers(-(10**6), 10**6))
def test_limits_move_with_the_series(values: list[Value], screen: Screen, method: Method, shift: int) -> None:
    found = limits(values, screen=screen, method=method)
    moved = limits([None if v is None else v + shift for v in values], screen=screen, method=method)
    if isinstance(found, Unavailable):
        assert isinstance(moved, Unavailable)
        return
    assert isinstance(moved, Limits)
    assert found.lower is not None
    assert found.upper is not None
    assert near(moved.lower, found.lower + shift)
    assert near(moved.upper, found.upper + shift)
    assert moved.moving_range == found.moving_range


@given(NUMBERS, SCREENS, METHODS, st.sampled_from([0.5, 2.0, 4.0, 1024.0, -1.0, -2.0]))
def test_limits_scale_with_the_series(
    values: list[Value], screen: Screen, method: Method, factor: float
) -> None:
    found = limits(values, screen=screen, method=method)
    scaled = limits([None if v is None else v * factor for v in values], screen=screen, method=method)
    assume(isinstance(found, Limits))
    assert isinstance(found, Limits)
    assert isinstance(scaled, Limits)
    low, high = sorted(
        (found.centre - found.distance, found.centre + found.distance), key=lambda x: x * factor
    )
    assert near(scaled.lower, low * factor)
    assert near(scaled.upper, high * factor)


@given(NUMBERS)
def test_a_screen_never_widens_the_limits(values: list[Value]) -> None:
    plain = limits(values)
    for screen in ("nhs", "nelson"):
        screened = limits(values, screen=screen)
        if isinstance(plain, Limits) and isinstance(screened, Limits):
            assert screened.distance <= plain.distance
            assert screened.centre == plain.centre
