from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.domain.overtime import (
    Addition,
    Method,
    Salary,
    Worked,
    WorkWeek,
    apportion,
    builtin_rule,
    builtin_rules,
    shares,
    week_pay,
)

D = Decimal
SUNDAY = date(2026, 3, 1)
WORK = st.builds(
    Worked,
    day=st.integers(0, 6).map(lambda n: SUNDAY + timedelta(days=n)),
    hours=st.integers(0, 57600).map(lambda s: Fraction(s, 3600)),
    rate=st.decimals(0, 90, places=2),
    entity=st.sampled_from(["north", "south"]),
    department=st.sampled_from(["kitchen", "bar", ""]),
    job=st.sampled_from(["", "j1", "j2"]),
)
WORKED = st.lists(WORK, max_size=14).map(lambda w: tuple(sorted(w, key=lambda one: one.day)))
RULES = st.sampled_from(
    [rule.model_copy(update={"workweek_start": "sunday"}) for rule in builtin_rules().values()]
)


def test_chronological_leaves_overtime_where_it_was_worked() -> None:
    worked = [Worked(SUNDAY + timedelta(days=n), D(8), D("10.00"), department="kitchen") for n in range(5)]
    worked.append(Worked(SUNDAY + timedelta(days=5), D(8), D("10.00"), department="bar"))
    pay = week_pay(builtin_rule("flsa"), WorkWeek(SUNDAY, tuple(worked)))
    kitchen, bar = shares(pay, ("department",))
    assert (kitchen.overtime_hours, kitchen.premium) == (Fraction(0), D(0))
    assert (bar.key, bar.overtime, bar.premium, bar.total) == (
        ("bar",),
        {D("1.5"): Fraction(8)},
        D("40.00"),
        D("120.00"),
    )


def test_pro_rata_spreads_overtime_by_hours() -> None:
    worked = (Worked(SUNDAY, D(40), D("10.00"), job="a"), Worked(SUNDAY, D(8), D("10.00"), job="b"))
    pay = week_pay(builtin_rule("flsa"), WorkWeek(SUNDAY, worked))
    a, b = shares(pay, ("job",), "pro_rata")
    assert (a.overtime_hours, b.overtime_hours) == (Fraction(20, 3), Fraction(4, 3))
    assert (a.premium, b.premium) == (D("33.33"), D("6.67"))


def test_pay_without_work_has_an_empty_key() -> None:
    pay = week_pay(builtin_rule("flsa"), WorkWeek(SUNDAY, (), Salary(D("480.00"))))
    assert [(one.key, one.total) for one in shares(pay)] == [(("", "", ""), D("480.00"))]


@settings(max_examples=60, deadline=None)
@given(
    RULES,
    WORKED,
    st.sampled_from(["chronological", "pro_rata"]),
    st.sampled_from(["rate", "line", "total"]),
    st.booleans(),
)
def test_shares_sum_to_the_week(rule, worked, method: Method, at, salaried: bool) -> None:  # type: ignore[no-untyped-def]  # drawn by hypothesis
    basis = Salary(D("777.77"), covers=D(35)) if salaried else None
    additions = (Addition(D("10.01")), Addition(D("33.34"), "flat_sum_bonus"))
    pay = week_pay(rule.rounded_at(at), WorkWeek(SUNDAY, worked, basis, additions))
    parts = shares(pay, method=method)
    assert sum(one.total for one in parts) == pay.total
    assert sum(one.straight for one in parts) == pay.straight
    assert sum(one.premium for one in parts) == pay.premium
    assert sum(one.hours for one in parts) == pay.hours == sum(work.hours for work in worked)
    assert sum(one.overtime_hours for one in parts) == pay.overtime_hours


@settings(max_examples=60, deadline=None)
@given(RULES, WORKED)
def test_no_hour_is_counted_twice_and_weeks_shift(rule, worked) -> None:  # type: ignore[no-untyped-def]  # drawn by hypothesis
    pay = week_pay(rule, WorkWeek(SUNDAY, worked))
    assert sum(pay.hours_by(cause) for cause in ("regular", *{s.kind for s in rule.steps})) == pay.hours
    year = timedelta(days=364)
    later = tuple(Worked(w.day + year, w.hours, w.rate, w.entity, w.department, w.job) for w in worked)
    moved = week_pay(rule, WorkWeek(SUNDAY + year, later))
    assert (moved.total, moved.overtime_hours) == (pay.total, pay.overtime_hours)


@given(st.integers(-(10**6), 10**6), st.lists(st.integers(0, 50), min_size=1, max_size=9))
def test_apportion_sums_and_is_near_the_exact_part(cents: int, weights: list[int]) -> None:
    total = D(cents).scaleb(-2)
    parts = apportion(total, [Fraction(w) for w in weights], 2)
    assert sum(parts) == total
    if sum(weights):
        near = [
            abs(Fraction(p) - Fraction(total) * w / sum(weights)) for p, w in zip(parts, weights, strict=True)
        ]
        assert max(near) < Fraction(1, 100)


def test_apportion_of_nothing_weighs_all_alike() -> None:
    assert apportion(D("1.00"), [Fraction(0)] * 3, 2) == [D("0.34"), D("0.33"), D("0.33")]
    with pytest.raises(ValueError, match="no part"):
        apportion(D("1.00"), [], 2)
