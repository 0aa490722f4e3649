from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.credit import (
    NOT_REACHED,
    Pace,
    Step,
    TargetPath,
    arrival,
    day_of_crossing,
    days_to_target,
    path_value,
    paydown_pace,
    required_paydown,
    standing,
    working_days,
)
from flashreport.errors import FlashreportError

HOLIDAY = date(2026, 11, 26)
TODAY = date(2026, 11, 24)  # a Tuesday


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day != HOLIDAY


def closed(_: date) -> bool:
    return False


def test_working_days_leave_out_weekend_and_holiday() -> None:
    # Wednesday, Friday, then Monday to Friday
    assert working_days(TODAY, date(2026, 12, 4), is_working) == 7
    assert working_days(TODAY, TODAY, is_working) == 0


def test_pace_over_the_last_days() -> None:
    drawn = [Step(date(2026, 11, 1), Decimal(1000)), Step(date(2026, 11, 20), Decimal(860))]
    assert paydown_pace(drawn, TODAY, 14) == Pace(Fraction(10), 14)
    # ten working days from 10 to 24 November
    assert paydown_pace(drawn, TODAY, 14, is_working) == Pace(Fraction(14), 10)


def test_a_pace_needs_a_counted_day() -> None:
    with pytest.raises(FlashreportError, match="no working day"):
        paydown_pace([Step(date(2026, 1, 1), Decimal(1))], TODAY, 14, closed)


@pytest.mark.parametrize(
    ("paydown", "per_day", "days"),
    [
        ("100", "30", 4),
        ("90", "30", 3),
        ("0.5", "30", 1),
        ("0", "-5", 0),
        ("100", "0", None),
        ("100", "-5", None),
    ],
)
def test_days_to_target(paydown: str, per_day: str, days: int | None) -> None:
    assert days_to_target(Decimal(paydown), Pace(Fraction(per_day), 20)) == days


def test_arrival_counts_working_days() -> None:
    found = arrival(Decimal(100), Decimal(80), Decimal(-10), TODAY, is_working)
    assert found.days == 2
    assert found.day == date(2026, 11, 27)


def test_a_limit_may_be_met_but_not_passed() -> None:
    met = day_of_crossing(Decimal(90), Decimal(100), Decimal(5), TODAY, is_working)
    passed = day_of_crossing(Decimal(90), Decimal(100), Decimal(5), TODAY, is_working, beyond=True)
    assert met.days == 2
    assert passed.days == 3
    assert passed.day == date(2026, 11, 30)


@pytest.mark.parametrize("change", [0, 10, Fraction(-1, 10**6)])
def test_a_level_that_is_not_reached(change: Fraction) -> None:
    assert arrival(Decimal(100), Decimal(80), change, TODAY, is_working) is NOT_REACHED
    assert not NOT_REACHED.reached


def test_nothing_is_reached_when_no_day_is_open() -> None:
    assert arrival(Decimal(100), Decimal(80), Decimal(-10), TODAY, closed) is NOT_REACHED


def test_required_paydown_per_working_day() -> None:
    found = required_paydown(Decimal(150), Decimal(80), TODAY, date(2026, 12, 4), is_working)
    assert found.gap == 70
    assert found.working_days == 7
    assert found.per_day == 10


def test_too_late_and_already_there() -> None:
    assert required_paydown(Decimal(150), Decimal(80), TODAY, TODAY, is_working).per_day is None
    assert required_paydown(Decimal(70), Decimal(80), TODAY, TODAY, is_working).per_day == 0
    assert required_paydown(Decimal(80), Decimal(80), TODAY, TODAY, is_working).per_day == 0


PATH = TargetPath(TODAY, Decimal(150), date(2026, 12, 4), Decimal(80))


@pytest.mark.parametrize(
    ("day", "value"),
    [(23, 150), (24, 150), (25, 140), (26, 140), (27, 130), (28, 130), (29, 130), (30, 120)],
)
def test_the_path_stands_still_on_closed_days(day: int, value: int) -> None:
    assert path_value(PATH, date(2026, 11, day), is_working) == value


def test_the_path_ends_at_its_target() -> None:
    assert path_value(PATH, date(2026, 12, 4), is_working) == 80
    assert path_value(PATH, date(2027, 1, 4), is_working) == 80


def test_standing_behind_and_ahead() -> None:
    behind = standing(PATH, Decimal(145), date(2026, 11, 27), is_working)
    assert behind.path == 130
    assert behind.gap == 15
    assert behind.days_behind == Fraction(3, 2)
    ahead = standing(PATH, Decimal(120), date(2026, 11, 27), is_working)
    assert ahead.gap == -10
    assert ahead.days_behind == -1


def test_behind_is_positive_on_a_rising_path_too() -> None:
    rising = TargetPath(TODAY, Decimal(80), date(2026, 12, 4), Decimal(150))
    assert standing(rising, Decimal(85), date(2026, 11, 27), is_working).days_behind == Fraction(3, 2)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 120))
def test_the_required_pace_arrives_on_the_deadline(start: int, target: int, length: int) -> None:
    deadline = TODAY + timedelta(days=length)
    needed = required_paydown(Decimal(start), Decimal(target), TODAY, deadline, is_working)
    per_day = needed.per_day
    assert per_day is not None
    if per_day == 0:
        assert start <= target
        return
    found = arrival(Decimal(start), Decimal(target), -per_day, TODAY, is_working)
    assert found.days == needed.working_days
    assert found.day is not None
    assert found.day <= deadline
    assert working_days(found.day, deadline, is_working) == 0


@given(st.integers(0, 60), st.integers(0, 10**6))
def test_a_line_on_its_path_is_neither_behind_nor_ahead(day: int, start: int) -> None:
    path = TargetPath(TODAY, Decimal(start), TODAY + timedelta(days=45), Decimal(500))
    on = TODAY + timedelta(days=day)
    found = standing(path, path_value(path, on, is_working), on, is_working)
    assert found.gap == 0
    assert found.days_behind == 0
