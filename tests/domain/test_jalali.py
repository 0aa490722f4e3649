import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from convertdate import persian
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain import jalali
from flashreport.domain.jalali import JalaliDay
from flashreport.errors import FlashreportError

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "calendar.json"
CASES = [
    case for case in json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"] if "nowruz" in case["expected"]
]


@pytest.mark.parametrize(
    ("year", "day"), [pair for case in CASES for pair in case["expected"]["nowruz"].items()]
)
def test_published_new_years(year: str, day: str) -> None:
    assert jalali.to_gregorian(int(year), 1, 1).isoformat() == day
    assert jalali.to_jalali(date.fromisoformat(day)) == JalaliDay(int(year), 1, 1)
    assert jalali.fiscal_year(date.fromisoformat(day)).first.isoformat() == day


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_published_leap_years(case: dict[str, Any]) -> None:
    leap = case["expected"]["leap"]
    assert [year for year in range(leap[0], leap[-1] + 1) if jalali.is_leap(year)] == leap


@pytest.mark.parametrize("count", [200, pytest.param(5_000, marks=pytest.mark.campaign)])
def test_days_agree_with_an_independent_calendar(count: int) -> None:
    seeded = random.Random(1403)  # noqa: S311 - a fixed sample of days, not a secret
    first, last = date(1921, 3, 21), date(2122, 3, 20)  # 1 Farvardin 1300 to 29 Esfand 1500
    for _ in range(count):
        day = first + timedelta(days=seeded.randrange((last - first).days))
        found = jalali.to_jalali(day)
        assert (found.year, found.month, found.day) == persian.from_gregorian(day.year, day.month, day.day), (
            day
        )


def test_months() -> None:
    assert [jalali.days_in_month(1403, month) for month in range(1, 13)] == [31] * 6 + [30] * 6
    assert jalali.days_in_month(1404, 12) == 29
    assert jalali.month_bounds(1405, 9) == (date(2026, 11, 22), date(2026, 12, 21))
    assert str(JalaliDay(1405, 9, 3)) == "1405-09-03"


def test_fiscal_years() -> None:
    year = jalali.fiscal_year(date(2026, 11, 24))
    assert (year.year, year.first, year.last) == (1405, date(2026, 3, 21), date(2027, 3, 20))
    assert jalali.year_bounds(1403) == (date(2024, 3, 20), date(2025, 3, 20))
    from_mehr = jalali.fiscal_year(date(2026, 9, 22), first_month=7)
    assert (from_mehr.year, from_mehr.first, from_mehr.last) == (1404, date(2025, 9, 23), date(2026, 9, 22))


def test_the_same_day_last_year() -> None:
    # 3 Azar 1405 and 1404
    assert jalali.same_day_last_year(date(2026, 11, 24)) == date(2025, 11, 24)
    assert jalali.same_day_last_year(date(2026, 11, 24), "weekday") == date(2025, 11, 25)
    # 30 Esfand 1403 has no like in 1402
    assert jalali.same_day_last_year(date(2025, 3, 20)) == jalali.to_gregorian(1402, 12, 29)
    # 1 Farvardin moves in the Gregorian calendar
    assert jalali.same_day_last_year(date(2025, 3, 21)) == date(2024, 3, 20)


def test_weeks_begin_on_saturday() -> None:
    assert jalali.week_start(date(2026, 11, 24)) == date(2026, 11, 21)
    assert jalali.week_start(date(2026, 11, 21)) == date(2026, 11, 21)


@pytest.mark.parametrize("parts", [(1404, 12, 30), (1403, 13, 1), (1403, 7, 31), (0, 1, 1)])
def test_days_that_do_not_exist(parts: tuple[int, int, int]) -> None:
    with pytest.raises(FlashreportError) as caught:
        jalali.to_gregorian(*parts)
    assert caught.value.problem.code == "domain.jalali-day"


def test_days_before_the_calendar() -> None:
    with pytest.raises(FlashreportError):
        jalali.to_jalali(date(600, 1, 1))


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_there_and_back(day: date) -> None:
    found = jalali.to_jalali(day)
    assert jalali.to_gregorian(found.year, found.month, found.day) == day
    year = jalali.fiscal_year(day)
    assert year.first <= day <= year.last
    assert (year.last - year.first).days + 1 == 365 + jalali.is_leap(year.year)
    before = jalali.to_jalali(jalali.same_day_last_year(day))
    assert (before.year, before.month) == (found.year - 1, found.month)
    assert before.day == found.day or (found.month, found.day, before.day) == (12, 30, 29)
