"""What a line must pay down to reach its target utilization, and where it is on the path there.

The path is straight over the working days from what was used at the close of ``target_from`` to
the target at the close of ``target_date``. A closed day moves neither the path nor the line.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.exact_columns import product_over, share_of

_MILLIONTHS = 1_000_000
Days = npt.NDArray[np.datetime64]


def with_paydown(daily: pd.DataFrame, working: Days) -> pd.DataFrame:
    """``daily`` with the paydown to target, its share of each working day left, and from collections.

    ``aim`` is the use that the target allows, rounded down: a paydown that stops a minor unit
    short has not reached the target.
    """
    aim = share_of(daily["cap"].astype("Int64"), daily["target_utilization"])
    paydown = (daily["used"] - aim).clip(lower=0)
    left = _between(daily["date"], daily["target_date"], working)
    return daily.assign(
        aim=aim,
        paydown=paydown,
        paydown_per_day=-((-paydown) // left.where(left > 0)),
        paydown_from_collections=_from_collections(daily),
    )


def _from_collections(daily: pd.DataFrame) -> "pd.Series[int]":
    """The paydown when it is paid from collected receivables, which lowers the base as well.

    p solves used - p = target x (base - reserves - advance rate x p), rounded up; where the limit
    caps the line too, what that asks for, if it is more.
    """
    found = pd.Series(pd.NA, index=daily.index, dtype="Int64")
    if "collected_rate" not in daily:
        return found
    known = daily[["base", "target_utilization", "collected_rate"]].notna().all(axis=1)
    rows = daily[known]
    if rows.empty:
        return found
    used, base, reserves, target, rate = (
        rows[name].to_numpy(dtype="int64").astype(object)
        for name in ("used", "base", "reserves", "target_utilization", "collected_rate")
    )
    over = (used * _MILLIONTHS - target * (base - reserves)) * _MILLIONTHS
    slope = _MILLIONTHS**2 - target * rate
    reachable = slope > 0
    by_base = -((-over) // np.where(reachable, slope, 1))
    by_limit = (rows["used"] - share_of(rows["most"] - rows["reserves"], rows["target_utilization"])).fillna(
        0
    )
    most = np.maximum(np.maximum(by_base.astype("int64"), by_limit.to_numpy("int64")), 0)
    found.loc[rows.index] = pd.array(np.where(reachable, most, -1), dtype="Int64")
    return found.mask((found < 0).fillna(False))


def with_path(daily: pd.DataFrame, working: Days) -> pd.DataFrame:
    """``daily`` with the path on each day, how far the line is over it, and how many working days behind.

    Whole days, those begun left out, and no more than have passed; negative is ahead.
    """
    start = daily.loc[daily["date"] == daily["target_from"], ["line", "used"]].rename(
        columns={"used": "start"}
    )
    rows = daily.merge(start, how="left", on="line").set_axis(daily.index)
    length = _between(rows["target_from"], rows["target_date"], working)
    end = rows["date"].where(rows["date"] < rows["target_date"], rows["target_date"])
    gone = _between(rows["target_from"], end, working)
    fall = rows["start"].astype("Int64") - rows["aim"]
    on_path = (length > 0) & (rows["date"] >= rows["target_from"]) & fall.notna()
    on_path = on_path.fillna(False).astype(bool)
    path = pd.Series(pd.NA, index=daily.index, dtype="Int64")
    held = rows[on_path]
    path.loc[held.index] = held["start"].astype("Int64") - _signed_part(fall, gone, length, on_path)
    behind = rows["used"] - path
    days = _whole_days(behind, fall, length, gone)
    return daily.assign(path=path, behind_path=behind, days_behind=days)


def _signed_part(
    fall: "pd.Series[int]", gone: "pd.Series[int]", length: "pd.Series[int]", held: "pd.Series[bool]"
) -> "pd.Series[int]":
    """What of the fall (negative: the rise) the path has gone by now, rounded half up."""
    whole, part, of = (np.asarray(each[held], dtype=np.int64) for each in (fall, gone, length))
    size = product_over(np.abs(whole), part, of)
    return pd.Series(np.sign(whole) * size, index=fall.index[held], dtype="Int64")


def _whole_days(
    behind: "pd.Series[int]", fall: "pd.Series[int]", length: "pd.Series[int]", gone: "pd.Series[int]"
) -> "pd.Series[int]":
    falling = fall.where(fall > 0)
    days = (behind.abs() * length) // falling
    late = days.mask((days > gone).fillna(False), gone)
    return late.where((behind >= 0).fillna(False), -days).astype("Int64")


def _between(
    after: "pd.Series[pd.Timestamp]", through: "pd.Series[pd.Timestamp]", working: Days
) -> "pd.Series[int]":
    """Working days after one date up to and with another; null without both, 0 where it is not later."""
    days = working.astype("datetime64[s]")
    some = pd.Timestamp(1970, 1, 1)
    first, last = (each.fillna(some).to_numpy().astype("datetime64[s]") for each in (after, through))
    count = np.searchsorted(days, last, "right") - np.searchsorted(days, first, "right")
    found = pd.Series(np.maximum(count, 0), index=after.index, dtype="Int64")
    return found.where(after.notna() & through.notna())
