from datetime import date, timedelta

import pytest

from flashreport.domain.exact import Unavailable
from flashreport.domain.weekday_xmr import WeekdayLimits, weekday_limits
from flashreport.domain.xmr import Limits, Value, limits

MONDAY = date(2026, 8, 31)
DAYS = [MONDAY + timedelta(days=offset) for offset in range(56)]
SHAPE = [100.0, 110, 120, 130, 200, 260, 40]
WOBBLE = [3.0, -2, 1, 4, -3, 0, 2, -4, 1, -1, 2]
VALUES: list[Value] = [SHAPE[day.weekday()] + WOBBLE[place % 11] for place, day in enumerate(DAYS)]


def found(**how: str) -> WeekdayLimits:
    result = weekday_limits(DAYS, VALUES, **how)  # type: ignore[arg-type]  # literal words come through as text
    assert isinstance(result, WeekdayLimits)
    return result


def test_a_quiet_friday_is_found_where_flat_limits_see_nothing() -> None:
    flat = limits(VALUES)
    assert isinstance(flat, Limits)
    assert flat.lower is not None
    assert flat.lower < 120 < (flat.upper or 0)
    shaped = found()
    band = shaped.band(MONDAY + timedelta(days=4))
    assert isinstance(band, tuple)
    assert band[0] is not None
    assert 120 < band[0] < 200


def test_levels_are_weekday_means_and_residuals_add_up_to_zero() -> None:
    shaped = found()
    assert shaped.levels[0] == pytest.approx(sum(v for v in VALUES[::7] if v is not None) / 8)
    residuals = [value for value in shaped.residuals(DAYS, VALUES) if value is not None]
    assert sum(residuals) == pytest.approx(0)
    assert shaped.residual.centre == pytest.approx(0)


def test_ratios_widen_the_band_of_a_busy_day() -> None:
    shaped = found(form="ratio")
    widths = []
    for day in (DAYS[5], DAYS[6]):
        band = shaped.band(day)
        assert isinstance(band, tuple)
        widths.append((band[1] or 0) - (band[0] or 0))
    assert widths[0] / widths[1] == pytest.approx(shaped.levels[5] / shaped.levels[6])


def test_a_baseline_freezes_levels_and_limits() -> None:
    later: list[Value] = [*VALUES[:35], *(None if v is None else v + 500 for v in VALUES[35:])]
    assert weekday_limits(DAYS, later, baseline=35) == weekday_limits(DAYS[:35], VALUES[:35])


def test_a_weekday_seen_too_seldom_has_no_level() -> None:
    sundays_off: list[Value] = [
        None if day.weekday() == 6 and place > 20 else value
        for place, (day, value) in enumerate(zip(DAYS, VALUES, strict=True))
    ]
    shaped = weekday_limits(DAYS, sundays_off)
    assert isinstance(shaped, WeekdayLimits)
    assert shaped.band(DAYS[6]) == Unavailable("no level for this weekday")
    assert shaped.residuals(DAYS[6:7], [40.0]) == [None]
    assert isinstance(weekday_limits(DAYS[:20], VALUES[:20]), Unavailable)
