"""The yearly rate of each line on each day: its one rate, or the newest of its dated ones.

A floating rate is the index, not under its floor, plus the margin; the floor bounds the index.
"""

import pandas as pd

KINDS = {"interest": "rate", "unused_fee": "unused_fee", "letters_fee": "letters_fee"}


def with_rates(daily: pd.DataFrame, rates: pd.DataFrame | None) -> pd.DataFrame:
    """``daily`` with ``interest``, ``unused_fee`` and ``letters_fee`` in millionths a year.

    ``rates``: line, date, kind, rate, floor, margin; a row holds from its date on. Days before
    a line's first row of a kind have the rate that the line itself names, or none.
    """
    dated = None if rates is None or rates.empty else _all_in(rates)
    found = daily
    for kind, own in KINDS.items():
        given = daily[own] if dated is None else _dated(daily, dated[dated["kind"] == kind], own)
        found = found.assign(**{kind: given.to_numpy()})
    return found


def _all_in(rates: pd.DataFrame) -> pd.DataFrame:
    index = rates["rate"].astype("Int64")
    floor = rates["floor"].astype("Int64")
    bounded = index.where(floor.isna() | (index >= floor), floor)
    total = (bounded + rates["margin"].astype("Int64").fillna(0)).clip(lower=0)
    return rates.assign(all_in=total, kind=rates["kind"].fillna("interest"))


def _dated(daily: pd.DataFrame, rates: pd.DataFrame, own: str) -> "pd.Series[int]":
    if rates.empty:
        return daily[own]
    left = daily[["line", "date", own]].reset_index(names="place").sort_values("date", kind="stable")
    right = rates[["line", "date", "all_in"]].sort_values("date", kind="stable")
    left, right = (frame.astype({"line": "object"}) for frame in (left, right))
    met = pd.merge_asof(left, right, on="date", by="line").set_index("place").reindex(daily.index)
    return met["all_in"].astype("Int64").fillna(met[own])
