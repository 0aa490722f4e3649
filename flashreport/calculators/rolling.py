"""Sums over the last so many calendar days: burn of 13 weeks, pay of 4 weeks."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.exchange import ONE_CURRENCY, Exchange, summed, without_gaps
from flashreport.domain.key_columns import as_keys
from flashreport.domain.measure_frame import empty, stacked, tidy

BURN_DAYS = 91
PAY_DAYS = 28


def burn(
    movements: pd.DataFrame, left_out: tuple[str, ...], until: pd.Timestamp, exchange: Exchange = ONE_CURRENCY
) -> pd.DataFrame:
    """``cash.gross_burn`` and ``cash.burn`` per entity and group, from the 91st day of data on.

    ``movements``: entity, currency, category, date, receipts, disbursements (minor units). ``left_out``
    are the categories of transfers and financing.
    """
    held = movements[(movements["date"] <= until) & ~movements["category"].isin(left_out)]
    if held.empty:
        return empty()
    daily = [
        view.assign(gross_burn=view["disbursements"], burn=view["disbursements"] - view["receipts"])
        for view in exchange.views(held, ["receipts", "disbursements"])
    ]
    names = ["gross_burn", "burn"]
    rows, unrated = summed(daily, ["date"], names), exchange.unrated(held)
    if rows.empty:  # no day has all its rates
        return empty()
    sums = (
        (name, without_gaps(last_days(rows, name, BURN_DAYS, until), unrated, BURN_DAYS)) for name in names
    )
    return stacked(tidy(found, f"cash.{name}", name) for name, found in sums)


def pay_of_four_weeks(frame: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """``staff.pay_4_weeks`` per entity and group from the rows of ``staff.pay`` in ``frame``."""
    pay = frame[(frame["measure"] == "staff.pay") & (frame["dimension"] == "") & (frame["date"] <= until)]
    if pay.empty:
        return empty()
    return tidy(last_days(pay, "value", PAY_DAYS, until), "staff.pay_4_weeks", "value")


def last_days(rows: pd.DataFrame, value: str, days: int, until: pd.Timestamp) -> pd.DataFrame:
    """``value`` summed over the last ``days`` days, for each entity and day (entity, date, value, stale).

    Given once an entity has ``days`` days behind its first row; stale after its newest one.
    """
    first = rows["date"].min().to_numpy().astype("datetime64[D]")
    dates = np.arange(first, until.to_numpy().astype("datetime64[D]") + 1)
    entities = as_keys(rows["entity"])
    codes, names = entities.codes.astype(np.int64), entities.categories
    at = (rows["date"].to_numpy().astype("datetime64[D]") - first).astype(np.int64)
    table = np.zeros((len(dates), len(names)), dtype=np.int64)
    np.add.at(table, (at, codes), rows[value].to_numpy(np.int64))
    total = np.cumsum(table, axis=0)
    total[days:] -= total[:-days].copy()
    oldest, newest = _ends(at, codes, len(names), len(dates))
    day = np.arange(len(dates))[:, None]
    row, column = np.nonzero(day >= oldest + days - 1)
    return pd.DataFrame(
        {
            "entity": pd.Categorical.from_codes(column, categories=names),
            "date": dates[row].astype("datetime64[s]"),
            value: total[row, column],
            "stale": row > newest[column],
        }
    )


def _ends(
    at: npt.NDArray[np.int64], codes: npt.NDArray[np.intp], entities: int, days: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Each entity's first and last row."""
    oldest = np.full(entities, days, dtype=np.int64)
    newest = np.full(entities, -1, dtype=np.int64)
    np.minimum.at(oldest, codes, at)
    np.maximum.at(newest, codes, at)
    return oldest, newest
