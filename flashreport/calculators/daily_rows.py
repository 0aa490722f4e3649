"""Rows for every day between two records: the last one is carried and marked stale."""

import numpy as np
import pandas as pd


def every_day(
    rows: pd.DataFrame, key: str | list[str], until: pd.Timestamp, columns: list[str]
) -> pd.DataFrame:
    """One row per key and day from its first record to ``until``.

    ``rows``: the key, date (one row per key and day, none after ``until``) and ``columns``. A
    day without a record carries the last one and is ``stale``; ``reported`` is the record's day.
    """
    keys = [key] if isinstance(key, str) else key
    ordered = rows.sort_values([*keys, "date"], ignore_index=True)
    after = ordered.groupby(keys, observed=True, sort=False)["date"].shift(-1)
    end = (until + pd.Timedelta(days=1)).as_unit("s")
    lengths = (after.fillna(end) - ordered["date"]).dt.days.to_numpy(np.int64)
    spread = ordered.loc[ordered.index.repeat(lengths), [*keys, "date", *columns]].reset_index(drop=True)
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    spread["reported"] = spread["date"]
    spread["date"] = (spread["date"] + pd.to_timedelta(offset, unit="D")).astype("datetime64[s]")
    spread["stale"] = offset > 0
    return spread
