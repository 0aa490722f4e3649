"""Credit lines in whole columns: published availability, certificates, fees and day counts, and laws."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.accrual import Starts, accrued
from flashreport.calculators.credit import calculate_credit
from flashreport.calculators.line_averages import averages
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.credit import (
    ConcentrationOf,
    EligibilityRules,
    Reason,
    Receivable,
    eligible_receivables,
    paydown_from_collections,
)
from flashreport.domain.daycount import DayCount, days, year_fraction
from flashreport.domain.measure_frame import Measures, Value

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden"
CASES: dict[str, Any] = {
    case["id"]: case
    for case in json.loads((GOLDEN / "credit.json").read_text(), parse_float=Decimal)["cases"]
}
COUNTS = json.loads((GOLDEN / "daycount.json").read_text())
ON = date(2026, 11, 19)
WORKING = np.array([day for day in np.arange("2026-01-01", "2027-12-31", dtype="datetime64[D]")
                    if np.is_busday(day)])  # fmt: skip
PATIENT = settings(max_examples=8, deadline=None)
NO_STARTS: dict[Any, Any] = {}


def frame(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=columns.split())
    for name in made:
        held = made[name].dropna()
        if len(held) and isinstance(held.iloc[0], date):
            made[name] = pd.to_datetime(made[name]).astype("datetime64[s]")
        elif len(held) and isinstance(held.iloc[0], int) and not isinstance(held.iloc[0], bool):
            made[name] = made[name].astype("Int64")
        else:
            made[name] = made[name].astype("object")
    return made


def until(day: date = ON) -> pd.Timestamp:
    return pd.Timestamp(day).as_unit("s")


def cents(text: str | Decimal) -> int:
    return int(Decimal(text) * 100)


def reader(found: pd.DataFrame) -> Measures:
    return Measures(found, BusinessCalendar())


def read(
    measures: Measures, measure: str, on: date = ON, dimension: str = "", member: str = ""
) -> Fraction | None:
    value = measures.read(f"credit.{measure}", on, "day", "", dimension, member)
    return value.amount if isinstance(value, Value) else None


def line_of(case: Mapping[str, Any], cap: str = "lesser") -> Measures:
    """One line of a filing on one day; a base that it prints as one certified asset of 100 %."""
    given_ = case["inputs"]
    base = given_.get("borrowing_base")
    limit = given_.get("commitment", base)
    lines = frame(
        "line entity limit cap elected",
        ("a", "e", cents(limit), cap, cents(given_.get("elected_commitment", limit))),
    )
    balances = frame(
        "line date drawn letters_of_credit",
        ("a", ON, cents(given_["drawn"]), cents(given_["letters_of_credit"])),
    )
    return reader(
        calculate_credit(
            lines,
            balances,
            WORKING,
            until(),
            certificates=None if base is None else certified(("base", cents(base), 0, 1_000_000)),
        )
    )


def certified(*rows: tuple[str, int, int, int], reserve: int = 0) -> pd.DataFrame:
    """Certificate rows: asset, gross, ineligible, rate."""
    columns = "line date asset kind amount ineligible advance_rate sub_limit"
    reserves = [("a", ON, "reserve", "reserve", reserve, 0, None, None)] if reserve else []
    return frame(
        columns,
        *(("a", ON, asset, "asset", gross, out, rate, None) for asset, gross, out, rate in rows),
        *reserves,
    )


def percent(number: Fraction | None) -> Decimal:
    assert number is not None
    return round(Decimal(number.numerator * 100) / number.denominator, 2)


@pytest.mark.parametrize("name", ["gymboree-2013-11-02", "crc-2022-03-31"])
def test_published_availability(name: str) -> None:
    case = CASES[name]
    found, wanted = line_of(case), case["expected"] | case["expected_derived"]
    assert read(found, "available") == cents(wanted["availability"])
    assert percent(read(found, "utilization")) == Decimal(wanted["utilization_with_lc_pct"])
    if "used" in wanted:
        assert read(found, "used") == cents(wanted["used"])
        assert percent(read(found, "utilization_of_limit")) == Decimal(wanted["utilization_drawn_pct"])


def test_the_base_that_a_filing_implies_caps_the_line() -> None:
    case = CASES["gymboree-2015-05-02"]
    wanted = case["expected_derived"]
    found = line_of(case | {"inputs": case["inputs"] | {"borrowing_base": wanted["implied_line_cap"]}})
    assert read(found, "available") == cents(case["expected"]["availability"])
    assert read(found, "cap") == cents(wanted["implied_line_cap"])
    assert read(found, "lost_to_base") == cents(wanted["headroom_lost_to_base"])
    assert percent(read(found, "utilization")) == Decimal(wanted["utilization_of_cap_pct"])


def test_the_cap_is_what_the_agreement_says() -> None:
    case = CASES["bonanza-2014-03-31"]
    assert read(line_of(case, "base"), "available") == cents(case["expected"]["availability"])
    elected = read(line_of(case, "elected"), "available")
    assert elected == cents(case["expected_derived"]["availability_on_commitment"])


def test_published_certificate() -> None:
    case = CASES["bbc-missouri-bank"]
    given_ = case["inputs"]
    rates = {name: int(Decimal(given_[f"{name}_rate"]) * 10**6) for name in ("ar", "inventory", "nfa")}
    pledged = certified(
        ("ar", cents(given_["gross_ar"]), cents(given_["ar_over_90"]), rates["ar"]),
        ("inventory", cents(given_["inventory"]), 0, rates["inventory"]),
        ("nfa", cents(given_["net_fixed_assets"]), 0, rates["nfa"]),
    )
    lines = frame("line entity limit", ("a", "e", cents(given_["line"])))
    drawn = frame("line date drawn", ("a", ON, 0))
    found = reader(calculate_credit(lines, drawn, WORKING, until(), certificates=pledged))
    wanted = case["expected"] | case["expected_derived"]
    assert read(found, "eligible", ON, "asset", "ar") == cents(wanted["ar_net"])
    for asset in ("ar", "inventory", "nfa"):
        assert read(found, "advances", ON, "asset", asset) == cents(wanted[f"{asset}_base"])
    assert read(found, "borrowing_base") == cents(wanted["borrowing_base"])
    assert read(found, "cap") == cents(wanted["line_cap"])


AMOUNTS = st.integers(0, 2 * 10**9)


@PATIENT
@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(0, 10**8))
def test_the_formula_of_a_real_agreement(billed: int, unbilled: int, stock: int, letters: int) -> None:
    given_ = CASES["formula-justia"]["inputs"]
    rate = {name: int(Decimal(given_[f"{name}_rate"]) * 10**6) for name in ("ar", "unbilled", "inv")}
    terms = frame(
        "line asset advance_rate sub_limit",
        ("a", "billed", rate["ar"], None),
        ("a", "unbilled", rate["unbilled"], cents(given_["unbilled_cap"])),
        ("a", "inventory", rate["inv"], None),
    )
    pledged = certified(
        ("billed", billed, 0, 0), ("unbilled", unbilled, 0, 0), ("inventory", stock, 0, 0), reserve=letters
    )
    pledged["advance_rate"] = None
    lines = frame("line entity limit", ("a", "e", cents(given_["line"])))
    found = reader(
        calculate_credit(
            lines, frame("line date drawn", ("a", ON, 0)), WORKING, until(), terms=terms, certificates=pledged
        )
    )
    half = Fraction(1, 2)
    bounded = min(Fraction(unbilled, 2), Fraction(150_000_000))
    parts = (Fraction(85 * billed, 100), bounded, Fraction(40 * stock, 100))
    advances = [(part + half).__floor__() for part in parts]
    assert read(found, "cap") == min(750_000_000, sum(advances) - letters)


def before(age: int | None) -> date | None:
    return None if age is None else ON - timedelta(days=age)


def history(drawn: int, first: date, last: date) -> pd.DataFrame:
    """One drawn balance from ``first`` to the day before ``last``."""
    return frame("line date drawn letters_of_credit", ("a", first, drawn, 0), ("a", last, 0, 0))


def interest_of(
    principal: int, rate: int, first: date, last: date, convention: str, maturity: date | None = None
) -> int:
    """What a loan earns over its whole life, rounded once."""
    columns = "line entity limit rate day_count billed maturity"
    lines = frame(columns, ("a", "e", principal, rate, convention, "maturity", maturity))
    if maturity is None:
        lines["maturity"] = pd.NaT
    found = accrued(lines, history(principal, first, last), NO_STARTS, until(last))
    rows = found[
        (found["measure"] == "credit.interest") & (found["dimension"] == "") & (found["entity"] == "")
    ]
    return int(rows["value"].sum())


def test_published_interest_of_half_a_leap_year() -> None:
    case = CASES["accrual-act360-182"]
    first, last = (date.fromisoformat(case["inputs"][name]) for name in ("start", "end"))
    found = interest_of(cents(case["inputs"]["principal"]), 50_000, first, last, "act/360")
    assert found == cents(case["expected"]["interest"])


def test_published_unused_fee() -> None:
    case = CASES["fee-july-daily-compound"]
    given_, wanted = case["inputs"], case["expected_derived"]
    first, last = date(2026, 7, 1), date(2026, 7, 31)
    for convention, fee in (("act/365", "simple_act_365"), ("act/360", "simple_act_360")):
        lines = frame(
            "line entity limit unused_fee day_count", ("a", "e", cents(given_["line"]), 5_000, convention)
        )
        drawn = frame("line date drawn", ("a", first, cents(given_["average_drawn"])))
        found = accrued(lines, drawn, {"month": np.array([first], dtype="datetime64[D]")}, until(last))
        rows = found[
            (found["measure"] == "credit.unused_fee") & (found["dimension"] == "") & (found["entity"] == "")
        ]
        assert int(rows["value"].sum()) == cents(wanted[fee])


@pytest.mark.parametrize("case", COUNTS["thirty_360"], ids=lambda case: f"{case['start']}..{case['end']}")
@pytest.mark.parametrize(("column", "name"), [("bond_basis_us", "30/360"), ("eurobond_30E", "30e/360")])
def test_published_30_360_days_as_interest(case: Mapping[str, Any], column: str, name: str) -> None:
    # 36 % a year on 1,000,000 minor units is 1,000 a day of 360
    first, last = (date.fromisoformat(case[end]) for end in ("start", "end"))
    assert interest_of(1_000_000, 360_000, first, last, name) == case[column] * 1_000


@pytest.mark.parametrize("case", COUNTS["thirty_360_isda_30E_end_of_feb"], ids=lambda case: case["end"])
def test_published_30e_360_isda_days_as_interest(case: Mapping[str, Any]) -> None:
    first, last, end = (date.fromisoformat(case[name]) for name in ("start", "end", "termination"))
    assert interest_of(1_000_000, 360_000, first, last, "30e/360 isda", end) == case["days"] * 1_000


@pytest.mark.parametrize("case", COUNTS["act_act_isda"], ids=lambda case: f"{case['start']}..{case['end']}")
def test_published_act_act_fractions_as_interest(case: Mapping[str, Any]) -> None:
    first, last = (date.fromisoformat(case[end]) for end in ("start", "end"))
    found = interest_of(10**10, 10**6, first, last, "act/act")
    assert abs(found - Fraction(case["year_fraction"]) * 10**10) <= 2


FOUR = {
    "30/360": DayCount.BOND_30_360,
    "30e/360": DayCount.EUROBOND_30E_360,
    "30e/360 isda": DayCount.ISDA_30E_360,
    "30/360 us": DayCount.US_30_360,
    "act/360": DayCount.ACT_360,
    "act/365": DayCount.ACT_365F,
    "act/act": DayCount.ACT_ACT_ISDA,
}


@PATIENT
@given(st.dates(date(2019, 1, 1), date(2029, 1, 1)), st.integers(1, 800), st.sampled_from(sorted(FOUR)))
def test_a_loan_earns_what_its_convention_counts(first: date, length: int, name: str) -> None:
    last = first + timedelta(days=length)
    part = year_fraction(first, last, FOUR[name])
    wanted = (part * 10**6 * 73_000 / 10**6 + Fraction(1, 2)).__floor__()
    assert interest_of(10**6, 73_000, first, last, name) == wanted
    if name.startswith("30"):
        assert part == Fraction(days(first, last, FOUR[name]), 360)


RULES = st.fixed_dictionaries(
    {
        "days_from_invoice": st.one_of(st.none(), st.integers(0, 120)),
        "days_past_due": st.one_of(st.none(), st.integers(0, 60)),
        "cross_age": st.one_of(st.none(), st.integers(1, 20).map(lambda n: n * 50_000)),
        "concentration": st.one_of(st.none(), st.integers(0, 20).map(lambda n: n * 50_000)),
        "concentration_of": st.sampled_from(["eligible", "gross"]),
    }
)
INVOICES = st.lists(
    st.tuples(
        st.sampled_from("pqrs"), st.integers(-20_000, 80_000).map(lambda n: n * 100), st.integers(0, 150),
        st.one_of(st.none(), st.integers(-30, 90)), st.booleans(),
    ), min_size=1, max_size=15,
)  # fmt: skip


@PATIENT
@given(RULES, INVOICES, st.integers(0, 10_000).map(lambda n: n * 100), st.randoms(use_true_random=False))
def test_eligibility_is_the_domains_debtor_by_debtor(
    rules: dict[str, Any], invoices: list[tuple[str, int, int, int | None, bool]], contra: int, random: Any
) -> None:
    random.shuffle(invoices)
    rows = [
        ("a", "receivables", ON, who, before(age), before(late), out, max(amount, 0), max(-amount, 0),
         contra if n == 0 else 0, None)
        for n, (who, amount, age, late, out) in enumerate(invoices)
    ]  # fmt: skip
    listed = frame(
        "line asset date debtor invoiced due is_excluded owed credited contra concentration", *rows
    )
    listed["due"] = pd.to_datetime(listed["due"]).astype("datetime64[s]")
    terms = frame(
        "line asset advance_rate sub_limit " + " ".join(rules),
        ("a", "receivables", 850_000, None, *rules.values()),
    )
    lines, drawn = frame("line entity limit", ("a", "e", 10**9)), frame("line date drawn", ("a", ON, 0))
    found = reader(calculate_credit(lines, drawn, WORKING, until(), terms=terms, receivables=listed))
    share = {
        name: None if rules[name] is None else Decimal(rules[name]) / 10**6
        for name in ("cross_age", "concentration")
    }
    known = eligible_receivables(
        [
            Receivable(who, Decimal(amount), ON - timedelta(days=age), before(late), "x" if out else "")
            for who, amount, age, late, out in invoices
        ],
        ON,
        EligibilityRules(
                rules["days_from_invoice"],
                rules["days_past_due"],
                share["cross_age"],
                share["concentration"],
                concentration_of=ConcentrationOf(rules["concentration_of"]),
            ),
        {invoices[0][0]: Decimal(contra)},
    )  # fmt: skip
    assert read(found, "collateral") == known.gross
    assert read(found, "eligible") == known.eligible
    for reason in Reason:
        held = read(found, "ineligible", ON, "reason", reason.value.replace(" ", "_").replace("-", "_"))
        assert (held or 0) == known.ineligible[reason]
    assert read(found, "collateral") == (read(found, "eligible") or 0) + (read(found, "ineligible") or 0)
    if known.eligible >= 0:
        assert read(found, "advances") == (Fraction(known.eligible) * 85 / 100 + Fraction(1, 2)).__floor__()


@PATIENT
@given(
    st.integers(0, 10**9),
    st.integers(1, 10**9),
    st.integers(1, 10**9),
    st.integers(0, 10**6),
    st.integers(0, 999_999),
)
def test_paydown_from_collections_is_the_domains(
    drawn: int, pledged: int, limit: int, target: int, rate: int
) -> None:
    lines = frame("line entity limit target_utilization", ("a", "e", limit, target))
    found = reader(
        calculate_credit(lines, frame("line date drawn", ("a", ON, drawn)), WORKING, until(),
                         certificates=certified(("receivables", pledged, 0, rate)))
    )  # fmt: skip
    base = read(found, "borrowing_base")
    assert base is not None
    share = [Decimal(number) / 10**6 for number in (target, rate)]
    known = paydown_from_collections(Decimal(drawn), Decimal(int(base)), share[0], share[1], Decimal(limit))
    assert read(found, "paydown_from_collections") == known.__ceil__()


DRAWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 120), st.integers(0, 10**7), st.integers(0, 10**6)),
    min_size=1, max_size=14,
)  # fmt: skip
TWO = frame(
    "line entity limit rate unused_fee letters_fee target_utilization target_from target_date day_count",
    (
        "a",
        "north",
        9_000_000,
        71_000,
        5_000,
        20_000,
        600_000,
        ON - timedelta(days=100),
        date(2026, 12, 31),
        "act/360",
    ),
    (
        "b",
        "south",
        8_000_000,
        65_000,
        None,
        10_000,
        500_000,
        ON - timedelta(days=90),
        date(2027, 1, 29),
        "30/360",
    ),
)
FIRST = ON - timedelta(days=120)


def calculated(draws: list[tuple[str, int, int, int]], times: int = 1, shift: int = 0) -> pd.DataFrame:
    rows = {(line, ahead): (line, FIRST + timedelta(days=ahead + shift), times * drawn, times * letters)
            for line, ahead, drawn, letters in draws}  # fmt: skip
    lines = TWO.assign(limit=TWO["limit"] * times)
    for name in ("target_from", "target_date"):
        lines[name] = lines[name] + pd.Timedelta(days=shift)
    end, by_day = (
        until(ON + timedelta(days=shift)),
        frame("line date drawn letters_of_credit", *rows.values()),
    )
    years = np.array(["2026-01-01", "2027-01-01"], dtype="datetime64[D]")
    starts: Starts = {
        "month": np.arange("2026-01", "2028-12", dtype="datetime64[M]").astype("datetime64[D]"),
        "year": years,
    }
    measures = calculate_credit(lines, by_day, WORKING, end)
    return pd.concat([measures, accrued(lines, by_day, starts, end), averages(measures, years)])


KEYS = ["entity", "measure", "dimension", "member", "date"]
ADDED = ["limit", "cap", "drawn", "letters_of_credit", "used", "available", "over_advance", "paydown",
         "path", "behind_path", "interest", "unused_fee", "letters_fee", "yearly_interest",
         "interest_bearing"]  # fmt: skip


@PATIENT
@given(DRAWS)
def test_lines_add_up_to_entities_and_these_to_the_group(draws: list[tuple[str, int, int, int]]) -> None:
    """Once more by SQL."""
    found = calculated(draws)
    rows = found[found["measure"].isin([f"credit.{name}" for name in ADDED])]
    with duckdb.connect() as held:
        held.register("rows", rows)
        odd = held.execute(
            "select measure, date from rows group by all having "
            "sum(value) filter (entity = '' and dimension = '') is distinct from "
            "sum(value) filter (entity <> '' and dimension = 'line') or "
            "sum(value) filter (entity <> '' and dimension = '') is distinct from "
            "sum(value) filter (entity = '' and dimension = 'line')"
        ).fetchall()
    assert odd == []


@PATIENT
@given(DRAWS)
def test_use_and_paydown_once_more_by_sql(draws: list[tuple[str, int, int, int]]) -> None:
    found = calculated(draws)
    latest: dict[str, tuple[int, int, int]] = {}
    for line, ahead, drawn, letters in draws:
        if line not in latest or ahead >= latest[line][0]:
            latest[line] = (ahead, drawn, letters)
    with duckdb.connect() as held:
        held.execute("create table t (line varchar, l bigint, u decimal(9, 6), d bigint, c bigint)")
        terms = {"a": (9_000_000, "0.6"), "b": (8_000_000, "0.5")}
        held.executemany(
            "insert into t values (?, ?, ?, ?, ?)", [(n, *terms[n], d, c) for n, (_, d, c) in latest.items()]
        )
        wanted = held.execute(
            "select line, d + c, l - d - c, greatest(0, ceil(d + c - u * l))::bigint, greatest(0, d + c - l) "
            "from t"
        ).fetchall()
    measures = reader(found)
    for line, *figures in wanted:
        names = ("used", "available", "paydown", "over_advance")
        assert [read(measures, name, ON, "line", line) for name in names] == figures


@PATIENT
@given(DRAWS, st.randoms(use_true_random=False))
def test_neither_order_nor_364_days_matter_and_ten_times_is_ten_times(
    draws: list[tuple[str, int, int, int]], random: Any
) -> None:
    held = list({(row[0], row[1]): row for row in draws}.values())
    found = calculated(held).set_index(KEYS)["value"].sort_index()
    random.shuffle(held)
    assert calculated(held).set_index(KEYS)["value"].sort_index().equals(found)
    plain = [
        f"credit.{name}" for name in ("used", "cap", "available", "paydown", "over_advance", "days_to_limit")
    ]
    later = calculated(held, shift=364).set_index(KEYS)["value"].sort_index()
    moved = (
        found.reset_index()
        .assign(date=lambda rows: rows["date"] + pd.Timedelta(days=364))
        .set_index(KEYS)["value"]
    )
    for one, other in ((later, moved),):
        same = [
            series[series.index.get_level_values("measure").isin(plain)].sort_index()
            for series in (one, other)
        ]
        assert same[0].equals(same[1])
    ten = calculated(held, times=10).set_index(KEYS)["value"].sort_index()
    exact = [f"credit.{name}" for name in ("used", "cap", "available", "paydown", "over_advance", "drawn")]
    some = found[found.index.get_level_values("measure").isin(exact)]
    assert ten.reindex(some.index).equals(10 * some)


def test_a_sub_limit_uses_its_lines_limit_as_well() -> None:
    lines = frame(
        "line entity limit within",
        ("a", "e", 1_000, None),
        ("swing", "e", 300, "a"),
        ("other", "e", 500, None),
    )
    balances = frame(
        "line date drawn letters_of_credit", ("a", ON, 850, 0), ("swing", ON, 100, 20), ("other", ON, 50, 0)
    )
    found = reader(calculate_credit(lines, balances, WORKING, until()))
    assert [read(found, name, ON, "line", "a") for name in ("limit", "used", "available")] == [1_000, 970, 30]
    assert [read(found, name, ON, "sub_limit", "swing") for name in ("limit", "used", "available")] == [
        300,
        120,
        30,
    ]
    assert [read(found, name) for name in ("limit", "used", "available")] == [1_500, 1_020, 480]


def test_an_amended_limit_holds_from_its_day_until_the_next() -> None:
    """A seasonal line: 1,000 until 9 November, 1,400 from the 10th, 900 from the 18th."""
    lines = frame("line entity limit target_utilization", ("a", "e", 1_000, 500_000), ("b", "e", 200, None))
    days = [date(2026, 11, day) for day in (8, 10, 12, 18)]
    told = zip(days, (600, 700, 700, 950), (None, 1_400, None, 900), strict=True)
    balances = frame("line date drawn limit", *(("a", *row) for row in told), ("b", days[0], 0, None))
    found = reader(calculate_credit(lines, balances, WORKING, until()))
    expected = {
        8: (1_000, 400),
        9: (1_000, 400),
        10: (1_400, 700),
        13: (1_400, 700),
        18: (900, -50),
        19: (900, -50),
    }
    for day, (limit, available) in expected.items():
        on = date(2026, 11, day)
        assert [read(found, name, on, "line", "a") for name in ("limit", "available")] == [limit, available]
        assert read(found, "limit", on) == limit + 200
    assert read(found, "paydown", date(2026, 11, 12), "line", "a") == 0
    assert read(found, "paydown", ON, "line", "a") == 500
    assert read(found, "over_advance", ON, "line", "a") == 50


def test_lines_may_share_a_cap_that_has_no_balances_of_its_own() -> None:
    lines = frame(
        "line entity limit within",
        ("shared", "e", 1_000, None),
        ("us", "e", 800, "shared"),
        ("uk", "e", 800, "shared"),
    )
    balances = frame("line date drawn letters_of_credit", ("us", ON, 600, 0), ("uk", ON, 500, 0))
    found = reader(calculate_credit(lines, balances, WORKING, until()))
    assert read(found, "available") == read(found, "available", ON, "sub_limit", "us") == -100
    assert [read(found, name) for name in ("limit", "over_advance")] == [1_000, 100]


def test_a_line_has_no_cap_before_its_base_is_known_and_an_old_base_is_stale() -> None:
    lines = frame("line entity limit base_days", ("a", "e", 1_000, 5))
    balances = frame("line date drawn", ("a", ON - timedelta(days=2), 100))
    later = certified(("stock", 400, 0, 500_000))
    found = reader(
        calculate_credit(lines, balances, WORKING, until(ON + timedelta(days=6)), certificates=later)
    )
    assert read(found, "cap", ON - timedelta(days=1)) is None
    assert read(found, "utilization", ON - timedelta(days=1)) is None
    assert read(found, "cap") == 200
    ages = [found.read("credit.cap", ON + timedelta(days=ahead)) for ahead in (5, 6)]
    balances_stale = [found.read("credit.drawn", ON + timedelta(days=ahead)) for ahead in (0, 6)]
    assert [isinstance(value, Value) and value.amount for value in ages] == [200, 200]
    assert all(isinstance(value, Value) for value in balances_stale)
    bases = [found.read("credit.borrowing_base", ON + timedelta(days=ahead)) for ahead in (5, 6)]
    assert [isinstance(value, Value) and value.stale for value in bases] == [False, True]


def test_rials_do_not_overflow() -> None:
    lines = frame("line entity limit target_utilization", ("a", "e", 9 * 10**15, 600_000))
    pledged = certified(("receivables", 8 * 10**15, 0, 850_000))
    drawn = frame("line date drawn", ("a", ON, 7 * 10**15))
    found = reader(calculate_credit(lines, drawn, WORKING, until(), certificates=pledged))
    assert read(found, "borrowing_base") == 68 * 10**14
    assert read(found, "paydown") == 7 * 10**15 - 408 * 10**13
    assert read(found, "paydown_from_collections") == -(-(2_920 * 10**12 * 100) // 49)
