"""Projects: earned value, lateness and status changes, per project, entity and group.

A project is carried from one report to the next and is stale in between. One that is done
or cancelled is carried no further, and a cancelled one has no earned value.
"""

import numpy as np
import pandas as pd

from flashreport.calculators.daily_rows import every_day
from flashreport.calculators.exact_columns import product_over
from flashreport.domain.exchange import ONE_CURRENCY, Exchange, scopes, summed
from flashreport.domain.measure_frame import empty, tidy

_MILLIONTHS = 1_000_000
_OPEN = ("planned", "running", "held")
_STATED = ["entity", "status", "percent_complete", "budget", "planned_value", "actual_cost", "due"]
_MONEY = ["budget", "planned_value", "actual_cost"]
_VALUES = [
    "budget", "planned_value", "earned_value", "actual_cost", "cost_variance", "schedule_variance",
    "eac", "vac", "work_left", "budget_left",
]  # fmt: skip


def calculate_projects(
    reports: pd.DataFrame, until: pd.Timestamp, exchange: Exchange = ONE_CURRENCY
) -> pd.DataFrame:
    """All project measures of all projects and days, up to ``until``.

    ``reports``: project, entity, date, status, percent_complete (millionths), budget,
    planned_value, actual_cost (minor units), due; one row per project and date.
    """
    held = reports[reports["date"] <= until]
    if held.empty:
        return empty()
    held = _changes(held)
    daily = every_day(held, "project", until, [*_STATED, "changed", "done_on"])
    ended = ~daily["status"].isin(_OPEN)
    daily = _lateness(daily[~(ended & daily["stale"])].reset_index(drop=True))
    told = daily[~daily["stale"]]
    live = daily[daily["status"] != "cancelled"].reset_index(drop=True)
    valued = [earned_value(view) for view in exchange.views(live, _MONEY)]
    parts = [
        *_sliced(valued, _VALUES),
        *_sliced([daily], ["open", "late"]),
        *_sliced([told], ["status_changes"]),
        *_members([daily], "days_late"),
    ]
    return pd.concat(parts, ignore_index=True)


def earned_value(daily: pd.DataFrame) -> pd.DataFrame:
    """``daily`` with earned value, the variances, and the estimate at completion by cost performance."""
    budget, share, cost = (
        daily[name].to_numpy(np.int64) for name in ("budget", "percent_complete", "actual_cost")
    )
    value = product_over(budget, share, _MILLIONTHS)
    planned = daily["planned_value"].to_numpy(np.int64)
    known = (value > 0) & (cost > 0)
    estimate = np.where(known, product_over(budget, cost, np.where(known, value, 1)), cost + budget - value)
    return daily.assign(
        earned_value=value,
        cost_variance=value - cost,
        schedule_variance=value - planned,
        eac=estimate,
        vac=budget - estimate,
        work_left=budget - value,
        budget_left=budget - cost,
    )


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
    totals = summed(list(scopes(views)), ["date"], names)
    return parts + [tidy(totals, f"projects.{name}", name) for name in names]


def _members(views: list[pd.DataFrame], name: str) -> list[pd.DataFrame]:
    """Each project under its entity and under the group."""
    return [tidy(rows, f"projects.{name}", name, "project", "project") for rows in scopes(views)]
