"""The values of the workspace's own tables as measures ``values.<name>``."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.exchange import ONE_CURRENCY, Exchange
from flashreport.domain.measure_frame import empty, stacked, tidy
from flashreport.domain.measures import GROUP, Register
from flashreport.domain.own_values import measure_key, slice_of
from flashreport.domain.units import STEPS, Unit

_STORED = STEPS["number"]
_SLICE = ["entity", "measure", "dimension", "member"]


def calculate_values(
    values: pd.DataFrame,
    register: Register,
    currencies: Mapping[str, str],
    until: pd.Timestamp,
    exchange: Exchange = ONE_CURRENCY,
) -> pd.DataFrame:
    """The frame of all values up to ``until``, per entity and for the group, by slice and in total.

    ``values`` has entity, measure, where, date and value in millionths; ``currencies`` names each
    entity's currency. A day's rows of one slice are added. The total is what rows without a slice
    say; where there are none, the sum of the slices, when all are of one dimension. Of a stock a
    slice or entity without a row that day counts with its last value, and the sum is stale.
    """
    rows = values[(values["date"] <= until) & values["value"].notna()]
    if rows.empty:
        return empty()
    own = _with_totals(_sliced(rows, register, currencies), register)
    group = _of_group(own, register, exchange)
    whole = pd.concat([own, group], ignore_index=True)
    parts = [
        _tidied(held, str(key), str(name)) for (key, name), held in whole.groupby(["measure", "dimension"])
    ]
    return stacked(parts)


def _tidied(held: pd.DataFrame, measure: str, dimension: str) -> pd.DataFrame:
    return tidy(held, measure, "value", dimension, "member" if dimension else None)


def _sliced(rows: pd.DataFrame, register: Register, currencies: Mapping[str, str]) -> pd.DataFrame:
    """Keys, dimension and member of each row, and its value in the measure's smallest step."""
    keys = {name: measure_key(name) for name in rows["measure"].unique()}
    slices = {where: slice_of(where) for where in rows["where"].unique()}
    found = pd.DataFrame(
        {
            "entity": rows["entity"],
            "measure": rows["measure"].map(keys),
            "dimension": rows["where"].map({where: name for where, (name, _) in slices.items()}),
            "member": rows["where"].map({where: member for where, (_, member) in slices.items()}),
            "date": rows["date"],
            "value": rows["value"].astype("int64"),
        }
    )
    sums = found.groupby([*_SLICE, "date"], as_index=False)[["value"]].sum()
    kinds = sums["measure"].map({key: register[key].kind for key in set(keys.values())})
    steps = _steps(kinds, sums["entity"].map(dict(currencies)).fillna(""))
    sums["value"], sums["stale"] = _in_steps(sums["value"].to_numpy(np.int64), steps), False
    return sums


def _steps(kinds: "pd.Series[Any]", currencies: "pd.Series[str]") -> npt.NDArray[np.int64]:
    """How many of the unit's smallest steps each row's whole number is."""
    pairs = pd.MultiIndex.from_arrays([kinds, currencies])
    known = {
        pair: Unit.model_validate(dict(zip(("kind", "currency"), pair, strict=True))).step
        for pair in pairs.unique()
    }
    codes, order = pairs.factorize()
    return np.take(np.array([known[pair] for pair in order], dtype=np.int64), codes)


def _in_steps(millionths: npt.NDArray[np.int64], steps: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Rounded half up, away from zero: here a table's plain number becomes money, hours or a count."""
    shared = np.gcd(steps, STEPS["number"])
    over, under = steps // shared, STEPS["number"] // shared
    size = (2 * over * np.abs(millionths) + under) // (2 * under)
    return np.asarray(np.sign(millionths) * size, dtype=np.int64)


def _with_totals(sliced: pd.DataFrame, register: Register) -> pd.DataFrame:
    """The slices, and for each day a total where the rows give one."""
    day = ["entity", "measure", "date"]
    parts = sliced[sliced["dimension"] != ""]
    told = sliced[sliced["dimension"] == ""]
    dimensions = parts.groupby(["entity", "measure"])["dimension"].transform("nunique")
    alike = parts[dimensions == 1]
    added = _summed(alike.assign(part=alike["member"], dimension="", member=""), register)
    missing: pd.Series[bool] = (
        added.merge(told[day], on=day, how="left", indicator="found")["found"] == "left_only"
    )
    return pd.concat([sliced, added[missing.to_numpy()]], ignore_index=True)


def _of_group(own: pd.DataFrame, register: Register, exchange: Exchange) -> pd.DataFrame:
    """The sums over the entities, money in the company's currency."""
    parts = own.assign(entity=GROUP, part=own["entity"])
    if exchange.single:
        return _summed(parts, register)
    kinds = {key: register[key] for key in parts["measure"].unique()}
    money = parts["measure"].isin([key for key, found in kinds.items() if found.kind == "money"])
    stock = parts["measure"].isin([key for key, found in kinds.items() if found.nature == "stock"])
    flows = exchange.group(own[money & ~stock], ["value"])
    rows = [_summed(parts[~money], register), _added(flows)]
    if (money & stock).any():
        days = _filled(parts[money & stock])
        rows.append(_added(exchange.group(days.assign(entity=days["part"]), ["value"])))
    return pd.concat(rows, ignore_index=True)


def _added(rows: pd.DataFrame) -> pd.DataFrame:
    by = [*_SLICE, "date"]
    found: pd.DataFrame = rows.groupby(by, as_index=False).agg({"value": "sum", "stale": "any"})
    return found


def _summed(parts: pd.DataFrame, register: Register) -> pd.DataFrame:
    """The sum over ``part`` for each slice and day."""
    stock = parts["measure"].map({key: register[key].nature == "stock" for key in parts["measure"].unique()})
    stock = stock.astype("bool")
    flows = parts[~stock].groupby([*_SLICE, "date"], as_index=False).agg({"value": "sum", "stale": "any"})
    held = pd.concat([flows, _carried(parts[stock])], ignore_index=True)
    return held[[*_SLICE, "date", "value", "stale"]]


def _carried(rows: pd.DataFrame) -> pd.DataFrame:
    """The sum of a stock's parts on each day that has any, each with its last value."""
    if rows.empty:
        return rows
    return _added(_filled(rows)).astype({"value": "int64"})


def _filled(rows: pd.DataFrame) -> pd.DataFrame:
    """A row of each part on each day that has any of them, with its last value; stale where that is old."""
    by_part = rows.groupby([*_SLICE, "date", "part"])["value"].sum().astype("Int64").unstack("part")
    filled = by_part.groupby(level=_SLICE).ffill()
    values, stale = filled.stack(future_stack=True), by_part.isna().stack(future_stack=True)
    found = pd.DataFrame({"value": values, "stale": stale})
    return found[found["value"].notna()].reset_index()
