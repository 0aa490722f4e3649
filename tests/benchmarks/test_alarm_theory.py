"""The theory of false alarms, against figures that are published or counted another way."""

import math

import numpy as np
import pytest

from benchmarks.alarm_theory import chances, estimated_limits, known_limits, sigma_variance
from benchmarks.alarms import rates


def test_known_limits_alarm_as_published() -> None:
    """3 sigma: 0.27 %. Zones: by the binomial formula. All four: less than their sum."""
    found = known_limits()
    off, far = (math.erfc(zone / math.sqrt(2)) / 2 for zone in (1, 2))
    assert found["outside"] == pytest.approx(0.0026998, abs=1e-7)
    assert found["shift"] == pytest.approx(2 * 0.5**8)
    assert found["two_in_three"] == pytest.approx(2 * far * (1 - (1 - far) ** 2))
    assert found["four_in_five"] == pytest.approx(2 * off * (4 * off**3 * (1 - off) + off**4))
    assert (
        max(found[rule] for rule in found if rule != "any")
        < found["any"]
        < sum(found.values()) - found["any"]
    )


def test_the_moving_ranges_variance_is_cryer_and_ryans() -> None:
    for points in (20, 30, 90, 200):
        assert sigma_variance(points) == pytest.approx(
            (0.8264 * points - 1.082) / (points - 1) ** 2, rel=1e-3
        )


def test_many_points_are_as_good_as_known_limits() -> None:
    known, estimated = known_limits(), estimated_limits(200_000)
    for rule, chance in known.items():
        assert estimated[rule] == pytest.approx(chance, rel=1e-2)  # 2.660 is 3/d2 rounded


@pytest.mark.parametrize("points", [60, 90])
def test_estimated_limits_by_drawing_baselines(points: int) -> None:
    """The mean and mean moving range of drawn series, in place of their distributions."""
    drawn = np.random.default_rng(90).standard_normal((20_000, points))
    centre, sigma = drawn.mean(axis=1), np.abs(np.diff(drawn)).mean(axis=1) * 2.660 / 3
    theory = estimated_limits(points)
    for rule, found in chances(centre, sigma).items():
        assert abs(found.mean() - theory[rule]) < 4 * found.std() / math.sqrt(len(found)), rule


@pytest.mark.parametrize("known", [True, False])
def test_simulated_days_alarm_no_more_often_than_theory(known: bool) -> None:
    """As the report judges them; theory lies in the interval or above it."""
    theory = known_limits() if known else estimated_limits(90)
    for rule, (seen, half) in rates(300, known=known).items():
        assert seen - 1.5 * half < theory[rule], rule
