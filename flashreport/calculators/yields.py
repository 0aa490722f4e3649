"""What hours brought: whether overtime is paid for work under the workspace's yield floor."""

import numpy as np
import pandas as pd

HOUR = 3600
LOW_JOB, LOW_DAY, FAIR, UNATTRIBUTED = "low_job", "low_day", "fair", "unattributed"
YIELDS = (LOW_JOB, LOW_DAY, FAIR, UNATTRIBUTED)
_DAY = ["entity", "department", "date"]


def yield_of_rows(
    rows: pd.DataFrame, jobs: pd.DataFrame | None, output: pd.DataFrame | None, floor: int
) -> "pd.Series[str]":
    """What each row of hours is: on a job under ``floor``, on a day under it, fair or unattributed.

    A job with revenue is judged by its revenue over all hours worked on it so far. Other hours go
    with their department's day: its output over those hours. Where no revenue is known nothing is
    judged. ``floor`` is minor units per hour.
    """
    low_job = _by_job(rows, jobs, floor)
    rest = rows[low_job.isna()]
    low_day = _by_day(rest, output, floor)
    found = np.where(low_job.eq(True), LOW_JOB, FAIR).astype(object)
    day = np.where(low_day.isna(), UNATTRIBUTED, np.where(low_day.eq(True), LOW_DAY, FAIR))
    found[low_job.isna().to_numpy()] = day
    return pd.Series(found, index=rows.index)


def _by_job(rows: pd.DataFrame, jobs: pd.DataFrame | None, floor: int) -> "pd.Series[bool]":
    """Whether each row's job is under the floor; empty where its revenue is not known."""
    if jobs is None or jobs.empty:
        return pd.Series([None] * len(rows), index=rows.index, dtype=object)
    known = jobs[jobs["revenue"].notna()].set_index("job")["revenue"].astype("int64")
    worked = (
        rows[rows["job"].isin(known.index)].groupby("job", observed=True)["seconds"].sum().astype("int64")
    )
    low = known.reindex(worked.index) * HOUR < worked * floor
    return rows["job"].map(low).astype(object)


def _by_day(rows: pd.DataFrame, output: pd.DataFrame | None, floor: int) -> "pd.Series[bool]":
    """Whether each row's department had a day under the floor; empty where it has no output."""
    if output is None or output.empty or rows.empty:
        return pd.Series([None] * len(rows), index=rows.index, dtype=object)
    revenue = (
        output.groupby(_DAY, observed=True)["revenue"].sum().astype("int64").rename("revenue").reset_index()
    )
    worked = rows.groupby(_DAY, observed=True)["seconds"].sum().astype("int64").rename("worked").reset_index()
    days = worked.merge(revenue, on=_DAY)
    days["low"] = days["revenue"] * HOUR < days["worked"] * floor
    found = rows[_DAY].merge(days[[*_DAY, "low"]], how="left", on=_DAY)["low"].astype(object)
    return found.where(found.notna(), None).set_axis(rows.index)
