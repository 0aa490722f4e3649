"""How each employee is paid, as columns: the rule's rounding and base, the rate or the salary."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from flashreport.calculators.exact_columns import Exact, Whole
from flashreport.calculators.overtime_bands import Flags
from flashreport.domain.overtime import WEEKDAYS, OvertimeRule, Salary

ALL_HOURS = -1  # what a salary covers that pays for all hours worked


@dataclass(frozen=True, slots=True)
class Terms:
    """By employee. ``unit`` is what money is rounded to; ``by_rate`` and ``by_total`` say where.

    ``own_rate``: the premium is on the row's rate. ``apart``: a flat bonus is divided by straight
    hours. ``rate`` is an hour's, ``salary`` a week's in minor units (a fraction), ``covers`` the
    seconds that it pays for. ``exempt`` has no overtime pay.
    """

    workweek_start: Whole
    unit: Whole
    by_rate: Flags
    by_total: Flags
    own_rate: Flags
    apart: Flags
    rate: Whole
    salaried: Flags
    exempt: Flags
    salary: Exact
    covers: Whole

    def of(self, employees: Whole) -> "Terms":
        """The terms of some employees, in their order."""
        return Terms(*(getattr(self, name)[employees] for name in self.__slots__))


def terms_of(
    names: "pd.Index[Any]",
    employees: pd.DataFrame,
    rule_of: "pd.Series[str]",
    rules: Mapping[str, OvertimeRule],
    digits: "int | pd.Series[int]",
) -> Terms:
    """The terms of the employees ``names``; one who is not in ``employees`` has no rate."""
    known = employees.set_index("employee").reindex(names)
    used = [rules[name] for name in rule_of.reindex(names)]
    minor = [digits] * len(names) if isinstance(digits, int) else digits.reindex(names).tolist()
    salaried = (known["pay_type"] == "salary").to_numpy(dtype=bool)
    rate = known["rate"].fillna(0).to_numpy(dtype=np.int64)
    hours = _column(known, "salary_hours")
    period = _column(known, "salary_period").fillna("month").tolist()
    paid = _column(known, "overtime")
    paid_overtime = np.where(paid.isna(), ~salaried, paid.eq(True)).astype(bool)
    return Terms(
        np.array([WEEKDAYS.index(rule.workweek_start) for rule in used], dtype=np.int64),
        np.array(
            [10 ** max(each - rule.rounding.places, 0) for each, rule in zip(minor, used, strict=True)],
            dtype=np.int64,
        ),
        np.array([rule.rounding.at == "rate" for rule in used], dtype=bool),
        np.array([rule.rounding.at == "total" for rule in used], dtype=bool),
        np.array([rule.premium_base == "rate" for rule in used], dtype=bool),
        np.array([rule.flat_sum == "straight_hours" for rule in used], dtype=bool),
        np.where(salaried, 0, rate),
        salaried,
        ~paid_overtime,
        _salaries(rate, salaried & paid_overtime, period),
        hours.fillna(ALL_HOURS).to_numpy(dtype=np.int64),
    )


def _salaries(rate: Whole, applies: Flags, period: list[Any]) -> Exact:
    """Each salary by the week; 0 where none takes part in a regular rate."""
    weekly = np.zeros(len(rate), dtype=object)
    for each in set(period):
        share = Salary(Decimal(1), each).a_week
        which = applies & np.array([one == each for one in period], dtype=bool)
        weekly[which] = rate[which].astype(object) * share
    weekly[~applies] = Fraction(0)
    return weekly


def _column(frame: pd.DataFrame, name: str) -> "pd.Series[Any]":
    """A column of the employees' table, empty where the input has none."""
    return frame[name] if name in frame else pd.Series([None] * len(frame), index=frame.index, dtype=object)
