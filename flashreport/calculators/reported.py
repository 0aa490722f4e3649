"""Cash as reported, in each account's own currency, and how it ties with the statements.

These measures name their currency in their member, and are never added across currencies.
"""

import pandas as pd

from flashreport.domain.account_names import account_names
from flashreport.domain.exchange import Exchange
from flashreport.domain.measure_frame import empty, of_group, stacked, tidy
from flashreport.domain.measures import GROUP

_ACCOUNT = ["entity", "account", "currency"]


def reported_cash(
    covered: pd.DataFrame, known: pd.DataFrame, transfers: tuple[str, ...], exchange: Exchange
) -> pd.DataFrame:
    """In, out and closing per currency, where a scope holds another one than it is told in."""
    flows = covered[~covered["category"].isin(transfers)]
    parts = [empty()]
    for rows, names in ((flows, ["receipts", "disbursements"]), (known, ["balance"])):
        for scope in (rows, of_group(rows)):
            told = scope["entity"].astype("object").map({**exchange.entities, GROUP: exchange.company})
            foreign = (scope["currency"].astype("object") != told).groupby(scope["entity"]).transform("any")
            held = scope[foreign.astype("bool")]
            grouped = held.groupby(["entity", "currency", "date"], as_index=False, observed=True)
            sums = grouped[names].sum()
            if "stale" in held:
                sums["stale"] = grouped["stale"].any()["stale"]
            parts += [tidy(sums, _MEASURES[name], name, "currency", "currency") for name in names]
    return stacked(parts)


_MEASURES = {
    "receipts": "cash.reported_receipts",
    "disbursements": "cash.reported_disbursements",
    "balance": "cash.reported_closing",
}


def reported_statements(steps: pd.DataFrame) -> pd.DataFrame:
    """``cash.statement_balance`` and ``cash.unreconciled`` of each account on its statements' days.

    ``steps``: see ``steps_of``. What is not reconciled is the sum of all gaps since the first
    statement: the statement less what that first one and all movements since then make.
    """
    if steps.empty:
        return empty()
    names = account_names(steps)
    rows = steps.assign(member=pd.MultiIndex.from_frame(steps[["account", "currency"]]).map(names))
    gap = rows["gap"].where(rows["balance"].notna()).fillna(0)
    rows["open"] = gap.groupby([rows[key] for key in _ACCOUNT], observed=True, sort=False).cumsum()
    rows = rows[rows["given"].notna()]
    parts = []
    for scope in (rows, of_group(rows)):
        # accounts of two entities may share a name and a currency
        sums = scope.groupby(["entity", "member", "date"], as_index=False, observed=True)[
            ["given", "open"]
        ].sum()
        parts += [
            tidy(sums, "cash.statement_balance", "given", "account", "member"),
            tidy(sums, "cash.unreconciled", "open", "account", "member"),
        ]
    return stacked(parts)
