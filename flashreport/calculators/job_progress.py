"""Jobs that are open: hours left, and the overtime that is still needed to finish on time.

A department's jobs are worked in the order of their due dates. Its capacity is the regular time
that it gave to jobs, on average per working day of the last eight weeks that have hours. What the jobs due by
some day still need beyond the capacity until that day is overtime, on the first job that asks for it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.exact_columns import Whole, before, product_over, steps
from flashreport.calculators.overtime_bands import group_of, starts_of
from flashreport.domain.grouped import grouped_sums
from flashreport.domain.measure_frame import empty, stacked, tidy, with_group

LOOK_BACK = 56
_PLACE = ["entity", "department"]
_NAMES = ["job_hours_planned", "job_hours_worked", "job_hours_left", "job_overtime_needed"]


@dataclass(frozen=True, slots=True)
class Roster:
    """The working days, sorted, as day numbers."""

    days: Whole

    @staticmethod
    def of(working: npt.NDArray[np.datetime64]) -> "Roster":
        """From dates."""
        return Roster(np.sort(working.astype("datetime64[D]").astype(np.int64)))

    def through(self, day: Whole) -> Whole:
        """Working days up to and with each day."""
        found: Whole = np.searchsorted(self.days, day, "right").astype(np.int64)
        return found


def open_jobs(
    rows: pd.DataFrame, jobs: pd.DataFrame, working: npt.NDArray[np.datetime64], until: pd.Timestamp
) -> pd.DataFrame:
    """One row per open job on ``until``: entity, department, job, due, the four figures in seconds.

    ``rows``: entity, department, job, date, seconds, overtime (of all time up to ``until``). A job
    is open from the start until the day on which it is completed. Hours left are those planned less
    those worked, none when more were worked.
    """
    day = pd.Timestamp(until)
    begun = jobs["start"].isna() | (jobs["start"] <= day) if "start" in jobs else True
    held = jobs[begun & (jobs["completed"].isna() | (jobs["completed"] > day))]
    worked = rows[rows["job"] != ""].groupby("job", observed=True)["seconds"].sum()
    found = held[["entity", "department", "job", "due"]].assign(
        job_hours_planned=held["planned_hours"].astype("int64"),
        job_hours_worked=held["job"].map(worked).fillna(0).astype("int64"),
    )
    found["job_hours_left"] = (found["job_hours_planned"] - found["job_hours_worked"]).clip(lower=0)
    found = found.sort_values([*_PLACE, "due", "job"], ignore_index=True)
    found["job_overtime_needed"] = _overtime_needed(found, rows, Roster.of(working), day)
    return found


def _overtime_needed(jobs: pd.DataFrame, rows: pd.DataFrame, roster: Roster, day: pd.Timestamp) -> Whole:
    """By how much the hours left of the jobs due by each due date outgrow the capacity until then."""
    if jobs.empty:
        return np.zeros(0, dtype=np.int64)
    today = int(day.to_numpy().astype("datetime64[D]").astype(np.int64))
    recent = rows[(rows["job"] != "") & (rows["date"] > day - pd.Timedelta(days=LOOK_BACK))]
    regular = (
        (recent["seconds"].astype("int64") - recent["overtime"]).groupby([recent[k] for k in _PLACE]).sum()
    )
    given = jobs[_PLACE].merge(regular.rename("given").reset_index(), how="left", on=_PLACE)["given"]
    oldest = rows["date"].min() if len(rows) else day
    begun = max(today - LOOK_BACK, int(oldest.to_numpy().astype("datetime64[D]").astype(np.int64)) - 1)
    worked, now = roster.through(np.array([begun, today], dtype=np.int64))
    due = jobs["due"].to_numpy().astype("datetime64[D]").astype(np.int64)
    left = np.maximum(roster.through(due) - now, 0)
    per_day = given.fillna(0).to_numpy(dtype=np.int64)
    capacity = product_over(per_day, left, max(int(now - worked), 1))
    codes = pd.factorize(pd.MultiIndex.from_frame(jobs[_PLACE]))[0].astype(np.int64)
    starts = starts_of(codes)
    group = group_of(starts, len(codes))
    amounts = jobs["job_hours_left"].to_numpy(dtype=np.int64)
    so_far = before(amounts, starts, group) + amounts
    short = np.maximum(so_far - capacity, 0)
    most = pd.Series(short).groupby(group).cummax().to_numpy(dtype=np.int64)
    needed: Whole = steps(most, starts)
    return needed


def job_measures(jobs: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The figures of :func:`open_jobs` as stocks of ``until``: in total, by department and by job."""
    if jobs.empty:
        return empty()
    rows = jobs.assign(date=pd.Timestamp(until).as_unit("s"))
    parts = []
    for dimension in ("", "department", "job"):
        by = [*([dimension] if dimension else []), "date"]
        own = grouped_sums(rows, ["entity", *by], _NAMES)
        sums = with_group(own, by, _NAMES)
        parts += [tidy(sums, f"staff.{name}", name, dimension, dimension or None) for name in _NAMES]
    return stacked(parts)
