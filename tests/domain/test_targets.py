from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from flashreport.domain.exact import Unavailable
from flashreport.domain.pace import Schedule
from flashreport.domain.targets import (
    AtLeast,
    AtMost,
    Between,
    Change,
    Reach,
    Target,
    Tolerance,
    Verdict,
    direction,
    judge,
)
from flashreport.errors import FlashreportError

TODAY = date(2026, 11, 13)
START, BY = date(2026, 10, 30), date(2026, 11, 27)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def verdict(
    actual: float, target: Target, tolerance: Tolerance | None = None, today: date = TODAY
) -> Verdict:
    found = judge(actual, target, today=today, is_working=weekday, tolerance=tolerance or Tolerance())
    assert isinstance(found, Verdict)
    return found


@pytest.mark.parametrize(
    ("actual", "target", "level", "shortfall"),
    [
        (100, AtLeast(100), "good", 0),
        (99, AtLeast(100), "act", 1),
        (30, AtMost(30), "good", 0),
        (31, AtMost(30), "act", 1),
        (-5, AtLeast(-10), "good", 0),
        (5, Between(5, 9), "good", 0),
        (9, Between(5, 9), "good", 0),
        (6, Between(5, 9), "good", 0),
        (4, Between(5, 9), "act", 1),
        (11, Between(5, 9), "act", 2),
    ],
)
def test_levels_by_kind_of_target(actual: int, target: Target, level: str, shortfall: int) -> None:
    found = verdict(actual, target)
    assert found.level == level
    assert found.shortfall == shortfall


def test_bands_of_tolerance() -> None:
    tolerance = Tolerance(neutral=Decimal("0.5"), watch=5, material=8)
    levels = [verdict(100 - gap, AtLeast(100), tolerance).level for gap in (-3, 0.5, 0.6, 5, 7.9, 8, 30)]
    assert levels == ["good", "good", "watch", "watch", "watch", "act", "act"]


def test_direction() -> None:
    reach = Reach(80, BY, 100, START)
    assert [direction(one) for one in (AtLeast(1), AtMost(1), Between(1, 2), reach)] == [
        "more",
        "less",
        "within",
        "less",
    ]
    assert direction(Change(Decimal("-0.1"), BY, 100, START, relative=True)) == "less"


def test_a_dated_target_is_held_against_its_path() -> None:
    found = verdict(90, Reach(200, BY, 0, START), Tolerance(watch=20))
    assert (int(found.due), found.level) == (100, "watch")
    assert found.shortfall == 10
    assert found.shortfall_percent == 10
    assert found.path is not None
    assert found.path.days_ahead == -1
    assert verdict(120, Reach(200, BY, 0, START)).level == "good"
    assert verdict(85, Reach(60, BY, 100, START)).shortfall == 5
    assert verdict(75, Reach(60, BY, 100, START)).level == "good"


def test_after_the_deadline_all_is_due() -> None:
    late = date(2026, 12, 1)
    missed = verdict(190, Reach(200, BY, 0, START), today=late)
    assert (missed.level, missed.expired) == ("act", True)
    assert missed.due == 200
    assert missed.shortfall == 10
    assert not verdict(200, Reach(200, BY, 0, START), today=late).expired


def test_a_change_is_a_value_to_reach() -> None:
    assert Change(-20, BY, 100, START).as_reach().value == 80
    assert Change(Decimal("-0.1"), BY, 250, START, relative=True).as_reach().value == 225
    # 10 % more of a loss of 100 is a loss of 90
    assert Change(Decimal("0.1"), BY, -100, START, relative=True).as_reach().value == -90
    assert verdict(95, Change(-20, BY, 100, START)).shortfall == 5


def test_last_years_shape_replaces_the_even_path() -> None:
    shape = Schedule.shaped([1, 1, 8], 2)
    assert isinstance(shape, Schedule)
    found = judge(20, Reach(100, BY, 0, START), today=TODAY, is_working=weekday, schedule=shape)
    assert isinstance(found, Verdict)
    assert (found.due, found.level) == (Fraction(20), "good")


def test_a_missing_figure_has_no_status() -> None:
    assert judge(None, AtLeast(1), today=TODAY, is_working=weekday) == Unavailable("no figure")


def test_an_empty_band_is_refused() -> None:
    with pytest.raises(FlashreportError, match="empty"):
        Between(9, 5)
