"""Every published overtime case, read from the golden file and mapped by its kind of input."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.exact import Unavailable, exact, rounded
from flashreport.domain.overtime import (
    WEEKDAYS,
    Addition,
    Guaranty,
    OvertimeRule,
    Salary,
    WeekPay,
    Worked,
    WorkWeek,
    builtin_rule,
    builtin_rules,
    guaranteed,
    hourly_from_daily,
    is_credited,
    line_amount,
    overtime_hour,
    paid_at_rounded_rate,
    phantom_bonus,
    week_pay,
    workweek_of,
    workweeks,
)
from flashreport.domain.overtime.week import SalaryPeriod

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "overtime.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))["cases"]
SALARIES: dict[str, SalaryPeriod] = {
    "salary_week": "week",
    "salary_half_month": "half_month",
    "salary_month": "month",
    "salary_year": "year",
}
Figure = Fraction | Decimal | int | bool | list[Decimal]


@dataclass
class Reading:
    """A case's inputs as the engine takes them."""

    case: dict[str, Any]

    @cached_property
    def inputs(self) -> dict[str, Any]:
        inputs: dict[str, Any] = self.case["inputs"]
        return inputs

    def number(self, key: str, default: str = "0") -> Decimal:
        return Decimal(str(self.inputs.get(key, default)))

    @cached_property
    def rule(self) -> OvertimeRule:
        by_place = {rule.jurisdiction: rule for rule in builtin_rules().values()}
        rule = by_place[self.case["jurisdiction"]]
        starts = self.inputs.get("workweek_start", self.inputs.get("week_start"))
        if starts:
            weekday = next(day for day in WEEKDAYS if day.startswith(starts[:3].lower()))
            rule = rule.model_copy(update={"workweek_start": weekday})
        if "threshold" in self.inputs:
            rule = rule.with_weekly_line(self.number("threshold"))
        if "daily_schedule" in self.inputs:
            rule = rule.with_daily_line(self.number("daily_schedule"))
        text = self.case.get("rounding", "").lower()
        if "federal" in self.case["rule"]:
            rule = rule.model_copy(update={"flat_sum": "hours_worked"})
        by_rate = isinstance(self.basis, Salary) or "rate to" in text
        return rule.rounded_at("rate") if by_rate and rule.rounding.places == 2 else rule

    @cached_property
    def start(self) -> date:
        return workweek_of(self.rule, date(2026, 3, 4))

    @cached_property
    def basis(self) -> Salary | Guaranty | None:
        for key, period in SALARIES.items():
            if key in self.inputs:
                covers = self.number("hours_covered") if "hours_covered" in self.inputs else None
                return Salary(self.number(key), period, covers)
        if "guaranteed_hours" in self.inputs:
            return Guaranty(self.number("guaranteed_hours"), self.number("rate"))
        return None

    @cached_property
    def week(self) -> WorkWeek:
        kind = "flat_sum_bonus" if "flat" in self.case["rule"] else "bonus"
        bonus = (Addition(self.number("bonus"), kind),) if "bonus" in self.inputs else ()  # type: ignore[arg-type]  # literal
        return WorkWeek(self.start, tuple(self.worked()), self.basis, bonus)

    def worked(self) -> list[Worked]:
        rate = self.number("rate")
        if "days" in self.inputs:
            return [Worked(self.day(n), Decimal(h), rate) for n, h in enumerate(self.inputs["days"])]
        if "daily_ot_hours" in self.inputs:
            line = self.rule.of_kind("daily")[0].over
            extra = map(Decimal, self.inputs["daily_ot_hours"])
            return [Worked(self.day(n), line + hours, rate) for n, hours in enumerate(extra)]
        if "lines" in self.inputs:
            lines = self.inputs["lines"]
            return [Worked(self.day(n), Decimal(x["hours"]), Decimal(x["rate"])) for n, x in enumerate(lines)]
        hours = self.number(
            "hours", self.inputs.get("hours_covered", self.inputs.get("guaranteed_hours", "40"))
        )
        if "piece_earnings" in self.inputs:
            waiting = self.number("waiting_hours")
            paid = Worked(self.day(1), waiting, self.number("waiting_rate"))
            pieces = Worked(self.day(0), hours - waiting, earnings=self.number("piece_earnings"))
            return [pieces, paid] if waiting else [pieces]
        return [Worked(self.day(n), exact(hours) / 5, rate) for n in range(5)]

    def day(self, n: int) -> date:
        return self.start + timedelta(days=n)

    @cached_property
    def pay(self) -> WeekPay:
        return week_pay(self.rule, self.week)

    @property
    def first(self) -> Decimal:
        """The rule's lowest multiplier."""
        return min(step.multiplier for step in self.rule.steps)

    def at(self, multiplier: Decimal) -> Decimal:
        rate = self.pay.rate_at(multiplier)
        assert not isinstance(rate, Unavailable)
        return rounded(rate, 2)

    @property
    def pays_all_at_rounded_rate(self) -> bool:
        return "pays all hours at it" in self.case.get("rounding", "").lower()

    def rounded_at(self, at: str) -> "Reading":
        other = Reading({**self.case, "rounding": ""})
        other.rule = self.rule.rounded_at(at)  # type: ignore[arg-type]  # one of the three literals
        return other


def total(r: Reading) -> Figure:
    return paid_at_rounded_rate(r.rule, r.week).total if r.pays_all_at_rounded_rate else r.pay.total


def overtime_pay(r: Reading) -> Figure:
    return paid_at_rounded_rate(r.rule, r.week).overtime if r.pays_all_at_rounded_rate else r.pay.overtime_pay


def paid_for(r: Reading, hours: str) -> Decimal:
    worked = (Worked(r.start, Decimal(hours), r.number("rate")),)
    return week_pay(r.rule, WorkWeek(r.start, worked, r.basis)).total


def pay_per_hour(r: Reading, low: str, high: str) -> Figure:
    return (paid_for(r, high) - paid_for(r, low)) / (int(high) - int(low))


def straight_of(r: Reading, hours: str) -> Figure:
    assert r.pay.regular_hours == int(hours)
    return r.pay.total - r.pay.overtime_pay


def seventh_day_premium(r: Reading) -> Figure:
    days = [day.strip().lower() for week in r.inputs["worked"].split("|") for day in week.split(",")]
    first = next(n for n in range(7) if WEEKDAYS[r.day(n).weekday()].startswith(days[0]))
    worked = [Worked(r.day(first + n), Decimal(8)) for n in range(len(days))]
    assert [WEEKDAYS[one.day.weekday()][:3] for one in worked] == days
    return any(week_pay(r.rule, week).hours_by("seventh_day") for week in workweeks(r.rule, worked))


def lump_week(r: Reading) -> WorkWeek:
    hours = r.number("sunday_hours_lt") - 1
    week = [Worked(r.day(n), Decimal(8), r.number("rate")) for n in range(1, 6)]
    return WorkWeek(r.start, (Worked(r.start, hours, r.number("rate")), *week))


def lump_in_regular_rate(r: Reading) -> Figure:
    week = lump_week(r)
    with_lump = WorkWeek(week.start, week.worked, None, (Addition(r.number("lump"), "lump_sum"),))
    rate = week_pay(r.rule, with_lump).regular_rate
    assert not isinstance(rate, Unavailable)
    return bool(rate == exact(r.number("rate")) + exact(r.number("lump")) / week.hours)


def week_equivalent(r: Reading) -> Figure:
    assert isinstance(r.basis, Salary)
    return r.basis.a_week


def guaranty(r: Reading) -> Figure:
    assert isinstance(r.basis, Guaranty)
    assert r.pay.total == guaranteed(r.rule, r.basis, r.week)
    assert overtime_hour(r.rule, r.number("rate")) == r.number("ot_rate")
    return guaranteed(r.rule, r.basis, r.week)


def booked(r: Reading) -> WeekPay:
    """The employer's books: the rate is in no input, only in the wages booked for the straight hours."""
    name = next(key for key in r.case["expected"] if key.startswith("book_wages_"))
    straight = int(name.removeprefix("book_wages_"))
    rate = Decimal(r.case["expected"][name]) / straight
    books = week_pay(r.rule, WorkWeek(r.start, (Worked(r.start, r.number("hours"), rate),)))
    assert phantom_bonus(r.number("salary_week"), books.total) > 0
    assert r.at(Decimal(1)) > rounded(exact(rate), 2)
    return books


def hourly(r: Reading) -> Decimal:
    day = [Decimal(value) for key, value in r.inputs.items() if key.startswith(("day_", "daily_"))]
    hour = [Decimal(value) for key, value in r.inputs.items() if key.startswith(("hourly_", "hour_"))]
    return hour[0] if hour else hourly_from_daily(day[0])


def stub_lines(r: Reading) -> Figure:
    return [line_amount(Decimal(x["hours"]), Decimal(x["rate"])) for x in r.inputs["lines"]]


def federal_hours(r: Reading) -> Figure:
    return week_pay(builtin_rule("flsa"), r.week).overtime_hours


FIGURES: dict[str, Callable[..., Figure]] = {
    r"regular_rate|true_regular_rate": lambda r: r.at(Decimal(1)),
    r"half_time_rate": lambda r: r.at(r.first - 1),
    r"ot_rate": lambda r: r.at(r.first),
    r"straight|straight_time_all_hours": lambda r: r.pay.straight,
    r"straight_(\d+)": straight_of,
    r"straight_plus_bonus": lambda r: r.pay.straight + r.pay.additions,
    r"pay_per_hour_(\d+)_to_(\d+)": pay_per_hour,
    r"week_equivalent": week_equivalent,
    r"ot_premium": lambda r: r.pay.premium,
    r"ot_pay": overtime_pay,
    r"total": total,
    r"guaranty": guaranty,
    r"book_wages_\d+": lambda r: booked(r).straight - booked(r).overtime_pay + booked(r).premium,
    r"book_ot": lambda r: booked(r).overtime_pay,
    r"lump_counts_as_ot_credit": lambda r: is_credited(r.rule, lump_week(r), r.number("lump"), "lump_sum"),
    r"lump_in_regular_rate": lump_in_regular_rate,
    r"amounts": stub_lines,
    r"total_hours": lambda r: r.pay.hours,
    r"regular_hours": lambda r: r.pay.regular_hours,
    r"ot_hours": lambda r: r.pay.hours_at(r.first),
    r"dt_hours": lambda r: r.pay.hours_at(Decimal(2)),
    r"weekly_ot_hours": lambda r: r.pay.hours_by("weekly"),
    r"federal_ot_hours": federal_hours,
    r"hours_at_([\d_]+)": lambda r, m: r.pay.hours_at(Decimal(m.replace("_", "."))),
    r"seventh_day_premium": seventh_day_premium,
    r"multiplier": lambda r: r.first,
    r"overtime_hour_\w+": lambda r: overtime_hour(r.rule, hourly(r)),
    r"(?:hour|hourly)_(?:rial|toman)": hourly,
    r"(\w+)_unrounded": lambda r, name: figure(r.rounded_at("line"), name),
    r"(\w+)_rate_rounded": lambda r, name: figure(r.rounded_at("rate"), name),
}


def figure(reading: Reading, name: str) -> Figure:
    """A figure by the name that the golden file gives it."""
    for pattern, function in FIGURES.items():
        if found := re.fullmatch(pattern, name):
            groups = [group for group in found.groups() if group is not None]
            return function(reading, *(groups if function.__code__.co_argcount > 1 else ()))
    pytest.fail(f"no figure is named {name}")


def agrees(ours: Figure, printed: Any, tolerance: Decimal) -> bool:
    """Whether our figure is the one printed, which has the printed number of decimals."""
    if isinstance(printed, bool):
        return ours is printed
    if isinstance(printed, list):
        assert isinstance(ours, list)
        return ours == [Decimal(one) for one in printed]
    assert not isinstance(ours, bool | list)
    return abs(exact(ours) - exact(Decimal(str(printed)))) <= exact(tolerance)


def told(case: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in case.get(key, {}).items() if name != "note"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_published_case(case: dict[str, Any]) -> None:
    reading = Reading(case)
    tolerance = Decimal(str(case.get("tolerance", "0")))
    printed, derived = told(case, "expected"), told(case, "expected_derived")
    assert printed or derived
    right = derived if case.get("published_answer_is_wrong") else printed | derived
    wrong = {name: (figure(reading, name), value) for name, value in right.items()}
    assert {n: pair for n, pair in wrong.items() if not agrees(*pair, tolerance)} == {}
    if case.get("published_answer_is_wrong"):
        assert not all(agrees(figure(reading, name), value, tolerance) for name, value in printed.items())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_no_case_is_paid_less_than_was_earned(case: dict[str, Any]) -> None:
    reading = Reading(case)
    if reading.pays_all_at_rounded_rate:
        short = paid_at_rounded_rate(reading.rule, reading.week)
        assert short.shortfall == reading.rounded_at("line").pay.total - short.total > 0
    earned = sum((one.straight for one in reading.week.worked), Fraction(0))
    assert reading.rounded_at("line").pay.total >= rounded(earned, reading.rule.rounding.places)
