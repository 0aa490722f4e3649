"""Credit lines: limit, use, availability, paydown to target and days at this pace.

Every line has a value for each day from its first balance; a day without one carries the
last and is stale.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.measure_frame import empty, tidy

PACE_DAYS = 20
_MILLIONTHS = 1_000_000
_DAY = pd.Timedelta(days=1)
_SUMMED = ["limit", "cap", "drawn", "used", "available", "paydown", "paydown_per_day"]


def calculate_credit(
    lines: pd.DataFrame,
    balances: pd.DataFrame,
    working: npt.NDArray[np.datetime64],
    until: pd.Timestamp,
) -> pd.DataFrame:
    """All credit measures of all lines and days, up to ``until``.

    ``lines``: line, entity, limit, reserves (minor units), target_utilization (millionths or
    null), target_date (or null). ``balances``: line, date, drawn, letters_of_credit.
    ``working`` are the working days, sorted.
    """
    held = balances[balances["date"] <= until]
    if held.empty or lines.empty:
        return empty()
    daily = _daily(held, until).merge(lines, on="line", how="inner")
    daily = _use(daily)
    daily = _paydown(daily, working)
    parts = [_per_line(daily)]
    for by, group in ((["entity", "date"], False), (["date"], True)):
        parts.append(_totals(daily, by, group))
    return pd.concat(parts, ignore_index=True)


def _daily(balances: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """One row per line and day from its first balance to ``until``."""
    first = balances.groupby("line", observed=True)["date"].min().rename("first").reset_index()
    calendar = pd.DataFrame(
        {"date": pd.date_range(first["first"].min(), until, freq="D").astype("datetime64[s]")}
    )
    spine = first.merge(calendar, how="cross")
    spine = spine[spine["date"] >= spine["first"]].drop(columns="first")
    days = spine.merge(balances, how="left", on=["line", "date"]).sort_values(["line", "date"])
    days["stale"] = days["drawn"].isna()
    filled = days.groupby("line", observed=True)[["drawn", "letters_of_credit"]].ffill()
    days[["drawn", "letters_of_credit"]] = filled
    return days.reset_index(drop=True)


def _use(daily: pd.DataFrame) -> pd.DataFrame:
    cap = daily["limit"] - daily["reserves"].fillna(0)
    used = daily["drawn"] + daily["letters_of_credit"].fillna(0)
    return daily.assign(cap=cap, used=used, available=cap - used)


def _paydown(daily: pd.DataFrame, working: npt.NDArray[np.datetime64]) -> pd.DataFrame:
    """Paydown to target, its share of each working day left, and the days at this pace."""
    target = daily["target_utilization"].fillna(_MILLIONTHS)
    # the target amount rounded down: a paydown that stops a cent short has not reached the target
    whole, rest = daily["cap"] // _MILLIONTHS, daily["cap"] % _MILLIONTHS
    allowed = whole * target + rest * target // _MILLIONTHS  # exact, and no product near 64 bits
    paydown = daily["used"] - allowed
    daily = daily.assign(paydown=paydown.clip(lower=0).astype("Int64"))
    daily.loc[daily["target_utilization"].isna(), "paydown"] = pd.NA
    left = _working_days_left(daily, working)
    daily["paydown_per_day"] = -((-daily["paydown"]) // left.where(left > 0))
    before = daily.groupby("line", observed=True)["used"].shift(PACE_DAYS)
    rise = (daily["used"] - before).astype("Int64")
    daily["days_to_limit"] = _days_at_pace(daily["available"], rise)
    daily["days_to_target"] = _days_at_pace(daily["paydown"], -rise)
    return daily


def _working_days_left(daily: pd.DataFrame, working: npt.NDArray[np.datetime64]) -> "pd.Series[int]":
    """Working days after the date up to the target date; null without one."""
    days = working.astype("datetime64[s]")
    done = np.searchsorted(days, daily["date"].to_numpy().astype("datetime64[s]"), "right")
    end = daily["target_date"].fillna(pd.Timestamp(1970, 1, 1)).to_numpy().astype("datetime64[s]")
    left = pd.Series(np.searchsorted(days, end, "right") - done, index=daily.index, dtype="Int64")
    return left.where(daily["target_date"].notna())


def _days_at_pace(distance: "pd.Series[int]", rise: "pd.Series[int]") -> "pd.Series[int]":
    """Days until ``distance`` is gone, rounded up, when ``rise`` is the change of PACE_DAYS days.

    Null when it doesn't move that way; 0 when there is no distance left.
    """
    moving = rise.where(rise > 0)
    found = -((-(distance.clip(lower=0) * PACE_DAYS)) // moving)
    return found.mask(distance <= 0, 0).astype("Int64")


def _per_line(daily: pd.DataFrame) -> pd.DataFrame:
    names = [*_SUMMED, "days_to_limit", "days_to_target"]
    own = [tidy(daily, f"credit.{name}", name, "line", "line") for name in names]
    group = daily.assign(entity="")
    return pd.concat([*own, *(tidy(group, f"credit.{name}", name, "line", "line") for name in names)])


def _totals(daily: pd.DataFrame, by: list[str], group: bool) -> pd.DataFrame:
    grouped = daily.groupby(by, observed=True)
    totals = grouped[_SUMMED].sum(min_count=1)
    totals["stale"] = grouped["stale"].any()
    totals["lines"] = grouped.size()
    totals = totals.reset_index()
    if group:
        totals["entity"] = ""
    totals["line"] = "all"
    ordered = totals.sort_values(["entity", "date"])
    before = ordered.groupby("entity", observed=True)[["used", "lines"]].shift(PACE_DAYS)
    same = before["lines"] == ordered["lines"]
    rise = (ordered["used"] - before["used"]).where(same).astype("Int64")
    ordered["days_to_limit"] = _days_at_pace(ordered["available"].astype("Int64"), rise)
    ordered["days_to_target"] = _days_at_pace(ordered["paydown"].astype("Int64"), -rise)
    names = [*_SUMMED, "days_to_limit", "days_to_target"]
    return pd.concat([tidy(ordered, f"credit.{name}", name) for name in names])
