"""Many measures of the same rows at once: what ``tidy`` does for one, in one frame."""

import numpy as np
import pandas as pd

from flashreport.domain.key_columns import as_keys, one_word
from flashreport.domain.measure_frame import empty


def tidy_columns(
    rows: pd.DataFrame, block: str, names: list[str], dimension: str = "", member: str | None = None
) -> pd.DataFrame:
    """The rows of ``block.name`` for each column of ``names``; those without a value are left out.

    ``member`` names the column of the slice; ``stale`` holds for all of them.
    """
    if rows.empty or not names:
        return empty()
    count = len(rows)
    columns = [rows[name].astype("Int64") for name in names]
    kept = ~np.concatenate([column.isna().to_numpy(bool) for column in columns])
    values = np.concatenate([column.fillna(0).to_numpy("int64") for column in columns])
    at = np.tile(np.arange(count), len(names))[kept]
    keys = [f"{block}.{name}" for name in names]
    measures = np.repeat(np.arange(len(names)), count)[kept]
    return pd.DataFrame(
        {
            "entity": as_keys(rows["entity"]).take(at),
            "measure": pd.Categorical.from_codes(measures, categories=pd.Index(keys, dtype="object")),
            "dimension": one_word(dimension, len(at)),
            "member": as_keys(rows[member]).take(at) if member else one_word("", len(at)),
            "date": rows["date"].to_numpy().astype("datetime64[s]")[at],
            "value": values[kept],
            "stale": rows["stale"].to_numpy(bool)[at],
        }
    )
