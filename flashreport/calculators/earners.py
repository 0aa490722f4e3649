"""How many people a day's pay comes from: what says whether it tells one person's pay."""

from functools import partial

import pandas as pd

from flashreport.domain.grouped import grouped_sums, repeats
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
        **{measure: rows[earned] != 0 for measure, earned in _EARNED.items()}
    )
    once = not repeats(flags, ["date", "employee"])  # nobody has two places on a day
    if once:
        flags = flags.astype(dict.fromkeys(_EARNED, "int64"))
    count = partial(grouped_sums, names=list(_EARNED)) if once else _counted
    parts = []
    for dimension in ("", "department"):
        by = [*([dimension] if dimension else []), "date"]
        own = count(flags, ["entity", *by])
        group = count(flags, by)
        group["entity"] = filled(own["entity"], GROUP, group.index)
        parts += [
            tidy(each, measure, measure, dimension, dimension or None)
            for measure in _EARNED
            for each in (own, group)
        ]
    return stacked(parts)


def _counted(flags: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    names = list(_EARNED)
    people = grouped_sums(flags, [*by, "employee"], [], names).astype(dict.fromkeys(names, "int64"))
    return grouped_sums(people, by, names)
