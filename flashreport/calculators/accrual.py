"""Interest and unused fee of credit lines, accrued day by day and exact to the month.

The day's balance is the one at its end, so a loan earns from the day it is drawn to the day
before it is repaid (the start day counts, the end day does not). Each day gets the step by
which the month's running sum, rounded half up, grows. Conventions: the 2006 ISDA definitions,
section 4.16, for ACT/360, ACT/365 Fixed, ACT/ACT and 30/360.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.daily_rows import every_day
from flashreport.calculators.exact_columns import Whole, product_over
from flashreport.domain.measure_frame import empty, tidy

_MILLIONTHS = 1_000_000
_TERMS = ["line", "entity", "limit", "rate", "unused_fee", "day_count"]


def accrued(
    lines: pd.DataFrame,
    balances: pd.DataFrame,
    months: npt.NDArray[np.datetime64],
    until: pd.Timestamp,
) -> pd.DataFrame:
    """``credit.interest`` and ``credit.unused_fee`` per line, entity and group, up to ``until``.

    ``lines``: line, entity, limit (minor units), rate and unused_fee (millionths a year, or
    null), day_count. ``balances``: line, date, drawn, letters_of_credit. ``months`` are the
    first days of the company's months, sorted. A day without a balance accrues on the last
    one and is stale.
    """
    held = balances[balances["date"] <= until]
    if held.empty or lines.empty:
        return empty()
    daily = every_day(held, "line", until, ["drawn", "letters_of_credit"])
    daily = daily.merge(lines.reindex(columns=_TERMS), on="line").sort_values(["line", "date"])
    daily = daily.reset_index(drop=True)
    used = daily["drawn"] + daily["letters_of_credit"].fillna(0)
    unused = (daily["limit"] - used).clip(lower=0)
    parts = []
    for measure, balance, rate in (
        ("interest", daily["drawn"], "rate"),
        ("unused_fee", unused, "unused_fee"),
    ):
        parts += _measure(daily.assign(balance=balance), measure, rate, months)
    return pd.concat(parts, ignore_index=True) if parts else empty()


def _measure(
    daily: pd.DataFrame, measure: str, rate: str, months: npt.NDArray[np.datetime64]
) -> list[pd.DataFrame]:
    due = daily[daily[rate].notna()].reset_index(drop=True)
    if due.empty:
        return []
    due["value"] = _steps(due, due[rate].to_numpy(np.int64), months)
    parts = []
    for rows in (due, due.assign(entity="")):
        parts.append(tidy(rows, f"credit.{measure}", "value", "line", "line"))
        totals = rows.groupby(["entity", "date"], as_index=False, observed=True).agg(
            value=("value", "sum"), stale=("stale", "any")
        )
        parts.append(tidy(totals, f"credit.{measure}", "value"))
    return parts


def _steps(due: pd.DataFrame, rate: Whole, months: npt.NDArray[np.datetime64]) -> Whole:
    """What the rounded running sum of the month grows by on each day."""
    weight, basis = day_weights(due["date"], due["day_count"].fillna("act/360"))
    month = np.searchsorted(months.astype("datetime64[s]"), due["date"].to_numpy(), "right")
    # under ACT/ACT a month of another calendar may hold days of two years
    keys = ["line", "month", "basis"]
    days = pd.DataFrame({"line": due["line"], "month": month, "basis": basis})
    days["held"] = due["balance"].to_numpy(np.int64) * weight
    running = days.groupby(keys, sort=False)["held"].cumsum().to_numpy(np.int64)
    days["total"] = product_over(running, rate, basis * _MILLIONTHS)
    before = days.groupby(keys, sort=False)["total"].shift(fill_value=0)
    step: Whole = days["total"].to_numpy(np.int64) - before.to_numpy(np.int64)
    return step


def day_weights(dates: "pd.Series[pd.Timestamp]", convention: "pd.Series[str]") -> tuple[Whole, Whole]:
    """Days that each date counts for, and the days of its year, under its convention.

    Under 30/360 a date counts the days from itself to the next one, so that each month comes
    to 30: the 30th of a month of 31 days counts none, the last of February two or three.
    """
    ones = np.ones(len(dates), dtype=np.int64)
    year = np.where(dates.dt.is_leap_year, 366, 365)
    following = dates + pd.Timedelta(days=1)
    first = dates.dt.day.clip(upper=30)
    last = following.dt.day.where((following.dt.day != 31) | (first < 30), 30)
    months = (following.dt.year - dates.dt.year) * 12 + following.dt.month - dates.dt.month
    thirty = (30 * months + last - first).to_numpy(np.int64)
    names = convention.to_numpy()
    weight: Whole = np.where(names == "30/360", thirty, ones)
    basis: Whole = np.select([names == "act/365", names == "act/act"], [365 * ones, year], 360)
    return weight, basis.astype(np.int64)
