"""Average loans of each line: of the last 13 weeks, and of the fiscal year to date, half up.

Every calendar day counts once, a day without a balance with the one that it carries.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.measure_frame import KEYS, empty, stacked

WEEKS_DAYS = 91


def averages(frame: pd.DataFrame, years: npt.NDArray[np.datetime64]) -> pd.DataFrame:
    """``credit.average_13_weeks`` and ``credit.average_year`` from the rows of ``credit.drawn``.

    Of 13 weeks from the 91st day on. ``years`` are the sorted first days of fiscal years.
    """
    drawn = frame[frame["measure"] == "credit.drawn"].sort_values([*KEYS, "date"], ignore_index=True)
    if drawn.empty:
        return empty()
    keys = drawn.groupby(KEYS, observed=True, sort=False)
    sums = keys["value"].cumsum()
    count = keys.cumcount() + 1
    before = sums.groupby(keys.ngroup()).shift(WEEKS_DAYS, fill_value=0)
    weeks = drawn.assign(measure="credit.average_13_weeks", value=_half_up(sums - before, WEEKS_DAYS))
    year = np.searchsorted(years.astype("datetime64[s]"), drawn["date"].to_numpy(), "right")
    to_date = drawn.groupby([keys.ngroup(), year], sort=False)
    of_year = _half_up(to_date["value"].cumsum(), to_date.cumcount() + 1)
    return stacked([weeks[count >= WEEKS_DAYS], drawn.assign(measure="credit.average_year", value=of_year)])


def _half_up(total: "pd.Series[int]", days: "pd.Series[int] | int") -> "pd.Series[int]":
    return (2 * total + days) // (2 * days)
