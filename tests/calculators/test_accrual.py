"""Interest and unused fee day by day, against the loan arithmetic of the domain and published figures."""

import json
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.accrual import Starts, accrued
from flashreport.calculators.day_weights import day_weights
from flashreport.calculators.exact_columns import Whole
from flashreport.domain.credit import Step
from flashreport.domain.credit.interest import interest
from flashreport.domain.daycount import DayCount, year_fraction

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden"
FIRST = date(2023, 12, 20)
NAMES = {
    "act/360": DayCount.ACT_360,
    "act/365": DayCount.ACT_365F,
    "act/act": DayCount.ACT_ACT_ISDA,
    "30/360": DayCount.BOND_30_360,
    "30e/360": DayCount.EUROBOND_30E_360,
    "30e/360 isda": DayCount.ISDA_30E_360,
    "30/360 us": DayCount.US_30_360,
}
MONTHS: Starts = {"month": np.arange("2022-01", "2027-01", dtype="datetime64[M]").astype("datetime64[D]")}
PATIENT = settings(max_examples=8, deadline=None)


def lines(*rows: tuple[str, str, int, int | None, int | None, str]) -> pd.DataFrame:
    columns = ["line", "entity", "limit", "rate", "unused_fee", "day_count"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"limit": "Int64", "rate": "Int64", "unused_fee": "Int64"}
    )


def balances(*rows: tuple[str, date, int, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["line", "date", "drawn", "letters_of_credit"])
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[s]")
    return frame.astype({"drawn": "Int64", "letters_of_credit": "Int64"})


def until(day: date) -> pd.Timestamp:
    return pd.Timestamp(day).as_unit("s")


def of(found: pd.DataFrame, measure: str, entity: str = "", line: str = "") -> pd.Series:
    dimension = "line" if line else ""
    rows = found[(found["measure"] == measure) & (found["entity"] == entity)]
    rows = rows[(rows["dimension"] == dimension) & (rows["member"] == line)]
    return rows.set_index(rows["date"].dt.date)["value"].sort_index()


def test_the_published_half_year() -> None:
    cases = json.loads((GOLDEN / "credit.json").read_text())["cases"]
    case = next(case for case in cases if case["id"] == "accrual-act360-182")
    given_ = case["inputs"]
    start, end = date.fromisoformat(given_["start"]), date.fromisoformat(given_["end"])
    cents = int(Decimal(given_["principal"]) * 100)
    found = accrued(
        lines(("a", "e", cents, int(Decimal(given_["rate"]) * 10**6), None, "act/360")),
        balances(("a", start, cents, 0)),
        {"month": np.array([start], dtype="datetime64[D]")},
        until(end - timedelta(days=1)),
    )
    steps = of(found, "credit.interest")
    assert len(steps) == int(case["expected"]["days"])
    assert Decimal(int(steps.sum())) / 100 == Decimal(case["expected"]["interest"])


def test_the_unused_fee_follows_an_amended_limit() -> None:
    """Ten days of 1,000,000 unused, then twenty of 3,000,000: 0.5 % a year by 30 days of 360."""
    start = date(2026, 11, 1)
    rows = balances(("a", start, 0, 0), ("a", date(2026, 11, 11), 0, 0)).assign(
        limit=pd.array([None, 3 * 10**8], dtype="Int64")
    )
    found = accrued(
        lines(("a", "e", 10**8, 0, 5_000, "act/360")),
        rows,
        {"month": np.array([start], dtype="datetime64[D]")},
        until(date(2026, 11, 30)),
    )
    assert of(found, "credit.unused_fee", line="a").sum() == round(5 * 10**5 * (10 + 3 * 20) / 360)


DRAWS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 10**10), st.integers(0, 10**9)), min_size=1, max_size=8
).map(lambda rows: sorted({row[0]: row for row in rows}.values()))


@PATIENT
@given(DRAWS, st.sampled_from(sorted(NAMES)), st.integers(0, 200_000), st.integers(0, 10_000))
def test_each_month_is_the_loan_arithmetic_rounded_once(
    draws: list[tuple[int, int, int]], convention: str, rate: int, fee: int
) -> None:
    rows = [("a", FIRST + timedelta(days=ahead), drawn, letters) for ahead, drawn, letters in draws]
    limit, last = 8 * 10**9, rows[-1][1] + timedelta(days=70)
    found = accrued(lines(("a", "e", limit, rate, fee, convention)), balances(*rows), MONTHS, until(last))
    history = {
        "credit.interest": ([Step(day, Decimal(drawn)) for _, day, drawn, _ in rows], rate),
        "credit.unused_fee": (
            [Step(day, Decimal(max(0, limit - drawn - letters))) for _, day, drawn, letters in rows],
            fee,
        ),
    }
    for measure, (steps, yearly) in history.items():
        values = of(found, measure, line="a")
        for month in sorted({day.replace(day=1) for day in values.index}):
            days = [day for day in values.index if day.replace(day=1) == month]
            whole = interest(
                steps,
                [Step(FIRST - timedelta(days=1), Decimal(yearly) / 10**6)],
                days[0],
                days[-1] + timedelta(days=1),
                NAMES[convention],
                step=Decimal(1),
            )
            # under 30/360 a day adds what the convention counts from the month's start to its end
            exact = sum(
                (
                    Fraction(balance_on(steps, day))
                    * yearly
                    / 10**6
                    * year_part(days[0], day, NAMES[convention])
                    for day in days
                ),
                Fraction(0),
            )
            assert int(values[days].sum()) == (exact + Fraction(1, 2)).__floor__()
            if not convention.startswith("30"):
                assert exact == whole.exact


def year_part(first: date, day: date, convention: DayCount) -> Fraction:
    """What the day adds to the part of a year since ``first``."""
    after = day + timedelta(days=1)
    return year_fraction(first, after, convention) - year_fraction(first, day, convention)


def balance_on(steps: list[Step], day: date) -> Decimal:
    return [step for step in steps if step.since <= day][-1].amount


def weights_of(days: pd.Series, convention: str, maturity: date | None = None) -> tuple[Whole, Whole]:
    """The weights of days in a row, counted from the first."""
    since, never = (
        pd.Series([pd.Timestamp(day)] * len(days)) for day in (days[0], maturity or date(2200, 1, 1))
    )
    return day_weights(since, days, pd.Series([convention] * len(days)), never)


@given(st.integers(2020, 2030), st.integers(1, 12))
def test_every_month_of_30_360_has_thirty_days(year: int, month: int) -> None:
    days = pd.Series(pd.date_range(date(year, month, 1), date(year, month, monthrange(year, month)[1])))
    weights, basis = weights_of(days, "30/360")
    assert weights.sum() == 30
    assert set(basis.tolist()) == {360}


def test_act_act_divides_by_the_days_of_each_year() -> None:
    days = pd.Series(pd.to_datetime(["2023-12-31", "2024-01-01"]))
    weights, basis = weights_of(days, "act/act")
    assert [Fraction(*each) for each in zip(weights.tolist(), basis.tolist(), strict=True)] == [
        Fraction(1, 365),
        Fraction(1, 366),
    ]


TWO = lines(
    ("a", "north", 10**9, 50_000, 2_500, "act/360"),
    ("b", "north", 10**9, 70_000, None, "act/365"),
    ("c", "south", 10**9, 61_234, 5_000, "30/360"),
)


def drawn_of(rows: list[tuple[str, int, int]]) -> pd.DataFrame:
    held = {(line, ahead): (line, FIRST + timedelta(days=ahead), drawn, 0) for line, ahead, drawn in rows}
    return balances(*held.values())


ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 60), st.integers(0, 10**9)), min_size=1, max_size=12
)


@PATIENT
@given(ROWS, st.randoms(use_true_random=False))
def test_lines_add_up_to_entities_and_these_to_the_group(rows, random) -> None:  # type: ignore[no-untyped-def]  # hypothesis' own Random
    frame = drawn_of(rows)
    found = accrued(TWO, frame, MONTHS, until(FIRST + timedelta(days=90)))
    for measure in ("credit.interest", "credit.unused_fee"):
        by_line = found[
            (found["measure"] == measure) & (found["dimension"] == "line") & (found["entity"] != "")
        ]
        total = found[(found["measure"] == measure) & (found["dimension"] == "")]
        group = total[total["entity"] == ""].groupby("date")["value"].sum()
        assert group.equals(by_line.groupby("date")["value"].sum())
        assert group.equals(total[total["entity"] != ""].groupby("date")["value"].sum())
    shuffled = frame.loc[random.sample(list(frame.index), len(frame))]
    again = accrued(TWO, shuffled, MONTHS, until(FIRST + timedelta(days=90)))
    keys = ["entity", "measure", "dimension", "member", "date"]
    assert found.set_index(keys).sort_index().equals(again.set_index(keys).sort_index())


@PATIENT
@given(ROWS)
def test_ten_times_the_balance_is_ten_times_the_interest_to_half_a_cent(
    rows: list[tuple[str, int, int]],
) -> None:
    end = until(FIRST + timedelta(days=80))
    once = accrued(TWO, drawn_of(rows), MONTHS, end)
    ten = accrued(TWO, drawn_of([(line, day, 10 * drawn) for line, day, drawn in rows]), MONTHS, end)
    for line in "abc":
        one = of(once, "credit.interest", line=line)
        many = of(ten, "credit.interest", line=line)
        months = pd.Series(one.index, index=one.index).map(lambda day: day.replace(day=1))
        assert ((many.groupby(months).sum() - 10 * one.groupby(months).sum()).abs() <= 5).all()


def test_a_day_without_a_balance_accrues_on_the_last_one_and_is_stale() -> None:
    found = accrued(TWO, balances(("a", FIRST, 7_200_000, 0)), MONTHS, until(FIRST + timedelta(days=2)))
    rows = found[(found["measure"] == "credit.interest") & (found["entity"] == "")]
    assert rows[rows["dimension"] == ""]["value"].tolist() == [1_000] * 3
    assert rows[rows["dimension"] == ""]["stale"].tolist() == [False, True, True]


def test_a_line_without_a_rate_has_no_interest() -> None:
    bare = lines(("a", "e", 10**9, None, None, "act/360"))
    assert accrued(bare, balances(("a", FIRST, 10**6, 0)), MONTHS, until(FIRST)).empty


def test_rials_do_not_overflow() -> None:
    rial = lines(("a", "e", 10**15, 230_000, None, "act/act"))
    found = accrued(rial, balances(("a", date(2024, 1, 1), 10**15, 0)), MONTHS, until(date(2024, 1, 31)))
    wanted = (Fraction(10**15 * 31 * 23, 366 * 100) + Fraction(1, 2)).__floor__()
    assert int(of(found, "credit.interest").sum()) == wanted


@pytest.mark.parametrize("empty_one", ["lines", "balances"])
def test_nothing_comes_of_nothing(empty_one: str) -> None:
    held = balances(("a", FIRST, 1, 0))
    found = accrued(TWO[:0], held, MONTHS, until(FIRST)) if empty_one == "lines" else accrued(
        TWO, held[:0], MONTHS, until(FIRST))  # fmt: skip
    assert found.empty
