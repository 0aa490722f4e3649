"""Published figures that stand in regulations and in guides, worked through the engine."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from flashreport.domain.exact import Unavailable, rounded
from flashreport.domain.overtime import (
    Addition,
    Guaranty,
    Salary,
    WeekPay,
    Worked,
    WorkWeek,
    average_weekly_hours,
    builtin_rule,
    hourly_from_daily,
    is_credited,
    overtime_hour,
    read_rule,
    week_pay,
)
from flashreport.domain.overtime.week import SalaryPeriod

D = Decimal
F = Fraction
SUNDAY = date(2026, 3, 1)


def days(*hours: str, rate: str = "10.00") -> tuple[Worked, ...]:
    return tuple(Worked(SUNDAY + timedelta(days=n), D(h), D(rate)) for n, h in enumerate(hours))


def california(*hours: str, rate: str = "10.00") -> WeekPay:
    return week_pay(builtin_rule("california"), WorkWeek(SUNDAY, days(*hours, rate=rate)))


def test_piece_work_with_waiting_hours_778_111() -> None:
    worked = (Worked(SUNDAY, D(46), earnings=D("491.00")), Worked(SUNDAY, D(4), D("8.00")))
    pay = week_pay(builtin_rule("flsa"), WorkWeek(SUNDAY, worked))
    assert pay.regular_rate == F(1046, 100)
    assert (pay.straight, pay.premium, pay.total) == (D("523.00"), D("52.30"), D("575.30"))


@pytest.mark.parametrize(
    ("hours", "total"), [("37.5", "600.00"), ("44", "627.28"), ("48", "650.00"), ("50", "660.00")]
)
def test_fluctuating_workweek_778_114(hours: str, total: str) -> None:
    week = WorkWeek(SUNDAY, days(hours, rate="0"), Salary(D("600.00")))
    assert week_pay(builtin_rule("flsa").rounded_at("rate"), week).total == D(total)


def test_salary_for_35_hours_778_322() -> None:
    week = WorkWeek(SUNDAY, days("41", rate="0"), Salary(D("200.00"), covers=D(35)))
    pay = week_pay(builtin_rule("flsa").rounded_at("rate"), week)
    assert (pay.regular_rate, pay.total) == (F(571, 100), D("237.12"))


@pytest.mark.parametrize(
    ("amount", "period"),
    [("1040.00", "month"), ("520.00", "half_month"), ("12480.00", "year"), ("240.00", "week")],
)
def test_salary_of_a_longer_period_778_113(amount: str, period: SalaryPeriod) -> None:
    salary = Salary(D(amount), period, D(40))
    pay = week_pay(builtin_rule("flsa"), WorkWeek(SUNDAY, days("40", rate="0"), salary))
    assert (salary.a_week, pay.regular_rate, pay.total) == (F(240), F(6), D("240.00"))


def test_rate_in_force_778_419_against_weighted_average() -> None:
    worked = (Worked(SUNDAY, D(38), D("12.00")), Worked(SUNDAY, D(12), D("9.00")))
    flsa = builtin_rule("flsa")
    by_agreement = flsa.model_copy(update={"premium_base": "rate"})
    assert week_pay(flsa, WorkWeek(SUNDAY, worked)).premium == D("56.40")
    assert week_pay(by_agreement, WorkWeek(SUNDAY, worked)).premium == D("45.00")  # 10 h at half of 9.00


@pytest.mark.parametrize(
    ("hours", "rate", "regular", "overtime", "double", "total"),
    [
        (["9"], "30.00", 8, 1, 0, "285.00"),
        (["13"], "20.00", 8, 4, 1, "320.00"),
        (["8"] * 6, "10.00", 40, 8, 0, "520.00"),
        (["9"] * 6, "10.00", 40, 14, 0, "610.00"),
        (["8"] * 7, "10.00", 40, 16, 0, "640.00"),
    ],
)
def test_california(
    hours: list[str], rate: str, regular: int, overtime: int, double: int, total: str
) -> None:
    pay = california(*hours, rate=rate)
    assert (pay.regular_hours, pay.hours_at(D("1.5")), pay.hours_at(D(2))) == (
        F(regular),
        F(overtime),
        F(double),
    )
    assert pay.total == D(total)


def test_six_nines_are_six_daily_and_eight_weekly() -> None:
    pay = california(*["9"] * 6)
    assert (pay.hours_by("daily"), pay.hours_by("weekly"), pay.hours_by("seventh_day")) == (F(6), F(8), F(0))


def test_six_days_have_no_seventh_day_even_when_the_last_is_worked() -> None:
    worked = tuple(Worked(SUNDAY + timedelta(days=n), D(6), D(10)) for n in range(1, 7))
    pay = week_pay(builtin_rule("california"), WorkWeek(SUNDAY, worked))
    assert (pay.overtime_hours, pay.total) == (F(0), D(360))
    idle = (Worked(SUNDAY, D(0), D(10)), *worked)  # a row without hours is no day worked
    assert week_pay(builtin_rule("california"), WorkWeek(SUNDAY, idle)).overtime_hours == 0


def test_overtime_pay_of_a_salary_has_its_share_of_the_salary() -> None:
    week = WorkWeek(SUNDAY, days("10", "10", "10", rate="0"), Salary(D("800.00"), covers=D(40)))
    pay = week_pay(builtin_rule("california"), week)
    # 6 of 30 hours: 160.00 of the salary, and half of 20.00 for each
    assert (pay.overtime_hours, pay.premium, pay.overtime_pay) == (F(6), D("60.00"), D("220.00"))


def test_flat_sum_bonus_alvarado() -> None:
    week = WorkWeek(SUNDAY, days(*["9.2"] * 5), additions=(Addition(D("15.00"), "flat_sum_bonus"),))
    pay = week_pay(builtin_rule("california"), week)
    # 46 h: 460.00 + 15.00 + 6 x 0.5 x 10.00 + 6 x 1.5 x 15.00 / 40 (3.375, half up 3.38)
    assert (pay.straight, pay.additions, pay.premium) == (D("460.00"), D("15.00"), D("33.38"))
    assert [line.kind for line in pay.lines] == ["straight", "premium", "flat_sum_premium"]
    federal = week_pay(builtin_rule("flsa"), week).regular_rate
    assert not isinstance(federal, Unavailable)
    assert rounded(federal, 2) == D("10.33")


@pytest.mark.parametrize(("rate", "overtime"), [("12.00", "18.00"), ("17.00", "25.50")])
def test_ontario(rate: str, overtime: str) -> None:
    ontario = builtin_rule("ontario")
    assert overtime_hour(ontario, D(rate)) == D(overtime)
    pay = week_pay(ontario, WorkWeek(SUNDAY, days("20", "25", rate=rate)))
    assert (pay.overtime_hours, pay.overtime_pay) == (F(1), D(overtime))


def test_ontario_pays_overtime_at_the_rate_of_the_hour() -> None:
    worked = (Worked(SUNDAY, D(44), D("20.00")), Worked(SUNDAY, D(4), D("30.00")))
    pay = week_pay(builtin_rule("ontario"), WorkWeek(SUNDAY, worked))
    assert pay.overtime_pay == D("180.00")  # 4 h x 1.5 x 30.00, section 22(1.1)


def test_timber_award_sixth_day() -> None:
    timber = builtin_rule("australia_timber")
    start = SUNDAY + timedelta(days=1)
    worked = tuple(Worked(start + timedelta(days=n), D("7.6"), D(10)) for n in range(6))
    pay = week_pay(timber, WorkWeek(start, worked))
    assert (pay.regular_hours, pay.hours_at(D("1.5")), pay.hours_at(D(2))) == (F(38), F(2), F(56, 10))


def test_united_kingdom_average() -> None:
    average = average_weekly_hours(17 * 40 + 10 * 12, 0, 17)
    assert rounded(average, 1) == D("47.1")


def test_iran_hour_of_1403() -> None:
    hour = hourly_from_daily(D(2388728))
    assert hour == D(325884)
    assert overtime_hour(builtin_rule("iran"), hour) == D(456238)


def test_iran_warns_past_four_overtime_hours_a_day() -> None:
    iran = builtin_rule("iran")
    start = SUNDAY - timedelta(days=1)
    hours = [D(9), D(9), D(9), D(9), D(8), D(5)]
    worked = [Worked(start + timedelta(days=n), h, D(1000)) for n, h in enumerate(hours)]
    pay = week_pay(iran, WorkWeek(start, tuple(worked)))
    assert (pay.overtime_hours, pay.premium) == (F(5), D(2000))
    assert [note.code for note in pay.notes] == ["domain.daily-overtime-limit"]
    assert week_pay(iran, WorkWeek(start, tuple(worked[:5]))).notes == ()


@pytest.mark.parametrize(("hours", "total"), [("40", "275.00"), ("50", "275.00"), ("52", "290.00")])
def test_guaranteed_week(hours: str, total: str) -> None:
    week = WorkWeek(SUNDAY, days(hours, rate="5.00"), Guaranty(D(50), D("5.00")))
    assert week_pay(builtin_rule("flsa"), week).total == D(total)


def test_only_a_true_premium_is_credited() -> None:
    week = WorkWeek(SUNDAY, days("48"))
    flsa = builtin_rule("flsa")
    assert is_credited(flsa, week, D("30.00"), "true_premium")
    assert not is_credited(flsa, week, D("30.00"), "lump_sum")
    credited = week_pay(flsa, WorkWeek(SUNDAY, week.worked, None, (Addition(D("30.00"), "true_premium"),)))
    assert (credited.premium, credited.total) == (D("10.00"), week_pay(flsa, week).total)


@pytest.mark.parametrize("kind", ["discretionary", "gift", "leave", "expense"])
def test_what_the_act_excludes_leaves_the_regular_rate(kind: str) -> None:
    addition = Addition(D("100.00"), kind)  # type: ignore[arg-type]  # a parametrised literal
    pay = week_pay(builtin_rule("flsa"), WorkWeek(SUNDAY, days("44"), None, (addition,)))
    assert (pay.regular_rate, pay.total) == (F(10), D("560.00"))


def test_holiday_step() -> None:
    rule = read_rule(
        "own",
        {"steps": [{"kind": "holiday", "multiplier": 2}, {"kind": "weekly", "over": 40, "multiplier": 1.5}]},
    )
    week = WorkWeek(SUNDAY, days(*["9"] * 5), holidays=frozenset({SUNDAY}))
    pay = week_pay(rule, week)
    assert (pay.hours_by("holiday"), pay.regular_hours, pay.total) == (F(9), F(36), D("540.00"))
    fridays = read_rule("own", {"steps": [{"kind": "holiday", "multiplier": 1.4, "weekdays": ["friday"]}]})
    assert week_pay(fridays, WorkWeek(SUNDAY, days(*["8"] * 7))).hours_by("holiday") == 8


def test_rounding_is_named_and_differs_by_place() -> None:
    worked = (Worked(SUNDAY, D(24), D("10.00")), Worked(SUNDAY, D(21), D("15.00")))
    pays = {
        at: week_pay(builtin_rule("flsa").rounded_at(at), WorkWeek(SUNDAY, worked))
        for at in ("rate", "line", "total")
    }
    assert {at: pay.total for at, pay in pays.items()} == {
        "rate": D("585.85"),
        "line": D("585.83"),
        "total": D("585.83"),
    }
    assert {str(pay.rounding) for pay in pays.values()} == {
        "half up to 2 places at the regular rate and each line",
        "half up to 2 places at each line",
        "half up to 2 places at the total",
    }


def test_a_week_without_hours() -> None:
    flsa = builtin_rule("flsa")
    empty = week_pay(flsa, WorkWeek(SUNDAY, ()))
    assert isinstance(empty.regular_rate, Unavailable)
    assert empty.total == 0
    salaried = week_pay(flsa, WorkWeek(SUNDAY, (), Salary(D("480.00"))))
    assert (salaried.total, isinstance(salaried.regular_rate, Unavailable)) == (D("480.00"), True)
