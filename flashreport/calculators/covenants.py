"""Covenants day by day: the figure, the threshold, how much room is left, and whether it is tested.

A row holds from its day on until the covenant's next one. A figure that the row doesn't give is
read from a measure. A springing covenant is tested only while less than its trigger is available
on the line. What has more than six decimals is rounded towards a breach, so that none is hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.daily_amounts import Asked, daily_amounts
from flashreport.calculators.daily_rows import every_day
from flashreport.calculators.exact_columns import share_of
from flashreport.calculators.tidy_columns import tidy_columns
from flashreport.domain.calendar import Period
from flashreport.domain.measure_frame import empty, stacked
from flashreport.domain.measures import GROUP, Register, made_of

_MILLIONTHS = 1_000_000
_ROW = [
    "bound", "threshold", "actual", "measure", "period", "whose", "next_test", "springs_below",
    "springs_share",
]  # fmt: skip
_FIGURES = ["covenant_actual", "covenant_threshold", "covenant_headroom", "covenant_days"]
_COUNTS = ["covenants_tested", "covenants_breached"]


@dataclass(frozen=True)
class Known:
    """All other measures: their frame and register, minor units by entity, and first days by period."""

    frame: pd.DataFrame
    register: Register
    minor: Mapping[str, int]
    starts: Mapping[Period, npt.NDArray[np.datetime64]]


def calculate_covenants(
    covenants: pd.DataFrame, lines: pd.DataFrame, known: Known, until: pd.Timestamp
) -> pd.DataFrame:
    """The covenant measures of all days up to ``until``.

    ``covenants``: line, covenant, date, bound, threshold and actual (millionths), measure, period,
    whose, next_test, springs_below (minor units), springs_share (millionths). A covenant is the
    member ``line: covenant``.
    """
    held = covenants[covenants["date"] <= until]
    if held.empty:
        return empty()
    daily = every_day(held, ["line", "covenant"], until, _ROW)
    daily = daily.merge(lines[["line", "entity"]], on="line")
    daily["member"] = daily["line"] + ": " + daily["covenant"]
    daily = _tested(_headroom(_with_actual(daily, known)), known.frame)
    parts = []
    for rows in (daily, daily.assign(entity=GROUP)):
        parts.append(tidy_columns(rows, "credit", [*_FIGURES, *_COUNTS], "covenant", "member"))
        parts += _counted(rows)
    return stacked(parts)


def _with_actual(daily: pd.DataFrame, known: Known) -> pd.DataFrame:
    """The figure that each row gives, else that of its measure."""
    actual = daily["actual"].astype("Int64")
    keys = ["measure", "whose", "period"]
    asked = daily[actual.isna() & daily["measure"].notna()]
    read = [
        _measured(known, *names, low=low)
        for low in (True, False)
        for names in asked.fillna({"whose": GROUP})[keys].drop_duplicates().itertuples(index=False, name=None)
    ]
    if not read:
        return daily.assign(covenant_actual=actual)
    table = pd.concat(read, ignore_index=True)
    left = daily.assign(whose=daily["whose"].fillna(GROUP), low=daily["bound"] == "at_least")
    met = left.merge(table, how="left", on=[*keys, "low", "date"])["amount"].set_axis(daily.index)
    return daily.assign(covenant_actual=actual.fillna(met.astype("Int64")))


def _measured(known: Known, key: str, whose: str, period: Period, *, low: bool) -> pd.DataFrame:
    """One measure's days in millionths, rounded down for a least figure and up for a most."""
    leaves = known.frame[known.frame["measure"].isin(made_of(key, known.register))]
    starts = known.starts.get(period)
    amounts = (
        daily_amounts(Asked(leaves, known.register, whose, starts, known.minor[whose]), key) * _MILLIONTHS
    )
    rounded = amounts.map(lambda each: each.__floor__() if low else each.__ceil__())
    found = pd.DataFrame({"date": amounts.index, "amount": rounded.to_numpy()})
    found["date"] = pd.to_datetime(found["date"]).astype("datetime64[s]")
    return found.assign(measure=key, whose=whose, period=period, low=low)


def _headroom(daily: pd.DataFrame) -> pd.DataFrame:
    threshold = daily["threshold"].astype("Int64")
    room = daily["covenant_actual"] - threshold
    days = (daily["next_test"] - daily["date"]).dt.days.astype("Int64")
    return daily.assign(
        covenant_threshold=threshold,
        covenant_headroom=room.where(daily["bound"] == "at_least", -room),
        covenant_days=days,
        stale=(days < 0).fillna(False).astype(bool),
    )


def _tested(daily: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Whether each covenant is tested on each day; null where its condition or figure is not known."""
    below = daily["springs_below"].astype("Int64")
    share = daily["springs_share"].astype("Int64")
    limit, base = (_of_lines(daily, frame, name) for name in ("limit", "borrowing_base"))
    cap = limit.mask((base < limit).fillna(False), base)
    by_share = -share_of(-cap, share)
    trigger = by_share.mask(by_share.isna() | (below > by_share).fillna(False), below)
    springing = below.notna() | share.notna()
    springs = (_of_lines(daily, frame, "available") < trigger).astype("Int64")
    tested = springs.mask(~springing, 1).mask(daily["covenant_actual"].isna())
    breached = tested.mask((daily["covenant_headroom"] >= 0).fillna(False), tested * 0)
    return daily.assign(covenants_tested=tested, covenants_breached=breached)


def _of_lines(daily: pd.DataFrame, frame: pd.DataFrame, name: str) -> "pd.Series[int]":
    """A measure of the row's line on its day."""
    rows = frame[
        (frame["measure"] == f"credit.{name}")
        & (frame["entity"] == GROUP)
        & frame["dimension"].isin(("line", "sub_limit"))
    ]
    table = rows[["member", "date", "value"]].rename(columns={"member": "line"})
    met = daily[["line", "date"]].merge(table, how="left", on=["line", "date"])
    return met["value"].astype("Int64").set_axis(daily.index)


def _counted(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """How many are tested and breached, per line and in total."""
    known = rows[rows["covenants_tested"].notna()]
    parts = []
    for keys in (["entity", "line", "date"], ["entity", "date"]):
        grouped = known.groupby(keys, observed=True)
        totals = grouped[_COUNTS].sum().assign(stale=grouped["stale"].any()).reset_index()
        line = "line" if "line" in keys else ""
        parts.append(tidy_columns(totals, "credit", _COUNTS, line, line or None))
    return parts
