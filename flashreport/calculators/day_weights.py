"""Day counts over whole columns: the days from one date to another as a convention counts them.

Sources: the 2006 ISDA definitions, section 4.16, for ACT/360, ACT/365 Fixed, ACT/ACT, 30/360,
30E/360 and 30E/360 (ISDA); the SIA rules for 30/360 US.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.exact_columns import Whole

if TYPE_CHECKING:
    Dates = pd.Series[pd.Timestamp]

_LEAP, _COMMON = 366, 365
_DAY = pd.Timedelta(days=1)


def day_weights(
    since: "Dates", dates: "Dates", convention: "pd.Series[str]", maturity: "Dates"
) -> tuple[Whole, Whole]:
    """What each date adds to the days since ``since``, and the days of the year that divide it.

    The weights of the dates from ``since`` on add up to the days that the convention counts
    over the whole period, day in and day out, wherever it is cut. Under ACT/ACT a day weighs as
    many as the other kind of year has, over the product of both.
    """
    names = convention.to_numpy().astype(object)
    actual: Whole = np.ones(len(dates), dtype=np.int64)
    until_next = thirty_days(since, dates + _DAY, names, maturity)
    thirty = until_next - thirty_days(since, dates, names, maturity)
    of_year: Whole = np.where(dates.dt.is_leap_year, _COMMON, _LEAP).astype(np.int64)
    weight: Whole = np.select(
        [np.isin(names, ("act/360", "act/365")), names == "act/act"], [actual, of_year], thirty
    )
    basis: Whole = np.select([names == "act/365", names == "act/act"], [_COMMON, _COMMON * _LEAP], 360)
    return weight, basis.astype(np.int64)


def thirty_days(start: "Dates", end: "Dates", names: npt.NDArray[np.object_], maturity: "Dates") -> Whole:
    """Days from ``start`` (in) to ``end`` (out) under the 30/360 convention of each row's name."""
    first, last = start.dt.day.to_numpy(np.int64), end.dt.day.to_numpy(np.int64)
    first_ends, last_ends = _ends_february(start), _ends_february(end)
    isda, american = names == "30e/360 isda", names == "30/360 us"
    eurobond = isda | (names == "30e/360")
    first = np.where(first_ends & (isda | american), 30, np.minimum(first, 30))
    at_maturity = (end == maturity).to_numpy(bool)
    last = np.where(last_ends & (isda & ~at_maturity | american & first_ends), 30, last)
    last = np.where((last == 31) & (eurobond | (first == 30)), 30, last)
    years = (end.dt.year - start.dt.year).to_numpy(np.int64)
    months = (end.dt.month - start.dt.month).to_numpy(np.int64)
    counted: Whole = 360 * years + 30 * months + last - first
    return counted


def _ends_february(dates: "Dates") -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = ((dates.dt.month == 2) & dates.dt.is_month_end).to_numpy(bool)
    return found
