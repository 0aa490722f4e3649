"""Overtime rules as columns: the lines of each employee's rule, in seconds, side by side."""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from flashreport.domain.overtime import WEEKDAYS, OvertimeRule, Step
from flashreport.domain.overtime.rule import StepKind
from flashreport.errors import Mistakes, Place, Problem, phrase

NEVER = np.int64(1) << np.int64(40)  # seconds past any week: a line that no work reaches
BASIS = 10_000  # a multiplier in whole ten-thousandths
# How many lines of each kind a rule may have in the frame.
SLOTS: dict[StepKind, int] = {"daily": 4, "seventh_day": 3, "holiday": 3, "weekly": 3, "overtime_of_day": 1}
THRESHOLDS = (
    "workweek_start",
    *(f"{kind}_{part}_{n}" for kind, most in SLOTS.items() for n in range(most) for part in ("over", "rate")),
    *(f"holiday_days_{n}" for n in range(SLOTS["holiday"])),
)


def thresholds(
    rule_of: "Mapping[str, str] | pd.Series[str]", rules: Mapping[str, OvertimeRule]
) -> pd.DataFrame:
    """One row per employee with the columns ``THRESHOLDS``; ``rule_of`` names each one's rule.

    Lines are in seconds, rates in ten-thousandths (15,000 is time and a half). Raises
    ``calculators.overtime-rule`` for a rule that is unknown or has more lines than a
    frame holds, or lines that are no whole second. A holiday line's weekdays are bits, Monday first.
    """
    employees = pd.Series(rule_of, dtype=object)
    used = sorted(employees.unique())
    unknown = [_mistake(rule_id, "is not among the rules") for rule_id in used if rule_id not in rules]
    mistakes = unknown + [bad for rule_id in used if rule_id in rules for bad in _unfit(rules[rule_id])]
    if mistakes:
        raise Mistakes(mistakes)
    by_rule = pd.DataFrame([_row(rules[rule_id]) for rule_id in used], index=used, columns=list(THRESHOLDS))
    frame = by_rule.loc[list(employees)].astype("int64").reset_index(drop=True)
    frame.insert(0, "employee", employees.index.to_numpy())
    return frame


def _row(rule: OvertimeRule) -> dict[str, int]:
    cells = {"workweek_start": WEEKDAYS.index(rule.workweek_start)}
    for kind, most in SLOTS.items():
        steps = rule.of_kind(kind)
        for n in range(most):
            over, rate = _cells(steps[n]) if n < len(steps) else (int(NEVER), BASIS)
            cells |= {f"{kind}_over_{n}": over, f"{kind}_rate_{n}": rate}
    holidays = rule.of_kind("holiday")
    for n in range(SLOTS["holiday"]):
        weekdays = holidays[n].weekdays if n < len(holidays) else ()
        cells[f"holiday_days_{n}"] = sum(1 << WEEKDAYS.index(day) for day in set(weekdays))
    return cells


def _cells(step: Step) -> tuple[int, int]:
    return int(step.over * 3600), int(step.multiplier * BASIS)


def _unfit(rule: OvertimeRule) -> list[Problem]:
    mistakes = [
        _mistake(rule.id, phrase("has more than {n} {kind} steps", n=most, kind=kind))
        for kind, most in SLOTS.items()
        if sum(step.kind == kind for step in rule.steps) > most
    ]
    if any(step.over * 3600 % 1 != Decimal(0) for step in rule.steps):
        mistakes.append(_mistake(rule.id, phrase("has a line that is no whole number of seconds")))
    return mistakes


def _mistake(rule_id: str, what: str) -> Problem:
    advice = "See the overtime rules in the reference."
    place = Place(value=rule_id)
    return Problem(
        "calculators.overtime-rule",
        phrase("The overtime rule {rule_id} {what}.", rule_id=rule_id, what=what),
        advice,
        place,
    )
