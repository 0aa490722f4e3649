"""The days that are worked, all at once."""

from datetime import date

import numpy as np
import numpy.typing as npt

from flashreport.domain.calendar import BusinessCalendar

_MONDAY = 3  # 1 January 1970 was a Thursday


def working_days(calendar: BusinessCalendar, first: date, last: date) -> npt.NDArray[np.datetime64]:
    """The working days from ``first`` to ``last``, sorted; the same as ``calendar.is_working`` of each."""
    every = every_date(first, last)
    weekday = (every.astype(np.int64) + _MONDAY) % 7
    free = np.isin(weekday, list(calendar.weekend)) | np.isin(
        every, _dates([*calendar.closed, *calendar.holidays])
    )
    found: npt.NDArray[np.datetime64] = every[~free | np.isin(every, _dates([*calendar.opened]))]
    return found


def every_date(first: date, last: date) -> npt.NDArray[np.datetime64]:
    """All dates from ``first`` to ``last``, both included."""
    return np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)


def _dates(listed: list[date]) -> npt.NDArray[np.datetime64]:
    return np.array(listed, dtype="datetime64[D]")
