"""The month's plan, spread over its working days to the cent."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.exchange import ONE_CURRENCY, Exchange, summed
from flashreport.domain.measure_frame import empty, stacked, tidy

Working = npt.NDArray[np.datetime64]
NO_BUDGET = pd.DataFrame(
    {
        "entity": pd.Series(dtype="object"),
        "employee": pd.Series(dtype="object"),
        "date": pd.Series(dtype="datetime64[s]"),
        "budget": pd.Series(dtype="Int64"),
    }
)


def in_months(plan: pd.DataFrame, months: Working) -> pd.DataFrame:
    """``plan`` with each ``month``, any day of it, as its first day in the company's calendar.

    ``months`` are the first days of the company's months, sorted; lines outside them go.
    """
    at = np.searchsorted(months.astype("datetime64[s]"), plan["month"].to_numpy(), "right") - 1
    known = (at >= 0) & (at < len(months) - 1)
    held = plan[known]
    return held.assign(month=months.astype("datetime64[s]")[at[known]])


def phased(plan: pd.DataFrame, working: Working, months: Working) -> pd.DataFrame:
    """``plan`` (…, month, amount) with one row per working day of the month.

    Day k of n gets floor(amount*k/n) - floor(amount*(k-1)/n), so that the days add up to the
    plan exactly. A month without working days puts its plan on its first day.
    """
    days = pd.DataFrame({"date": working.astype("datetime64[s]")})
    days = in_months(days.assign(month=days["date"]), months)
    days["k"] = days.groupby("month").cumcount() + 1
    days["n"] = days.groupby("month")["k"].transform("size")
    spread = in_months(plan, months).merge(days, how="left", on="month")
    idle = spread["date"].isna()
    spread.loc[idle, "date"] = spread.loc[idle, "month"]
    k = spread["k"].fillna(1).to_numpy(np.int64)
    n = spread["n"].fillna(1).to_numpy(np.int64)
    amount = spread["amount"].to_numpy(np.int64)
    spread["amount"] = (amount * k) // n - (amount * (k - 1)) // n
    return spread.drop(columns=["k", "n"])


def cash_plan(
    plan: pd.DataFrame, working: Working, months: Working, exchange: Exchange = ONE_CURRENCY
) -> pd.DataFrame:
    """Planned cash in and out per day from the lines ``receipts`` and ``disbursements``.

    A line may name a category after a colon: ``disbursements:rent``.
    """
    line = plan["line"].str.partition(":").reindex(columns=[0, 2])
    lines = plan.assign(flow=line[0], category=line[2])
    lines = lines[lines["flow"].isin(["receipts", "disbursements"])]
    if lines.empty:
        return empty()
    days = phased(lines, working, months)
    for flow in ("receipts", "disbursements"):
        days[flow] = np.where(days["flow"] == flow, days["amount"], 0)
    days["net"] = days["receipts"] - days["disbursements"]
    names = ["receipts", "disbursements", "net"]
    parts = []
    for dimension, rows in (("", days), ("category", days[days["category"] != ""])):
        by = [*([dimension] if dimension else []), "date"]
        sums = summed(exchange.views(rows, names), by, names)
        parts += [tidy(sums, f"cash.planned_{name}", name, dimension, dimension or None) for name in names]
    return stacked(parts)


def pay_budget(plan: pd.DataFrame, months: Working, exchange: Exchange = ONE_CURRENCY) -> pd.DataFrame:
    """The month's pay budget on the first of the month, per department, entity and group."""
    lines = in_months(plan[plan["line"] == "pay"], months).rename(columns={"month": "date"})
    if lines.empty:
        return empty()
    parts = []
    for dimension, frame in (("", lines), ("department", lines[lines["department"] != ""])):
        by = [*([dimension] if dimension else []), "date"]
        sums = summed(exchange.views(frame, ["amount"]), by, ["amount"])
        parts.append(tidy(sums, "staff.pay_budget", "amount", dimension, dimension or None))
    return stacked(parts)


def people_budget(plan: pd.DataFrame, months: Working) -> pd.DataFrame:
    """What is planned for each person: entity, employee, date (the month's first), budget (minor units)."""
    lines = plan[plan["line"] == "pay"]
    named = lines[lines["employee"] != ""] if "employee" in lines else lines.iloc[:0].assign(employee="")
    held = in_months(named, months).rename(columns={"month": "date", "amount": "budget"})
    return held[["entity", "employee", "date", "budget"]].reset_index(drop=True)
