"""Earned schedule of projects: the day on which the plan meant to have earned what is earned (Lipke 2003).

ES = C + (EV - PV of C) / (PV of the next point - PV of C), where C is the last point of the plan
with no more than EV; it stays inside the plan. Times are calendar days since the plan's first
point, in millionths.
"""

import numpy as np
import pandas as pd

from flashreport.calculators.exact_columns import Whole, half_up, product
from flashreport.calculators.tidy_columns import tidy_columns
from flashreport.domain.measures import GROUP

_MILLIONTHS = 1_000_000
_NAMES = ["earned_time", "time_spent", "time_variance", "planned_time", "time_at_completion"]


def earned_schedule(valued: pd.DataFrame, plan: pd.DataFrame | None) -> list[pd.DataFrame]:
    """The measures of each project that has a plan, on the days from its start on.

    ``valued``: project, entity, date, earned_value (minor units), stale. ``plan``: project,
    date, planned_value.
    """
    if plan is None or plan.empty or valued.empty:
        return []
    rows = _timed(valued[["project", "entity", "date", "earned_value", "stale"]], _points(plan))
    if rows.empty:
        return []
    return [
        tidy_columns(each, "projects", _NAMES, "project", "project")
        for each in (rows, rows.assign(entity=GROUP))
    ]


def _points(plan: pd.DataFrame) -> pd.DataFrame:
    """The plan's points in their order, each with the next one, its start and its whole length."""
    points = plan.sort_values(["project", "date"], ignore_index=True)
    by_project = points.groupby("project", observed=True)
    start = by_project["date"].transform("min")
    day = (points["date"] - start).dt.days
    value = by_project["planned_value"].cummax().astype("int64")
    points = points.assign(start=start, day=day, value=value)
    exact = points.astype({"day": "Int64", "value": "Int64"})  # a shift would make floats of them
    after = exact.groupby("project", observed=True)[["day", "value"]].shift(-1)
    whole = points["value"] == by_project["planned_value"].transform("max")
    length = points["day"].where(whole).groupby(points["project"], observed=True).transform("min")
    return points.assign(next_day=after["day"], next_value=after["value"], length=length)


def _timed(rows: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    points = points[["project", "start", "day", "value", "next_day", "next_value", "length"]]
    left = rows.astype({"project": "object"}).sort_values("earned_value", kind="stable")
    right = points.astype({"project": "object"}).sort_values(["value", "day"], kind="stable")
    met = pd.merge_asof(left, right, left_on="earned_value", right_on="value", by="project")
    met = met[met["start"].notna()].reset_index(drop=True)
    met = met.assign(spent=(met["date"] - met["start"]).dt.days)
    met = met[met["spent"] >= 0].reset_index(drop=True)
    if met.empty:
        return met
    earned = _earned(met)
    spent, length = (met[name].to_numpy("int64") for name in ("spent", "length"))
    late = earned > 0
    at_end = half_up(product(length, spent, _MILLIONTHS, _MILLIONTHS), np.where(late, earned, 1))
    return met.assign(
        earned_time=earned,
        time_spent=spent * _MILLIONTHS,
        time_variance=earned - spent * _MILLIONTHS,
        planned_time=length * _MILLIONTHS,
        time_at_completion=pd.Series(at_end, dtype="Int64").where(pd.Series(late)),
    )


def _earned(met: pd.DataFrame) -> Whole:
    """Days earned in millionths, half up."""
    day, value, earned, length = (
        met[name].to_numpy("int64") for name in ("day", "value", "earned_value", "length")
    )
    more = met["next_value"].notna().to_numpy(bool)
    step = met["next_value"].fillna(0).to_numpy("int64") - value
    days = met["next_day"].fillna(0).to_numpy("int64") - day
    more = more & (step > 0)
    part = half_up(product(np.where(more, earned - value, 0), days, _MILLIONTHS), np.where(more, step, 1))
    inside = day * _MILLIONTHS + part
    found: Whole = np.minimum(np.where(more, inside, length * _MILLIONTHS), length * _MILLIONTHS)
    return found
