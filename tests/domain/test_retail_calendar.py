import calendar
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.exact import Unavailable
from flashreport.domain.retail_calendar import (
    NRF,
    RetailCalendar,
    aligned_last_year,
    at_mix_of,
    month_day_mix,
)

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "calendar.json"
CASES = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]
WEEKDAYS = [name.casefold() + "s" for name in calendar.day_name]


def long_years(first: int, last: int) -> list[int]:
    return [year for year in range(first, last + 1) if NRF.weeks(year) == 53]


def iso(*days: date) -> list[str]:
    return [day.isoformat() for day in days]


def fiscal(name: str) -> Any:
    """A fiscal bound by its printed name: 2020, 2023_last, 2012_week53, 2012_week52_last."""
    found = re.fullmatch(r"(\d{4})(?:_week(\d+))?(?:_(first|last))?", name)
    assert found, name
    year, week, end = int(found[1]), found[2], found[3]
    bounds = NRF.week_bounds(year, int(week)) if week else (NRF.year_start(year), NRF.year_end(year))
    return {"first": iso(bounds[0])[0], "last": iso(bounds[1])[0], None: iso(*bounds)}[end]


def checks(case: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(name, found, printed) for every figure that a case of a Gregorian calendar prints."""
    for source in ("expected", "expected_derived"):
        for name, printed in case.get(source, {}).items():
            if name in ("years_with_53_weeks", "next"):
                yield name, long_years(printed[0], printed[-1]), printed
            elif name == "pairs":
                for day, before in printed:
                    yield day, NRF.comparable(date.fromisoformat(day)), date.fromisoformat(before)
            elif name == "chain":
                for day, before in pairwise(printed):
                    yield day, aligned_last_year(date.fromisoformat(day)), date.fromisoformat(before)
            elif re.fullmatch(r"\d{4}-\d{2}", name):
                mix = month_day_mix(int(name[:4]), int(name[5:]))
                known = {"days": mix.days, **dict(zip(WEEKDAYS, mix.weekdays, strict=True))}
                yield name, {key: known[key] for key in printed}, printed
            else:
                yield name, fiscal(name), printed


GREGORIAN = [case for case in CASES if "nowruz" not in case["expected"]]
WANTED = [
    pytest.param(found, printed, id=f"{case['id']}-{name}")
    for case in GREGORIAN
    for name, found, printed in checks(case)
]


@pytest.mark.parametrize(("found", "printed"), WANTED)
def test_published_dates(found: Any, printed: Any) -> None:
    assert found == printed


def test_the_next_long_years_follow_the_last_published_ones() -> None:
    case = next(case for case in CASES if case["id"] == "nrf-53-week-years")
    published = [*case["expected"]["years_with_53_weeks"], *case["expected_derived"]["next"]]
    assert long_years(published[0], published[-1]) == published


def test_after_a_long_year_restated_and_fiscal_comparison_differ() -> None:
    day = date(2018, 2, 10)
    assert NRF.comparable(day, "restated") == date(2017, 2, 11)
    assert NRF.comparable(day, "fiscal") == date(2017, 2, 4)
    assert NRF.comparable(date(2019, 2, 9), "fiscal") == date(2018, 2, 10)
    assert NRF.comparable(date(2018, 2, 1), "fiscal") == Unavailable("the year before has no week 53")


def test_where_a_day_lies() -> None:
    # fiscal 2023 has 53 weeks: its last month has five
    place = NRF.locate(date(2024, 2, 3))
    assert (place.year, place.month, place.week, place.week_of_month, place.day) == (2023, 12, 53, 5, 7)
    assert place.quarter == 4
    assert NRF.month_bounds(2023, 12) == (date(2023, 12, 31), date(2024, 2, 3))
    assert NRF.month_bounds(2021, 1) == (date(2021, 1, 31), date(2021, 2, 27))
    with pytest.raises(ValueError, match="no week 53"):
        NRF.week_bounds(2021, 53)


def test_a_year_that_ends_on_the_last_saturday_of_january() -> None:
    last_saturday = RetailCalendar((4, 4, 5), anchor=(1, 26), rule="first")
    for year in range(1990, 2060):
        end = last_saturday.year_end(year)
        assert end.weekday() == calendar.SATURDAY
        assert (end.month, (end + timedelta(days=7)).month) == (1, 2)


PATTERNS = st.sampled_from([(4, 4, 5), (4, 5, 4), (5, 4, 4)])
CALENDARS = st.builds(
    RetailCalendar,
    PATTERNS,
    st.integers(0, 6),
    st.sampled_from([(2, 1), (1, 26), (9, 1)]),
    st.sampled_from(["nearest", "first"]),
)
DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(CALENDARS, DAYS)
def test_a_day_is_found_again(chosen: RetailCalendar, day: date) -> None:
    place = chosen.locate(day)
    assert chosen.on(place.year, place.week, place.day) == day
    first, last = chosen.month_bounds(place.year, place.month)
    assert first <= day <= last
    assert (day - first).days // 7 + 1 == place.week_of_month


@given(CALENDARS, st.integers(1950, 2100))
def test_years_are_whole_weeks_and_follow_one_another(chosen: RetailCalendar, year: int) -> None:
    assert chosen.weeks(year) in (52, 53)
    assert sum(chosen.month_weeks(year)) == chosen.weeks(year)
    assert chosen.month_bounds(year, 12)[1] == chosen.year_end(year)
    assert chosen.year_start(year).weekday() == chosen.week_start
    for month in range(1, 12):
        assert (
            chosen.month_bounds(year, month)[1] + timedelta(days=1) == chosen.month_bounds(year, month + 1)[0]
        )


@given(DAYS)
def test_comparable_days_share_their_weekday(day: date) -> None:
    assert aligned_last_year(day).weekday() == day.weekday()
    assert day - aligned_last_year(day) == timedelta(days=364)
    fiscal_day = NRF.comparable(day, "fiscal")
    if isinstance(fiscal_day, date):
        there, here = NRF.locate(fiscal_day), NRF.locate(day)
        assert (there.year + 1, there.week, there.day) == (here.year, here.week, here.day)


def test_a_month_at_another_months_weekdays() -> None:
    february_2020, february_2021 = month_day_mix(2020, 2), month_day_mix(2021, 2)
    # 100 a day, 300 on Saturdays: 24 x 100 + 5 x 300 = 3,900, and 24 x 100 + 4 x 300 = 3,600
    sums = {weekday: 100 * february_2020.weekdays[weekday] for weekday in range(7)} | {5: 1500}
    assert sum(sums.values()) == 3900
    assert at_mix_of(sums, february_2020, february_2021) == 3600
    assert at_mix_of(sums, february_2020, february_2020) == 3900


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_the_weekdays_of_a_month_are_its_days(year: int, month: int) -> None:
    mix = month_day_mix(year, month)
    days = [date(year, month, day) for day in range(1, mix.days + 1)]
    assert mix.weekdays == tuple(sum(day.weekday() == weekday for day in days) for weekday in range(7))
