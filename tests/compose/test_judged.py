"""Which limits a measure is judged by."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from flashreport.compose.judged import judged, judged_changes

FIRST = date(2026, 7, 1)


def days(count: int) -> list[date]:
    return [FIRST + timedelta(days=ahead) for ahead in range(count)]


def normal(count: int, levels: dict[int, float], spread: float = 10.0) -> list[float]:
    rng = Random(3)  # noqa: S311 - figures, no secrets
    return [levels.get(day.weekday(), 100.0) + rng.gauss(0, spread) for day in days(count)]


def test_a_weekly_shape_is_found_and_an_even_week_is_not() -> None:
    even = judged(days(120), normal(120, {}), 90)
    shaped = judged(days(120), normal(120, {4: 200.0}), 90)
    assert even is not None
    assert shaped is not None
    assert (even.form, shaped.form) == ("level", "weekday")
    assert set(even.bands) == {(even.limits.lower, even.limits.upper)}
    uppers = {
        day.weekday(): band[1] or 0.0 for day, band in zip(days(120), shaped.bands, strict=True) if band
    }
    assert uppers[4] > 200 > uppers[3]


@pytest.mark.parametrize(("baseline", "by_weekday"), [(7 * 8 - 1, False), (7 * 8, True)])
def test_a_weekly_shape_needs_eight_weeks(baseline: int, by_weekday: bool) -> None:
    # both the newest day and the fifty-sixth are Tuesdays: one day less has only seven of them
    assert days(70)[-1].weekday() == days(56)[-1].weekday() == 1
    found = judged(days(70), normal(70, {4: 200.0}), baseline)
    assert found is not None
    assert (found.form == "weekday") is by_weekday


def test_too_few_points_have_no_limits() -> None:
    assert judged(days(30), normal(30, {}), 19) is None
    assert judged(days(30), normal(30, {}), 20) is not None


def test_limits_of_weekdays_are_wider_than_their_residuals_say() -> None:
    found = judged(days(98), normal(98, {4: 300.0}), 91)
    assert found is not None
    left = found.points[:91]
    ranges = [abs(after - before) for before, after in pairwise(left)]
    plain = 2.660 * sum(ranges) / len(ranges)
    assert found.limits.distance == pytest.approx(plain * (14 / 12) ** 0.5, rel=1e-3)


def test_a_balance_is_judged_by_its_change_from_the_day_before() -> None:
    steps = normal(99, {}, 10.0)
    balance = [sum(steps[:count]) for count in range(1, 100)]
    found = judged_changes(days(99), balance, 90)
    alone = judged(days(99)[1:], steps[1:], 89)
    assert found is not None
    assert alone is not None
    assert found.form == "change"
    assert found.points == pytest.approx(alone.points)
    assert found.limits.distance == pytest.approx(alone.limits.distance)
    assert found.bands[0] is None
    lower, upper = found.bands[50] or (None, None)
    assert lower == pytest.approx(balance[49] + alone.limits.centre - alone.limits.distance)
    assert upper == pytest.approx(balance[49] + alone.limits.centre + alone.limits.distance)


def test_a_balance_that_stands_still_has_no_limits() -> None:
    still = [float(day // 2) for day in range(60)]
    moving = [*still[:2], *(value + day % 3 for day, value in enumerate(still[2:]))]
    assert judged_changes(days(60), still, 50) is None
    assert judged_changes(days(60), moving, 50) is not None


def test_a_balance_that_only_grew_may_fall() -> None:
    grown = [day * 10.0 + day % 3 for day in range(60)]
    found = judged_changes(days(60), grown, 50)
    assert found is not None
    assert found.limits.lower is not None
