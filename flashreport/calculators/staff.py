"""Staff: hours, overtime, pay, revenue and jobs, per department, entity and group."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.measure_frame import empty, tidy, with_group

HOUR = 3600
_BASIS = 10_000  # premium_weight counts ten-thousandths


@dataclass(frozen=True)
class PayTerms:
    """How overtime is paid and what low yield means, in exact whole numbers.

    ``yield_floor`` is revenue per hour in minor units, None where the workspace sets none.
    """

    yield_floor: int | None = None


def paid(worked: pd.DataFrame, employees: pd.DataFrame) -> pd.DataFrame:
    """Pay of each row of ``worked``, in minor units, rounded half up per row.

    ``worked``: entity, employee, department, job, date, seconds, overtime (seconds) and
    premium_weight (see ``overtime_frame``). ``employees``: employee, department, pay_type,
    rate (minor units per hour; for salaries per month). Added columns: department (where the
    row names none, the employee's), straight, premium, overtime_pay.
    Salaried hours earn no straight pay here: :func:`salaries` gives it by working day.
    """
    rows = worked.merge(employees[["employee", "pay_type", "rate", "department"]], how="left", on="employee",
                        suffixes=("", "_home"))  # fmt: skip
    rows["department"] = rows["department"].where(rows["department"] != "", rows["department_home"])
    hourly = (rows["pay_type"] != "salary") & rows["rate"].notna()
    rate = rows["rate"].where(hourly, 0).to_numpy(np.int64)
    rows["straight"] = _half_up(rows["seconds"].to_numpy(np.int64) * rate, HOUR)
    rows["premium"] = _half_up(rows["premium_weight"].to_numpy(np.int64) * rate, HOUR * _BASIS)
    plain = _half_up(rows["overtime"].to_numpy(np.int64) * rate, HOUR)
    rows["overtime_pay"] = plain + rows["premium"].to_numpy(np.int64)
    return rows.drop(columns="department_home")


def _half_up(numerator: npt.NDArray[np.int64], denominator: int) -> npt.NDArray[np.int64]:
    """A quotient of non-negative whole numbers, rounded half up."""
    quotient: npt.NDArray[np.int64] = (2 * numerator + denominator) // (2 * denominator)
    return quotient


def salaries(
    employees: pd.DataFrame, working: npt.NDArray[np.datetime64], months: npt.NDArray[np.datetime64]
) -> pd.DataFrame:
    """Monthly salaries by working day, exact to the month: entity, department, date, straight.

    ``months`` are the first days of the company's months, sorted.
    """
    salaried = employees[employees["pay_type"] == "salary"]
    days = pd.DataFrame({"date": working.astype("datetime64[s]")})
    days["month"] = np.searchsorted(months.astype("datetime64[s]"), days["date"].to_numpy(), "right")
    days["k"] = days.groupby("month").cumcount() + 1
    days["n"] = days.groupby("month")["k"].transform("size")
    rows = salaried[["employee", "entity", "department", "rate"]].merge(days, how="cross")
    rate, k, n = (rows[name].to_numpy(np.int64) for name in ("rate", "k", "n"))
    rows["straight"] = (rate * k) // n - (rate * (k - 1)) // n
    return rows[["entity", "department", "date", "straight"]]


def low_yield_jobs(worked: pd.DataFrame, jobs: pd.DataFrame, floor: int | None) -> "set[str]":
    """Jobs whose revenue per hour worked so far is under ``floor`` (minor units per hour)."""
    if floor is None or jobs.empty:
        return set()
    seconds = worked[worked["job"] != ""].groupby("job", observed=True)["seconds"].sum().rename("worked")
    rows = jobs[jobs["revenue"].notna()].merge(seconds.reset_index(), on="job")
    low = rows["revenue"].astype("int64") * HOUR < rows["worked"].astype("int64") * floor
    return set(rows.loc[low, "job"])


def calculate_hours(rows: pd.DataFrame, salaried: pd.DataFrame, low: "set[str]") -> pd.DataFrame:
    """Hours, overtime and pay per day from :func:`paid` and :func:`salaries`."""
    cost = rows.assign(
        hours=rows["seconds"],
        overtime_hours=rows["overtime"],
        overtime_premium=rows["premium"],
        low_yield_overtime=rows["overtime_pay"].where(rows["job"].isin(low), 0),
        pay=rows["straight"] + rows["premium"],
    )
    newest = cost.groupby("entity", observed=True)["date"].max().rename("newest").reset_index()
    names = ["hours", "overtime_hours", "overtime_premium", "overtime_pay", "low_yield_overtime", "pay"]
    due = salaried.merge(newest, on="entity")
    oldest = cost.groupby("entity", observed=True)["date"].min().rename("oldest").reset_index()
    due = due.merge(oldest, on="entity")
    due = due[(due["date"] <= due["newest"]) & (due["date"] >= due["oldest"])]
    extra = due.assign(pay=due["straight"])[["entity", "department", "date", "pay"]]
    every = pd.concat([cost[["entity", "department", "date", *names]], extra], ignore_index=True)
    every[names] = every[names].fillna(0).astype("int64")
    return _sliced(every, names)


def calculate_output(output: pd.DataFrame) -> pd.DataFrame:
    """Revenue and units per day from ``output`` (entity, department, date, revenue, units)."""
    parts = [_sliced(output, ["revenue"])]
    counted = output[output["units"].notna()]
    if not counted.empty:
        parts.append(_sliced(counted, ["units"]))
    return pd.concat(parts, ignore_index=True)


def calculate_jobs(jobs: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Jobs due and done on time by due date, for jobs due up to ``until``."""
    due = jobs[jobs["due"] <= until]
    if due.empty:
        return empty()
    done = due["completed"].notna() & (due["completed"] <= due["due"])
    rows = due.assign(date=due["due"], jobs_due=1, jobs_on_time=done.astype("int64"))
    return _sliced(rows, ["jobs_due", "jobs_on_time"])


def _sliced(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Sums per day for the group, each entity and each department."""
    parts = []
    for dimension in ("", "department"):
        by = [*([dimension] if dimension else []), "date"]
        own = rows.groupby(["entity", *by], as_index=False, observed=True)[names].sum()
        sums = with_group(own, by, names)
        parts += [tidy(sums, f"staff.{name}", name, dimension, dimension or None) for name in names]
    return pd.concat(parts, ignore_index=True)
