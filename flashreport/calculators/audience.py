"""Audience: counts per platform and day, and the totals that may be made of them.

Each platform has its own newest day. A total is given for the days on which every platform
that is followed has data; reach has none, for the same person is reached more than once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from flashreport.calculators.daily_rows import every_day
from flashreport.domain.measure_frame import empty, stacked, tidy

LAG = pd.Timedelta(days=14)
_KEYS = ["entity", "platform"]
# What stands above a ratio counts only where what stands below it is told.
_ABOVE = {
    "engagements_shown": ("engagements", "impressions"),
    "engagements_viewed": ("engagements", "views"),
    "clicks_shown": ("clicks", "impressions"),
}
# What stands below a share counts only where what stands above it is told.
_SURVEYED = ("followers", "target_followers")
Step = Callable[[pd.DataFrame], pd.DataFrame]
_COUNTS = ["impressions", "views", "engagements", "clicks", "posts"]


def calculate_audience(days: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """All audience measures up to ``until``.

    ``days``: entity, platform, date, reach, impressions, views, engagements, clicks, followers,
    followers_gained, target_followers, posts (counts or null); one row per entity, platform and date.
    """
    held = days[days["date"] <= until]
    if held.empty:
        return empty()
    parts = [empty(), *_reach(held)]
    held = _with_base(held)
    slices = _Slices(held)
    for name in (*_COUNTS, *_ABOVE):
        parts += _added(slices.where(held[name].notna()), f"audience.{name}", partial(_counted, name))
    gained = held["followers"].notna() | held["followers_gained"].notna()
    if gained.any():
        parts += _added(slices.where(gained), "audience.followers_gained", _gain)
    for name in ("followers", "target_followers", "followers_surveyed"):
        given = held[held[name].notna()]
        if not given.empty:
            parts += _stock(every_day(given, _KEYS, until, [name]), f"audience.{name}", name)
    followed = held[held["followers"].notna()]
    if not followed.empty:
        parts += _before(followed, until)
    return stacked(parts)


def _with_base(held: pd.DataFrame) -> pd.DataFrame:
    told = {name: held[above].where(held[below].notna()) for name, (above, below) in _ABOVE.items()}
    below, above = _SURVEYED
    return held.assign(**told, followers_surveyed=held[below].where(held[above].notna()))


def _counted(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(count=rows[name])


def _reach(held: pd.DataFrame) -> list[pd.DataFrame]:
    """Reach per platform; for the group only where one entity alone has the platform."""
    single = held.groupby("platform", observed=True)["entity"].transform("nunique") == 1
    group = held[single].assign(entity="")
    return [tidy(rows, "audience.reach", "reach", "platform", "platform") for rows in (held, group)]


@dataclass(frozen=True)
class _Slice:
    """Rows that tell a count, and those of them that may be added up."""

    pages: pd.DataFrame
    platforms: pd.DataFrame
    entities: pd.DataFrame
    group: pd.DataFrame


class _Slices:
    """The slices of the same rows; counts that are told in the same rows share one."""

    def __init__(self, held: pd.DataFrame) -> None:
        self._held = held
        self._made: dict[bytes, _Slice] = {}

    def where(self, told: "pd.Series[bool]") -> _Slice:
        key = told.to_numpy(dtype=bool).tobytes()
        if key not in self._made:
            given = self._held[told]
            pages = given["entity"].astype("object") + "\x1f" + given["platform"].astype("object")
            self._made[key] = _Slice(
                given,
                complete(given, ["platform"], "entity"),
                complete(given, ["entity"], "platform"),
                complete(given.assign(entity="", platform=pages), ["entity"], "platform"),
            )
        return self._made[key]


def _added(given: _Slice, measure: str, ready: Step) -> list[pd.DataFrame]:
    """One count per platform and in total, under each entity and the group.

    ``ready`` makes the column ``count`` from the rows that are added up.
    """
    return [
        tidy(ready(given.pages), measure, "count", "platform", "platform"),
        _sum(ready(given.platforms).assign(entity=""), measure, "platform"),
        _sum(ready(given.entities), measure, ""),
        _sum(ready(given.group), measure, ""),
    ]


def _gain(rows: pd.DataFrame) -> pd.DataFrame:
    """What the platform says that a page gained; else its followers less those of its row before."""
    followed = rows[rows["followers"].notna()].sort_values([*_KEYS, "date"])
    before = followed.groupby(_KEYS, observed=True)["followers"].shift()
    change = (followed["followers"] - before).astype("Int64").reindex(rows.index)
    return rows.assign(count=rows["followers_gained"].astype("Int64").fillna(change))


def _sum(rows: pd.DataFrame, measure: str, dimension: str) -> pd.DataFrame:
    by = ["entity", *([dimension] if dimension else []), "date"]
    sums = rows.groupby(by, observed=True)["count"].sum(min_count=1).reset_index()
    return tidy(sums, measure, "count", dimension, dimension or None)


def complete(rows: pd.DataFrame, whole: list[str], part: str) -> pd.DataFrame:
    """The rows of the days on which every ``part`` of a ``whole`` that is still followed has data.

    A part is followed from its first day to its newest; one that is not yet two weeks behind
    the whole's newest day is late, not gone.
    """
    ends = rows.groupby([*whole, part], observed=True)["date"].agg(first="min", last="max").reset_index()
    newest = ends.groupby(whole, observed=True)["last"].transform("max")
    ends.loc[newest - ends["last"] < LAG, "last"] = newest
    dates = rows[[*whole, "date"]].drop_duplicates()
    due = dates.merge(ends, on=whole)
    due = due[(due["first"] <= due["date"]) & (due["date"] <= due["last"])]
    wanted = due.groupby([*whole, "date"], observed=True).size().rename("wanted")
    there = rows.groupby([*whole, "date"], observed=True)[part].nunique().rename("there")
    both = pd.concat([wanted, there], axis=1).reset_index()
    full = both.loc[both["wanted"] == both["there"], [*whole, "date"]]
    return rows.merge(full, on=[*whole, "date"])


def _before(followed: pd.DataFrame, until: pd.Timestamp) -> list[pd.DataFrame]:
    """Followers at the end of the day before, per platform and in total."""
    daily = every_day(followed, _KEYS, until, ["followers"])
    opened = daily.assign(date=(daily["date"] + pd.Timedelta(days=1)).astype("datetime64[s]"))
    return _stock(opened[opened["date"] <= until], "audience.followers_before", "followers")


def _stock(daily: pd.DataFrame, measure: str, value: str) -> list[pd.DataFrame]:
    """A carried count per platform and summed, under each entity and the group."""
    parts = [tidy(daily, measure, value, "platform", "platform")]
    group = daily.assign(entity="")
    for rows, dimension in ((daily, ""), (group, ""), (group, "platform")):
        by = ["entity", *([dimension] if dimension else []), "date"]
        sums = rows.groupby(by, as_index=False, observed=True).agg(
            value=(value, "sum"), stale=("stale", "any")
        )
        parts.append(tidy(sums, measure, "value", dimension, dimension or None))
    return parts
