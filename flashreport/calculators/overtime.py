"""The workspace's overtime rule, put on every row of hours."""

import pandas as pd

from flashreport.calculators.overtime_frame import overtime_frame
from flashreport.calculators.overtime_lines import thresholds
from flashreport.domain.overtime import OvertimeRule, Step, builtin_rule
from flashreport.workspace.settings import StaffSettings


def rule_of(staff: StaffSettings) -> OvertimeRule:
    """The rule that the settings name, or the one that they spell out, with their workweek."""
    if staff.overtime_rule == "none":
        rule = OvertimeRule(id="none", name="No overtime")
    elif staff.overtime_rule == "custom":
        rule = OvertimeRule(id="custom", name="The workspace's rule", steps=_steps(staff))
    else:
        rule = builtin_rule(staff.overtime_rule)
    return rule.model_copy(update={"workweek_start": staff.workweek_start})


def _steps(staff: StaffSettings) -> tuple[Step, ...]:
    own = staff.overtime
    steps = []
    if own.multiplier > 1:
        if own.daily_hours is not None:
            steps.append(Step(kind="daily", over=own.daily_hours, multiplier=own.multiplier))
        if own.weekly_hours is not None:
            steps.append(Step(kind="weekly", over=own.weekly_hours, multiplier=own.multiplier))
    return tuple(steps)


def overtime_columns(hours: pd.DataFrame, staff: StaffSettings) -> pd.DataFrame:
    """``hours`` with the columns of :func:`overtime_frame` under the workspace's rule.

    ``hours``: entity, employee, department, job, date, seconds. An employee's week is one
    week wherever it was worked.
    """
    rule = rule_of(staff)
    lines = thresholds(dict.fromkeys(hours["employee"].unique(), rule.id), {rule.id: rule})
    return overtime_frame(hours.astype({"seconds": "int64"}), lines)
