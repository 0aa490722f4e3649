"""Credit lines: limit, cap, use, availability, over-advance, paydown and path to target, pace.

Every line has a value for each day from its first balance; a day without one carries the
last and is stale. A line within another one counts with that one, and by itself as a sub-limit.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.borrowing_base import base_days, base_items, bases, calculate_base
from flashreport.calculators.line_cap import with_cap, with_use
from flashreport.calculators.line_days import line_days, line_terms
from flashreport.calculators.line_path import with_path, with_paydown
from flashreport.calculators.tidy_columns import tidy_columns
from flashreport.calculators.whole_sums import whole_sums
from flashreport.domain.measure_frame import empty, stacked

PACE_DAYS = 20
_WHOLE = ["limit", "cap", "drawn", "letters_of_credit", "used", "available", "over_advance", "lost_to_base"]
_WHERE_GIVEN = ["paydown", "paydown_per_day", "paydown_from_collections", "path", "behind_path"]
_OF_LINES = ["days_to_limit", "days_to_target", "days_behind"]


def calculate_credit(
    lines: pd.DataFrame,
    balances: pd.DataFrame,
    working: npt.NDArray[np.datetime64],
    until: pd.Timestamp,
    *,
    terms: pd.DataFrame | None = None,
    certificates: pd.DataFrame | None = None,
    receivables: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """All credit measures but interest, fees and covenants, of all lines and days, up to ``until``.

    ``lines``: line, entity, limit (minor units) and terms, see ``line_terms``. ``balances``:
    line, date, drawn, letters_of_credit, swing_line. ``working`` are the working days, sorted.
    ``terms``, ``certificates`` and ``receivables`` make the borrowing bases.
    """
    if lines.empty:
        return empty()
    items = base_items(terms, certificates, receivables)
    pledged = base_days(items, line_terms(lines), until) if not items.empty else pd.DataFrame()
    held = bases(pledged) if not pledged.empty else pd.DataFrame()
    parts = [calculate_base(pledged, held)] if not held.empty else []
    if not balances[balances["date"] <= until].empty:
        daily = with_use(with_cap(line_days(lines, balances, until), held, _with_base(items, terms)))
        daily = with_paydown(daily, working)
        daily = _paces(with_path(daily, working), "line")
        parts += _measures(daily)
    return stacked(parts)


def _with_base(items: pd.DataFrame, terms: pd.DataFrame | None) -> set[str]:
    """The lines that have a borrowing base, even if nothing tells of it yet."""
    named = set() if terms is None else set(terms["line"])
    return named | (set(items["line"]) if not items.empty else set())


def _paces(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """``rows``, sorted by key and date, with the days until limit and target at the pace of PACE_DAYS."""
    before = rows.groupby(key, observed=True)["used"].shift(PACE_DAYS)
    if "lines" in rows:
        same = rows.groupby(key, observed=True)["lines"].shift(PACE_DAYS) == rows["lines"]
        before = before.where(same)
    rise = (rows["used"] - before).astype("Int64")
    return rows.assign(
        days_to_limit=_days_at_pace(rows["available"], rise),
        days_to_target=_days_at_pace(rows["paydown"], -rise),
    )


def _days_at_pace(distance: "pd.Series[int]", rise: "pd.Series[int]") -> "pd.Series[int]":
    """Days until ``distance`` is gone, rounded up, when ``rise`` is the change of PACE_DAYS days.

    Null when it doesn't move that way; 0 when there is no distance left.
    """
    away = distance.astype("Int64")
    moving = rise.where(rise > 0)
    found = -((-(away.clip(lower=0) * PACE_DAYS)) // moving)
    return found.mask((away <= 0).fillna(False), 0).astype("Int64")


def _measures(daily: pd.DataFrame) -> list[pd.DataFrame]:
    top, inner = daily[daily["within"].isna()], daily[daily["within"].notna()]
    names = [*_WHOLE, *_WHERE_GIVEN, *_OF_LINES]
    parts = []
    for entity in (None, ""):
        for rows, dimension in ((top, "line"), (inner, "sub_limit")):
            own = rows if entity is None else rows.assign(entity=entity)
            parts.append(tidy_columns(own, "credit", names, dimension, "line"))
        totals = _totals(top if entity is None else top.assign(entity=entity))
        parts.append(tidy_columns(totals, "credit", [name for name in names if name != "days_behind"]))
    return parts


def _totals(top: pd.DataFrame) -> pd.DataFrame:
    """Sums per entity and day: of caps only where every line has one, of paydowns of those that have one."""
    keys = ["entity", "date"]
    totals = whole_sums(top, keys, _WHOLE)
    given = top.groupby(keys, observed=True)[_WHERE_GIVEN].sum(min_count=1).reset_index()
    counted = top.groupby(keys, observed=True).size().rename("lines").reset_index()
    found = totals.merge(given, on=keys).merge(counted, on=keys).sort_values(keys, ignore_index=True)
    return _paces(found, "entity")
