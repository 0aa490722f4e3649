"""Cash: opening, in, out, transfers and closing, per account, category, entity and group.

Closing balances come from the statements. Between two statements they are rolled forward
with the movements, after the last one they are carried and marked stale. In other currencies
than the account's, movements are told at the day's rate and balances at the closing rate.
"""

import numpy as np
import pandas as pd

from flashreport.calculators.cash_steps import cash_steps, steps_of
from flashreport.calculators.reported import reported_cash, reported_statements
from flashreport.domain.exchange import ONE_CURRENCY, Exchange, summed
from flashreport.domain.grouped import grouped_sums
from flashreport.domain.key_columns import filled
from flashreport.domain.measure_frame import empty, of_group, stacked, tidy

ACCOUNT = ["entity", "account", "currency"]
_DAY = pd.Timedelta(days=1)
_MOVED = ["receipts", "disbursements"]


def calculate_cash(
    movements: pd.DataFrame,
    balances: pd.DataFrame,
    transfers: tuple[str, ...],
    until: pd.Timestamp,
    exchange: Exchange = ONE_CURRENCY,
) -> pd.DataFrame:
    """All cash measures of all entities and days, up to ``until``.

    ``movements``: entity, account, currency, category, date, receipts, disbursements.
    ``balances``: entity, account, currency, date, opening, closing. Money is Int64 in minor units.
    """
    movements = movements[movements["date"] <= until]
    balances = balances[balances["date"] <= until]
    if movements.empty and balances.empty:
        return empty()
    days = account_days(movements, balances)
    # an opening balance speaks for the day before, but does not say that it was reported
    reported = balances[balances["closing"].notna()]
    quiet = reported.assign(category=filled(reported["account"], ""), receipts=0, disbursements=0)
    columns = [*ACCOUNT, "category", "date", *_MOVED]
    held = [rows[columns] for rows in (movements, quiet) if not rows.empty]
    covered = pd.concat(held, ignore_index=True) if held else movements
    known = _carried(days, until)
    steps = steps_of(days, known)
    flows = exchange.views(covered, _MOVED)
    parts = [
        cash_flows(flows, transfers),
        cash_balances(exchange.views(known, ["balance"]), until),
        cash_steps(flows, exchange.views(steps, ["balance", "gap"]), exchange),
        reported_statements(steps),
        *([] if exchange.single else [reported_cash(covered, known, transfers, exchange)]),
    ]
    return stacked(parts)


def cash_flows(views: list[pd.DataFrame], transfers: tuple[str, ...]) -> pd.DataFrame:
    """Measures of the movements (entity, account, category, date, receipts, disbursements).

    Money in minor units; categories in ``transfers`` are shown apart, net. A row with the
    category '' says that the account was reported on that day, with or without movement.
    """
    if all(view.empty for view in views):
        return empty()
    names = ["receipts", "disbursements", "net"]
    flows = [_netted(view[~view["category"].isin(transfers)], "net") for view in views]
    rows = {
        "": flows,
        "account": flows,
        "category": [view[view["category"] != ""] for view in flows],
        **({"currency": flows} if len(views) > 1 else {}),
    }
    parts = [
        tidy(frame, f"cash.{name}", name, dimension, dimension or None)
        for dimension, held in rows.items()
        for frame in [summed(held, [*([dimension] if dimension else []), "date"], names)]
        for name in names
    ]
    moved = [
        _netted(view[view["category"].isin(transfers) | (view["category"] == "")], "transfers")
        for view in views
    ]
    for dimension in ("", "account"):
        sums = summed(moved, [*([dimension] if dimension else []), "date"], ["transfers"])
        parts.append(tidy(sums, "cash.transfers", "transfers", dimension, dimension or None))
    return stacked(parts)


def _netted(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    return rows.assign(**{name: rows["receipts"] - rows["disbursements"]})


def account_days(movements: pd.DataFrame, balances: pd.DataFrame) -> pd.DataFrame:
    """One row per account and day from its first to its newest day with data.

    Columns: entity, account, currency, date, net (0 on a day without movement), given (the
    statement's closing balance or null), balance (rolled where not given; null when no statement
    anchors it).
    """
    moved = movements.assign(net=movements["receipts"] - movements["disbursements"])
    net = grouped_sums(moved, [*ACCOUNT, "date"], ["net"])
    given = _given(balances)
    keys = [*ACCOUNT, "date"]
    seen = [each[keys] for each in (net, given) if not each.empty]  # an empty one has no types
    days = _every_day(pd.concat(seen)).merge(net, how="left", on=keys)
    if given.empty:
        days["given"] = pd.array(np.full(len(days), None), dtype="Int64")
    else:
        days = days.merge(given, how="left", on=keys)
    days["net"] = days["net"].astype("Int64").fillna(0)
    account = days.groupby(ACCOUNT, observed=True, sort=False)
    rolled = account["net"].cumsum()
    anchor = (days["given"] - rolled).astype("Int64")
    anchors = anchor.groupby([days[key] for key in ACCOUNT], observed=True, sort=False)
    days["balance"] = rolled + anchors.ffill().fillna(anchors.bfill())
    return days


def _given(balances: pd.DataFrame) -> pd.DataFrame:
    """Closing balances by day; an opening balance counts as the closing of the day before."""
    if balances.empty:
        none = pd.DataFrame({name: [] for name in [*ACCOUNT, "date", "given"]}, dtype="object")
        return none.astype({"date": "datetime64[s]", "given": "Int64"})
    closing = balances[balances["closing"].notna()].rename(columns={"closing": "given"})
    opening = balances[balances["opening"].notna()].rename(columns={"opening": "given"})
    opening = opening.assign(date=opening["date"] - _DAY)
    columns = [*ACCOUNT, "date", "given"]
    both = pd.concat([closing[columns], opening[columns]], ignore_index=True)
    return both.drop_duplicates([*ACCOUNT, "date"], keep="first")


def _every_day(seen: pd.DataFrame) -> pd.DataFrame:
    """Every calendar day of each account from its first to its last."""
    bounds = seen.groupby(ACCOUNT, as_index=False, observed=True)["date"].agg(["min", "max"])
    lengths = ((bounds["max"] - bounds["min"]).dt.days + 1).to_numpy(np.int64)
    spine = bounds.loc[bounds.index.repeat(lengths), [*ACCOUNT, "min"]].reset_index(drop=True)
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    spine["date"] = (spine["min"] + pd.to_timedelta(offset, unit="D")).astype("datetime64[s]")
    return spine.drop(columns="min")


def cash_balances(views: list[pd.DataFrame], until: pd.Timestamp) -> pd.DataFrame:
    """Opening and closing cash from the accounts' balances of each day."""
    if all(view.empty for view in views):
        return empty()
    parts = []
    dimensions = ("", "account", *(("currency",) if len(views) > 1 else ()))
    for measure, ahead in (("cash.closing", 0 * _DAY), ("cash.opening", _DAY)):
        for dimension in dimensions:
            sums = [_stock(view.assign(date=view["date"] + ahead), dimension) for view in views]
            if len(views) == 1:
                sums.append(_stock(of_group(views[0]).assign(date=views[0]["date"] + ahead), dimension))
            found = pd.concat(sums, ignore_index=True)
            found = found[found["date"] <= until]
            parts.append(tidy(found, measure, "balance", dimension, dimension or None))
    return stacked(parts)


def _carried(days: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The known balances of :func:`account_days`, the last of each account repeated up to ``until``."""
    known = days.loc[days["balance"].notna(), [*ACCOUNT, "date", "balance"]].reset_index(drop=True)
    last = known.loc[known.groupby(ACCOUNT, observed=True)["date"].idxmax()]
    last = last[last["date"] < until]
    if last.empty:
        return known.assign(stale=False)
    ends = last.assign(date=pd.Series(until, index=last.index).astype("datetime64[s]"))
    later = _every_day(pd.concat([last[[*ACCOUNT, "date"]], ends[[*ACCOUNT, "date"]]]))
    later = later.merge(last[[*ACCOUNT, "balance"]], on=ACCOUNT)
    later = later.merge(last[[*ACCOUNT, "date"]], on=ACCOUNT, suffixes=("", "_last"))
    later = later[later["date"] > later["date_last"]]
    return pd.concat([known.assign(stale=False), later.assign(stale=True)])[
        [*ACCOUNT, "date", "balance", "stale"]
    ].reset_index(drop=True)


def _stock(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    by = ["entity", *([dimension] if dimension else []), "date"]
    sums = grouped_sums(frame.assign(accounts=1), by, ["balance", "accounts"], ["stale"])
    if not dimension:  # a total that lacks one account would be a wrong total
        whole = sums.groupby("entity")["accounts"].transform("max")
        sums = sums[sums["accounts"] == whole]
    return sums
