from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.exact import Unavailable
from flashreport.domain.pace import Path, Schedule, progress
from flashreport.errors import FlashreportError

START, BY = date(2026, 10, 30), date(2026, 11, 27)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def path(actual: int, today: date = date(2026, 11, 13), baseline: int = 0, target: int = 200) -> Path:
    return Path.of(
        baseline=baseline, target=target, actual=actual, schedule=Schedule.even(START, BY, today, weekday)
    )


def test_progress_counts_from_the_baseline() -> None:
    assert progress(90, 100, 80) == Fraction(1, 2)
    assert progress(130, 100, 200) == Fraction(3, 10)
    assert progress(1, 5, 5) == Unavailable("the target equals the baseline")


def test_half_of_the_working_days_make_half_of_the_way() -> None:
    # 2 to 27 November 2026: 20 working days, 10 of them by the 13th
    here = path(70)
    assert (here.schedule.elapsed, here.schedule.days_left) == (10, 10)
    assert here.expected == 100
    assert here.gap == -30
    assert here.gap_percent == -30
    assert here.days_ahead == -3
    assert here.needed_per_day == 13
    assert path(70, date(2026, 11, 15)).expected == 100


def test_a_goal_to_reduce_runs_the_other_way() -> None:
    here = path(80, baseline=100, target=60)
    assert here.expected == 80
    assert here.days_ahead == 0
    assert here.needed_per_day == -2
    assert here.out_of_reach(-1)
    assert here.out_of_reach(5)
    assert not here.out_of_reach(-2)


def test_out_of_reach() -> None:
    assert path(70).out_of_reach(12)
    assert not path(70).out_of_reach(13)
    assert path(70, date(2026, 11, 27)).needed_per_day == Unavailable("no working day is left")
    assert path(70, date(2026, 11, 27)).out_of_reach(10**9)
    assert path(200, date(2026, 11, 27)).needed_per_day == 0
    assert not path(250, date(2026, 11, 27)).out_of_reach(0)


def test_the_path_starts_at_the_baseline_and_ends_at_the_target() -> None:
    assert path(0, date(2026, 10, 1)).expected == 0
    assert path(0, date(2026, 12, 31)).expected == 200
    assert path(0, date(2026, 10, 1)).gap_percent == Unavailable("nothing is expected yet")
    never = Schedule.even(START, START, START, weekday)
    assert Path.of(baseline=0, target=9, actual=0, schedule=never).expected == 9


def test_last_years_shape() -> None:
    shape = Schedule.shaped([10, 0, 30, 60], 3)
    assert isinstance(shape, Schedule)
    here = Path.of(baseline=0, target=1000, actual=100, schedule=shape)
    assert here.expected == 400
    assert here.days_ahead == -1
    assert Path.of(baseline=0, target=1000, actual=700, schedule=shape).days_ahead == Fraction(1, 2)
    assert shape.days_left == 1


def test_a_quiet_start_of_the_shape_is_no_delay() -> None:
    shape = Schedule.shaped([0, 0, 5, 5], 2)
    assert isinstance(shape, Schedule)
    assert Path.of(baseline=0, target=10, actual=0, schedule=shape).days_ahead == 0


def test_what_is_no_shape() -> None:
    assert isinstance(Schedule.shaped([0, 0], 1), Unavailable)
    assert isinstance(Schedule.shaped([5, -1, 9], 1), Unavailable)
    with pytest.raises(FlashreportError, match="shape has 2"):
        Schedule.shaped([1, 2], 3)


WAY = st.integers(-(10**6), 10**6)


@given(WAY, WAY, WAY, st.integers(0, 60), st.integers(1, 40))
def test_needed_per_day_reaches_the_target(
    baseline: int, target: int, actual: int, offset: int, length: int
) -> None:
    schedule = Schedule.even(START, START + timedelta(days=length), START + timedelta(days=offset), weekday)
    here = Path.of(baseline=baseline, target=target, actual=actual, schedule=schedule)
    needed = here.needed_per_day
    if isinstance(needed, Fraction) and not here.reached:
        assert actual + needed * schedule.days_left == target
        assert not here.out_of_reach(needed)
        assert here.out_of_reach(needed - Fraction(here.direction, 1000))


@given(WAY, WAY, WAY, st.lists(st.integers(0, 50), min_size=1, max_size=20), st.data())
def test_behind_in_units_is_behind_in_days(
    baseline: int, target: int, actual: int, values: list[int], data: st.DataObject
) -> None:
    schedule = Schedule.shaped(values, data.draw(st.integers(0, len(values))))
    if isinstance(schedule, Unavailable):
        return
    here = Path.of(baseline=baseline, target=target, actual=actual, schedule=schedule)
    ahead = here.days_ahead
    if isinstance(ahead, Fraction):
        good = here.gap * here.direction
        assert (good > 0) == (ahead > 0)
        assert (good < 0) == (ahead < 0)
