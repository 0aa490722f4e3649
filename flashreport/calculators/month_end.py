"""Pay at month end: what is earned so far, and the rest by each weekday's habit."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.grouped import grouped_sums
from flashreport.domain.key_columns import as_keys, one_word
from flashreport.domain.measure_frame import empty, of_group, stacked
from flashreport.domain.measures import GROUP

WEEKS = 8
MIN_DAYS = 5
_KEYS = ["entity", "dimension", "member"]
# divisible by every count from 1 to WEEKS, so that means stay whole numbers
_COMMON = 840

Whole = npt.NDArray[np.int64]


def month_end_pay(
    frame: pd.DataFrame,
    closed: npt.NDArray[np.datetime64],
    starts: npt.NDArray[np.datetime64],
    until: pd.Timestamp,
) -> pd.DataFrame:
    """Pay to date plus, per day left in the month, that weekday's mean pay of the last 8 weeks.

    Each department of each entity is projected by itself and wholes are added up from them.
    ``frame`` holds the rows of ``staff.pay``; ``closed`` are days on which nobody works,
    ``starts`` the first days of the company's months, sorted, up to the month after ``until``.
    Given from the fifth day of a month on; exact until it is rounded half up to the minor unit.
    For ``until`` alone also what it comes to when each day left pays the least, and the most, that
    its weekday did in those weeks.
    """
    leaves = (frame["dimension"] == "department") & (frame["entity"] != GROUP)
    pay = frame[(frame["measure"] == "staff.pay") & leaves]
    if pay.empty:
        return empty()
    first = pay["date"].min().to_numpy().astype("datetime64[D]")
    dates = np.arange(first, until.to_numpy().astype("datetime64[D]") + 1)
    grouped = pay.groupby(_KEYS, observed=True)
    codes, keys = grouped.ngroup().to_numpy(), grouped.size().index
    values = np.zeros((len(dates), len(keys)), dtype=np.int64)
    present = np.zeros_like(values)
    rows = (pay["date"].to_numpy().astype("datetime64[D]") - first).astype(np.int64)
    np.add.at(values, (rows, codes), pay["value"].to_numpy(np.int64))
    present[rows, codes] = 1
    projected, known = _projection(values, present, dates, closed, starts.astype("datetime64[D]"))
    parts = [_rows("staff.pay_month_end", keys, dates, projected, known)]
    last = np.zeros_like(known)
    last[-1] = known[-1]
    for name, rest in _range(values, present, dates, closed, starts.astype("datetime64[D]")).items():
        ends = np.zeros_like(values)
        ends[-1] = rest
        parts.append(_rows(f"staff.pay_month_end_{name}", keys, dates, ends, last))
    return _with_wholes(stacked(parts))


def _with_wholes(leaves: pd.DataFrame) -> pd.DataFrame:
    """The rows of departments, and their sums: entities, departments of the group, the group."""
    by = ["measure", "entity", "dimension", "member", "date"]
    nothing = one_word("", len(leaves))
    totals = leaves.assign(dimension=nothing, member=nothing)
    parts = (grouped_sums(each, by, ["value"]) for each in (of_group(leaves), totals, of_group(totals)))
    return stacked([leaves, *(part.assign(stale=False) for part in parts)])


def _rows(
    measure: str,
    keys: "pd.Index[Any]",
    dates: npt.NDArray[np.datetime64],
    values: Whole,
    known: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    at, key = np.nonzero(known)
    found: dict[str, object] = {
        name: as_keys(pd.Series(keys.get_level_values(name))).take(key) for name in _KEYS
    }
    found |= {"measure": one_word(measure, len(key)), "date": dates[at].astype("datetime64[s]")}
    return pd.DataFrame({**found, "value": values[at, key], "stale": False})


def _range(
    values: Whole,
    present: Whole,
    dates: npt.NDArray[np.datetime64],
    closed: npt.NDArray[np.datetime64],
    starts: npt.NDArray[np.datetime64],
) -> dict[str, Whole]:
    """Month-end totals by key at the least and the most of each weekday, as of the last date."""
    first = int(np.searchsorted(dates, starts[np.searchsorted(starts, dates[-1], "right") - 1]))
    earned = values[first:].sum(axis=0)
    left = _days_left(dates, closed, starts)[-1]
    recent = slice(max(0, len(dates) - 7 * WEEKS), len(dates))
    pay, there = values[recent], present[recent] > 0
    weekday = (dates[recent].astype(np.int64) + 3) % 7
    low, high = earned.copy(), earned.copy()
    for day in range(7):
        of_day, held = pay[weekday == day], there[weekday == day]
        some = held.any(axis=0)
        least = np.where(held, of_day, np.iinfo(np.int64).max).min(axis=0, initial=np.iinfo(np.int64).max)
        most = np.where(held, of_day, np.iinfo(np.int64).min).max(axis=0, initial=np.iinfo(np.int64).min)
        low += np.where(some, least, 0) * left[day]
        high += np.where(some, most, 0) * left[day]
    return {"low": low, "high": high}


def _projection(
    values: Whole,
    present: Whole,
    dates: npt.NDArray[np.datetime64],
    closed: npt.NDArray[np.datetime64],
    starts: npt.NDArray[np.datetime64],
) -> tuple[Whole, npt.NDArray[np.bool_]]:
    """Month-end totals per day and key, and where they are given."""
    months = np.searchsorted(starts, dates, "right") - 1
    left = _days_left(dates, closed, starts)
    rest = np.zeros_like(values)
    weekday = (dates.astype(np.int64) + 3) % 7
    for day in range(7):
        rest += _habit(values, present, np.flatnonzero(weekday == day)) * left[:, [day]]
    earned = pd.DataFrame(values).groupby(months).cumsum().to_numpy(np.int64)
    seen = pd.DataFrame(present).groupby(months).cumsum().to_numpy(np.int64) > 0
    late_enough = (dates - starts[months]).astype(np.int64) + 1 >= MIN_DAYS
    total = earned + (2 * rest + _COMMON) // (2 * _COMMON)
    return total, seen & late_enough[:, None]


def _habit(values: Whole, present: Whole, rows: npt.NDArray[np.intp]) -> Whole:
    """Mean of the last 8 of one weekday as known on each date, times _COMMON."""
    sums, counts = _last(values[rows]), _last(present[rows])
    mean = sums * (_COMMON // np.maximum(counts, 1))
    newest = np.searchsorted(rows, np.arange(len(values)), "right") - 1
    habit: Whole = (
        np.where(newest[:, None] >= 0, mean[np.maximum(newest, 0)], 0) if len(rows) else np.zeros_like(values)
    )
    return habit


def _last(column: Whole) -> Whole:
    """Rolling sums over the last WEEKS rows."""
    total = np.cumsum(column, axis=0)
    total[WEEKS:] -= total[:-WEEKS].copy()
    return total


def _days_left(
    dates: npt.NDArray[np.datetime64],
    closed: npt.NDArray[np.datetime64],
    starts: npt.NDArray[np.datetime64],
) -> Whole:
    """Open days left in the month after each date, by weekday (Monday first): shape (dates, 7)."""
    end = starts[np.searchsorted(starts, dates[-1], "right")]
    every = np.arange(dates[0], end)
    hits = np.zeros((len(every), 7), dtype=np.int64)
    hits[np.arange(len(every)), (every.astype(np.int64) + 3) % 7] = ~np.isin(
        every, closed.astype("datetime64[D]")
    )
    months = np.searchsorted(starts, every, "right")
    through = pd.DataFrame(hits).groupby(months).cumsum().to_numpy(np.int64)
    total = pd.DataFrame(hits).groupby(months).transform("sum").to_numpy(np.int64)
    left: Whole = (total - through)[: len(dates)]
    return left
