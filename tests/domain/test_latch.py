import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.latch import Latch, age
from flashreport.errors import FlashreportError

HIGH = Latch(enter=90, leave=80)


def test_it_stays_up_between_the_thresholds() -> None:
    assert HIGH.states([85, 90, 85, 81, 80, 85, 89.9]) == [False, True, True, True, False, False, False]


def test_low_values_raise_it_when_enter_is_the_lower_one() -> None:
    assert Latch(enter=10, leave=20).states([15, 10, 15, 20]) == [False, True, True, False]


def test_a_missing_value_changes_nothing() -> None:
    assert HIGH.states([95, None, float("nan"), 70, None]) == [True, True, True, False, False]


def test_it_can_wait_for_days_in_a_row() -> None:
    slow = Latch(90, 80, enter_after=2, leave_after=3)
    assert slow.states([95, 85, 95, 95, 70, 70, 70]) == [False, False, False, True, True, True, False]
    assert slow.states([70, 70, 85, 70, 70, 70], raised=True) == [True] * 5 + [False]


def test_age_counts_today() -> None:
    assert age(HIGH.states([95, 85, 70, 92, 91])) == 2
    assert age([]) == 0


@pytest.mark.parametrize("thresholds", [(5, 5, 1, 1), (5, 4, 0, 1), (5, 4, 1, 0)])
def test_thresholds_that_flap_are_refused(thresholds: tuple[float, float, int, int]) -> None:
    with pytest.raises(FlashreportError) as caught:
        Latch(*thresholds)
    assert caught.value.problem.code == "domain.latch"


@given(st.lists(st.one_of(st.none(), st.integers(0, 100).map(float)), max_size=40), st.booleans())
def test_mirrored_values_give_the_same_flags(values: list[float | None], raised: bool) -> None:
    mirrored = Latch(enter=-90, leave=-80).states([None if v is None else -v for v in values], raised=raised)
    assert mirrored == HIGH.states(values, raised=raised)


@given(st.lists(st.floats(80.001, 89.999), max_size=40), st.booleans())
def test_nothing_between_the_thresholds_changes_it(values: list[float], raised: bool) -> None:
    assert HIGH.states(values, raised=raised) == [raised] * len(values)
