"""Overtime of all employees at once, on the rows where it was worked.

The same bands as ``flashreport.domain.overtime.hours`` as whole-column arithmetic. Rows are
sorted by employee and time; running sums give each row its interval of the day and each
day its interval of the week; overtime at a multiplier is how far a row's interval
overlaps that multiplier's band. Seconds stay whole numbers throughout.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flashreport.calculators.overtime_lines import BASIS, NEVER, SLOTS, THRESHOLDS
from flashreport.domain.overtime.rule import StepKind
from flashreport.errors import FlashreportError, phrase

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

COLUMNS = ("employee", "entity", "department", "job", "date", "seconds")
DOUBLE = 2 * BASIS
THURSDAY = 3  # 1 January 1970


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines by row of some table: seconds ``over`` and ``rate`` in ten-thousandths, shape (rows, lines)."""

    over: Whole
    rate: Whole

    def take(self, rows: Whole) -> "_Lines":
        return _Lines(self.over[rows], self.rate[rows])

    def where(self, applies: Flags) -> "_Lines":
        return _Lines(np.where(applies[:, None], self.over, NEVER), self.rate)


@dataclass(frozen=True, slots=True)
class _Days:
    """One row per employee and day, sorted: its first row, how long, whether a holiday."""

    first_row: Whole
    employee: Whole
    day: Whole
    length: Whole
    holiday: Flags


def overtime_frame(frame: pd.DataFrame, lines: pd.DataFrame | None = None) -> pd.DataFrame:
    """The same rows, in the same order and index, with overtime added, in seconds (int64).

    ``frame`` has the columns ``COLUMNS``; optional are ``start`` (time of day or moment, for
    the order within a day; without it rows of a day go by entity, department and job) and
    ``holiday`` (bool, of the whole day). ``lines`` is what
    ``overtime_lines.thresholds`` gives; without it the frame's own columns ``THRESHOLDS``
    are read, which are the same on all rows of an employee.

    Added: ``overtime`` (all), ``ot_15`` (at a multiplier under 2: time and a half, Iran's
    1.4), ``ot_20`` (at 2 and more) and ``premium_weight`` (seconds times multiplier less
    one, in ten-thousandths: rate x premium_weight / 36,000,000 is the premium). Raises
    ``calculators.overtime-columns`` for missing columns, dates or rules, and seconds below 0.
    """
    _check(frame, lines)
    employee, names = _codes(frame["employee"])
    table = _table(names, frame if lines is None else lines)
    day = frame["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    seconds = frame["seconds"].to_numpy(dtype=np.int64)
    order = np.lexsort((*_order_keys(frame, seconds), day, employee))
    worked = seconds[order]
    days = _days(frame, order, employee[order], day[order], worked)
    bands = _bands(days, table)
    in_order = _overlaps(worked, days, bands, frame["seconds"].size)
    added = np.empty_like(in_order)
    added[:, order] = in_order
    named = dict(zip(("overtime", "ot_15", "ot_20", "premium_weight"), added, strict=True))
    return frame.assign(**named)


def _check(frame: pd.DataFrame, lines: pd.DataFrame | None) -> None:
    wanted = COLUMNS if lines is not None else (*COLUMNS, *THRESHOLDS)
    missing = [name for name in wanted if name not in frame]
    if missing:
        raise _bad(phrase("The hours frame has missing columns: {names}.", names=", ".join(missing)))
    if frame["date"].isna().any() or frame["employee"].isna().any():
        raise _bad("The hours frame has rows without an employee or a date.")
    if frame["seconds"].isna().any() or (frame["seconds"] < 0).any():
        raise _bad("The hours frame has seconds missing or below zero.")


def _bad(message: str) -> FlashreportError:
    return FlashreportError("calculators.overtime-columns", message, "Check the rows when they are read.")


def _codes(column: "pd.Series[Any]") -> tuple[Whole, "pd.Index[Any]"]:
    """Codes in the order of the values, so that they don't depend on the order of rows."""
    plain = column.astype(column.cat.categories.dtype) if hasattr(column, "cat") else column
    codes, names = pd.factorize(plain, sort=True)
    return codes.astype(np.int64), pd.Index(names)


def _order_keys(frame: pd.DataFrame, seconds: Whole) -> list[Whole]:
    """Keys for lexsort, the least significant first."""
    keys = [seconds, *(_codes(frame[name])[0] for name in ("job", "department", "entity"))]
    return [*keys, _codes(frame["start"])[0]] if "start" in frame else keys


def _table(names: "pd.Index[Any]", source: pd.DataFrame) -> pd.DataFrame:
    """Lines by employee code; every employee must have one row of them."""
    own = source[["employee", *THRESHOLDS]].drop_duplicates()
    twice = own["employee"][own["employee"].duplicated()]
    if len(twice):
        raise _bad(phrase("The hours frame has employees with two rules: {name}.", name=str(twice.iloc[0])))
    table = own.set_index("employee").reindex(names)
    without = table.index[table["workweek_start"].isna()]
    if len(without):
        raise _bad(
            phrase(
                "The hours frame has employees without a rule: {names}.",
                names=", ".join(map(str, without[:5])),
            )
        )
    return table.astype("int64")


def _days(frame: pd.DataFrame, order: Whole, employee: Whole, day: Whole, worked: Whole) -> _Days:
    first = _starts(employee, day)
    length = np.add.reduceat(worked, first) if len(first) else worked
    if "holiday" in frame:
        flags = frame["holiday"].to_numpy(dtype=bool)[order]
        holiday = np.maximum.reduceat(flags, first) if len(first) else flags
    else:
        holiday = np.zeros(len(first), dtype=bool)
    return _Days(first, employee[first], day[first], length, holiday)


def _starts(*keys: Whole) -> Whole:
    """Where a new group begins in sorted keys."""
    if not len(keys[0]):
        return np.empty(0, dtype=np.int64)
    changed = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return np.flatnonzero(np.concatenate(([True], changed))).astype(np.int64)


def _group(starts: Whole, size: int) -> Whole:
    """The group number of each row."""
    marks = np.zeros(size, dtype=np.int64)
    marks[starts[1:]] = 1
    return np.cumsum(marks)


def _before(amounts: Whole, starts: Whole) -> Whole:
    """The running sum before each row, beginning anew at each start."""
    total = np.cumsum(amounts) - amounts
    return total - total[starts][_group(starts, len(amounts))] if len(starts) else total


def _lines(table: pd.DataFrame, kind: StepKind) -> _Lines:
    over = table[[f"{kind}_over_{n}" for n in range(SLOTS[kind])]].to_numpy(dtype=np.int64)
    rate = table[[f"{kind}_rate_{n}" for n in range(SLOTS[kind])]].to_numpy(dtype=np.int64)
    return _Lines(over, rate)


@dataclass(frozen=True, slots=True)
class _Bands:
    """Bands by day: from ``start`` to ``end``, at ``rate``; past ``raised_from`` at least ``raised``."""

    start: Whole
    end: Whole
    rate: Whole
    raised_from: Whole
    raised: Whole


def _bands(days: _Days, table: pd.DataFrame) -> _Bands:
    week_day = (days.day + THURSDAY - table["workweek_start"].to_numpy()[days.employee]) % 7
    weeks = _starts(days.employee, days.day - week_day)
    parts = [_lines(table, "daily").take(days.employee)]
    parts.append(_lines(table, "seventh_day").take(days.employee).where(_seventh(days, week_day, weeks)))
    parts.append(_lines(table, "holiday").take(days.employee).where(days.holiday))
    by_day = _dearest(_joined(parts))
    regular = np.minimum(by_day.over[:, 0], days.length)
    counted = _before(regular, weeks)
    weekly = _lines(table, "weekly").take(days.employee)
    by_week = _dearest(_Lines(np.maximum(weekly.over - counted[:, None], 0), weekly.rate))
    start = np.concatenate([by_week.over, by_day.over], axis=1)
    end = np.concatenate([_ends(by_week.over, regular), _ends(by_day.over, days.length)], axis=1)
    rate = np.concatenate([by_week.rate, by_day.rate], axis=1)
    raised = _lines(table, "overtime_of_day").take(days.employee)
    begins = np.minimum(by_week.over[:, 0], regular)
    return _Bands(start, end, rate, begins + raised.over[:, 0], raised.rate[:, 0])


def _seventh(days: _Days, week_day: Whole, weeks: Whole) -> Flags:
    """The last day of a workweek in which all seven days have work."""
    if not len(weeks):
        return np.zeros(0, dtype=bool)
    worked = np.add.reduceat((days.length > 0).astype(np.int64), weeks)
    seventh: Flags = (week_day == 6) & (worked[_group(weeks, len(days.day))] == 7)
    return seventh


def _joined(parts: Iterable[_Lines]) -> _Lines:
    listed = list(parts)
    return _Lines(
        np.concatenate([part.over for part in listed], axis=1),
        np.concatenate([part.rate for part in listed], axis=1),
    )


def _dearest(lines: _Lines) -> _Lines:
    """Lines by height, each with the dearest rate that reaches it."""
    by_height = np.argsort(lines.over, axis=1, kind="stable")
    over = np.take_along_axis(lines.over, by_height, axis=1)
    rate = np.take_along_axis(lines.rate, by_height, axis=1)
    return _Lines(over, np.maximum.accumulate(rate, axis=1))


def _ends(over: Whole, last: Whole) -> Whole:
    """A band ends where the next one begins, and no later than ``last``."""
    following = np.concatenate([over[:, 1:], np.full((len(over), 1), NEVER)], axis=1)
    ends: Whole = np.minimum(following, last[:, None])
    return ends


def _overlaps(worked: Whole, days: _Days, bands: _Bands, size: int) -> Whole:
    """Rows of overtime, under 2, 2 and more, premium weight; columns in sorted order."""
    group = _group(days.first_row, size)
    begins = _before(worked, days.first_row)
    ends = begins + worked
    raised_from = bands.raised_from[group]
    found = np.zeros((4, size), dtype=np.int64)
    for band in range(bands.start.shape[1]):  # a handful of lines, not rows
        start, end, rate = bands.start[:, band], bands.end[:, band], bands.rate[:, band]
        if not (start < end).any():
            continue
        low, high = np.maximum(begins, start[group]), np.minimum(ends, end[group])
        below = np.maximum(np.minimum(high, raised_from) - low, 0)
        above = np.maximum(high - np.maximum(low, raised_from), 0)
        _add(found, below, rate[group])
        _add(found, above, np.maximum(rate, bands.raised)[group])
    return found


def _add(found: Whole, seconds: Whole, rate: Whole) -> None:
    double = rate >= DOUBLE
    found[0] += seconds
    found[1] += np.where(double, 0, seconds)
    found[2] += np.where(double, seconds, 0)
    found[3] += seconds * (rate - BASIS)
