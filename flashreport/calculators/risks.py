"""Risks: exposure, age and overdue mitigations, per risk, entity and group.

A risk that was assessed several times has a row for each, which holds from its day on. One with
a single row is given at its present probability and impact on past days as well.
"""

import numpy as np
import pandas as pd

from flashreport.calculators.exact_columns import product_over
from flashreport.domain.exchange import ONE_CURRENCY, Exchange, scopes, summed
from flashreport.domain.measure_frame import empty, stacked, tidy

_MILLIONTHS = 1_000_000
_DAY = pd.Timedelta(days=1)
_COUNTED = ["risks_open", "mitigations_overdue"]
_OWN = ["risk_age", "mitigation_days_overdue"]


def calculate_risks(
    register: pd.DataFrame, until: pd.Timestamp, exchange: Exchange = ONE_CURRENCY
) -> pd.DataFrame:
    """All risk measures of the days on which each risk is open, up to ``until``.

    ``register``: risk, entity, probability (millionths), impact (minor units), opened,
    assessed, mitigation_due and closed (or null); one row per risk and assessment.
    """
    daily = _open_days(register, until)
    if daily.empty:
        return empty()
    overdue = (daily["date"] - daily["mitigation_due"]).dt.days.clip(lower=0).astype("Int64")
    daily = daily.assign(
        risks_open=1,
        risk_age=(daily["date"] - daily["opened"]).dt.days,
        mitigation_days_overdue=overdue,
        mitigations_overdue=(overdue > 0).fillna(False).astype("int64"),
    )
    exposed = [_exposure(view) for view in exchange.views(daily, ["impact"])]
    parts = []
    for views, names in (([daily], [*_COUNTED, *_OWN]), (exposed, ["risk_exposure"])):
        parts += [
            tidy(rows, f"projects.{name}", name, "risk", "risk") for rows in scopes(views) for name in names
        ]
    for views, names in (([daily], _COUNTED), (exposed, ["risk_exposure"])):
        totals = _with_quiet_days(summed(list(scopes(views)), ["date"], names), until, names)
        parts += [tidy(totals, f"projects.{name}", name) for name in names]
    return stacked(parts)


def _exposure(rows: pd.DataFrame) -> pd.DataFrame:
    probability, impact = (rows[name].to_numpy(np.int64) for name in ("probability", "impact"))
    return rows.assign(risk_exposure=product_over(probability, impact, _MILLIONTHS))


def _open_days(register: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """One row per risk and day from the day it was opened to the day before it was closed.

    Each assessment holds until the next one, the first from the day the risk was opened.
    """
    register = _in_order(register)
    after = until + _DAY
    by_risk = register.groupby("risk", observed=True)
    closed = by_risk["closed"].transform("last")
    end = closed.where(closed <= after, after)
    following = by_risk["since"].shift(-1)
    end = end.where(following.isna() | (end < following), following)
    lengths = (end - register["since"]).dt.days.clip(lower=0).to_numpy(np.int64)
    daily = register.loc[register.index.repeat(lengths)].reset_index(drop=True)
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    daily["date"] = (daily["since"] + pd.to_timedelta(offset, unit="D")).astype("datetime64[s]")
    return daily


def _in_order(register: pd.DataFrame) -> pd.DataFrame:
    """The assessments of each risk by day, with the day from which each holds."""
    given = register["assessed"] if "assessed" in register else pd.Series(pd.NaT, index=register.index)
    since = pd.to_datetime(given).astype("datetime64[s]")
    since = since.where(since > register["opened"], register["opened"])
    ordered = register.assign(since=since).sort_values(["risk", "since"], kind="stable", ignore_index=True)
    first = ~ordered.duplicated("risk")
    opened = ordered.groupby("risk", observed=True)["opened"].transform("first")
    return ordered.assign(since=ordered["since"].mask(first, opened), opened=opened)


def _with_quiet_days(totals: pd.DataFrame, until: pd.Timestamp, names: list[str]) -> pd.DataFrame:
    """Totals with a zero for each day after the first risk on which none is open."""
    first = totals.groupby("entity", as_index=False, observed=True)["date"].min()
    lengths = ((until - first["date"]).dt.days + 1).to_numpy(np.int64)
    spine = first.loc[first.index.repeat(lengths)].reset_index(drop=True)
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    spine["date"] = (spine["date"] + pd.to_timedelta(offset, unit="D")).astype("datetime64[s]")
    full: pd.DataFrame = spine.merge(totals, how="left", on=["entity", "date"])
    full[names] = full[names].astype("Int64").fillna(0)
    return full
