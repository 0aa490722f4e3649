from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.exact import Unavailable
from flashreport.domain.pay_projection import PayProjection, project_month_end, salary_to_date

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)  # a Sunday to a Monday
ROSTER = [FIRST + timedelta(days=n) for n in range(30) if (FIRST + timedelta(days=n)).weekday() < 5]


def pay_of(day: date) -> int:
    """Fridays cost half as much again."""
    return 15_000 if day.weekday() == 4 else 10_000


def history(weeks: int, as_of: date) -> dict[date, int]:
    days = (as_of - timedelta(days=n) for n in range(7 * weeks))
    return {day: pay_of(day) for day in days if day.weekday() < 5}


def test_month_end_by_weekday_mix() -> None:
    as_of = date(2026, 11, 23)
    found = project_month_end(history(8, as_of), ROSTER, FIRST, LAST, as_of)
    # 16 days worked, 3 of them Fridays; left are Tue Wed Thu Fri Mon
    assert found == PayProjection(as_of, 175_000, 230_000, 230_000, 230_000, 5)


def test_the_roster_takes_closed_days_out() -> None:
    as_of = date(2026, 11, 23)
    open_days = [day for day in ROSTER if day != date(2026, 11, 27)]
    found = project_month_end(history(8, as_of), open_days, FIRST, LAST, as_of)
    assert isinstance(found, PayProjection)
    assert (found.month_end, found.days_left) == (215_000, 4)
    assert found.needed_per_day(255_000) == 20_000


def test_the_range_is_what_the_weekday_has_paid() -> None:
    as_of = date(2026, 11, 26)
    pay = history(8, as_of) | {date(2026, 11, 20): 21_000, date(2026, 11, 9): 8_000}
    found = project_month_end(pay, ROSTER, FIRST, LAST, as_of)  # a Friday and a Monday are left
    assert isinstance(found, PayProjection)
    assert (found.low - found.to_date, found.high - found.to_date) == (15_000 + 8_000, 21_000 + 10_000)
    # Fridays: 7 x 15,000 and 21,000 = 15,750; Mondays: 7 x 10,000 and 8,000 = 9,750
    assert found.month_end - found.to_date == 25_500


def test_older_than_eight_weeks_and_later_than_known_do_not_count() -> None:
    as_of = date(2026, 11, 23)
    pay = history(8, as_of)
    more = pay | {as_of - timedelta(weeks=8): 999_999, as_of + timedelta(days=1): 999_999}
    assert project_month_end(more, ROSTER, FIRST, LAST, as_of) == project_month_end(
        pay, ROSTER, FIRST, LAST, as_of
    )


@pytest.mark.parametrize(
    ("as_of", "weeks", "reason"),
    [(date(2026, 11, 4), 8, "before day 5"), (date(2026, 11, 5), 0, "fewer than 4")],
)
def test_too_early_to_tell(as_of: date, weeks: int, reason: str) -> None:
    found = project_month_end(history(weeks, as_of), ROSTER, FIRST, LAST, as_of)
    assert isinstance(found, Unavailable)
    assert reason in found.reason


def test_a_finished_month_is_what_was_paid() -> None:
    found = project_month_end({FIRST: 5}, ROSTER, FIRST, LAST, LAST)
    assert found == PayProjection(LAST, 5, 5, 5, 5, 0)
    assert isinstance(found, PayProjection)
    assert isinstance(found.needed_per_day(10), Unavailable)


@given(st.integers(0, 10**9))
def test_a_salary_is_spread_over_working_days_and_ends_exactly(salary: int) -> None:
    days = [salary_to_date(salary, ROSTER, FIRST, LAST, FIRST + timedelta(days=n)) for n in range(30)]
    assert days[0] == 0
    assert days[-1] == salary
    eleventh = days[15]  # Monday the 16th, the eleventh of 21 working days
    assert isinstance(eleventh, int)
    assert abs(eleventh - Fraction(11 * salary, 21)) <= Fraction(1, 2)


def test_a_salary_without_working_days() -> None:
    assert isinstance(salary_to_date(100, [], FIRST, LAST, LAST), Unavailable)
