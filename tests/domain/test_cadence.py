"""Due dates, held against days counted out by hand and by a plain loop."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.cadence import Rhythm, due, due_on, ends, is_fresh
from flashreport.domain.calendar import BusinessCalendar

# November 2026: the 1st is a Sunday, Thanksgiving is Thursday 26, its Friday is worked.
NOVEMBER = BusinessCalendar(closed=frozenset({date(2026, 11, 26)}))
WEEKLY, MONTHLY = Rhythm("weekly"), Rhythm("monthly")


def november(day: int) -> date:
    return date(2026, 11, day)


def test_a_week_ends_on_its_last_working_day() -> None:
    assert ends(WEEKLY, NOVEMBER, november(1), november(30)) == [november(day) for day in (6, 13, 20, 27)]
    friday_off = BusinessCalendar(closed=frozenset({november(13)}))
    assert ends(WEEKLY, friday_off, november(9), november(20)) == [november(12), november(20)]


def test_a_week_of_holidays_has_no_review() -> None:
    closed = BusinessCalendar(closed=frozenset(november(day) for day in range(9, 14)))
    assert ends(WEEKLY, closed, november(2), november(22)) == [november(6), november(20)]


def test_a_saturday_week_of_the_iranian_calendar() -> None:
    """Saturday 14 to Friday 20 November 2026: with Friday off, Thursday is the last working day."""
    tehran = BusinessCalendar(weekend=frozenset({4}), week_start=5, system="jalali")
    assert ends(WEEKLY, tehran, november(14), november(20)) == [november(19)]
    # Aban 1405 has 30 days and ends on Saturday 21 November 2026, which is worked.
    assert ends(MONTHLY, tehran, november(1), november(30)) == [november(21)]


@pytest.mark.parametrize(
    ("working_day", "morning"),
    [
        (0, november(1)),  # Friday 30 October was the last working day
        (1, november(2)),
        (3, november(4)),
        (5, november(6)),
        (6, november(9)),
        (19, november(27)),  # the 26th is closed
    ],
)
def test_the_month_end_report_is_due_on_the_nth_working_day(working_day: int, morning: date) -> None:
    october = date(2026, 10, 30)
    rhythm = Rhythm("month_end", working_day)
    on = due_on(rhythm, NOVEMBER, october)
    assert on == (morning if working_day else date(2026, 10, 31))
    assert due(rhythm, NOVEMBER, date(2026, 9, 30), october, on) == [october]
    assert due(rhythm, NOVEMBER, date(2026, 9, 30), october, on - timedelta(days=1)) == []


def test_a_review_is_fresh_until_the_first_working_morning_after_it() -> None:
    friday = november(20)
    fresh = [day for day in range(21, 28) if is_fresh(WEEKLY, NOVEMBER, friday, november(day))]
    assert fresh == [21, 22, 23]


calendars = st.builds(
    BusinessCalendar,
    weekend=st.sampled_from([frozenset({5, 6}), frozenset({4}), frozenset({3, 4}), frozenset[int]()]),
    closed=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40),
    opened=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=6),
    week_start=st.integers(0, 6),
    system=st.sampled_from(["gregorian", "jalali"]),
)


@given(calendars, st.sampled_from(["weekly", "monthly"]))
def test_ends_are_the_last_working_day_of_each_period(calendar: BusinessCalendar, cadence: str) -> None:
    rhythm = WEEKLY if cadence == "weekly" else MONTHLY
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    every = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    wanted: dict[date, date] = {}
    for day in every:
        if calendar.is_working(day):
            wanted[calendar.start(day, rhythm.period)] = day
    got = ends(rhythm, calendar, first, last)
    # the last period may go on after the year, so its last working day may as well
    assert got == list(wanted.values()) or got == list(wanted.values())[:-1]
    assert got == sorted(set(got))
