"""Interest and fees of credit lines, accrued day by day and exact to the billing period.

The day's balance is the one at its end, so a loan earns from the day it is drawn to the day
before it is repaid (the start day counts, the end day does not). Each day gets the step by
which the period's running sum, rounded half up, grows. Days are counted from the start of the
period or of the line, so that a period has the days that its convention gives it.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.calculators.day_weights import day_weights
from flashreport.calculators.exact_columns import Whole, half_up, product_over
from flashreport.calculators.line_days import line_days
from flashreport.calculators.line_rates import with_rates
from flashreport.domain.calendar import Period
from flashreport.domain.measure_frame import empty, stacked, tidy

Starts = Mapping[Period, npt.NDArray[np.datetime64]]
_MILLIONTHS = 1_000_000
_ROOM = 2**60


def accrued(
    lines: pd.DataFrame,
    balances: pd.DataFrame,
    starts: Starts,
    until: pd.Timestamp,
    rates: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Interest, unused fee and letter of credit fee per line, entity and group, up to ``until``.

    ``lines``: line, entity, limit (minor units) and terms, see ``line_terms``. ``balances``:
    line, date, drawn, letters_of_credit, swing_line. ``starts`` are the sorted first days of
    the company's months, quarters and years, by these words. A line that is billed at its
    maturity has one period. A day without a balance accrues on the last one and is stale.
    """
    if balances[balances["date"] <= until].empty or lines.empty:
        return empty()
    daily = with_rates(line_days(lines, balances, until), rates)
    daily["period"], daily["since"] = _periods(daily, starts)
    parts = []
    for measure, balance, rate in (
        ("interest", daily["own_drawn"], "interest"),
        ("unused_fee", _unused(daily), "unused_fee"),
        ("letters_fee", daily["own_letters_of_credit"], "letters_fee"),
    ):
        parts += _measure(daily.assign(balance=balance), measure, rate)
    parts += _yearly(daily)
    return stacked(parts)


def _unused(daily: pd.DataFrame) -> "pd.Series[int]":
    """The limit less what counts as use, that of the lines within included; not under zero."""
    letters = daily["letters_of_credit"].where(daily["letters_are_use"].astype(bool), 0)
    swing = daily["swing_line"].where(~daily["swing_line_is_use"].astype(bool), 0)
    return (daily["limit"] - (daily["drawn"] - swing + letters)).clip(lower=0)


def _periods(daily: pd.DataFrame, starts: Starts) -> tuple[Whole, "pd.Series[pd.Timestamp]"]:
    """The number of each day's billing period, and the day from which its days are counted."""
    dates = daily["date"].to_numpy().astype("datetime64[s]")
    number: Whole = np.zeros(len(daily), dtype=np.int64)
    since = daily.groupby("line", observed=True)["date"].transform("min").to_numpy().copy()
    for name, firsts in starts.items():
        days = firsts.astype("datetime64[s]")
        at = np.searchsorted(days, dates, "right")
        mine = (daily["billed"] == name).to_numpy(bool) & (at > 0)
        number = np.where(mine, at, number)
        since = np.where(mine, np.maximum(since, days[np.maximum(at, 1) - 1]), since)
    return number, pd.Series(since, index=daily.index).astype("datetime64[s]")


def _measure(daily: pd.DataFrame, measure: str, rate: str) -> list[pd.DataFrame]:
    due = daily[daily[rate].notna()].reset_index(drop=True)
    if due.empty:
        return []
    due["value"] = _steps(due, due[rate].to_numpy(np.int64))
    return _sliced(due, f"credit.{measure}", "value")


def _yearly(daily: pd.DataFrame) -> list[pd.DataFrame]:
    """What today's loans cost in a year at today's rates, for the average rate."""
    due = daily[daily["interest"].notna()].reset_index(drop=True)
    if due.empty:
        return []
    drawn, rate = (due[name].to_numpy(np.int64) for name in ("own_drawn", "interest"))
    return [
        *_sliced(
            due.assign(yearly=product_over(drawn, rate, _MILLIONTHS)), "credit.yearly_interest", "yearly"
        ),
        *_sliced(due, "credit.interest_bearing", "own_drawn"),
    ]


def _sliced(due: pd.DataFrame, measure: str, value: str) -> list[pd.DataFrame]:
    """Per line (a line within another one under that one, and by itself as a sub-limit), and totals."""
    held = due.assign(top=due["within"].where(due["within"].notna(), due["line"]))
    inside = held[held["within"].notna()]
    parts = []
    for rows, own in ((held, inside), (held.assign(entity=""), inside.assign(entity=""))):
        for keys in (["entity", "top", "date"], ["entity", "date"]):
            grouped = rows.groupby(keys, as_index=False, observed=True)
            totals = grouped.agg(value=(value, "sum"), stale=("stale", "any"))
            line = "line" if "top" in keys else ""
            parts.append(tidy(totals, measure, "value", line, "top" if line else None))
        parts.append(tidy(own, measure, value, "sub_limit", "line"))
    return parts


def _steps(due: pd.DataFrame, rate: Whole) -> Whole:
    """What the rounded running sum of the billing period grows by on each day."""
    weight, basis = day_weights(due["since"], due["date"], due["day_count"], due["maturity"])
    lines = due["line"].to_numpy()
    period = due["period"].to_numpy(np.int64)
    begins = np.r_[True, (lines[1:] != lines[:-1]) | (period[1:] != period[:-1])]
    first = np.flatnonzero(begins)
    lengths = np.diff(np.r_[first, len(due)])
    held = _products(due["balance"].to_numpy(np.int64), rate, weight, int(lengths.max()))
    running: Whole = np.cumsum(held)
    running = running - np.repeat(running[first] - held[first], lengths)
    total = half_up(running, basis * _MILLIONTHS)
    step: Whole = np.where(begins, total, total - np.r_[0, total[:-1]])
    return step


def _products(balance: Whole, rate: Whole, weight: Whole, days: int) -> Whole:
    """Balance times rate times days: in Python's whole numbers where a period of them could pass 64 bits."""
    if int(balance.max()) * int(rate.max()) * int(weight.max()) * days < _ROOM:
        return balance * rate * weight
    large: Whole = balance.astype(object) * rate.astype(object) * weight.astype(object)
    return large
