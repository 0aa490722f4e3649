"""Projects: earned value, lateness and status changes, per project, entity and group.

A project is carried from one report to the next and is stale in between. One that is done
or cancelled is carried no further, and a cancelled one has no earned value.
"""

import numpy as np
import pandas as pd

from flashreport.calculators.daily_rows import every_day
from flashreport.calculators.earned_time import earned_schedule
from flashreport.calculators.exact_columns import Whole, half_up, product, product_over
from flashreport.calculators.whole_sums import whole_sums
from flashreport.domain.exchange import ONE_CURRENCY, Exchange, scopes
from flashreport.domain.measure_frame import empty, stacked, tidy

_MILLIONTHS = 1_000_000
_OPEN = ("planned", "running", "held")
_MONEY = ["budget", "planned_value", "actual_cost", "estimate_to_complete"]
_STATED = ["entity", "status", "percent_complete", *_MONEY, "due"]
_VALUES = [
    "budget", "planned_value", "earned_value", "actual_cost", "cost_variance", "schedule_variance",
    "eac", "vac", "work_left", "budget_left",
]  # fmt: skip


def calculate_projects(
    reports: pd.DataFrame,
    until: pd.Timestamp,
    exchange: Exchange = ONE_CURRENCY,
    *,
    estimate: str = "cost",
    plan: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """All project measures of all projects and days, up to ``until``.

    ``reports``: project, entity, date, status, percent_complete (millionths), budget,
    planned_value, actual_cost, estimate_to_complete (minor units), due; one row per project and
    date. ``estimate`` says how the estimate at completion is made. ``plan``: project, date,
    planned_value, for the earned schedule.
    """
    held = reports[reports["date"] <= until]
    if held.empty:
        return empty()
    held = _changes(held).reindex(columns=["project", "date", *_STATED, "changed", "done_on"])
    daily = every_day(held, "project", until, [*_STATED, "changed", "done_on"])
    ended = ~daily["status"].isin(_OPEN)
    daily = _lateness(daily[~(ended & daily["stale"])].reset_index(drop=True))
    told = daily[~daily["stale"]]
    live = daily[daily["status"] != "cancelled"].reset_index(drop=True)
    valued = [earned_value(view, estimate) for view in exchange.views(live, _MONEY)]
    parts = [
        *_sliced(valued, _VALUES),
        *_sliced([daily], ["open", "late"]),
        *_sliced([told], ["status_changes"]),
        *_members([daily], "days_late"),
        *earned_schedule(earned_value(live, estimate), plan),
    ]
    return stacked(parts)


def earned_value(daily: pd.DataFrame, estimate: str = "cost") -> pd.DataFrame:
    """``daily`` with earned value, the variances, and the estimate at completion."""
    budget, share, cost = (
        daily[name].to_numpy(np.int64) for name in ("budget", "percent_complete", "actual_cost")
    )
    value = product_over(budget, share, _MILLIONTHS)
    planned = daily["planned_value"].to_numpy(np.int64)
    rest = _rest(daily, estimate, value)
    at_completion = rest + cost
    return daily.assign(
        earned_value=value,
        cost_variance=value - cost,
        schedule_variance=value - planned,
        eac=at_completion,
        vac=budget - at_completion,
        work_left=budget - value,
        budget_left=budget - cost,
    )


def _rest(daily: pd.DataFrame, estimate: str, value: Whole) -> "pd.Series[int]":
    """What the rest of the work will cost, half up; null where it was to be estimated anew and was not.

    While nothing is earned, spent or planned, the rest costs what was budgeted.
    """
    if estimate == "bottom_up":
        return daily["estimate_to_complete"].astype("Int64")
    budget, cost, planned = (
        daily[name].to_numpy(np.int64) for name in ("budget", "actual_cost", "planned_value")
    )
    left: Whole = budget - value
    known = (value > 0) & (cost > 0)
    base = np.where(known, value, 1)
    found = left
    if estimate == "cost":  # the whole is rounded, not the rest
        found = np.where(known, half_up(product(budget, cost), base) - cost, left)
    elif estimate == "cost_and_schedule":
        known &= planned > 0
        found = np.where(known, half_up(product(left, cost, planned), product(base, base)), left)
    return pd.Series(found, index=daily.index, dtype="Int64")


def _changes(reports: pd.DataFrame) -> pd.DataFrame:
    """Whether the status is another one than in the report before, and the first day it was done."""
    ordered = reports.sort_values(["project", "date"], ignore_index=True)
    before = ordered.groupby("project", observed=True)["status"].shift()
    done = ordered["date"].where(ordered["status"] == "done")
    first_done = done.groupby(ordered["project"], observed=True).transform("min")
    return ordered.assign(changed=before.notna() & (before != ordered["status"]), done_on=first_done)


def _lateness(daily: pd.DataFrame) -> pd.DataFrame:
    is_open = daily["status"].isin(_OPEN)
    end = daily["date"].where(is_open | daily["done_on"].isna(), daily["done_on"])
    days = (end - daily["due"]).dt.days.clip(lower=0).astype("Int64")
    return daily.assign(
        open=is_open.astype("int64"),
        late=(is_open & (days > 0)).astype("int64"),
        days_late=days.where(daily["status"] != "cancelled"),
        status_changes=daily["changed"].astype("int64"),
    )


def _sliced(views: list[pd.DataFrame], names: list[str]) -> list[pd.DataFrame]:
    parts = [part for name in names for part in _members(views, name)]
    for rows in scopes(views):
        totals = whole_sums(rows, ["entity", "date"], names)
        parts += [tidy(totals, f"projects.{name}", name) for name in names]
    return parts


def _members(views: list[pd.DataFrame], name: str) -> list[pd.DataFrame]:
    """Each project under its entity and under the group."""
    return [tidy(rows, f"projects.{name}", name, "project", "project") for rows in scopes(views)]
