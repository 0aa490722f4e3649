"""Many measures of the same rows at once: what ``tidy`` does for one, in one frame."""

import numpy as np
import pandas as pd

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
    keys = np.array([f"{block}.{name}" for name in names], dtype=object)
    return pd.DataFrame(
        {
            "entity": rows["entity"].to_numpy(object)[at],
            "measure": np.repeat(keys, count)[kept],
            "dimension": dimension,
            "member": rows[member].to_numpy(object)[at] if member else "",
            "date": rows["date"].to_numpy().astype("datetime64[s]")[at],
            "value": values[kept],
            "stale": rows["stale"].to_numpy(bool)[at],
        }
    )
