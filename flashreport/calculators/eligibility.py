"""Which open invoices may be borrowed against, for all lines, listings and debtors at once.

The tests in their order: excluded debtors, too old, cross-aged, contra, concentration. Each
unit of money is taken out once, by the first test that catches it, so that the gross amount is
the eligible amount plus all the reasons. A credit note is never too old. The most that one
debtor may be is rounded down to a whole minor unit.
"""

import pandas as pd

from flashreport.calculators.exact_columns import share_of

REASONS = ("excluded", "past_due", "cross_aged", "contra", "concentration")
_MILLIONTHS = 1_000_000
_LISTING = ["line", "asset", "date"]
_DEBTOR = [*_LISTING, "debtor"]
_RULES = ["days_from_invoice", "days_past_due", "cross_age", "concentration"]


def eligible(receivables: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """One row per line, asset and listing: ``gross``, ``eligible`` and an amount for each reason.

    ``receivables``: line, asset, date, debtor, invoiced, due, is_excluded, owed, credited, contra
    (minor units), concentration (millionths or null). ``terms``: line, asset and the rules; a
    test without a rule takes nothing out, and so does a missing row of terms.
    """
    rules = terms.rename(columns={"concentration": "cap_share"}).drop(columns=["advance_rate", "sub_limit"])
    items = receivables.merge(rules, how="left", on=["line", "asset"])
    debtors = _by_debtor(_aged(items))
    debtors["left"] = debtors["net"] - debtors["excluded"] - debtors["past_due"]
    debtors["cross_aged"] = debtors["left"].where(_crossed(debtors), 0)
    debtors["left"] -= debtors["cross_aged"]
    debtors["contra"] = pd.concat([debtors["contra"], debtors["left"].clip(lower=0)], axis=1).min(axis=1)
    debtors["left"] -= debtors["contra"]
    debtors["concentration"] = _over_share(debtors)
    debtors["eligible"] = debtors["left"] - debtors["concentration"]
    sums = {name: (name, "sum") for name in ("eligible", *REASONS)}
    return debtors.groupby(_LISTING, as_index=False).agg(gross=("net", "sum"), **sums)


def _aged(items: pd.DataFrame) -> pd.DataFrame:
    """What each group of invoices counts: net, excluded, too old, and what is owed of the rest."""
    excluded = items["is_excluded"].astype(bool)
    net = (items["owed"] - items["credited"]).astype("int64")
    age, late = ((items["date"] - items[name]).dt.days for name in ("invoiced", "due"))
    old = (age > items["days_from_invoice"].astype("Float64")) | (
        late > items["days_past_due"].astype("Float64")
    )
    old = old.fillna(False).astype(bool) & ~excluded
    owed = items["owed"].astype("int64")
    return items.assign(
        net=net, excluded=net.where(excluded, 0), past_due=owed.where(old, 0), open=owed.where(~excluded, 0)
    )


def _by_debtor(items: pd.DataFrame) -> pd.DataFrame:
    sums = {name: (name, "sum") for name in ("net", "excluded", "past_due", "open", "contra")}
    shared = {name: (name, "first") for name in ("cross_age", "cap_share", "concentration_of")}
    found = items.groupby(_DEBTOR, as_index=False).agg(own_share=("concentration", "max"), **sums, **shared)
    found["share"] = found["own_share"].astype("Int64").fillna(found["cap_share"].astype("Int64"))
    return found.astype({"contra": "int64"})


def _crossed(debtors: pd.DataFrame) -> "pd.Series[bool]":
    """Debtors of whom so much is too old that the rest is out as well."""
    share = debtors["cross_age"].astype("Int64")
    too_much = debtors["past_due"].astype("Int64") * _MILLIONTHS >= share * debtors["open"]
    return too_much.fillna(False).astype(bool) & (debtors["past_due"] > 0) & (debtors["left"] > 0)


def _over_share(debtors: pd.DataFrame) -> "pd.Series[int]":
    """What each debtor has over its share of the whole listing."""
    by_listing = debtors.groupby(_LISTING)
    whole = by_listing["left"].transform("sum")
    whole = whole.where(debtors["concentration_of"] != "gross", by_listing["net"].transform("sum"))
    most = share_of(whole, debtors["share"])
    over = (debtors["left"] - most.clip(lower=0)).clip(lower=0)
    return over.fillna(0).astype("int64")
