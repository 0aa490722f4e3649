"""What takes the opening to the closing beside the movements: exchange, and what statements say else.

Opening + in - out + transfers + exchange difference + statement gap = closing, of each account
and of every sum of them, in each currency.
"""

import numpy as np
import pandas as pd

from flashreport.domain.exchange import Exchange, summed
from flashreport.domain.measure_frame import empty, stacked, tidy

_ACCOUNT = ["entity", "account", "currency"]
_DAY = pd.Timedelta(days=1)


def steps_of(days: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """One row per account and day: its balance, and the gap between it and the account's own roll.

    ``days``: see ``account_days``; ``known``: the balances up to the last day, carried ones stale.
    The gap is the balance less the balance before less the movements of the day; null on the
    first day. Movements of an account that no statement anchors reach no balance: they are gaps.
    """
    moved = days[[*_ACCOUNT, "date", "net", "given"]]
    steps = moved.merge(known, how="outer", on=[*_ACCOUNT, "date"])
    steps = steps.sort_values([*_ACCOUNT, "date"], ignore_index=True)
    steps["net"] = steps["net"].fillna(0)
    steps["stale"] = steps["stale"].astype("boolean").fillna(False).astype("bool")
    before = steps.groupby(_ACCOUNT, observed=True, sort=False)["balance"].shift()
    steps["gap"] = steps["balance"] - before - steps["net"]
    alone = steps["balance"].isna()
    steps["gap"] = steps["gap"].mask(alone, -steps["net"]).astype("Int64")
    return steps


def cash_steps(flows: list[pd.DataFrame], steps: list[pd.DataFrame], exchange: Exchange) -> pd.DataFrame:
    """``cash.exchange_difference`` and ``cash.statement_gap`` per account, entity and group.

    ``flows`` are the movements and ``steps`` the rows of :func:`steps_of`, both in the currency of
    each scope.
    """
    parts = [empty()]
    gaps = [view[view["gap"].notna() & (view["given"].notna() | (view["gap"] != 0))] for view in steps]
    parts += _sliced(gaps, "cash.statement_gap", "gap")
    if len(steps) > 1:
        made = [_difference(*both, exchange) for both in zip(flows, steps, strict=True)]
        parts += _sliced(made, "cash.exchange_difference", "difference")
    return stacked(parts)


def _sliced(views: list[pd.DataFrame], measure: str, name: str) -> list[pd.DataFrame]:
    if all(view.empty for view in views):
        return []
    parts = []
    for dimension in ("", "account"):
        sums = summed(views, [*([dimension] if dimension else []), "date"], [name])
        parts.append(tidy(sums, measure, name, dimension, dimension or None))
    return parts


def _difference(flows: pd.DataFrame, steps: pd.DataFrame, exchange: Exchange) -> pd.DataFrame:
    """What each account gains and loses by the rate alone, rounding included; in its own currency 0."""
    told = steps["entity"].astype("object").map({"": exchange.company, **exchange.entities})
    several = (
        (steps["currency"].astype("object") != told).groupby(steps["entity"]).transform("any").astype("bool")
    )
    held = steps[several & steps["balance"].notna()]
    moved = flows.assign(moved=flows["receipts"] - flows["disbursements"])
    keys = [*_owner(held), *_ACCOUNT, "date"]
    net = moved.groupby(keys, as_index=False, observed=True)[["moved"]].sum()
    rows = held.merge(net, how="left", on=keys).sort_values(keys, ignore_index=True)
    account = rows.groupby(keys[:-1], observed=True, sort=False)
    follows = (rows["date"] - account["date"].shift()) == _DAY
    rows["difference"] = rows["balance"] - account["balance"].shift() - rows["moved"].fillna(0) - rows["gap"]
    found: pd.DataFrame = rows[follows & rows["difference"].notna()]
    return found.astype({"difference": np.int64})


def _owner(rows: pd.DataFrame) -> list[str]:
    """In the group's view two entities may have an account of one name."""
    return ["owner"] if "owner" in rows else []
