"""Staff: hours, overtime, pay, revenue and jobs, per department, entity and group."""

import pandas as pd

from flashreport.calculators.earners import earners
from flashreport.calculators.yields import LOW_JOB
from flashreport.domain.grouped import grouped_sums
from flashreport.domain.measure_frame import empty, stacked, tidy, with_group

HOUR = 3600
_TIMES = ["hours", "overtime_hours", "double_time_hours"]
_WHOSE = ["entity", "department", "date", "employee"]
_BY_JOB = ["hours", "overtime_hours", "overtime_pay"]
_MONEY = ["overtime_premium", "overtime_pay", "low_yield_overtime", "surcharges", "pay"]


def calculate_hours(
    rows: pd.DataFrame, salaried: pd.DataFrame, extra: pd.DataFrame, *, with_pay: bool
) -> pd.DataFrame:
    """Hours, pay and how many earned it, per day, from ``pay.worked_pay``, ``salaries`` and ``extra_rows``.

    ``rows`` may have ``yield``: what the hours brought, as ``yields.yield_of_rows`` tells. Without
    any rate of pay (``with_pay``) there are hours alone.
    """
    low = rows["yield"].eq(LOW_JOB) if "yield" in rows else rows["seconds"] < 0
    cost = rows.assign(
        hours=rows["seconds"].astype("int64"),
        overtime_hours=rows["overtime"],
        double_time_hours=rows["double"],
        overtime_premium=rows["premium"],
        low_yield_overtime=rows["overtime_pay"].where(low, 0),
        surcharges=rows["surcharge"],
    )
    names = [*_TIMES, *(_MONEY if with_pay else ())]
    every = cost[[*_WHOSE, *names]]
    if with_pay:
        more = [_due(cost, salaried), extra.assign(pay=extra["extra_pay"])]
        # a frame without rows has no types, and would make texts and dates of all others objects
        more = [each[[*_WHOSE, "pay"]] for each in more if not each.empty]
        every = pd.concat([every, *more], ignore_index=True)
    every[names] = every[names].fillna(0).astype("int64")
    parts = [sliced(every, names, drop_zero=("double_time_hours", "surcharges"))]
    if with_pay:
        parts.append(earners(every))
    if with_pay and not extra.empty:
        parts.append(sliced(extra, ["extra_pay"]))
    if "yield" in rows and with_pay:
        over = cost[cost["overtime_hours"] > 0].rename(columns={"yield": "yields"})
        parts.append(_by_member(over, ["overtime_hours", "overtime_pay"], "yield", "yields"))
    if (cost["job"] != "").any():  # hours without a job are the member ''
        parts.append(_by_member(cost, [name for name in _BY_JOB if name in names], "job", "job"))
    return stacked(parts)


def _due(cost: pd.DataFrame, salaried: pd.DataFrame) -> pd.DataFrame:
    """Salaries of the days from an entity's first hours to its newest."""
    span = cost.groupby("entity", observed=True)["date"].agg(["min", "max"]).reset_index()
    due = salaried.merge(span, on="entity")
    due = due[(due["date"] <= due["max"]) & (due["date"] >= due["min"])]
    return due.assign(pay=due["straight"])


def calculate_output(output: pd.DataFrame) -> pd.DataFrame:
    """Revenue and units per day from ``output`` (entity, department, date, revenue, units)."""
    parts = [sliced(output, ["revenue"])]
    counted = output[output["units"].notna()]
    if not counted.empty:
        parts.append(sliced(counted, ["units"]))
    return stacked(parts)


def calculate_jobs(jobs: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Jobs due and done on time by due date, for jobs due up to ``until``."""
    due = jobs[jobs["due"] <= until]
    if due.empty:
        return empty()
    done = due["completed"].notna() & (due["completed"] <= due["due"])
    rows = due.assign(date=due["due"], jobs_due=1, jobs_on_time=done.astype("int64"))
    return sliced(rows, ["jobs_due", "jobs_on_time"])


def sliced(rows: pd.DataFrame, names: list[str], drop_zero: tuple[str, ...] = ()) -> pd.DataFrame:
    """Sums per day for the group, each entity and each department.

    A measure of ``drop_zero`` that nobody ever had is left out whole.
    """
    kept = [name for name in names if name not in drop_zero or rows[name].any()]
    parts = []
    for dimension in ("", "department"):
        by = [*([dimension] if dimension else []), "date"]
        own = grouped_sums(rows, ["entity", *by], kept)
        sums = with_group(own, by, kept)
        parts += [tidy(sums, f"staff.{name}", name, dimension, dimension or None) for name in kept]
    return stacked(parts)


def _by_member(rows: pd.DataFrame, names: list[str], dimension: str, column: str) -> pd.DataFrame:
    """Sums per day by the members of one more dimension."""
    own = grouped_sums(rows, ["entity", column, "date"], names)
    sums = with_group(own, [column, "date"], names)
    return stacked(tidy(sums, f"staff.{name}", name, dimension, column) for name in names)
