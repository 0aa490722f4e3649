"""Exchange rates: amounts of one currency as exact amounts of another, day by day.

A rate holds from its day until the next one. On a working day without a rate of its own the
last one is used and what it makes is stale; before the first one there is no figure. Where
a pair has no rates, its inverse serves, else both currencies' rates against a third one.
Amounts are rounded half up, away from zero, to the minor unit: once per row, here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.grouped import grouped_sums
from flashreport.domain.key_columns import filled
from flashreport.domain.measures import GROUP
from flashreport.domain.units import minor_digits

Dates = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.object_]
_BILLION = 1_000_000_000
_ROOM = 2**62
_NEVER = np.datetime64("0001-01-01", "D")


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency was worth, and on which day that was said."""

    value: Fraction
    on: date


@dataclass(frozen=True, slots=True)
class _Quotes:
    """Rates of one pair as whole fractions, ordered by day; ``on`` is ``_NEVER`` where there is none."""

    on: Dates
    over: Numbers
    under: Numbers

    def at(self, days: Dates) -> "_Quotes":
        """The last quote up to each day."""
        place = np.searchsorted(self.on, days, "right") - 1
        found, held = place >= 0, np.maximum(place, 0)
        never = np.full(len(days), _NEVER)
        return _Quotes(np.where(found, self.on[held], never), self.over[held], self.under[held])

    def turned(self) -> "_Quotes":
        """The same rates the other way round."""
        return _Quotes(self.on, self.under, self.over)

    def times(self, other: "_Quotes") -> "_Quotes":
        """Both rates one after the other, as old as the older of them."""
        return _Quotes(np.minimum(self.on, other.on), self.over * other.over, self.under * other.under)


@dataclass(frozen=True)
class Exchange:
    """The rates of a workspace, and in which currency each entity and the group are told.

    ``rates``: date, currency, quoted_in, rate (billionths), units; None where the workspace has
    none. ``entities`` names each entity's currency. ``working`` are the working days, sorted; a
    day after ``until`` is as stale as ``until``.
    """

    company: str
    entities: Mapping[str, str]
    rates: pd.DataFrame | None = None
    working: Dates = field(default_factory=lambda: np.array([], dtype="datetime64[D]"))
    until: date = date.max

    @property
    def single(self) -> bool:
        """Whether nothing can be in another currency than the company's."""
        return self.rates is None and set(self.entities.values()) <= {self.company}

    def currency(self, scope: str) -> str:
        """The currency that an entity, or the group for the scope '', is told in."""
        return self.company if scope == GROUP else self.entities.get(scope, self.company)

    def rate(self, currency: str, into: str, on: date) -> Rate | None:
        """What one unit of ``currency`` is worth on a day; None where no rate says it."""
        found = self._quotes(currency, into, np.array([on], dtype="datetime64[D]"))
        if found.on[0] == _NEVER:
            return None
        return Rate(Fraction(int(found.over[0]), int(found.under[0])), found.on[0].astype(date))

    def views(self, rows: pd.DataFrame, columns: list[str]) -> list[pd.DataFrame]:
        """``rows`` as each entity tells them, and as the group does; one for both in a single currency."""
        if self.single:
            return [rows]
        return [self.own(rows, columns), self.group(rows, columns)]

    def own(self, rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
        """``rows`` in their entity's currency; see :meth:`group`."""
        if self.single or "currency" not in rows:
            return rows
        return self._converted(rows, columns, self._currencies(rows), ["entity", "date"])

    def group(self, rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
        """``rows`` in the company's currency, as those of the entity ''; ``owner`` is who has them.

        ``rows``: entity, date, ``columns`` in minor units, and currency where it may be another one
        than the entity's. Days on which any row has no rate are left out, for their sum would be
        wrong; rows of an old rate are ``stale``.
        """
        if not self.single:
            rows = rows if "currency" in rows else rows.assign(currency=self._currencies(rows))
            into = pd.Series(self.company, index=rows.index, dtype="object")
            rows = self._converted(rows, columns, into, ["date"])
        return _of_group(rows.assign(owner=rows["entity"]))

    def unrated(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Days and scopes (entity, date) whose sums lack the rate of a row of ``rows``."""
        if self.single:
            return pd.DataFrame({"entity": [], "date": []})
        rows = rows if "currency" in rows else rows.assign(currency=self._currencies(rows))
        parts = []
        for scope, into in (
            (rows["entity"], self._currencies(rows)),
            (filled(rows["entity"], GROUP), pd.Series(self.company, index=rows.index, dtype="object")),
        ):
            lacks = self._found(rows, into).on == _NEVER
            parts.append(pd.DataFrame({"entity": scope[lacks], "date": rows["date"][lacks]}))
        return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)

    def _currencies(self, rows: pd.DataFrame) -> "pd.Series[str]":
        return rows["entity"].astype("object").map(dict(self.entities)).fillna(self.company)

    def _converted(
        self, rows: pd.DataFrame, columns: list[str], into: "pd.Series[str]", sums: list[str]
    ) -> pd.DataFrame:
        """``rows`` in the currencies ``into``, without the ``sums`` (keys) that lack the rate of any row."""
        found = self._found(rows, into)
        stale = self._old(rows, found.on)
        made = rows.assign(
            **{name: _times(rows[name], found) for name in columns},
            stale=stale | rows["stale"].to_numpy(np.bool_) if "stale" in rows else stale,
        )
        lacks = found.on == _NEVER
        if not lacks.any():
            return made
        keys = pd.MultiIndex.from_frame(rows[sums])
        return made[~keys.isin(keys[lacks])].reset_index(drop=True)

    def _found(self, rows: pd.DataFrame, into: "pd.Series[str]") -> _Quotes:
        """The rate of each row, in minor units of the one currency over those of the other."""
        days = rows["date"].to_numpy().astype("datetime64[D]")
        pairs, names = pd.factorize(pd.MultiIndex.from_arrays([rows["currency"], into]))
        on = np.full(len(rows), _NEVER)
        over, under = (np.ones(len(rows), dtype=object) for _ in range(2))
        for number, (currency, target) in enumerate(names):
            at = pairs == number
            different, place = np.unique(days[at], return_inverse=True)
            found = self._quotes(str(currency), str(target), different)
            finer = (
                found.over * 10 ** minor_digits(str(target)),
                found.under * 10 ** minor_digits(str(currency)),
            )
            shared = np.gcd(*finer)
            on[at], over[at], under[at] = (
                found.on[place],
                (finer[0] // shared)[place],
                (finer[1] // shared)[place],
            )
        return _Quotes(on, over, under)

    def _old(self, rows: pd.DataFrame, on: Dates) -> npt.NDArray[np.bool_]:
        """Whether a working day lies after the rate's day, up to the row's."""
        days = np.minimum(rows["date"].to_numpy().astype("datetime64[D]"), np.datetime64(self.until, "D"))
        working = self.working.astype("datetime64[D]")
        found: npt.NDArray[np.bool_] = np.searchsorted(working, days, "right") > np.searchsorted(
            working, on, "right"
        )
        return found

    def _quotes(self, currency: str, into: str, days: Dates) -> _Quotes:
        """The rate of a pair on each day: its own, else by way of a third currency."""
        if currency == into:
            ones = np.ones(len(days), dtype=object)
            return _Quotes(days, ones, ones)
        if (direct := self._pair(currency, into)) is not None:
            return direct.at(days)
        for third in self._thirds:
            first, second = self._pair(currency, third), self._pair(third, into)
            if first is not None and second is not None:
                return first.at(days).times(second.at(days))
        none = np.ones(len(days), dtype=object)
        return _Quotes(np.full(len(days), _NEVER), none, none)

    @cached_property
    def _thirds(self) -> list[str]:
        """Currencies that rates are quoted in or for, the company's first."""
        named = {name for pair in self._pairs for name in pair}
        return sorted(named, key=lambda name: (name != self.company, name))

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], _Quotes]:
        if self.rates is None or self.rates.empty:
            return {}
        ordered = self.rates.sort_values("date", kind="stable")
        return {
            (str(currency), str(into)): _Quotes(
                held["date"].to_numpy().astype("datetime64[D]"),
                held["rate"].to_numpy(np.int64).astype(object),
                held["units"].to_numpy(np.int64).astype(object) * _BILLION,
            )
            for (currency, into), held in ordered.groupby(["currency", "quoted_in"])
        }

    def _pair(self, currency: str, into: str) -> _Quotes | None:
        if (currency, into) in self._pairs:
            return self._pairs[currency, into]
        turned = self._pairs.get((into, currency))
        return None if turned is None else turned.turned()


def _of_group(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(entity=filled(rows["entity"], GROUP))


ONE_CURRENCY = Exchange("", {})
"""Whatever the currency is, it is the only one."""


def scopes(views: list[pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the entities, and of the group, of :meth:`Exchange.views`."""
    return views[0], views[1] if len(views) > 1 else _of_group(views[0])


def without_gaps(rows: pd.DataFrame, unrated: pd.DataFrame, days: int) -> pd.DataFrame:
    """``rows`` (entity, date, …) but those of which any of the last ``days`` days lacks a rate."""
    if unrated.empty:
        return rows
    spread = unrated.loc[unrated.index.repeat(days)].reset_index(drop=True)
    ahead = pd.to_timedelta(np.tile(np.arange(days), len(unrated)), unit="D")
    spread["date"] = (spread["date"] + ahead).astype("datetime64[s]")
    touched = pd.MultiIndex.from_frame(spread[["entity", "date"]])
    held: pd.DataFrame = rows[~pd.MultiIndex.from_frame(rows[["entity", "date"]]).isin(touched)]
    return held


def summed(views: list[pd.DataFrame], by: list[str], sums: list[str]) -> pd.DataFrame:
    """Sums per entity and for the group of :meth:`Exchange.views`, stale where a row is."""
    if len(views) == 1:
        views = [views[0], _of_group(views[0])]
    parts = (
        grouped_sums(view, ["entity", *by], sums, ["stale"] if "stale" in view else []) for view in views
    )
    return pd.concat(parts, ignore_index=True)


def _times(amounts: "pd.Series[int]", rates: _Quotes) -> "pd.Series[int]":
    """Amounts times rates, half up and away from zero, exact at any size; nulls stay."""
    if amounts.empty:
        return amounts.astype("Int64")
    known = amounts.notna().to_numpy(np.bool_) & (rates.on != _NEVER)
    held = amounts.astype("Int64").fillna(0).to_numpy(np.int64)
    over, under = rates.over, rates.under
    most = 2 * int(np.abs(held).max()) * int(over.max()) + int(under.max())
    kind = np.int64 if most < _ROOM and 2 * int(under.max()) < _ROOM else object
    size = np.abs(held).astype(kind) * over.astype(kind)
    whole = ((2 * size + under.astype(kind)) // (2 * under.astype(kind))).astype(np.int64)
    made = pd.Series(np.sign(held) * whole, index=amounts.index, dtype="Int64")
    return made.where(known)
