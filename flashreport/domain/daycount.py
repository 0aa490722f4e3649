"""Day count conventions: how many days and what part of a year a period is.

A period runs from its start day (in) to its end day (out). Sources: the 2006 ISDA
definitions, section 4.16, for ACT/360, ACT/365 Fixed, ACT/ACT, 30/360, 30E/360 and
30E/360 (ISDA); ICMA rule 251 for ACT/ACT ICMA; the SIA rules for 30/360 US.
"""

from calendar import isleap, monthrange
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from flashreport.errors import FlashreportError, phrase


class DayCount(StrEnum):
    """The conventions, by the names that agreements print."""

    ACT_360 = "ACT/360"
    ACT_365F = "ACT/365F"
    ACT_ACT_ISDA = "ACT/ACT ISDA"
    BOND_30_360 = "30/360"
    EUROBOND_30E_360 = "30E/360"
    ISDA_30E_360 = "30E/360 ISDA"
    US_30_360 = "30/360 US"


_ALIASES = {
    "ACTUAL/360": DayCount.ACT_360,
    "ACT/365": DayCount.ACT_365F,
    "ACTUAL/365": DayCount.ACT_365F,
    "ACT/365 FIXED": DayCount.ACT_365F,
    "ACTUAL/365 FIXED": DayCount.ACT_365F,
    "ACT/ACT": DayCount.ACT_ACT_ISDA,
    "ACTUAL/ACTUAL": DayCount.ACT_ACT_ISDA,
    "ACTUAL/ACTUAL ISDA": DayCount.ACT_ACT_ISDA,
    "30/360 BOND BASIS": DayCount.BOND_30_360,
    "BOND BASIS": DayCount.BOND_30_360,
    "EUROBOND BASIS": DayCount.EUROBOND_30E_360,
    "30U/360": DayCount.US_30_360,
}


def day_count(name: str) -> DayCount:
    """The convention of that name, in any case and with its common other names.

    Raises ``domain.unknown-day-count`` for a name that is not one of them.
    """
    wanted = " ".join(name.upper().replace("(", " ").replace(")", " ").split())
    known = {str(convention): convention for convention in DayCount} | _ALIASES
    if wanted not in known:
        raise FlashreportError(
            "domain.unknown-day-count",
            phrase("There is no day count convention '{name}'.", name=name),
            phrase("Use one of: {names}.", names=", ".join(DayCount)),
        )
    return known[wanted]


def days(start: date, end: date, convention: DayCount, *, maturity: date | None = None) -> int:
    """Days from ``start`` (in) to ``end`` (out) as ``convention`` counts them.

    ``maturity`` is the loan's termination date. Only 30E/360 ISDA reads it: a February
    month end that is the termination date is not moved to the 30th.
    """
    _in_order(start, end)
    if convention is DayCount.BOND_30_360:
        return _thirty(start, end, *_bond_days(start.day, end.day))
    if convention is DayCount.EUROBOND_30E_360:
        return _thirty(start, end, min(start.day, 30), min(end.day, 30))
    if convention is DayCount.ISDA_30E_360:
        last = min(end.day, 30) if end == maturity else _month_end_is_30(end)
        return _thirty(start, end, _month_end_is_30(start), last)
    if convention is DayCount.US_30_360:
        return _thirty(start, end, *_us_days(start, end))
    return (end - start).days


def year_fraction(start: date, end: date, convention: DayCount, *, maturity: date | None = None) -> Fraction:
    """The part of a year from ``start`` (in) to ``end`` (out), exact; ``maturity`` as in :func:`days`."""
    counted = days(start, end, convention, maturity=maturity)
    if convention is DayCount.ACT_ACT_ISDA:
        return _act_act(start, end)
    return Fraction(counted, 365 if convention is DayCount.ACT_365F else 360)


def icma_fraction(start: date, end: date, coupon_dates: Sequence[date], frequency: int) -> Fraction:
    """ACT/ACT ICMA: days over (``frequency`` times the days of the coupon period they fall in).

    ``coupon_dates`` are the regular, if need be notional, coupon dates in order. They must
    cover the period, so that a short or long first period is split at the notional dates.
    """
    _in_order(start, end)
    if not coupon_dates or coupon_dates[0] > start or coupon_dates[-1] < end:
        raise FlashreportError(
            "domain.history-gap",
            phrase("The coupon dates do not cover {start} to {end}.", start=start, end=end),
            "Give the notional coupon dates before and after the period as well.",
        )
    parts = (
        Fraction(max(0, (min(end, after) - max(start, before)).days), frequency * (after - before).days)
        for before, after in pairwise(coupon_dates)
    )
    return sum(parts, Fraction(0))


def _in_order(start: date, end: date) -> None:
    if end < start:
        raise FlashreportError(
            "domain.period-reversed",
            phrase("The period ends on {end}, before it starts on {start}.", end=end, start=start),
            "Give the earlier date as the start.",
        )


def _thirty(start: date, end: date, first_day: int, last_day: int) -> int:
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + last_day - first_day


def _bond_days(first: int, last: int) -> tuple[int, int]:
    return min(first, 30), 30 if last == 31 and first >= 30 else last


def _us_days(start: date, end: date) -> tuple[int, int]:
    first, last = start.day, end.day
    if _ends_february(start):
        first = 30
        last = 30 if _ends_february(end) else last
    return _bond_days(first, last)


def _month_end_is_30(day: date) -> int:
    return 30 if _ends_february(day) else min(day.day, 30)


def _ends_february(day: date) -> bool:
    return day.month == 2 and day.day == monthrange(day.year, 2)[1]


def _act_act(start: date, end: date) -> Fraction:
    if start.year == end.year:
        return Fraction((end - start).days, _year_days(start.year))
    to_new_year = Fraction((date(start.year + 1, 1, 1) - start).days, _year_days(start.year))
    from_new_year = Fraction((end - date(end.year, 1, 1)).days, _year_days(end.year))
    return to_new_year + (end.year - start.year - 1) + from_new_year


def _year_days(year: int) -> int:
    return 366 if isleap(year) else 365
