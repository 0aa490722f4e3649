"""Which figures of past days changed since the report before."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from flashreport.compose.context import Context
from flashreport.compose.figures import figure
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import KEYS, Reading, Value
from flashreport.domain.report import NOTHING, Restatement, Words, name

MOST = 200
# Projections and paces change with every new day: that is no restatement.
_MOVING = frozenset(
    {
        "staff.pay_month_end",
        "staff.pay_4_weeks",
        "cash.burn",
        "cash.gross_burn",
        "credit.days_to_limit",
        "credit.days_to_target",
        "credit.paydown_per_day",
        "projects.risk_exposure",
        "projects.risk_age",
        "projects.mitigation_days_overdue",
    }
)


class _Changed(NamedTuple):
    """One row of :func:`changes`."""

    measure: str
    dimension: str
    member: str
    date: pd.Timestamp
    value_was: int | None
    value: int | None


def restated(context: Context, before: pd.DataFrame) -> tuple[Restatement, ...]:
    """Figures of days that the report before had, which now are other figures, oldest day first.

    ``before`` is the frame of measures as that report knew it. A day that it carried forward
    and that has data now is news, not a restatement.
    """
    changed = changes(before, context.measures.frame, context.scope).head(MOST)
    rows = changed.astype({"value_was": object, "value": object}).where(changed.notna(), None)
    columns = ["measure", "dimension", "member", "date", "value_was", "value"]
    cells = rows[columns].itertuples(index=False, name=None)
    return tuple(_restatement(context, _Changed(*row)) for row in cells)


def changes(before: pd.DataFrame, now: pd.DataFrame, scope: str) -> pd.DataFrame:
    """Rows with date, keys, was and value, where both frames have a figure and they differ.

    A figure that went away has a null value, one that came where data ended later has a null was.
    """
    # a plan reaches beyond the day of its report, and says nothing of how far that report knew
    last = before.loc[~_planned(before), "date"].max()
    old, new = (_held(frame, scope, last) for frame in (before, now))
    both = old.merge(new, how="outer", on=[*KEYS, "date"], suffixes=("_was", ""))
    differs = (both["value_was"] != both["value"]).fillna(True).astype(bool)
    order = ["date", "measure", "dimension", "member"]
    return both[differs].sort_values(order, ignore_index=True)


def _planned(frame: pd.DataFrame) -> "pd.Series[bool]":
    return frame["measure"].str.startswith("cash.planned") | (frame["measure"] == "staff.pay_budget")


def _held(frame: pd.DataFrame, scope: str, last: "pd.Timestamp") -> pd.DataFrame:
    kept = frame[
        (frame["entity"] == scope)
        & (frame["date"] <= last)
        & ~frame["stale"]
        & ~frame["measure"].isin(_MOVING)
        & (frame["measure"] != "cash.opening")
        & ~frame["measure"].str.startswith(("cash.planned", "cash.forecast", "credit.forecast"))
    ]
    return kept[[*KEYS, "date", "value"]].astype({"value": "Int64"})


def _restatement(context: Context, row: "_Changed") -> Restatement:
    return Restatement(
        measure=row.measure,
        label=context.label(row.measure),
        where=_where(context, row),
        on=row.date.date(),
        was=figure(context, row.measure, _reading(row.value_was, row.date.date()), member=row.member),
        now=figure(context, row.measure, _reading(row.value, row.date.date()), member=row.member),
    )


def _reading(value: int | None, on: date) -> Reading:
    return Unavailable("no data") if value is None else Value(Fraction(value), 1, on)


def _where(context: Context, row: "_Changed") -> Words:
    if not row.dimension:
        return NOTHING
    return name(context.department(row.member) if row.dimension == "department" else row.member)
