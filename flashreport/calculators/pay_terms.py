"""How each employee is paid, as columns: the rule's rounding and base, the rate or the salary."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
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
    known = employees.astype({"employee": "object"}).set_index("employee").reindex(names)
    which, used = pd.factorize(rule_of.reindex(names))
    under = [rules[name] for name in used]
    minor = (
        np.full(len(names), digits) if isinstance(digits, int) else digits.reindex(names).to_numpy(np.int64)
    )
    places = np.array([rule.rounding.places for rule in under], dtype=np.int64)
    salaried = (known["pay_type"] == "salary").to_numpy(dtype=bool)
    rate = known["rate"].fillna(0).to_numpy(dtype=np.int64)
    hours = _column(known, "salary_hours")
    period = _column(known, "salary_period").fillna("month").to_numpy(object)
    paid = _column(known, "overtime")
    paid_overtime = np.where(paid.isna(), ~salaried, paid.eq(True)).astype(bool)
    return Terms(
        np.array([WEEKDAYS.index(rule.workweek_start) for rule in under], dtype=np.int64)[which],
        10 ** np.maximum(minor - places[which], 0),
        _said([rule.rounding.at == "rate" for rule in under], which),
        _said([rule.rounding.at == "total" for rule in under], which),
        _said([rule.premium_base == "rate" for rule in under], which),
        _said([rule.flat_sum == "straight_hours" for rule in under], which),
        np.where(salaried, 0, rate),
        salaried,
        ~paid_overtime,
        _salaries(rate, salaried & paid_overtime, period),
        hours.fillna(ALL_HOURS).to_numpy(dtype=np.int64),
    )


def _said(by_rule: list[bool], which: "npt.NDArray[np.intp]") -> Flags:
    """What each one's rule says, out of what the rules in use say."""
    found: Flags = np.array(by_rule, dtype=bool)[which]
    return found


def _salaries(rate: Whole, applies: Flags, period: Exact) -> Exact:
    """Each salary by the week; 0 where none takes part in a regular rate."""
    weekly = np.zeros(len(rate), dtype=object)
    for each in set(period[applies]):
        share = Salary(Decimal(1), each).a_week
        which = applies & (period == each)
        weekly[which] = rate[which].astype(object) * share
    weekly[~applies] = Fraction(0)
    return weekly


def _column(frame: pd.DataFrame, name: str) -> "pd.Series[Any]":
    """A column of the employees' table, empty where the input has none."""
    return frame[name] if name in frame else pd.Series([None] * len(frame), index=frame.index, dtype=object)
