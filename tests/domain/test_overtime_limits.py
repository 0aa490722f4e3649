from collections.abc import Collection
from datetime import date, timedelta
from fractions import Fraction

from flashreport.domain.overtime import builtin_rule, limit_problems, trailing_average, weekly_average

F = Fraction
FIRST = date(2026, 1, 5)  # a Monday
LAST = FIRST + timedelta(days=7 * 17 - 1)


def at_work(weeks: int, hours: int, leave: Collection[date] = ()) -> dict[date, int]:
    days = (FIRST + timedelta(days=n) for n in range(7 * weeks))
    return {day: hours for day in days if day.weekday() < 5 and day not in leave}


def test_seventeen_weeks_without_leave() -> None:
    found = weekly_average(at_work(20, 8), LAST)
    assert (found.first, found.in_period, found.following, found.average) == (FIRST, F(680), F(0), F(40))


def test_leave_is_replaced_by_the_days_that_follow() -> None:
    leave = [FIRST + timedelta(days=n) for n in range(5)]
    found = weekly_average(at_work(20, 9, leave), LAST, excluded=leave)
    assert (found.in_period, found.following, found.average) == (F(720), F(45), F(45))
    assert not found.provisional


def test_days_without_work_replace_nothing() -> None:
    leave = [FIRST + timedelta(days=n) for n in range(5)]
    idle = {**at_work(20, 9, leave), LAST + timedelta(days=1): 0, LAST + timedelta(days=2): 0}
    assert weekly_average(idle, LAST, excluded=leave).following == 45


def test_hours_worked_on_a_day_of_leave_are_working_time() -> None:
    half_day = {**at_work(20, 8), FIRST: 4}
    found = weekly_average(half_day, LAST, excluded=[FIRST])
    assert (found.in_period, found.following) == (F(676), F(8))


def test_days_still_to_come_make_it_provisional() -> None:
    leave = [LAST - timedelta(days=n) for n in range(2, 7)]
    found = weekly_average(at_work(17, 9, leave), LAST, excluded=leave)
    assert (found.missing, found.provisional, found.average) == (5, True, F(720, 17))


def test_trailing_window_goes_back_until_leave_is_replaced() -> None:
    leave = [FIRST + timedelta(days=7 * 19 + n) for n in range(2)]  # Monday and Tuesday of the last week
    as_of = FIRST + timedelta(days=7 * 20 - 1)
    found = trailing_average(at_work(20, 8, leave), as_of, excluded=leave)
    assert not found.provisional
    assert found.last == FIRST + timedelta(days=7 * 19 + 2)  # Thursday and Friday take their place
    assert found.following == 16


def test_at_the_limit_is_within_it() -> None:
    limit = builtin_rule("united_kingdom").average_limit
    assert limit is not None
    at = weekly_average({LAST: 48 * 17}, LAST)
    past = weekly_average({LAST: 48 * 17 + 1}, LAST)
    assert limit_problems(limit, at) == ()
    assert [problem.code for problem in limit_problems(limit, past)] == ["domain.weekly-hours-limit"]
