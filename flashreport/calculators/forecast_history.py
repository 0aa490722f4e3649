"""What a forecast looks back on: daily sums by category, and movements that could recur."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from flashreport.domain.amounts import ZERO
from flashreport.domain.cash import Movement
from flashreport.domain.units import Unit

WINDOW_DAYS = 91
STREAM_DAYS = 400
MOST_PARTIES = 400
_YEAR = 364
_WEEK = 7
_HALF_MONTH = 14
_SIDES = (("receipts", 1), ("disbursements", -1))

Daily = dict[date, Decimal]


@dataclass
class History:
    """The scope's past up to ``on``.

    ``ordinary`` holds the last 13 weeks: for each category its signed sums by day, receipts
    and disbursements apart. ``repeated`` are single movements of payees that are paid once a
    week at most. ``volume`` is what all others moved per day, from ``first`` on.
    """

    on: date
    unit: Unit
    ordinary: dict[str, tuple[Daily, Daily]]
    repeated: tuple[Movement, ...]
    dates: tuple[date, ...]
    first: date
    volume: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    _seasons: dict[date, Fraction] = field(default_factory=dict)

    def take(self, movements: Iterable[Movement]) -> None:
        """Leave these movements out of the ordinary days."""
        for move in movements:
            side = self.ordinary.get(move.category, ({}, {}))[move.amount < 0]
            if move.day in side:
                side[move.day] -= move.amount

    def rest(self, category: str, *, inward: bool) -> list[Movement]:
        """What is left of a category's ordinary days, in one direction."""
        side = self.ordinary.get(category, ({}, {}))[not inward]
        return [Movement(day, amount, "", category) for day, amount in sorted(side.items()) if amount]

    def moved(self, category: str, since: date, *, inward: bool) -> Decimal:
        """What a category moved in one direction since a day of the window, positive."""
        side = self.ordinary.get(category, ({}, {}))[not inward]
        return sum((abs(amount) for day, amount in side.items() if day >= since), ZERO)

    def counted_days(self, is_working: Callable[[date], bool]) -> list[date]:
        """The working days of the window that have data."""
        return [day for day in self.dates if is_working(day)]

    def season(self, day: date) -> Fraction:
        """How the same four weeks of last year stood to what the window was then; 1 where unknown."""
        if day not in self._seasons:
            self._seasons[day] = self._season(day)
        return self._seasons[day]

    def _season(self, day: date) -> Fraction:
        year = timedelta(days=_YEAR)
        whole = self._mean(self.on - timedelta(days=WINDOW_DAYS - 1) - year, self.on - year)
        half = timedelta(days=_HALF_MONTH)
        around = self._mean(day - half - year, day + half - timedelta(days=1) - year)
        return around / whole if whole and around is not None else Fraction(1)

    def _mean(self, first: date, last: date) -> Fraction | None:
        low, high = (first - self.first).days, (last - self.first).days + 1
        # data may begin a few closed days after the span does
        if low < -_WEEK or high > len(self.volume):
            return None
        return Fraction(int(self.volume[max(low, 0) : high].sum()), high - low)


def history(
    frames: Mapping[str, pd.DataFrame], scope: str, on: date, unit: Unit, left_out: tuple[str, ...]
) -> History:
    """The history of a scope ('' for the group), without the categories ``left_out``."""
    moved = _within(frames.get("cash_movements"), scope, on, left_out)
    parties = _within(frames.get("cash_parties"), scope, on, left_out)
    start = pd.Timestamp(on - timedelta(days=WINDOW_DAYS - 1))
    window = moved[moved["date"] >= start]
    first = moved["date"].min().date() if len(moved) else on
    return History(
        on=on,
        unit=unit,
        ordinary=_by_category(window, unit),
        repeated=_repeated(parties, on, unit),
        dates=tuple(sorted(set(window["date"].dt.date))),
        first=first,
        volume=_volume(moved, first, on) - _volume(parties, first, on),
    )


def _within(frame: pd.DataFrame | None, scope: str, on: date, left_out: tuple[str, ...]) -> pd.DataFrame:
    columns = ["entity", "category", "counterparty", "date", "receipts", "disbursements"]
    if frame is None:
        kinds = {"date": "datetime64[s]", "receipts": "Int64", "disbursements": "Int64"}
        return pd.DataFrame(columns=columns).astype(kinds)
    kept = frame[(frame["date"] <= pd.Timestamp(on)) & ~frame["category"].isin(left_out)]
    kept = kept if not scope else kept[kept["entity"] == scope]
    return kept.reindex(columns=columns).assign(category=kept["category"].fillna(""))


def _by_category(window: pd.DataFrame, unit: Unit) -> dict[str, tuple[Daily, Daily]]:
    sums = window.groupby(["category", "date"], as_index=False)[["receipts", "disbursements"]].sum()
    found: dict[str, tuple[Daily, Daily]] = {}
    for place, (side, sign) in enumerate(_SIDES):
        held = sums[sums[side] != 0]
        for category, day, amount in zip(held["category"], held["date"].dt.date, held[side], strict=True):
            found.setdefault(category, ({}, {}))[place][day] = unit.display(sign * int(amount))
    return found


def _repeated(parties: pd.DataFrame, on: date, unit: Unit) -> tuple[Movement, ...]:
    """Movements of the last 13 months, of the payees that moved most."""
    recent = parties[parties["date"] > pd.Timestamp(on - timedelta(days=STREAM_DAYS))]
    name = recent["counterparty"].where(recent["counterparty"] != "", recent["category"])
    recent = recent.assign(name=name, size=recent["receipts"] + recent["disbursements"])
    recent = recent[recent["name"].notna() & (recent["name"] != "")]
    keys = ["entity", "category", "name"]
    largest = recent.groupby(keys)["size"].sum().nlargest(MOST_PARTIES).reset_index()[keys]
    recent = recent.merge(largest, on=keys).sort_values([*keys, "date"])
    found = []
    for side, sign in _SIDES:
        held = recent[recent[side] != 0]
        cells = zip(held["date"].dt.date, held[side], held["name"], held["category"], strict=True)
        found += [Movement(day, unit.display(sign * int(n)), key, kind) for day, n, key, kind in cells]
    return tuple(found)


def _volume(rows: pd.DataFrame, first: date, on: date) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Receipts plus disbursements per day from ``first`` to ``on``."""
    total = np.zeros((on - first).days + 1, dtype=np.int64)
    at = (rows["date"].to_numpy().astype("datetime64[D]") - np.datetime64(first, "D")).astype(np.int64)
    size = (rows["receipts"] + rows["disbursements"]).to_numpy(np.int64)
    np.add.at(total, at, size)
    return total
