"""Periods to date of a company that lives by the Jalali calendar, against an independent one."""

from datetime import date, timedelta
from typing import Any

import pytest
from convertdate import persian
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.domain.calendar import BusinessCalendar, days
from flashreport.domain.jalali import is_leap, same_day_last_year
from flashreport.workspace.calendar import business_calendar
from flashreport.workspace.settings import Calendar

CALENDAR = BusinessCalendar(weekend=frozenset({3, 4}), week_start=5, system="jalali")
DAYS = st.dates(date(1960, 1, 1), date(2060, 1, 1))
NOWRUZ = [date(*persian.to_gregorian(year, 1, 1)) for year in range(1390, 1431)]
PATIENT = settings(max_examples=60, deadline=None)


def jalali(day: date) -> tuple[int, int, int]:
    year, month, number = persian.from_gregorian(day.year, day.month, day.day)
    return int(year), int(month), int(number)


@PATIENT
@given(DAYS)
def test_a_month_begins_on_its_first_and_ends_before_the_next(day: date) -> None:
    first, last = CALENDAR.start(day, "month"), CALENDAR.month_end(day)
    assert jalali(first) == (*jalali(day)[:2], 1)
    assert first <= day <= last
    assert jalali(last)[:2] == jalali(day)[:2]
    assert jalali(last + timedelta(days=1))[2] == 1


@PATIENT
@given(DAYS)
def test_quarters_and_years_begin_with_their_months(day: date) -> None:
    year, month, _ = jalali(day)
    assert jalali(CALENDAR.start(day, "year")) == (year, 1, 1)
    assert jalali(CALENDAR.start(day, "quarter")) == (year, 3 * ((month - 1) // 3) + 1, 1)


@PATIENT
@given(DAYS)
def test_a_week_begins_on_saturday(day: date) -> None:
    first = CALENDAR.start(day, "week")
    assert first.weekday() == 5
    assert 0 <= (day - first).days < 7


@PATIENT
@given(DAYS)
def test_working_days_of_the_month_are_counted_by_its_own_days(day: date) -> None:
    worked, of = CALENDAR.working_day_of_month(day)
    month = list(days(CALENDAR.start(day, "month"), CALENDAR.month_end(day)))
    open_days = [one for one in month if one.weekday() not in (3, 4)]
    assert of == len(open_days)
    assert worked == sum(one <= day for one in open_days)


@pytest.mark.parametrize(
    ("last", "leap"),
    # 30 Esfand of 1399, 1403 and 1408; 29 Esfand of the years between
    [
        (date(2021, 3, 20), True),
        (date(2022, 3, 20), False),
        (date(2024, 3, 19), False),
        (date(2025, 3, 20), True),
        (date(2026, 3, 20), False),
        (date(2030, 3, 20), True),
    ],
)
def test_the_edge_of_the_fiscal_year(last: date, leap: bool) -> None:
    nowruz = last + timedelta(days=1)
    assert jalali(last)[1:] == (12, 30 if leap else 29)
    assert is_leap(jalali(last)[0]) is leap
    assert CALENDAR.month_end(last) == last
    assert CALENDAR.start(last, "year") == last - timedelta(days=365 if leap else 364)
    for period in ("month", "quarter", "year"):
        assert CALENDAR.start(nowruz, period) == nowruz
    assert (last - CALENDAR.start(last, "quarter")).days == (89 if leap else 88)


def test_the_same_day_last_year_at_the_leap_day() -> None:
    assert same_day_last_year(date(2025, 3, 20)) == date(2024, 3, 19)  # 30 Esfand 1403: 29 Esfand 1402
    assert same_day_last_year(date(2026, 3, 20)) == date(2025, 3, 19)  # 29 Esfand 1404: 29 Esfand 1403


@PATIENT
@given(DAYS, st.sampled_from(["gregorian", "jalali"]))
def test_last_year_by_weekday_is_364_days_before(day: date, system: Any) -> None:
    before = BusinessCalendar(system=system, compare_by="weekday").last_year(day)
    assert (day - before).days == 364
    assert before.weekday() == day.weekday()


@PATIENT
@given(st.one_of(DAYS, st.sampled_from([day - timedelta(days=1) for day in NOWRUZ])))
def test_last_year_by_date_is_the_same_date_or_the_last_of_esfand(day: date) -> None:
    found = BusinessCalendar(system="jalali", compare_by="date").last_year(day)
    year, month, number = jalali(day)
    thirtieth_in_vain = (month, number) == (12, 30) and jalali(found + timedelta(days=1))[1] == 1
    assert jalali(found) == (year - 1, month, 29 if thirtieth_in_vain else number)


@PATIENT
@given(DAYS)
def test_gregorian_dates_compare_with_their_like(day: date) -> None:
    found = BusinessCalendar(compare_by="date").last_year(day)
    assert (found.year, found.month) == (day.year - 1, day.month)
    assert found.day == (28 if (day.month, day.day) == (2, 29) else day.day)


def test_jalali_companies_compare_by_date_unless_they_say_otherwise() -> None:
    def compared_by(**said: str) -> str:
        return business_calendar(Calendar.model_validate(said), date(2026, 1, 1), date(2026, 1, 1)).compare_by

    assert compared_by() == "weekday"
    assert compared_by(system="jalali") == "date"
    assert compared_by(system="jalali", last_year="weekday") == "weekday"
    assert compared_by(last_year="date") == "date"


def test_a_fiscal_year_from_mehr() -> None:
    calendar = BusinessCalendar(system="jalali", fiscal_start=(7, 1))
    assert calendar.start(date(2026, 9, 22), "year") == date(2025, 9, 23)
    assert calendar.start(date(2026, 9, 23), "year") == date(2026, 9, 23)
