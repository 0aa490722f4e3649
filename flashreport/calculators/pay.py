"""Pay of the company's people from its facts: hours, what they come to, bonuses, guaranties, salaries."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.week_pay import week_pay_rows
from flashreport.domain.key_columns import filled
from flashreport.domain.overtime import (
    Guaranty,
    OvertimeRule,
    Worked,
    WorkWeek,
    guaranteed,
)
from flashreport.domain.units import minor_digits
from flashreport.workspace.overtime_rules import rules_in_use
from flashreport.workspace.settings import WorkspaceSettings

_NO_EXTRA = pd.DataFrame({name: pd.Series(dtype="object") for name in ("employee", "kind", "amount")}).assign(
    date=pd.Series(dtype="datetime64[s]")
)
NO_EXTRA_ROWS = pd.DataFrame(
    {name: pd.Series(dtype="object") for name in ("entity", "employee", "department", "extra_pay")}
).assign(date=pd.Series(dtype="datetime64[s]"))
_TERMS = ["employee", "entity", "department", "pay_type", "rate"]
_NOT_PAY = ("expense",)


def people_of(facts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Everybody who has terms or hours; who has no terms belongs where the first hours were worked."""
    known = facts.get("employees", pd.DataFrame({name: pd.Series(dtype="object") for name in _TERMS}))
    if "hours" not in facts or facts["hours"].empty:
        return known
    places = facts["hours"][["employee", "entity"]].drop_duplicates()
    own = places[~places["employee"].isin(known["employee"])].sort_values(["employee", "entity"])
    if own.empty:
        return known
    strangers = own.drop_duplicates("employee").reset_index(drop=True)
    strangers = strangers.assign(
        department=filled(strangers["entity"], ""), pay_type="hourly", rate=pd.Series(dtype="Int64")
    )
    return pd.concat([known, strangers], ignore_index=True) if len(known) else strangers


def worked_pay(
    facts: Mapping[str, pd.DataFrame],
    settings: WorkspaceSettings,
    holidays: Collection[date],
    until: pd.Timestamp,
) -> pd.DataFrame:
    """Each row of hours up to ``until`` with its pay, in minor units.

    The columns of :func:`week_pay_rows`, and overtime_pay (of the overtime hours, premium
    included) and pay. A row that names no department is its employee's own.
    """
    people = people_of(facts)
    hours = facts["hours"][facts["hours"]["date"] <= until]
    hours = hours.assign(holiday=hours["date"].isin(pd.to_datetime(list(holidays)).astype("datetime64[s]")))
    named, by_id = rules_in_use(settings)
    rule_of = _home(people).map(named)
    rows = week_pay_rows(
        hours,
        people,
        rule_of.fillna(named[""]),
        by_id,
        facts.get("extra_pay", _NO_EXTRA),
        _digits(people, settings),
        pro_rata=settings.staff.assign == "pro_rata",
    )
    home = rows["employee"].map(people.set_index("employee")["department"]).fillna("")
    rows["department"] = rows["department"].where(rows["department"] != "", home)
    rows["overtime_pay"] = rows["overtime_straight"] + rows["premium"]
    rows["top_up"] = top_ups(rows, people, rule_of, by_id, settings, until)
    rows["pay"] = rows["straight"] + rows["premium"] + rows["surcharge"] + rows["top_up"]
    return rows


def _digits(people: pd.DataFrame, settings: WorkspaceSettings) -> "pd.Series[int]":
    company = settings.company.currency
    currencies = settings.entity_columns.currency_of
    digits = {currency: minor_digits(currency) for currency in {company, *currencies.values()}}
    return _home(people).map(currencies).fillna(company).map(digits).astype("int64")


def _home(people: pd.DataFrame) -> "pd.Series[str]":
    """Each employee's entity, both as plain texts."""
    return people.astype({"employee": "object", "entity": "object"}).set_index("employee")["entity"]


def extra_rows(extra: pd.DataFrame, people: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Bonuses and other pay on their days: entity, employee, department, date, extra_pay."""
    rows = extra[(extra["date"] <= until) & ~extra["kind"].isin(_NOT_PAY)]
    home = rows["employee"].map(people.set_index("employee")["department"]).fillna("")
    department = rows["department"].where(rows["department"] != "", home)
    held = rows.assign(department=department, extra_pay=rows["amount"].astype("int64"))
    return held[["entity", "employee", "department", "date", "extra_pay"]]


def top_ups(
    rows: pd.DataFrame,
    people: pd.DataFrame,
    rule_of: "pd.Series[str]",
    rules: Mapping[str, OvertimeRule],
    settings: WorkspaceSettings,
    until: pd.Timestamp,
) -> npt.NDArray[np.int64]:
    """What a guaranty adds to a finished week, on its last row (29 CFR 778.404)."""
    found = np.zeros(len(rows), dtype=np.int64)
    if "guaranteed_hours" not in people or people["guaranteed_hours"].isna().all() or rows.empty:
        return found
    terms = people[people["guaranteed_hours"].notna() & (people["pay_type"] == "hourly")]
    digits = _digits(people, settings)
    promised = pd.Series(
        {
            who: _promised(rules[rule_of[who]], int(rate), int(seconds), int(digits[who]))
            for who, rate, seconds in zip(
                terms["employee"], terms["rate"], terms["guaranteed_hours"], strict=True
            )
        }
    )
    earned = rows.assign(paid=rows["straight"] + rows["premium"] + rows["surcharge"], at=np.arange(len(rows)))
    weeks = (
        earned.groupby(["employee", "week"], observed=True)
        .agg(paid=("paid", "sum"), at=("at", "max"))
        .reset_index()
    )
    weeks = weeks[weeks["employee"].isin(promised.index) & (weeks["week"] + pd.Timedelta(days=6) <= until)]
    due = weeks["employee"].map(promised).astype("int64") - weeks["paid"]
    found[weeks["at"].to_numpy()] = np.maximum(due.to_numpy(), 0)
    return found


def _promised(rule: OvertimeRule, rate: int, seconds: int, digits: int) -> int:
    hours = Decimal(seconds) / 3600
    hourly = Decimal(rate).scaleb(-digits)
    start = date(2026, 1, 5)  # any week is as good
    week = WorkWeek(start, (Worked(start, Fraction(seconds, 3600), hourly),))
    return int(guaranteed(rule, Guaranty(hours, hourly), week).scaleb(digits))


def salaries(
    employees: pd.DataFrame,
    working: npt.NDArray[np.datetime64],
    months: npt.NDArray[np.datetime64],
    week_start: int = 0,
) -> pd.DataFrame:
    """Salaries by working day, exact to their period: entity, employee, department, date, straight.

    ``months`` are the first days of the company's months, sorted; half a month ends on its 15th
    day; a year's salary is twelve months'; ``week_start`` is the workweek's first weekday.
    """
    salaried = employees[employees["pay_type"] == "salary"]
    period = salaried["salary_period"].fillna("month") if "salary_period" in salaried else "month"
    salaried = salaried.assign(period=period)
    parts = [
        _spread_salaries(rows, _periods(str(kind), working, months, week_start), str(kind))
        for kind, rows in salaried.groupby("period")
    ]
    columns = ["entity", "employee", "department", "date", "straight"]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in columns}).astype(
            {"straight": "int64"}
        )
    return pd.concat(parts, ignore_index=True)[columns]


def _periods(
    kind: str, working: npt.NDArray[np.datetime64], months: npt.NDArray[np.datetime64], week_start: int
) -> pd.DataFrame:
    """The working days with which of its period's days each is: date, k of n, and the month's number."""
    days = pd.DataFrame({"date": working.astype("datetime64[s]")})
    starts = months.astype("datetime64[s]")
    month = np.searchsorted(starts, days["date"].to_numpy(), "right")
    into = (
        (days["date"].to_numpy() - starts[np.maximum(month - 1, 0)]).astype("timedelta64[D]").astype(np.int64)
    )
    number = working.astype("datetime64[D]").astype(np.int64)
    keys = {"week": (number + 3 - week_start) // 7, "half_month": 2 * month + (into >= 15)}
    days["month"] = month
    days["period"] = keys.get(kind, month)
    days["k"] = days.groupby("period").cumcount() + 1
    days["n"] = days.groupby("period")["k"].transform("size")
    return days.drop(columns="period")


def _spread_salaries(salaried: pd.DataFrame, days: pd.DataFrame, kind: str) -> pd.DataFrame:
    rows = salaried[["employee", "entity", "department", "rate"]].merge(days, how="cross")
    rate, k, n, month = (rows[name].to_numpy(np.int64) for name in ("rate", "k", "n", "month"))
    if kind == "year":
        of_year = month % 12
        rate = rate * (of_year + 1) // 12 - rate * of_year // 12
    rows["straight"] = (rate * k) // n - (rate * (k - 1)) // n
    return rows
