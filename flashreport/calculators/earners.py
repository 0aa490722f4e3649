"""How many people a day's pay comes from: what says whether it tells one person's pay."""

import pandas as pd

from flashreport.domain.key_columns import filled
from flashreport.domain.measure_frame import stacked, tidy
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
    flags = rows[["entity", "department", "date", "employee"]].assign(
        **{measure: (rows[earned] != 0).astype("int64") for measure, earned in _EARNED.items()}
    )
    parts = []
    for dimension in ("", "department"):
        by = [*([dimension] if dimension else []), "date"]
        own = _counted(flags, ["entity", *by])
        group = _counted(flags, by)
        group["entity"] = filled(own["entity"], GROUP, group.index)
        parts += [
            tidy(each, measure, measure, dimension, dimension or None)
            for measure in _EARNED
            for each in (own, group)
        ]
    return stacked(parts)


def _counted(flags: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    names = list(_EARNED)
    people = flags.groupby([*by, "employee"], as_index=False, observed=True, sort=False)[names].max()
    return people.groupby(by, as_index=False, observed=True)[names].sum()
