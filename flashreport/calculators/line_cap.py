"""What caps a line on each day, what is used of it, and what is left.

The cap is the limit, the borrowing base, the lesser of both, or the lesser of base and elected
commitment, less the reserves. A line that has a base has no cap while its base is not known.
"""

import pandas as pd


def with_cap(daily: pd.DataFrame, bases: pd.DataFrame, with_base: set[str]) -> pd.DataFrame:
    """``daily`` with ``cap``, ``base`` and what the base keeps out of reach of the limit.

    ``bases``: line, date, borrowing_base, stale. Where an old base decides the cap, the day is stale.
    """
    limit = daily["limit"].astype("Int64")
    base, old, collected = _base(daily, bases)
    elected = daily["elected"].fillna(limit)
    rule = daily["cap"].where(daily["line"].isin(with_base) | (daily["cap"] != "lesser"), "limit")
    cap = limit.where(rule == "limit", base)
    cap = cap.mask((rule == "lesser") & (base > limit).fillna(False), limit)
    cap = cap.mask((rule == "elected") & (base > elected).fillna(False), elected)
    by_base = (rule != "limit") & (cap == base).fillna(False)
    return daily.assign(
        base=base.where(rule != "limit"),
        collected_rate=collected,
        most=limit.where(rule == "lesser", elected.where(rule == "elected")),
        lost_to_base=(limit - cap).clip(lower=0),
        cap=cap - daily["reserves"],
        stale=daily["stale"] | (old & by_base),
    )


def _base(
    daily: pd.DataFrame, bases: pd.DataFrame
) -> "tuple[pd.Series[int], pd.Series[bool], pd.Series[int]]":
    """The base, whether it is old, and the advance rate of what is collected."""
    none = pd.Series(pd.NA, index=daily.index, dtype="Int64")
    if bases.empty:
        return none, pd.Series(False, index=daily.index), none
    known = bases[["line", "date", "borrowing_base", "collected_rate", "stale"]]
    known = known.rename(columns={"stale": "old"})
    met = daily[["line", "date"]].merge(known, how="left", on=["line", "date"]).set_axis(daily.index)
    return met["borrowing_base"].astype("Int64"), met["old"].eq(True), met["collected_rate"].astype("Int64")


def with_use(daily: pd.DataFrame) -> pd.DataFrame:
    """``daily`` with what is used, available and over-advanced; a line within one has no more than that.

    ``available`` is negative in an over-advance. What a line within has left is bounded by what the
    line that holds it has left.
    """
    used = daily["drawn"] + daily["letters_of_credit"]
    left = daily["cap"] - used
    over = (-left).clip(lower=0)
    outer = daily[["line", "date"]].assign(outer=left).rename(columns={"line": "within"})
    outer = outer[outer["within"].isin(daily["within"])]
    room = daily[["within", "date"]].merge(outer, how="left", on=["within", "date"])["outer"]
    room = room.astype("Int64").set_axis(daily.index)
    bounded = left.mask((room < left).fillna(False), room)
    return daily.assign(used=used, available=bounded, over_advance=over)
