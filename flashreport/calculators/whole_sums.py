"""Sums that are whole: where a part is missing, so is the sum."""

import pandas as pd


def whole_sums(rows: pd.DataFrame, keys: list[str], names: list[str]) -> pd.DataFrame:
    """One row per group with the sums of ``names``, null where any of its parts is null.

    ``stale`` says that any part is.
    """
    grouped = (
        rows[keys].assign(**{name: rows[name].astype("Int64") for name in names}).groupby(keys, observed=True)
    )
    lacking = rows[keys].assign(**{name: rows[name].isna() for name in names}).groupby(keys, observed=True)
    totals = grouped[names].sum().mask(lacking[names].any())
    return totals.assign(stale=rows.groupby(keys, observed=True)["stale"].any()).reset_index()
