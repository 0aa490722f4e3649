"""Sums by keys, exact, for very many rows: keys are counted through rather than hashed.

pandas hashes each key anew at every grouping. Here a row's keys become one whole number, which
mostly is the place of its sum.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Codes = npt.NDArray[np.int64]
_EXACT = 2**52  # sums that stay below are whole numbers in a float64, too
_ROOM = 2**62
_DAY = 24 * 3600
_PER_ROW = 8  # so many places may stand empty for each row


def grouped_sums(
    rows: pd.DataFrame, by: Sequence[str], names: Sequence[str], flags: Sequence[str] = ()
) -> pd.DataFrame:
    """Sums of ``names`` in the groups of ``rows``, and whether any row of a group has ``flags``.

    The result is that of pandas' ``groupby(by, as_index=False, observed=True)``: one row per group
    that is there, in the order of the keys, without rows whose key is missing. Nulls of Int64 add nothing.
    """
    whole = all(_is_whole(rows[name]) for name in names)
    groups = _Groups(rows, by)
    if not whole or groups.size >= _ROOM:
        grouped = rows.groupby(list(by), as_index=False, observed=True)
        found = grouped[list(names)].sum()
        return found.assign(**{name: grouped[name].any()[name] for name in flags})
    groups.number_them()
    sums = {name: groups.sums(rows[name]) for name in names}
    return groups.frame(sums | {name: groups.any(rows[name]) for name in flags})


def repeats(rows: pd.DataFrame, by: Sequence[str]) -> bool:
    """Whether any two rows have the same keys."""
    groups = _Groups(rows, by)
    if groups.size >= _ROOM:
        return bool(rows.duplicated(list(by)).any())
    return not pd.Index(groups.place).is_unique


class _Groups:
    """The groups that the rows of a frame fall into by some of its columns."""

    def __init__(self, rows: pd.DataFrame, by: Sequence[str]) -> None:
        self._by = by
        self._keys = [_Key(rows[name]) for name in by]
        self.place: Codes = np.zeros(len(rows), dtype=np.int64)
        self.size = 1
        held = np.ones(len(rows), dtype=np.bool_)
        for key in self._keys:
            self.size *= max(key.size, 1)
            if self.size >= _ROOM:
                return
            self.place *= max(key.size, 1)
            self.place += key.codes
            held &= key.codes >= 0
        self._held = None if held.all() else held
        if self._held is not None:
            self.place = self.place[held]

    def number_them(self) -> None:
        """Give each group that is there its number, in the order of the keys."""
        if self.size > _PER_ROW * max(len(self.place), 1):
            self._found, self._number = np.unique(self.place, return_inverse=True)
            return
        there = np.zeros(self.size, dtype=np.bool_)
        there[self.place] = True
        self._found = np.flatnonzero(there)
        self._number = (np.cumsum(there) - 1)[self.place]

    def sums(self, column: "pd.Series[Any]") -> "pd.Series[int]":
        """The column's sum in each group."""
        nullable = str(column.dtype) == "Int64"
        values = column.to_numpy(np.int64, na_value=0) if nullable else column.to_numpy(np.int64)
        values = values if self._held is None else values[self._held]
        size = len(self._found)
        if float(np.abs(values.astype(np.float64)).sum()) < _EXACT:
            made = np.bincount(self._number, weights=values, minlength=size).astype(np.int64)
        else:
            made = np.zeros(size, dtype=np.int64)
            np.add.at(made, self._number, values)
        return pd.Series(made, dtype="Int64" if nullable else "int64", copy=False)

    def any(self, column: "pd.Series[Any]") -> npt.NDArray[np.bool_]:
        """Whether any row of each group is true."""
        true = column.to_numpy(np.bool_)
        true = true if self._held is None else true[self._held]
        found = np.zeros(len(self._found), dtype=np.bool_)
        found[self._number[true]] = True
        return found

    def frame(self, columns: dict[str, Any]) -> pd.DataFrame:
        """The groups' keys with further columns, one row a group."""
        rest, cells = self._found, []
        for key in reversed(self._keys):
            rest, codes = np.divmod(rest, max(key.size, 1))
            cells.append(key.cells(codes))
        return pd.DataFrame(dict(zip(self._by, reversed(cells), strict=True)) | columns, copy=False)


class _Key:
    """One column of keys as whole numbers from 0, in the order of what they stand for; -1 is missing."""

    def __init__(self, column: "pd.Series[Any]") -> None:
        self._kind: Any = column.dtype
        self._first = 0
        self._words: Any = None
        self._used: Codes = np.zeros(0, dtype=np.int64)
        if isinstance(self._kind, pd.CategoricalDtype):
            # many columns share their categories, of which each has few
            codes, words = column.cat.codes.to_numpy(), len(self._kind.categories)
            there = np.zeros(words + 1, dtype=np.bool_)  # the last place is that of the code -1
            there[codes] = True
            self._used = np.flatnonzero(there[:-1])
            self.size = len(self._used)
            places = np.full(words + 1, -1, dtype=np.int64)
            places[self._used] = np.arange(self.size)
            self.codes: Codes = places[codes]
        elif (days := _whole_days(column)) is not None:
            self._first = int(days.min())
            self.codes, self.size = days - self._first, int(days.max()) - self._first + 1
        else:
            numbers, self._words = pd.factorize(column, sort=True)
            self.codes, self.size = numbers.astype(np.int64), len(self._words)

    def cells(self, codes: Codes) -> Any:
        """What the numbers stand for, in the column's own type."""
        if self._words is not None:
            return pd.Series(self._words.take(codes), dtype=self._kind)
        if isinstance(self._kind, pd.CategoricalDtype):
            return pd.Categorical.from_codes(self._used[codes], dtype=self._kind)
        return ((codes + self._first) * _DAY).view("datetime64[s]")


def _whole_days(column: "pd.Series[Any]") -> Codes | None:
    """The dates of a column of datetime64[s] as numbers; None where it is none, or not of dates alone."""
    if column.dtype != "datetime64[s]" or not len(column) or column.isna().any():
        return None
    seconds = column.to_numpy().view(np.int64)
    days: Codes = seconds // _DAY
    return days if bool((days * _DAY == seconds).all()) else None


def _is_whole(column: "pd.Series[Any]") -> bool:
    return str(column.dtype) in ("int64", "Int64")
