"""The spine: one tidy frame of measures, and how periods and ratios are read from it.

Columns: entity ('' for the group), measure, dimension ('' for the total), member, date
(datetime64[s]), value (int64 in the unit's smallest step), stale (bool: carried forward).
A row that isn't there is a figure that isn't there; nothing here turns it into zero.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.alphabet import sort_key
from flashreport.domain.calendar import BusinessCalendar, Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.grouped import grouped_sums
from flashreport.domain.key_columns import as_keys, below_each_other, filled, one_word
from flashreport.domain.measures import GROUP, MEASURES, Register, made_of
from flashreport.domain.readings import NOT_ADDITIVE as NOT_ADDITIVE
from flashreport.domain.readings import UNRATED as UNRATED
from flashreport.domain.readings import Derived
from flashreport.domain.readings import Reading as Reading
from flashreport.domain.readings import Value as Value
from flashreport.domain.small_groups import SmallGroups

KEYS = ["entity", "measure", "dimension", "member"]
COLUMNS = [*KEYS, "date", "value", "stale"]
Key = tuple[str, str, str, str]
Restated = Mapping[Key, frozenset[date]]
"""The days of each key whose figure was another one in an earlier report."""


def empty() -> pd.DataFrame:
    """A frame of measures with no rows."""
    frame = pd.DataFrame({column: pd.Series(dtype="object") for column in COLUMNS})
    return frame.astype({"date": "datetime64[s]", "value": "int64", "stale": "bool"})


def tidy(
    frame: pd.DataFrame, measure: str, value: str, dimension: str = "", member: str | None = None
) -> pd.DataFrame:
    """One measure's rows out of a calculator's wide frame, whose columns are entity, date, ….

    ``value`` names the column that holds the figure, ``member`` the column of the slice.
    Rows without a value are left out.
    """
    missing = frame[value].isna()
    held = frame[~missing] if missing.any() else frame
    size = len(held)
    return pd.DataFrame(
        {
            "entity": as_keys(held["entity"]),
            "measure": one_word(measure, size),
            "dimension": one_word(dimension, size),
            "member": as_keys(held[member]) if member else one_word("", size),
            "date": held["date"].to_numpy().astype("datetime64[s]", copy=False),
            "value": held[value].to_numpy("int64"),
            "stale": held["stale"].to_numpy("bool") if "stale" in held else False,
        }
    )


def stacked(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Frames of measures as one, one below the other; their keys are categories in alphabetical order."""
    held = [part for part in parts if len(part)]
    if not held:
        return empty()
    columns: dict[str, object] = {
        key: below_each_other([as_keys(part[key]) for part in held]) for key in KEYS
    }
    for name, kind in (("date", "datetime64[s]"), ("value", "int64"), ("stale", "bool")):
        columns[name] = np.concatenate([part[name].to_numpy().astype(kind, copy=False) for part in held])
    return pd.DataFrame(columns, copy=False)


@dataclass(frozen=True)
class Span:
    """The daily values of one key, ordered by date."""

    dates: npt.NDArray[np.datetime64]
    values: npt.NDArray[np.int64]
    stale: npt.NDArray[np.bool_]

    def between(self, first: date, last: date) -> "Span":
        """Only the days from ``first`` to ``last``, both included."""
        if not len(self.dates):
            return self
        low = int(self.dates.searchsorted(np.datetime64(first, "s"), "left"))
        high = int(self.dates.searchsorted(np.datetime64(last, "s"), "right"))
        return Span(self.dates[low:high], self.values[low:high], self.stale[low:high])

    def __len__(self) -> int:
        return len(self.dates)

    @property
    def first_date(self) -> date:
        """The oldest day that has a value."""
        found: date = self.dates[0].astype("datetime64[D]").astype(date)
        return found

    @property
    def last_date(self) -> date:
        """The newest day that has a value."""
        found: date = self.dates[-1].astype("datetime64[D]").astype(date)
        return found


class Measures(Derived):
    """Read access to the frame: a value on a day or for a period to date, a series, the members."""

    def __init__(
        self,
        frame: pd.DataFrame,
        calendar: BusinessCalendar,
        register: Register | None = None,
        *,
        least: int = 1,
    ) -> None:
        """Sort once; every later look-up is a slice. Pay of fewer than ``least`` people is marked."""
        self.frame = frame.sort_values([*KEYS, "date"], kind="stable", ignore_index=True)
        self.calendar = calendar
        self.register = MEASURES if register is None else register
        self.restated: Restated = {}
        self._small_groups = SmallGroups(self.frame, calendar, least)

    def marked(self, restated: Restated) -> "Measures":
        """The same figures, those of the given days marked as restated."""
        found = copy(self)
        found.restated = restated
        return found

    @cached_property
    def _slices(self) -> dict[Key, tuple[int, int]]:
        if self.frame.empty:
            return {}
        changes = np.zeros(len(self.frame), dtype=np.bool_)
        changes[0] = True
        for column in KEYS:
            codes = as_keys(self.frame[column]).codes
            changes[1:] |= codes[1:] != codes[:-1]
        starts = np.flatnonzero(changes)
        ends = np.r_[starts[1:], len(changes)]
        keys = zip(*(self.frame[column].iloc[starts].astype("object") for column in KEYS), strict=True)
        return {(e, m, d, x): (int(a), int(b)) for (e, m, d, x), a, b in zip(keys, starts, ends, strict=True)}

    @cached_property
    def names(self) -> frozenset[str]:
        """The measures that have any figure of their own, of any entity."""
        return frozenset(measure for _, measure, _, _ in self._slices)

    @cached_property
    def _columns(self) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        dates = self.frame["date"].to_numpy().astype("datetime64[s]")
        return dates, self.frame["value"].to_numpy(np.int64), self.frame["stale"].to_numpy(np.bool_)

    def span(self, measure: str, entity: str = GROUP, dimension: str = "", member: str = "") -> Span:
        """All daily values of a flow or stock; empty when there are none."""
        low, high = self._slices.get((entity, measure, dimension, member), (0, 0))
        dates, values, stale = self._columns
        return Span(dates[low:high], values[low:high], stale[low:high])

    def members(self, measure: str, dimension: str, entity: str = GROUP) -> list[str]:
        """The members that have the measure, in alphabetical order."""
        parts = made_of(measure, self.register)
        found = {m for key in parts for m in self._members.get((entity, key, dimension), ())}
        return sorted(found, key=sort_key)

    @cached_property
    def _members(self) -> dict[tuple[str, str, str], list[str]]:
        found: dict[tuple[str, str, str], list[str]] = {}
        for entity, measure, dimension, member in self._slices:
            found.setdefault((entity, measure, dimension), []).append(member)
        return found

    def read(
        self,
        measure: str,
        on: date,
        period: Period = "day",
        entity: str = GROUP,
        dimension: str = "",
        member: str = "",
    ) -> Reading:
        """The figure of a day, or of the period to date that ends on it.

        Flows are summed over the days that have data, stocks give the last value of the
        period, openings its first, daily measures have no longer period, ratios divide the
        sums of their parts, formulas are calculated from such figures of theirs.
        """
        first = self.calendar.start(on, period)
        return self.read_between(measure, first, on, entity, dimension, member)

    def read_between(
        self,
        measure: str,
        first: date,
        last: date,
        entity: str = GROUP,
        dimension: str = "",
        member: str = "",
    ) -> Reading:
        """The same for any run of days."""
        if self.is_derived(measure):
            return self.derived(measure, first, last, entity, dimension, member)
        span = self.span(measure, entity, dimension, member).between(first, last)
        if self._lacks_rate(measure, span, first, last, entity):
            return Unavailable("no exchange rate")
        if not len(span):
            return self._nothing(measure, first, last, entity, dimension)
        stale = bool(span.stale[-1])
        nature = self.register[measure].nature
        few = self._small_groups.hides(measure, first, last, entity, dimension, member)
        if nature == "daily" and first != last:
            return Unavailable(NOT_ADDITIVE)
        if nature == "opening":
            at_first = bool(span.stale[0])
            return Value(Fraction(int(span.values[0])), len(span), span.last_date, at_first, few=few)
        changed = self.restated.get((entity, measure, dimension, member), frozenset())
        if nature == "stock":
            again = span.last_date in changed
            return Value(Fraction(int(span.values[-1])), len(span), span.last_date, stale, again, few)
        again = any(first <= day <= last for day in changed)
        return Value(
            Fraction(int(span.values.sum())), len(span), span.last_date, bool(span.stale.any()), again, few
        )

    def _nothing(self, measure: str, first: date, last: date, entity: str, dimension: str) -> Reading:
        """No row: zero for a category on days that the accounts report, else not available.

        A category has no file of its own that could be missing: without a movement it is zero.
        """
        if dimension == "category" and self.register[measure].nature == "flow":
            whole = self.span(measure, entity).between(first, last)
            if len(whole):
                return Value(Fraction(0), len(whole), whole.last_date, bool(whole.stale.any()))
        return Unavailable("no data")

    def _lacks_rate(self, measure: str, span: Span, first: date, last: date, entity: str) -> bool:
        """Whether a day that the figure needs has no row because an amount has no rate."""
        found = self.register[measure]
        unrated = self.span(UNRATED, entity)
        if not len(unrated) or found.kind != "money" or found.native:
            return False
        day = timedelta(days=1)
        if found.nature == "opening":
            last = span.first_date - day if len(span) else last
        elif found.nature != "flow":
            first = span.last_date + day if len(span) else first
        return len(unrated.between(first, last)) > 0

    def series(
        self,
        measure: str,
        days: Iterable[date],
        entity: str = GROUP,
        dimension: str = "",
        member: str = "",
    ) -> list[Reading]:
        """The daily figures for the given days."""
        return [self.read(measure, day, "day", entity, dimension, member) for day in days]


def with_group(frame: pd.DataFrame, by: list[str], sums: list[str]) -> pd.DataFrame:
    """Rows per entity, and the group's as entity '' summed over entities."""
    group = grouped_sums(frame, by, sums)
    group["entity"] = filled(frame["entity"], GROUP, group.index)
    return pd.concat([frame, group], ignore_index=True)


def of_group(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows as the group's."""
    return frame.assign(entity=filled(frame["entity"], GROUP))
