"""Pay in whole columns against the engine, week by week and cent by cent."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashreport.calculators.week_pay import week_pay_rows
from flashreport.domain.overtime import (
    Addition,
    OvertimeRule,
    Rounding,
    Salary,
    Surcharge,
    WeekPay,
    Worked,
    WorkWeek,
    builtin_rules,
    read_rule,
    week_pay,
    workweek_of,
)

START = date(2026, 2, 25)
NIGHTS = Surcharge(kind="night", share=Decimal("0.35"))
FRIDAYS = Surcharge(
    kind="day", share=Decimal("0.4"), weekdays=("friday",), holidays=True, in_regular_rate=False
)
SUNDAYS = Surcharge(kind="day", share=Decimal("0.25"), weekdays=("friday", "sunday"))
CUSTOM = read_rule(
    "custom",
    {
        "workweek_start": "wednesday",
        "steps": [
            {"kind": "daily", "over": "7.5", "multiplier": "1.25"},
            {"kind": "daily", "over": 10, "multiplier": "1.75"},
            {"kind": "seventh_day", "over": 2, "multiplier": "1.5"},
            {"kind": "holiday", "over": 1, "multiplier": "2.25", "weekdays": ["monday"]},
            {"kind": "weekly", "over": 30, "multiplier": "1.2"},
        ],
    },
).model_copy(update={"surcharges": (FRIDAYS, SUNDAYS, NIGHTS)})


def variants() -> dict[str, OvertimeRule]:
    """Every rule, rounded everywhere, on both bases; to the cent and to whole units."""
    found = {}
    for rule in (*(rule for rule in builtin_rules().values() if rule.steps), CUSTOM):
        for at in ("rate", "line", "total"):
            for base in ("rate", "regular_rate"):
                places = 0 if rule.id == "iran" and at == "line" else 2
                update = {"rounding": Rounding(at=at, places=places), "premium_base": base}
                found[f"{rule.id} {at} {base}"] = rule.model_copy(update=update)
    return found


RULES = {name: rule.model_copy(update={"id": name}) for name, rule in variants().items()}
# pay type, rate in cents, salary_period, salary_hours, overtime
TERMS: dict[str, tuple[str, int, str | None, int | None, bool | None]] = {
    "hourly": ("hourly", 1999, None, None, None),
    "unpaid": ("hourly", 1999, None, None, False),
    "fluctuating": ("salary", 60000, "week", None, True),
    "covered": ("salary", 18270, "week", 35 * 3600, True),
    "monthly": ("salary", 104000, "month", 40 * 3600, True),
    "exempt": ("salary", 500000, "month", None, None),
}
row = st.tuples(
    st.integers(0, 8),  # day
    st.sampled_from([0, 1, 600, 9000, 14400, 27000, 28800, 39600, 50000]),
    st.sampled_from([None, None, 900, 1531]),  # a rate of its own
    st.sampled_from([None, None, None, 40500, 777]),  # piece work's earnings
    st.integers(0, 9000),  # night
    st.sampled_from(["bar", "kitchen"]),
)
bonus = st.tuples(
    st.integers(0, 8),
    st.sampled_from(["bonus", "flat_sum_bonus", "lump_sum", "true_premium", "gift"]),
    st.integers(0, 9000),
)
PATIENT = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def frames(
    drawn: Sequence[Any], bonuses: Sequence[Any]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.Series]:
    """The same work done by everybody: one employee for each rule and kind of pay."""
    people = [f"{rule}|{pay}" for rule in RULES for pay in TERMS]
    listed = [
        (who, "north", department, "", START + timedelta(days=day), seconds, at, rate, earned,
         earned is not None, min(night, seconds))
        for who in people
        for at, (day, seconds, rate, earned, night, department) in enumerate(drawn)
    ]  # fmt: skip
    columns = ["employee", "entity", "department", "job", "date", "seconds", "start", "rate", "earnings",
               "piece", "night"]  # fmt: skip
    hours = pd.DataFrame(listed, columns=columns)
    hours["date"] = pd.to_datetime(hours["date"]).astype("datetime64[s]")
    hours["holiday"] = hours["date"].dt.day % 4 == 0
    for name in ("rate", "earnings", "night", "seconds"):
        hours[name] = hours[name].astype("Int64")
    terms = [(who, "north", "bar", *TERMS[who.split("|")[1]]) for who in people]
    employees = pd.DataFrame(
        terms,
        columns=[
            "employee",
            "entity",
            "department",
            "pay_type",
            "rate",
            "salary_period",
            "salary_hours",
            "overtime",
        ],
    ).astype({"rate": "Int64", "salary_hours": "Int64"})
    extra = pd.DataFrame(
        [(who, START + timedelta(days=day), kind, cents) for who in people for day, kind, cents in bonuses],
        columns=["employee", "date", "kind", "amount"],
    )
    extra["date"] = pd.to_datetime(extra["date"]).astype("datetime64[s]")
    rule_of = pd.Series({who: who.split("|")[0] for who in people})
    return hours, employees, extra, rule_of


def by_engine(who: str, drawn: Sequence[Any], bonuses: Sequence[Any]) -> dict[date, WeekPay]:
    rule, (pay_type, cents, period, covers, _) = RULES[who.split("|")[0]], TERMS[who.split("|")[1]]
    basis = None
    if pay_type == "salary":
        hours = None if covers is None else Decimal(covers) / 3600
        basis = Salary(Decimal(cents) / 100, period, hours)  # type: ignore[arg-type]  # one of the periods
    weeks: dict[date, list[Worked]] = {}
    order = sorted(range(len(drawn)), key=lambda at: (drawn[at][0], at))
    for at in order:
        offset, seconds, rate, earned, night, department = drawn[at]
        day = START + timedelta(days=offset)
        own = Decimal(cents if rate is None or basis is not None else rate) / 100
        work = Worked(
            day,
            Fraction(seconds, 3600),
            own,
            department=department,
            earnings=None if earned is None or basis is not None else Decimal(earned) / 100,
            night=Fraction(min(night, seconds), 3600),
        )
        weeks.setdefault(workweek_of(rule, day), []).append(work)
    found = {}
    for start, worked in weeks.items():
        held = tuple(
            Addition(Decimal(amount) / 100, kind)
            for offset, kind, amount in bonuses
            if start <= START + timedelta(days=offset) < start + timedelta(days=7)
        )
        holidays = frozenset(work.day for work in worked if work.day.day % 4 == 0)
        found[start] = week_pay(rule, WorkWeek(start, tuple(worked), basis, held, holidays))
    return found


@PATIENT
@given(st.lists(row, min_size=1, max_size=9), st.lists(bonus, max_size=2))
def test_the_columns_equal_the_engine(drawn: list[Any], bonuses: list[Any]) -> None:
    hours, employees, extra, rule_of = frames(drawn, bonuses)
    rows = week_pay_rows(hours, employees, rule_of, RULES, extra, 2)
    names = ["overtime", "double", "straight", "premium", "surcharge", "overtime_straight"]
    sums = rows.groupby(["employee", "week"])[names].sum()
    for who in rule_of.index:
        kind = who.split("|")[1]
        if kind in ("unpaid", "exempt"):
            assert not sums.loc[who, ["premium"]].to_numpy().any()
            continue
        for start, pay in by_engine(who, drawn, bonuses).items():
            ours = sums.loc[(who, pd.Timestamp(start))]
            assert ours["overtime"] == pay.overtime_hours * 3600
            doubled = sum((p.part.hours for p in pay.parts if p.part.multiplier >= 2), Fraction(0))
            assert ours["double"] == doubled * 3600
            off = 0
            if pay.rule.rounding.at == "total" and kind == "monthly":
                off = 1  # the salary's own cents are paid by the month, not by the week
            beyond = sum((line.amount for line in pay.lines if line.kind == "straight"), Fraction(0)) * 100
            if pay.rule.rounding.at != "total":
                assert ours["straight"] == beyond, who
            else:
                assert abs(ours["straight"] - beyond) <= Fraction(1, 2), who
            assert abs(ours["premium"] - pay.premium * 100) <= off, (who, pay)
            assert abs(ours["surcharge"] - pay.surcharges * 100) <= off, (who, pay)
            if not (kind == "monthly" or pay.rule.rounding.at == "rate"):
                assert abs(ours["overtime_straight"] - (pay.overtime_pay - pay.premium) * 100) <= off, who


@PATIENT
@given(st.lists(row, min_size=1, max_size=9), st.lists(bonus, max_size=2))
def test_what_was_earned_stays_when_more_is_worked(drawn: list[Any], bonuses: list[Any]) -> None:
    """Straight pay and surcharges of earlier rows never move: nothing is restated without a cause."""
    hours, employees, extra, rule_of = frames(sorted(drawn, key=lambda each: each[0]), bonuses)
    first = hours[hours["start"] < len(drawn) - 1]
    keys, held = ["employee", "start"], ["straight", "surcharge"]
    quiet = rule_of[~rule_of.index.str.contains("salary|fluctuating|covered|monthly| total ")].index
    for frame, other in ((first, hours),):
        before = week_pay_rows(frame, employees, rule_of, RULES, extra, 2).set_index(keys)[held]
        after = week_pay_rows(other, employees, rule_of, RULES, extra, 2).set_index(keys)[held]
        kept = before[before.index.get_level_values(0).isin(quiet)]
        pd.testing.assert_frame_equal(after.loc[kept.index], kept)


def test_pro_rata_spreads_a_week_by_hours_and_loses_nothing() -> None:
    hours, employees, extra, rule_of = frames(
        [(0, 28800, None, None, 0, "bar"), *[(n, 36000, None, None, 0, "kitchen") for n in range(1, 5)]], []
    )
    there = week_pay_rows(hours, employees, rule_of, RULES, extra, 2)
    spread = week_pay_rows(hours, employees, rule_of, RULES, extra, 2, pro_rata=True)
    names = ["overtime", "double", "straight", "premium", "surcharge", "overtime_straight"]
    by_week = ["employee", "week"]
    pd.testing.assert_frame_equal(there.groupby(by_week)[names].sum(), spread.groupby(by_week)[names].sum())
    flsa = spread[spread["employee"] == "flsa line regular_rate|hourly"]
    # 48 hours in the workweek that begins on Sunday: none over 40 before it, 8 over in it
    week = flsa[flsa["week"] == flsa["week"].max()]
    share = week["overtime"] / week["seconds"].astype("int64")
    assert np.allclose(share, share.iloc[0], atol=1e-4)


@pytest.mark.parametrize("size", [0, 1])
def test_no_rows_and_one(size: int) -> None:
    hours, employees, extra, rule_of = frames([(0, 28800, None, None, 0, "bar")], [])
    rows = week_pay_rows(hours.iloc[:size], employees, rule_of, RULES, extra, 2)
    assert len(rows) == size
