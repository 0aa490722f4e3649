"""How many people a day's pay comes from: what says whether it tells one person's pay."""

import pandas as pd

from flashreport.domain.measure_frame import tidy
from flashreport.domain.measures import GROUP

_EARNED = {
    "staff.people_paid": "pay",
    "staff.people_overtime": "overtime_pay",
    "staff.people_low_yield": "low_yield_overtime",
}


def earners(rows: pd.DataFrame) -> pd.DataFrame:
    """Different people with such pay per day, of the group, each entity and each department.

    ``rows``: entity, department, date, employee and a column for each kind of pay. Who works in
    two departments counts in both, and once in the total.
    """
    parts = []
    for measure, earned in _EARNED.items():
        marked = rows[["entity", "department", "date"]].assign(
            people=rows["employee"].astype("object").where(rows[earned] != 0)
        )
        for dimension in ("", "department"):
            by = [*([dimension] if dimension else []), "date"]
            parts += [
                tidy(_counted(marked, ["entity", *by]), measure, "people", dimension, dimension or None),
                tidy(
                    _counted(marked, by).assign(entity=GROUP), measure, "people", dimension, dimension or None
                ),
            ]
    return pd.concat(parts, ignore_index=True)


def _counted(marked: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return marked.groupby(by, observed=True)["people"].nunique().reset_index()
