"""Overtime of all employees at once, on the rows where it was worked.

The same bands as ``flashreport.domain.overtime.hours`` as whole-column arithmetic.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from flashreport.calculators.overtime_bands import Whole, bands_of, days_of, overlaps
from flashreport.calculators.overtime_lines import BASIS, THRESHOLDS
from flashreport.errors import FlashreportError, phrase

COLUMNS = ("employee", "entity", "department", "job", "date", "seconds")
DOUBLE = 2 * BASIS


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
    found = parts_of(frame, lines)
    size = len(frame)
    double = found.rate >= DOUBLE
    return frame.assign(
        overtime=_summed(found.row, found.seconds, size),
        ot_15=_summed(found.row[~double], found.seconds[~double], size),
        ot_20=_summed(found.row[double], found.seconds[double], size),
        premium_weight=_summed(found.row, found.seconds * (found.rate - BASIS), size),
    )


def _summed(row: Whole, amount: Whole, size: int) -> Whole:
    total = np.zeros(size, dtype=np.int64)
    np.add.at(total, row, amount)
    return total


@dataclass(frozen=True, slots=True)
class Parts:
    """Overtime in pieces. ``row`` is a position in the frame; ``rate`` counts ten-thousandths.

    ``order`` holds the positions of all rows, sorted by employee and time; ``employee`` and
    ``day`` are codes and day numbers by position, ``names`` what the codes stand for.
    """

    order: Whole
    employee: Whole
    names: "pd.Index[Any]"
    day: Whole
    row: Whole
    rate: Whole
    seconds: Whole


def parts_of(frame: pd.DataFrame, lines: pd.DataFrame | None = None) -> Parts:
    """The overtime of :func:`overtime_frame` in pieces: a row may have several multipliers."""
    _check(frame, lines)
    employee, names = _codes(frame["employee"])
    table = _table(names, frame if lines is None else lines)
    day = frame["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    seconds = frame["seconds"].to_numpy(dtype=np.int64)
    order = np.lexsort((*_order_keys(frame, seconds), day, employee))
    flags = frame["holiday"].to_numpy(dtype=bool) if "holiday" in frame else np.zeros(len(frame), dtype=bool)
    days = days_of(employee[order], day[order], seconds[order], flags[order])
    row, rate, length = overlaps(seconds[order], days, bands_of(days, table))
    return Parts(order, employee, names, day, order[row], rate, length)


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
    if isinstance(column.dtype, pd.CategoricalDtype) and column.cat.categories.is_monotonic_increasing:
        used, codes = np.unique(column.cat.codes, return_inverse=True)
        if not len(used) or used[0] >= 0:
            return codes.astype(np.int64), column.cat.categories[used]
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
