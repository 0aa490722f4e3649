"""Which figures are others than an earlier report told: of past days, or of its own day."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from flashreport.compose.context import Context
from flashreport.compose.figures import figure
from flashreport.domain.alphabet import sort_key
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import KEYS, Key, Reading, Restated, Value
from flashreport.domain.pay import tells_pay
from flashreport.domain.report import NOTHING, Restatement, Words, name

MOST = 200
Cause = Callable[[str, date], str]
"""The input that brought a measure's change on a day; empty when none is to blame."""
# Told of the business date alone, so that the next day has none of it.
_OF_ONE_DAY = ("cash.planned", "cash.forecast", "credit.forecast", "staff.job_")
_SLICE = ["measure", "dimension"]
_DAY = [*KEYS, "date"]
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


def listed(context: Context, changed: pd.DataFrame, cause: Cause) -> tuple[Restatement, ...]:
    """The first :data:`MOST` of the changed figures of the report's scope, oldest day first."""
    own = _told_by_name(context, changed).head(MOST)
    rows = own.astype({"value_was": object, "value": object}).where(own.notna(), None)
    columns = ["measure", "dimension", "member", "date", "value_was", "value"]
    cells = rows[columns].itertuples(index=False, name=None)
    return tuple(_restatement(context, _Changed(*row), cause) for row in cells)


def how_many(context: Context, changed: pd.DataFrame) -> int:
    """How many figures of the report's scope changed, listed or not."""
    return len(_told_by_name(context, changed))


def _told_by_name(context: Context, changed: pd.DataFrame) -> pd.DataFrame:
    """The scope's, without what has no name in its slice: hours without a job are in the total.

    How many people stand behind a figure is printed nowhere.
    """
    unnamed = (changed["dimension"] != "") & (changed["member"] == "")
    counts = changed["measure"].str.startswith("staff.people")
    return changed[(changed["entity"] == context.scope) & ~unnamed & ~counts]


def restated(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Figures of days that an earlier day's report had, which now are other figures, oldest day first.

    Both are frames of measures; out come the keys with date, ``value_was`` and ``value``. A day
    that was carried forward and has data now is news, not a restatement. A figure that went
    away has a null value, one that came where data ended later has a null ``value_was``.
    """
    old, new = (_settled(frame) for frame in _until_the_end_of(before, now))
    # what is told of the business date alone is no longer told of it a day later
    gone = old.groupby("measure")["date"].min() == old["date"].max()
    gone = gone[gone].index.difference(new["measure"])
    changed = _differing(old[~old["measure"].isin(gone)], new)
    carried = pd.MultiIndex.from_frame(before.loc[before["stale"], _DAY])
    return changed[~pd.MultiIndex.from_frame(changed[_DAY]).isin(carried)].reset_index(drop=True)


def revised(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The same against an earlier revision of the same day: there, all that differs is a change."""
    return _differing(*_until_the_end_of(before, now))


def marks(*changed: pd.DataFrame) -> Restated:
    """The days of each key that changed."""
    found: dict[Key, set[date]] = {}
    for frame in changed:
        for entity, measure, dimension, member, day in frame[[*KEYS, "date"]].itertuples(index=False):
            found.setdefault((entity, measure, dimension, member), set()).add(day.date())
    return {key: frozenset(days) for key, days in found.items()}


def _differing(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    columns = [*KEYS, "date", "value"]
    both = old[columns].merge(new[columns], how="outer", on=[*KEYS, "date"], suffixes=("_was", ""))
    differs = (both["value_was"] != both["value"]).fillna(True).astype(bool)
    order = ["date", "measure", "dimension", "member", "entity"]
    return both[differs].sort_values(order, key=_by_alphabet, ignore_index=True)


def _by_alphabet(column: "pd.Series[str]") -> "pd.Series[str]":
    return column.map(sort_key) if column.name == "member" else column


def _until_the_end_of(before: pd.DataFrame, now: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both up to the last day of ``before``, without what other measures tell as well."""
    # a plan reaches beyond the day of its report, and says nothing of how far that report knew
    last = before.loc[~_planned(before), "date"].max()
    old, new = (
        frame[(frame["date"] <= last) & (frame["measure"] != "cash.opening")].astype({"value": "Int64"})
        for frame in (before, now)
    )
    # what was not told at all before, by another program or without the input, is news
    told = pd.MultiIndex.from_frame(old[_SLICE]).unique()
    return old, new[pd.MultiIndex.from_frame(new[_SLICE]).isin(told)]


def _settled(frame: pd.DataFrame) -> pd.DataFrame:
    """Without what was carried forward, planned or forecast, or moves with every new day."""
    return frame[
        ~frame["stale"] & ~frame["measure"].isin(_MOVING) & ~frame["measure"].str.startswith(_OF_ONE_DAY)
    ]


def _planned(frame: pd.DataFrame) -> "pd.Series[bool]":
    return frame["measure"].str.startswith("cash.planned") | (frame["measure"] == "staff.pay_budget")


def _restatement(context: Context, row: _Changed, cause: Cause) -> Restatement:
    """The row; two figures of pay differ by what was corrected, often one person's hours."""
    was, now = (
        figure(context, row.measure, _reading(value, row.date.date()), member=row.member)
        for value in (row.value_was, row.value)
    )
    few = tells_pay(row.measure)
    return Restatement(
        measure=row.measure,
        label=context.label(row.measure),
        where=_where(context, row),
        on=row.date.date(),
        was=was.model_copy(update={"few": few}),
        now=now.model_copy(update={"few": few}),
        input=cause(row.measure, row.date.date()),
    )


def _reading(value: int | None, on: date) -> Reading:
    return Unavailable("no data") if value is None else Value(Fraction(value), 1, on)


def _where(context: Context, row: _Changed) -> Words:
    if not row.dimension:
        return NOTHING
    return name(context.department(row.member) if row.dimension == "department" else row.member)
