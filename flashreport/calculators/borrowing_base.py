"""Borrowing bases day by day: what is pledged, what of it counts, and what may be borrowed on it.

An asset counts as its newest certificate says, or as its newest listing of open invoices works
out where that is newer, until the next one. The advance is rounded half up to a whole minor
unit, then held to its sub-limit.
"""

import pandas as pd

from flashreport.calculators.daily_rows import every_day
from flashreport.calculators.eligibility import REASONS, eligible
from flashreport.calculators.exact_columns import product_over
from flashreport.calculators.tidy_columns import tidy_columns
from flashreport.calculators.whole_sums import whole_sums
from flashreport.domain.measure_frame import empty, stacked, tidy

_MILLIONTHS = 1_000_000
_ITEM = ["line", "asset", "kind"]
_TERMS = [
    "line", "asset", "advance_rate", "sub_limit", "days_from_invoice", "days_past_due", "cross_age",
    "concentration", "concentration_of",
]  # fmt: skip
_CERTIFIED = "certified"
COLLECTED = "receivables"
"""The asset that is paid in by collections."""
_OUT = (*REASONS, _CERTIFIED)
_SUMS = ["collateral", "ineligible", "eligible", "advances", "base_reserves"]


def base_items(
    terms: pd.DataFrame | None, certificates: pd.DataFrame | None, receivables: pd.DataFrame | None
) -> pd.DataFrame:
    """One row per line, asset (or reserve) and day that tells of it.

    ``collateral`` is the gross amount, ``advances`` what may be borrowed on the eligible part
    (null where no advance rate is known), ``base_reserves`` a reserve; the reasons of what is
    not eligible are columns.
    """
    if all(each is None or each.empty for each in (certificates, receivables)):
        return pd.DataFrame()
    rules = pd.DataFrame(columns=_TERMS) if terms is None else terms.reindex(columns=_TERMS)
    listed = _listed(receivables, rules)
    items = pd.concat([_certified(certificates), listed], ignore_index=True)
    items = items.drop_duplicates([*_ITEM, "date"], keep="first")  # of one day the certificate counts
    items = items.merge(
        rules[["line", "asset", "advance_rate", "sub_limit"]], how="left", on=["line", "asset"]
    )
    for name in ("advance_rate", "sub_limit"):
        items[name] = items[f"own_{name}"].astype("Int64").fillna(items[name].astype("Int64"))
    return _advanced(items)


def _certified(certificates: pd.DataFrame | None) -> pd.DataFrame:
    if certificates is None or certificates.empty:
        return pd.DataFrame()
    reserve = certificates["kind"] == "reserve"
    amount = certificates["amount"].astype("int64")
    found = certificates[["line", "asset", "date"]].assign(
        kind=certificates["kind"].fillna("asset"),
        collateral=amount.where(~reserve, 0),
        base_reserves=amount.where(reserve, 0),
        certified=certificates["ineligible"].fillna(0).astype("int64").where(~reserve, 0),
        own_advance_rate=certificates["advance_rate"],
        own_sub_limit=certificates["sub_limit"],
        **dict.fromkeys(REASONS, 0),
    )
    return found.assign(eligible=(found["collateral"] - found["certified"]).clip(lower=0))


def _listed(receivables: pd.DataFrame | None, rules: pd.DataFrame) -> pd.DataFrame:
    if receivables is None or receivables.empty:
        return pd.DataFrame()
    found = eligible(receivables, rules).rename(columns={"gross": "collateral"})
    return found.assign(kind="asset", base_reserves=0, certified=0, own_advance_rate=None, own_sub_limit=None)


def _advanced(items: pd.DataFrame) -> pd.DataFrame:
    rate = items["advance_rate"].fillna(0).to_numpy("int64")
    counted = items["eligible"].clip(lower=0).to_numpy("int64")
    advance = pd.Series(product_over(counted, rate, _MILLIONTHS), index=items.index, dtype="Int64")
    held = advance.where(items["sub_limit"].isna() | (advance <= items["sub_limit"]), items["sub_limit"])
    known = (items["kind"] == "reserve") | items["advance_rate"].notna()
    return items.assign(
        advances=held.where(items["kind"] == "asset", 0).where(known),
        ineligible=items[list(_OUT)].sum(axis=1),
    )


def base_days(items: pd.DataFrame, lines: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """One row per line, asset and day, carried from the day that last told of it.

    ``age`` is how many days ago that was; older than the line's ``base_days`` is ``stale``.
    """
    columns = [*_SUMS, *_OUT, "advance_rate"]
    daily = every_day(items[items["date"] <= until], _ITEM, until, columns)
    daily = daily.merge(lines[["line", "entity", "base_days"]], on="line")
    age = (daily["date"] - daily["reported"]).dt.days
    return daily.assign(age=age, stale=(age > daily["base_days"]).astype(bool))


def bases(daily: pd.DataFrame) -> pd.DataFrame:
    """The base of each line and day: ``base``, the oldest asset's ``base_age``, and whether it is old.

    A line has a base from the first day that tells of an asset; it is null while the advance
    rate of one is not known. ``collected_rate`` is the advance rate of the receivables.
    """
    assets = daily[daily["kind"] == "asset"]
    found = whole_sums(daily, ["line", "entity", "date"], _SUMS).drop(columns="stale")
    of_assets = assets.groupby(["line", "date"], as_index=False, observed=True).agg(
        base_age=("age", "max"), stale=("stale", "any")
    )
    found = found.merge(of_assets, on=["line", "date"])
    collected = assets.loc[assets["asset"] == COLLECTED, ["line", "date", "advance_rate"]]
    collected = collected.rename(columns={"advance_rate": "collected_rate"})
    found = found.merge(collected, how="left", on=["line", "date"])
    return found.assign(borrowing_base=found["advances"] - found["base_reserves"])


def calculate_base(daily: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The measures of the borrowing base, from :func:`base_days` and :func:`bases`."""
    if held.empty:
        return empty()
    names = [*_SUMS, "borrowing_base"]
    parts = []
    for rows in (held, held.assign(entity="")):
        parts.append(tidy_columns(rows, "credit", [*names, "base_age"], "line", "line"))
        totals = _summed(rows.rename(columns={"base_age": "age"}), ["entity", "date"], names)
        parts.append(tidy_columns(totals, "credit", [*names, "base_age"]))
    assets = daily[daily["kind"] == "asset"]
    for rows in (assets, assets.assign(entity="")):
        parts.append(_by_asset(rows))
        parts += _by_reason(rows)
    return stacked(parts)


def _summed(rows: pd.DataFrame, keys: list[str], names: list[str]) -> pd.DataFrame:
    """Sums, and the age of the oldest part."""
    oldest = rows.groupby(keys, observed=True, as_index=False).agg(base_age=("age", "max"))
    return whole_sums(rows, keys, names).merge(oldest, on=keys)


def _by_asset(rows: pd.DataFrame) -> pd.DataFrame:
    names = ["collateral", "ineligible", "eligible", "advances"]
    totals = _summed(rows, ["entity", "asset", "date"], names)
    return tidy_columns(totals, "credit", [*names, "base_age"], "asset", "asset")


def _by_reason(rows: pd.DataFrame) -> list[pd.DataFrame]:
    totals = whole_sums(rows, ["entity", "date"], list(_OUT))
    ever = [name for name in _OUT if (rows[name] != 0).any()]
    return [tidy(totals.assign(reason=name), "credit.ineligible", name, "reason", "reason") for name in ever]
