"""The laws that every measure of the register keeps through the whole calculation.

Parts add up to wholes over every slicing; a shift by 364 days moves results by 364 days; a row in
two parts changes nothing; the order of rows never matters; ten times the money gives ten times the
result. A measure that is neither calculated here nor named under ``ELSEWHERE`` fails the first test.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from flashreport.domain.measures import MEASURES

Changed = Callable[[str], pd.DataFrame]
KEYS = ["entity", "dimension", "member", "date"]
# Forecasts are made after this calculation.
ELSEWHERE = {
    **dict.fromkeys(
        [key for key in MEASURES if key.startswith("cash.forecast_")], "calculators/test_forecast.py"
    ),
    **dict.fromkeys(
        [key for key in MEASURES if key.startswith("credit.forecast_")], "calculators/test_credit_forecast.py"
    ),
}
OWN = sorted(key for key, measure in MEASURES.items() if measure.nature != "ratio" and key not in ELSEWHERE)
RATIOS = sorted(
    key for key, measure in MEASURES.items() if measure.nature == "ratio" and key not in ELSEWHERE
)
# Figures that are not sums of their parts, and why.
NOT_ADDED = {
    "audience.reach": "people reached on two pages may be the same",
    **dict.fromkeys(
        [key for key in MEASURES if key.startswith("staff.people_")], "one person may work in two departments"
    ),
    "projects.days_late": "the latest of several",
    "projects.risk_age": "the oldest of several",
    "projects.mitigation_days_overdue": "the latest of several",
    **dict.fromkeys(
        [
            "projects.earned_time",
            "projects.planned_time",
            "projects.time_spent",
            "projects.time_variance",
            "projects.time_at_completion",
        ],
        "each project has its own time",
    ),
    **dict.fromkeys(
        [key for key, measure in MEASURES.items() if measure.native],
        "each member in its own currency: no total",
    ),
    "credit.base_age": "the oldest of several",
    **dict.fromkeys(
        ["credit.days_behind", "credit.days_to_limit", "credit.days_to_target"], "each line has its own days"
    ),
    **dict.fromkeys(
        [key for key in MEASURES if key.startswith("credit.covenant_")], "each covenant has its own figure"
    ),
    **dict.fromkeys(
        ["cash.statement_balance", "cash.unreconciled"], "of each account, on its statements' days: no total"
    ),
}
# Sums that are rounded to the cent once, after an average: ten times may differ by ten halves.
ROUNDED = {
    "staff.pay_month_end",
    "projects.eac",
    "projects.vac",
    "staff.overtime_premium",
    "staff.overtime_pay",
    "credit.average_13_weeks",
    "credit.average_year",
    "credit.paydown_per_day",
    "credit.paydown_from_collections",
    "credit.unused_fee",
}


def of(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    rows = frame.loc[frame["measure"] == measure, [*KEYS, "value", "stale"]].reset_index(drop=True)
    return rows.astype({**dict.fromkeys(KEYS[:3], "object"), "date": "datetime64[s]"})


def same(parts: "pd.Series[int]", total: "pd.Series[int]") -> None:
    """Both say the same of the same places and days."""
    assert parts.to_dict() == total.to_dict()


def test_every_measure_is_checked(frame: pd.DataFrame) -> None:
    """A new measure: give the made-up group what it is made of, or say where its laws are tested."""
    assert set(frame["measure"]) == set(OWN)
    assert {part for key in RATIOS for part in MEASURES[key].parts} <= set(MEASURES)
    assert set(ELSEWHERE) | set(OWN) | set(RATIOS) == set(MEASURES)


@pytest.mark.parametrize("measure", [key for key in OWN if key not in NOT_ADDED])
def test_entities_add_up_to_the_group(measure: str, frame: pd.DataFrame) -> None:
    rows = of(frame, measure)
    if measure != "cash.rates_missing":  # without a rate an entity may have a sum and the group none
        rows = rows[~rows["date"].isin(of(frame, "cash.rates_missing")["date"])]
    where = ["dimension", "member", "date"]
    group = rows[rows["entity"] == ""].set_index(where)["value"]
    parts = rows[rows["entity"] != ""].groupby(where)["value"].sum()
    if measure == "cash.exchange_difference":  # where all is in one currency there is none to tell
        parts, group = parts[parts != 0], group[group != 0]
    if MEASURES[measure].nature == "flow":
        same(parts, group)
    else:  # of stocks, where all entities have one
        whole = rows[rows["entity"] != ""].groupby(where)["entity"].nunique()
        known = whole.index[whole == 2].intersection(group.index)
        off = (parts.loc[known] - group.loc[known]).abs()
        assert len(known) or not len(group)
        assert (off <= (1 if measure in ROUNDED else 0)).all()


@pytest.mark.parametrize(
    ("measure", "dimension"),
    [
        (key, by)
        for key in OWN
        if key not in NOT_ADDED
        for by in MEASURES[key].dimensions
        if by != "sub_limit"  # a part of its line, which is added itself
    ],
)
def test_members_add_up_to_the_total(measure: str, dimension: str, frame: pd.DataFrame) -> None:
    rows = of(frame, measure)
    total = rows[rows["dimension"] == ""].set_index(["entity", "date"])["value"]
    parts = rows[rows["dimension"] == dimension].groupby(["entity", "date"])["value"].sum()
    if dimension in ("yield", "job", "category"):  # days on which nothing happened have no member
        total = total[total != 0]
        parts = parts[parts != 0]
    assert len(parts)
    if MEASURES[measure].nature == "flow":
        same(parts, total)
    else:
        most = rows[rows["dimension"] == dimension].groupby("entity")["member"].nunique()
        there = rows[rows["dimension"] == dimension].groupby(["entity", "date"])["member"].nunique()
        whole = there.index[there == there.index.get_level_values(0).map(most.to_dict())]
        known = whole.intersection(total.index)
        assert len(known)
        off = (parts.loc[known] - total.loc[known]).abs()
        assert (off <= (len(most) if measure in ROUNDED else 0)).all()


@pytest.mark.parametrize("measure", OWN)
def test_364_days_later_it_is_the_same(measure: str, frame: pd.DataFrame, changed: Changed) -> None:
    later = of(frame, measure)
    later["date"] = (later["date"] + pd.Timedelta(days=364)).astype("datetime64[s]")
    pd.testing.assert_frame_equal(of(changed("moved"), measure), later)


@pytest.mark.parametrize("way", ["split", "shuffled"])
@pytest.mark.parametrize("measure", OWN)
def test_splitting_and_shuffling_rows_changes_nothing(
    measure: str, way: str, frame: pd.DataFrame, changed: Changed
) -> None:
    pd.testing.assert_frame_equal(of(changed(way), measure), of(frame, measure))


@pytest.mark.parametrize("measure", OWN)
def test_ten_times_the_money_is_ten_times_the_figure(
    measure: str, frame: pd.DataFrame, changed: Changed
) -> None:
    once, tenfold = of(frame, measure), of(changed("times"), measure)
    pd.testing.assert_frame_equal(tenfold[KEYS], once[KEYS])
    factor = 10 if MEASURES[measure].kind == "money" else 1
    off = np.abs(tenfold["value"] - factor * once["value"])
    assert off.max() <= (5 * 4 if measure in ROUNDED else 0)  # each of four departments is rounded


def test_a_figure_off_by_one_would_be_found(frame: pd.DataFrame) -> None:
    rows = frame["measure"].eq("staff.pay") & frame["entity"].eq("") & frame["dimension"].eq("")
    moved = frame.assign(value=frame["value"] + rows)
    with pytest.raises(AssertionError):
        test_entities_add_up_to_the_group("staff.pay", moved)
    with pytest.raises(AssertionError):
        test_members_add_up_to_the_total("staff.pay", "department", moved)
