"""Cash: opening, in, out, transfers and closing, per account, category, entity and group.

Closing balances come from the statements. Between two statements they are rolled forward
with the movements, after the last one they are carried and marked stale.
"""

import numpy as np
import pandas as pd

from flashreport.domain.measure_frame import empty, tidy, with_group

_ACCOUNT = ["entity", "account"]
_DAY = pd.Timedelta(days=1)


def calculate_cash(
    movements: pd.DataFrame, balances: pd.DataFrame, transfers: tuple[str, ...], until: pd.Timestamp
) -> pd.DataFrame:
    """All cash measures of all entities and days, up to ``until``.

    ``movements``: entity, account, category, date, receipts, disbursements. ``balances``:
    entity, account, date, opening, closing. Money is Int64 in minor units.
    """
    movements = movements[movements["date"] <= until]
    balances = balances[balances["date"] <= until]
    if movements.empty and balances.empty:
        return empty()
    days = account_days(movements, balances)
    # an opening balance speaks for the day before, but does not say that it was reported
    reported = balances[balances["closing"].notna()]
    quiet = reported.assign(category="", receipts=0, disbursements=0)
    columns = ["entity", "account", "category", "date", "receipts", "disbursements"]
    held = [rows[columns] for rows in (movements, quiet) if not rows.empty]
    covered = pd.concat(held, ignore_index=True) if held else movements
    return pd.concat([cash_flows(covered, transfers), cash_balances(days, until)], ignore_index=True)


def cash_flows(movements: pd.DataFrame, transfers: tuple[str, ...]) -> pd.DataFrame:
    """Measures of ``movements`` (entity, account, category, date, receipts, disbursements).

    Money in minor units; categories in ``transfers`` are shown apart, net. A row with the
    category '' says that the account was reported on that day, with or without movement.
    """
    if movements.empty:
        return empty()
    inside = movements["category"].isin(transfers)
    flows = movements[~inside].assign(net=lambda frame: frame["receipts"] - frame["disbursements"])
    names = ["receipts", "disbursements", "net"]
    rows = {"": flows, "account": flows, "category": flows[flows["category"] != ""]}
    parts = [
        tidy(frame, f"cash.{name}", name, dimension, dimension or None)
        for dimension, held in rows.items()
        for frame in [_sums(held, dimension, names)]
        for name in names
    ]
    moved = movements[inside | (movements["category"] == "")].assign(
        transfers=lambda frame: frame["receipts"] - frame["disbursements"]
    )
    if not moved.empty:
        parts += [
            tidy(
                _sums(moved, dimension, ["transfers"]),
                "cash.transfers",
                "transfers",
                dimension,
                dimension or None,
            )
            for dimension in ("", "account")
        ]
    return pd.concat(parts, ignore_index=True)


def _sums(frame: pd.DataFrame, dimension: str, names: list[str]) -> pd.DataFrame:
    by = [*([dimension] if dimension else []), "date"]
    own = frame.groupby(["entity", *by], as_index=False, observed=True)[names].sum()
    return with_group(own, by, names)


def account_days(movements: pd.DataFrame, balances: pd.DataFrame) -> pd.DataFrame:
    """One row per account and day from its first to its newest day with data.

    Columns: entity, account, date, net (0 on a day without movement), given (the statement's
    closing balance or null), balance (rolled where not given; null when no statement anchors it).
    """
    net = (
        movements.assign(net=movements["receipts"] - movements["disbursements"])
        .groupby([*_ACCOUNT, "date"], as_index=False, observed=True)["net"]
        .sum()
    )
    given = _given(balances)
    spine = _every_day(pd.concat([net[[*_ACCOUNT, "date"]], given[[*_ACCOUNT, "date"]]]))
    days = spine.merge(net, how="left", on=[*_ACCOUNT, "date"]).merge(
        given, how="left", on=[*_ACCOUNT, "date"]
    )
    days["net"] = days["net"].astype("Int64").fillna(0)
    account = days.groupby(_ACCOUNT, observed=True, sort=False)
    rolled = account["net"].cumsum()
    anchor = (days["given"] - rolled).astype("Int64")
    anchors = anchor.groupby([days[key] for key in _ACCOUNT], observed=True, sort=False)
    days["balance"] = rolled + anchors.ffill().fillna(anchors.bfill())
    return days


def _given(balances: pd.DataFrame) -> pd.DataFrame:
    """Closing balances by day; an opening balance counts as the closing of the day before."""
    if balances.empty:
        none = pd.DataFrame({name: [] for name in [*_ACCOUNT, "date", "given"]}, dtype="object")
        return none.astype({"date": "datetime64[s]", "given": "Int64"})
    closing = balances[balances["closing"].notna()].rename(columns={"closing": "given"})
    opening = balances[balances["opening"].notna()].rename(columns={"opening": "given"})
    opening = opening.assign(date=opening["date"] - _DAY)
    columns = [*_ACCOUNT, "date", "given"]
    both = pd.concat([closing[columns], opening[columns]], ignore_index=True)
    return both.drop_duplicates([*_ACCOUNT, "date"], keep="first")


def _every_day(seen: pd.DataFrame) -> pd.DataFrame:
    """Every calendar day of each account from its first to its last."""
    bounds = seen.groupby(_ACCOUNT, as_index=False, observed=True)["date"].agg(["min", "max"])
    lengths = ((bounds["max"] - bounds["min"]).dt.days + 1).to_numpy(np.int64)
    spine = bounds.loc[bounds.index.repeat(lengths), [*_ACCOUNT, "min"]].reset_index(drop=True)
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    spine["date"] = (spine["min"] + pd.to_timedelta(offset, unit="D")).astype("datetime64[s]")
    return spine.drop(columns="min")


def cash_balances(days: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Opening and closing cash from :func:`account_days`, carried to ``until`` and marked stale."""
    known = days[days["balance"].notna()]
    if known.empty:
        return empty()
    known = _carried(known[[*_ACCOUNT, "date", "balance"]], until)
    opened = known.assign(date=known["date"] + _DAY)
    opened = opened[opened["date"] <= until]
    parts = []
    for measure, frame in (("cash.closing", known), ("cash.opening", opened)):
        parts += [_stock(frame, measure, dimension) for dimension in ("", "account")]
    return pd.concat(parts, ignore_index=True)


def _carried(known: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The last balance of each account repeated up to ``until``."""
    last = known.loc[known.groupby(_ACCOUNT, observed=True)["date"].idxmax()]
    last = last[last["date"] < until]
    if last.empty:
        return known.assign(stale=False)
    ends = last.assign(date=pd.Series(until, index=last.index).astype("datetime64[s]"))
    later = _every_day(pd.concat([last[[*_ACCOUNT, "date"]], ends[[*_ACCOUNT, "date"]]]))
    later = later.merge(last[[*_ACCOUNT, "balance"]], on=_ACCOUNT)
    later = later.merge(last[[*_ACCOUNT, "date"]], on=_ACCOUNT, suffixes=("", "_last"))
    later = later[later["date"] > later["date_last"]]
    return pd.concat([known.assign(stale=False), later.assign(stale=True)])[
        [*_ACCOUNT, "date", "balance", "stale"]
    ].reset_index(drop=True)


def _stock(frame: pd.DataFrame, measure: str, dimension: str) -> pd.DataFrame:
    by = ["entity", *([dimension] if dimension else []), "date"]
    own = frame.groupby(by, as_index=False, observed=True).agg(
        balance=("balance", "sum"), stale=("stale", "any"), accounts=("account", "nunique")
    )
    group = frame.groupby(by[1:], as_index=False, observed=True).agg(
        balance=("balance", "sum"), stale=("stale", "any"), accounts=("account", "size")
    )
    group["entity"] = ""
    both = pd.concat([own, group], ignore_index=True)
    if not dimension:  # a total that lacks one account would be a wrong total
        whole = both.groupby("entity")["accounts"].transform("max")
        both = both[both["accounts"] == whole]
    return tidy(both, measure, "balance", dimension, dimension or None)
