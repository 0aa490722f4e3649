import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.daycount import DayCount, day_count, days, icma_fraction, year_fraction
from flashreport.errors import FlashreportError

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "daycount.json"
CASES = json.loads(GOLDEN.read_text(encoding="utf-8"))
DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))


def period(case: Mapping[str, str]) -> tuple[date, date]:
    return date.fromisoformat(case["start"]), date.fromisoformat(case["end"])


@pytest.mark.parametrize("case", CASES["thirty_360"], ids=lambda case: f"{case['start']}..{case['end']}")
@pytest.mark.parametrize(
    ("column", "convention"),
    [("bond_basis_us", DayCount.BOND_30_360), ("eurobond_30E", DayCount.EUROBOND_30E_360)],
)
def test_published_30_360_days(case: Mapping[str, Any], column: str, convention: DayCount) -> None:
    assert days(*period(case), convention) == case[column]


@pytest.mark.parametrize("case", CASES["thirty_360_isda_30E_end_of_feb"], ids=lambda case: case["end"])
def test_published_30e_360_isda_days(case: Mapping[str, Any]) -> None:
    maturity = date.fromisoformat(case["termination"])
    assert days(*period(case), DayCount.ISDA_30E_360, maturity=maturity) == case["days"]


@pytest.mark.parametrize("case", CASES["act_act_isda"], ids=lambda case: f"{case['start']}..{case['end']}")
def test_published_act_act_fractions(case: Mapping[str, str]) -> None:
    # the source rounds to ten decimals and pads with zeros
    published = Fraction(case["year_fraction"])
    assert abs(year_fraction(*period(case), DayCount.ACT_ACT_ISDA) - published) < Fraction(1, 10**10)


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        (date(2007, 2, 28), date(2007, 8, 31), 180),  # bond basis gives 183
        (date(2008, 2, 29), date(2009, 2, 28), 360),  # both ends are February month ends
        (date(2008, 2, 28), date(2008, 8, 31), 183),  # the 28th is no month end in a leap year
        (date(2007, 8, 31), date(2008, 2, 29), 179),  # only the end: the 29th stays
    ],
)
def test_us_february_rule(start: date, end: date, counted: int) -> None:
    assert days(start, end, DayCount.US_30_360) == counted


def test_maturity_matters_only_on_the_last_february_day() -> None:
    start, end = date(2011, 8, 31), date(2012, 2, 29)
    assert days(start, end, DayCount.ISDA_30E_360) == 180
    assert days(start, end, DayCount.ISDA_30E_360, maturity=end) == 179


@pytest.mark.parametrize(
    ("start", "end", "coupons", "frequency", "published"),
    [
        # the worked periods of the ACT/ACT paper of the EMU and ISDA, 1999
        ("2003-11-01", "2004-05-01", ["2003-11-01", "2004-05-01"], 2, "0.500000000000"),
        ("1999-02-01", "1999-07-01", ["1998-07-01", "1999-07-01"], 1, "0.410958904110"),
        ("1999-07-01", "2000-07-01", ["1999-07-01", "2000-07-01"], 1, "1.000000000000"),
        ("2002-08-15", "2003-07-15", ["2002-07-15", "2003-01-15", "2003-07-15"], 2, "0.915760869565"),
        ("2003-07-15", "2004-01-15", ["2003-07-15", "2004-01-15"], 2, "0.500000000000"),
        ("2000-01-30", "2000-06-30", ["2000-01-30", "2000-07-30"], 2, "0.417582417582"),
    ],
)
def test_icma_periods(start: str, end: str, coupons: list[str], frequency: int, published: str) -> None:
    dates = [date.fromisoformat(day) for day in coupons]
    found = icma_fraction(date.fromisoformat(start), date.fromisoformat(end), dates, frequency)
    assert abs(found - Fraction(published)) < Fraction(1, 10**12)


def test_icma_needs_coupon_dates_around_the_period() -> None:
    with pytest.raises(FlashreportError, match="do not cover"):
        icma_fraction(date(2024, 1, 1), date(2024, 7, 1), [date(2024, 1, 1), date(2024, 6, 30)], 2)


@pytest.mark.parametrize(
    ("convention", "percent"),
    [
        (DayCount.BOND_30_360, "0.4167"),
        (DayCount.ACT_360, "0.4306"),
        (DayCount.ACT_365F, "0.4247"),
    ],
)
def test_five_percent_in_august(convention: DayCount, percent: str) -> None:
    part = 5 * year_fraction(date(2023, 8, 1), date(2023, 9, 1), convention)
    assert abs(part - Fraction(percent)) <= Fraction(Decimal("0.00005"))


@pytest.mark.parametrize(
    ("name", "convention"),
    [
        ("act/360", DayCount.ACT_360),
        ("Actual/365 (Fixed)", DayCount.ACT_365F),
        ("30E/360 (ISDA)", DayCount.ISDA_30E_360),
        ("30/360 Bond Basis", DayCount.BOND_30_360),
    ],
)
def test_names_of_conventions(name: str, convention: DayCount) -> None:
    assert day_count(name) is convention


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(FlashreportError, match="ACT/365F"):
        day_count("ACT/364")


@pytest.mark.parametrize("convention", list(DayCount))
def test_a_reversed_period_is_refused(convention: DayCount) -> None:
    with pytest.raises(FlashreportError) as caught:
        year_fraction(date(2024, 2, 1), date(2024, 1, 1), convention)
    assert caught.value.problem.code == "domain.period-reversed"


@given(st.tuples(DATES, DATES, DATES).map(sorted))
def test_actual_conventions_add_up_over_split_periods(cut: list[date]) -> None:
    start, middle, end = cut
    for convention in (DayCount.ACT_360, DayCount.ACT_365F, DayCount.ACT_ACT_ISDA):
        parts = year_fraction(start, middle, convention) + year_fraction(middle, end, convention)
        assert parts == year_fraction(start, end, convention)


@given(DATES.filter(lambda day: day.day < 28), st.sampled_from(DayCount))
def test_a_calendar_year_of_30_360_is_one(start: date, convention: DayCount) -> None:
    if str(convention).startswith("30"):
        assert year_fraction(start, start.replace(year=start.year + 1), convention) == 1
