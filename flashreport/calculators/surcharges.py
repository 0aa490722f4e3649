"""Surcharges of all rows at once: what work on some days, or at night, costs on top."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from flashreport.calculators.exact_columns import Whole
from flashreport.calculators.overtime_bands import THURSDAY, Flags
from flashreport.calculators.overtime_lines import BASIS
from flashreport.domain.overtime import WEEKDAYS, OvertimeRule, Surcharge


@dataclass(frozen=True, slots=True)
class Surcharged:
    """Hours with a surcharge: row, seconds, share in ten-thousandths, whether the regular rate counts it."""

    row: Whole
    seconds: Whole
    share: Whole
    counted: Flags


def surcharged(
    rows: pd.DataFrame, day: Whole, rule: "pd.Series[str]", rules: Mapping[str, OvertimeRule]
) -> Surcharged:
    """The surcharges of ``rows`` (seconds; optional holiday and night) worked on ``day`` under ``rule``."""
    seconds = rows["seconds"].to_numpy(dtype=np.int64)
    weekday = (day + THURSDAY) % 7
    holiday = rows["holiday"].to_numpy(dtype=bool) if "holiday" in rows else np.zeros(len(rows), dtype=bool)
    found = []
    for name in rule.unique():  # the rules in use, a handful
        under = rule.to_numpy() == name
        found.append(_of_days(rules[str(name)], under, seconds, weekday, holiday))
        night = rules[str(name)].night
        if night is not None and "night" in rows:
            dark = np.minimum(rows["night"].fillna(0).to_numpy(dtype=np.int64), seconds)
            found.append(_pieces(under & (dark > 0), dark, night))
    empty = np.empty(0, dtype=np.int64)
    listed = [each for each in found if each is not None]
    if not listed:
        return Surcharged(empty, empty, empty, empty.astype(bool))
    return Surcharged(
        *(np.concatenate([getattr(each, name) for each in listed]) for name in Surcharged.__slots__)
    )


def _of_days(
    rule: OvertimeRule, under: Flags, seconds: Whole, weekday: Whole, holiday: Flags
) -> Surcharged | None:
    """The dearest surcharge of each row's day."""
    left, found = under & (seconds > 0), []
    days = [each for each in rule.surcharges if each.kind == "day"]
    for each in sorted(days, key=lambda one: one.share, reverse=True):
        falls = np.isin(weekday, [WEEKDAYS.index(name) for name in each.weekdays])
        falls |= holiday & each.holidays
        found.append(_pieces(left & falls, seconds, each))
        left = left & ~falls
    if not found:
        return None
    return Surcharged(
        *(np.concatenate([getattr(each, name) for each in found]) for name in Surcharged.__slots__)
    )


def _pieces(which: Flags, seconds: Whole, of: Surcharge) -> Surcharged:
    row = np.flatnonzero(which).astype(np.int64)
    share = np.full(len(row), int(of.share * BASIS), dtype=np.int64)
    return Surcharged(row, seconds[row], share, np.full(len(row), of.in_regular_rate, dtype=bool))
