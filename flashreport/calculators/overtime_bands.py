"""The bands of overtime: from which second of a day on work is dearer, for all days at once.

Rows are sorted by employee and time. Running sums give each row its interval of the day and
each day its interval of the week; what of a row is overtime at a multiplier is how far its
interval overlaps that multiplier's band. Seconds stay whole numbers throughout.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from flashreport.calculators.overtime_lines import NEVER, SLOTS
from flashreport.domain.overtime.rule import StepKind

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

THURSDAY = 3  # 1 January 1970


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines by row of some table: seconds ``over`` and ``rate`` in ten-thousandths, shape (rows, lines)."""

    over: Whole
    rate: Whole

    def take(self, rows: Whole) -> "Lines":
        """The lines of some rows, in their order."""
        return Lines(self.over[rows], self.rate[rows])

    def where(self, applies: Flags) -> "Lines":
        """The lines that apply; the others are out of reach. ``applies`` is by row, or by row and line."""
        held = applies if applies.ndim == 2 else applies[:, None]
        return Lines(np.where(held, self.over, NEVER), self.rate)


@dataclass(frozen=True, slots=True)
class Days:
    """One row per employee and day, sorted: its first row, how long, whether a holiday."""

    first_row: Whole
    employee: Whole
    day: Whole
    length: Whole
    holiday: Flags


def days_of(employee: Whole, day: Whole, worked: Whole, holiday: Flags) -> Days:
    """The days of sorted rows; a day is a holiday when any of its rows says so."""
    first = starts_of(employee, day)
    length = np.add.reduceat(worked, first) if len(first) else worked
    on = np.maximum.reduceat(holiday, first) if len(first) else holiday
    return Days(first, employee[first], day[first], length, on)


def starts_of(*keys: Whole) -> Whole:
    """Where a new group begins in sorted keys."""
    if not len(keys[0]):
        return np.empty(0, dtype=np.int64)
    changed = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return np.flatnonzero(np.concatenate(([True], changed))).astype(np.int64)


def group_of(starts: Whole, size: int) -> Whole:
    """The group number of each row."""
    marks = np.zeros(size, dtype=np.int64)
    marks[starts[1:]] = 1
    return np.cumsum(marks)


def before(amounts: Whole, starts: Whole) -> Whole:
    """The running sum before each row, beginning anew at each start."""
    total = np.cumsum(amounts) - amounts
    return total - total[starts][group_of(starts, len(amounts))] if len(starts) else total


def _slots(table: pd.DataFrame, kind: StepKind) -> list[int]:
    """The lines of a kind that anybody has, and the first: a line that nobody reaches is no work."""
    return [n for n in range(SLOTS[kind]) if not n or (table[f"{kind}_over_{n}"] < NEVER).any()]


def _lines_of(table: pd.DataFrame, kind: StepKind) -> Lines:
    slots = _slots(table, kind)
    over = table[[f"{kind}_over_{n}" for n in slots]].to_numpy(dtype=np.int64)
    rate = table[[f"{kind}_rate_{n}" for n in slots]].to_numpy(dtype=np.int64)
    return Lines(over, rate)


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands by day: from ``start`` to ``end``, at ``rate``; past ``raised_from`` at least ``raised``."""

    start: Whole
    end: Whole
    rate: Whole
    raised_from: Whole
    raised: Whole


def bands_of(days: Days, table: pd.DataFrame) -> Bands:
    """The bands of every day: those of the day itself, then the week's over what they left."""
    week_day = (days.day + THURSDAY - table["workweek_start"].to_numpy()[days.employee]) % 7
    weeks = starts_of(days.employee, days.day - week_day)
    parts = [_lines_of(table, "daily").take(days.employee)]
    parts.append(_lines_of(table, "seventh_day").take(days.employee).where(_seventh(days, week_day, weeks)))
    parts.append(_holidays(days, table))
    by_day = _dearest(_joined(parts))
    regular = np.minimum(by_day.over[:, 0], days.length)
    counted = before(regular, weeks)
    weekly = _lines_of(table, "weekly").take(days.employee)
    by_week = _dearest(Lines(np.maximum(weekly.over - counted[:, None], 0), weekly.rate))
    start = np.concatenate([by_week.over, by_day.over], axis=1)
    end = np.concatenate([_ends(by_week.over, regular), _ends(by_day.over, days.length)], axis=1)
    rate = np.concatenate([by_week.rate, by_day.rate], axis=1)
    raised = _lines_of(table, "overtime_of_day").take(days.employee)
    begins = np.minimum(by_week.over[:, 0], regular)
    return Bands(start, end, rate, begins + raised.over[:, 0], raised.rate[:, 0])


def _holidays(days: Days, table: pd.DataFrame) -> Lines:
    """Holiday lines hold on holidays and on the weekdays that each of them names."""
    names = [f"holiday_days_{n}" for n in _slots(table, "holiday")]
    weekdays = table[names].to_numpy(dtype=np.int64)[days.employee]
    named = (weekdays >> ((days.day + THURSDAY) % 7)[:, None]) & 1 == 1
    return _lines_of(table, "holiday").take(days.employee).where(named | days.holiday[:, None])


def _seventh(days: Days, week_day: Whole, weeks: Whole) -> Flags:
    """The last day of a workweek in which all seven days have work."""
    if not len(weeks):
        return np.zeros(0, dtype=bool)
    worked = np.add.reduceat((days.length > 0).astype(np.int64), weeks)
    seventh: Flags = (week_day == 6) & (worked[group_of(weeks, len(days.day))] == 7)
    return seventh


def _joined(parts: Iterable[Lines]) -> Lines:
    listed = list(parts)
    return Lines(
        np.concatenate([part.over for part in listed], axis=1),
        np.concatenate([part.rate for part in listed], axis=1),
    )


def _dearest(lines: Lines) -> Lines:
    """Lines by height, each with the dearest rate that reaches it."""
    by_height = np.argsort(lines.over, axis=1, kind="stable")
    over = np.take_along_axis(lines.over, by_height, axis=1)
    rate = np.take_along_axis(lines.rate, by_height, axis=1)
    return Lines(over, np.maximum.accumulate(rate, axis=1))


def _ends(over: Whole, last: Whole) -> Whole:
    """A band ends where the next one begins, and no later than ``last``."""
    following = np.concatenate([over[:, 1:], np.full((len(over), 1), NEVER)], axis=1)
    ends: Whole = np.minimum(following, last[:, None])
    return ends


def overlaps(worked: Whole, days: Days, bands: Bands) -> tuple[Whole, Whole, Whole]:
    """What of each row lies in which band: row, rate and seconds of each piece that is there."""
    group = group_of(days.first_row, len(worked))
    begins = before(worked, days.first_row)
    ends = begins + worked
    raised_from = bands.raised_from[group]
    pieces = []
    for band in range(bands.start.shape[1]):  # a handful of lines, not rows
        start, end, rate = bands.start[:, band], bands.end[:, band], bands.rate[:, band]
        if not (start < end).any():
            continue
        low, high = np.maximum(begins, start[group]), np.minimum(ends, end[group])
        pieces.append(_piece(np.minimum(high, raised_from) - low, rate[group]))
        dearer = np.maximum(rate, bands.raised)[group]
        pieces.append(_piece(high - np.maximum(low, raised_from), dearer))
    if not pieces:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, nothing
    row, rate, seconds = (np.concatenate([piece[n] for piece in pieces]) for n in range(3))
    return row, rate, seconds


def _piece(seconds: Whole, rate: Whole) -> tuple[Whole, Whole, Whole]:
    there = np.flatnonzero(seconds > 0)
    return there, rate[there], seconds[there]
