"""Cash in several currencies through the whole calculation: laws that hold for any rows and rates."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashreport.calculators.every import calculate
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.measure_frame import Measures, Value
from flashreport.workspace.settings import Company, Entity, WorkspaceSettings

FIRST = date(2026, 2, 2)
DAYS = 7
LAST = FIRST + timedelta(days=DAYS - 1)
YEAR = timedelta(days=364)
CALENDAR = BusinessCalendar()
ENTITIES = {"east": "USD", "berlin": "EUR", "tokyo": "JPY"}
MINOR = {"USD": 2, "EUR": 2, "JPY": 0, "CHF": 2}
SETTINGS = WorkspaceSettings(
    company=Company(name="Group", currency="USD"),
    entities=tuple(Entity(id=key, name=key, currency=code) for key, code in ENTITIES.items()),
)
ACCOUNTS = [
    ("east", "e1", "USD"), ("east", "e2", "CHF"), ("berlin", "b1", "EUR"), ("tokyo", "t1", "JPY"),
    ("berlin", "b1", "CHF"),
]  # fmt: skip
MOVES = st.lists(
    st.tuples(
        st.sampled_from(ACCOUNTS),
        st.integers(1, DAYS - 1),
        st.integers(-(10**7), 10**7),
        st.sampled_from(["rent", "sales", "transfer"]),
    ),
    max_size=30,
)
CLOSINGS = st.dictionaries(
    st.tuples(st.sampled_from(ACCOUNTS), st.integers(1, DAYS - 1)), st.integers(-(10**8), 10**8), max_size=8
)
RATES = st.fixed_dictionaries(
    {
        code: st.dictionaries(st.integers(1, DAYS - 1), st.integers(10**6, 2 * 10**9), max_size=6)
        for code in ("EUR", "JPY", "CHF")
    }
)
Moves = list[tuple[tuple[str, str, str], int, int, str]]
Closings = dict[tuple[tuple[str, str, str], int], int]
Rates = dict[str, dict[int, int]]
BOUNDED = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MEASURES = (
    "cash.opening", "cash.receipts", "cash.disbursements", "cash.transfers", "cash.exchange_difference",
    "cash.statement_gap", "cash.closing",
)  # fmt: skip


def stamps(days: list[int], later: timedelta) -> "pd.Series[pd.Timestamp]":
    return pd.Series(
        [pd.Timestamp(FIRST + timedelta(days=day) + later) for day in days], dtype="datetime64[s]"
    )


def facts(
    moves: Moves, closings: Closings, rates: Rates, later: timedelta = timedelta()
) -> dict[str, pd.DataFrame]:
    """The facts of a group whose every account has a statement on the first day, and rates from it."""
    sums: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for account, day, amount, kind in moves:
        sums[*account, kind, day][amount < 0] += abs(amount)
    moved = pd.DataFrame(list(sums), columns=["entity", "account", "currency", "category", "day"])
    moved["date"] = stamps(list(moved.pop("day")), later)
    for place, name in enumerate(("receipts", "disbursements")):
        moved[name] = pd.array([both[place] for both in sums.values()], dtype="Int64")
    told = {(account, 0): 1_000_000 for account in ACCOUNTS} | closings
    held = pd.DataFrame([account for account, _ in told], columns=["entity", "account", "currency"])
    held["date"] = stamps([day for _, day in told], later)
    held["opening"] = pd.array([None] * len(told), dtype="Int64")
    held["closing"] = pd.array(list(told.values()), dtype="Int64")
    rows = [
        (code, day, rate) for code, quotes in rates.items() for day, rate in ({0: 10**9} | quotes).items()
    ]
    priced = pd.DataFrame(rows, columns=["currency", "day", "rate"]).assign(quoted_in="USD", units=1)
    priced["date"] = stamps(list(priced.pop("day")), later)
    return {"cash_movements": moved, "cash_balances": held, "rates": priced}


def measured(held: dict[str, pd.DataFrame], later: timedelta = timedelta()) -> Measures:
    return Measures(calculate(held, SETTINGS, CALENDAR, LAST + later), CALENDAR)


def amount(measures: Measures, measure: str, day: date, *where: str) -> Fraction:
    found = measures.read(measure, day, "day", *where)
    return found.amount if isinstance(found, Value) else Fraction(0)


def rate_on(rates: Rates, code: str, day: int) -> Fraction:
    """US dollars for one of a currency: another way to the rate of a day."""
    if code == "USD":
        return Fraction(1)
    quotes = {0: 10**9} | rates[code]
    return Fraction(quotes[max(known for known in quotes if known <= day)], 10**9)


def converted(cents: int, code: str, into: str, rates: Rates, day: int) -> int:
    exact = Fraction(cents) * rate_on(rates, code, day) / rate_on(rates, into, day)
    exact *= Fraction(10) ** (MINOR[into] - MINOR[code])
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return size if exact >= 0 else -size


@BOUNDED
@given(MOVES, CLOSINGS, RATES)
def test_opening_and_all_that_happened_make_the_closing(
    moves: Moves, closings: Closings, rates: Rates
) -> None:
    held = measured(facts(moves, closings, rates))
    scopes = ["", *ENTITIES]
    accounts = [("", "account", name) for name in ("e1", "e2", "b1", "t1")]
    for where in [(scope, "", "") for scope in scopes] + accounts:
        for ahead in range(1, DAYS):
            day = FIRST + timedelta(days=ahead)
            opening, came, went, moved, exchanged, gap, closing = (
                amount(held, name, day, *where) for name in MEASURES
            )
            assert opening + came - went + moved + exchanged + gap == closing, (where, day)


@BOUNDED
@given(MOVES, CLOSINGS, RATES)
def test_balances_and_flows_are_those_of_an_independent_calculation(
    moves: Moves, closings: Closings, rates: Rates
) -> None:
    held = measured(facts(moves, closings, rates))
    for scope, into in {"": "USD", **ENTITIES}.items():
        own = [account for account in ACCOUNTS if scope in ("", account[0])]
        balance = dict.fromkeys(own, 1_000_000)
        for ahead in range(1, DAYS):
            net: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
            for account, day, cents, kind in moves:
                if day == ahead and account in balance:
                    balance[account] += cents
                    if kind != "transfer":
                        net[account, kind][cents < 0] += abs(cents)
            balance |= {
                account: told
                for (account, day), told in closings.items()
                if day == ahead and account in balance
            }
            whole = sum(converted(cents, key[2], into, rates, ahead) for key, cents in balance.items())
            on = FIRST + timedelta(days=ahead)
            assert amount(held, "cash.closing", on, scope) == whole
            for place, name in enumerate(("cash.receipts", "cash.disbursements")):
                sums = [converted(both[place], key[0][2], into, rates, ahead) for key, both in net.items()]
                assert amount(held, name, on, scope) == sum(sums)


@BOUNDED
@given(MOVES, CLOSINGS, RATES)
def test_parts_add_up_to_wholes_over_any_slice(moves: Moves, closings: Closings, rates: Rates) -> None:
    held = measured(facts(moves, closings, rates))
    for name in MEASURES:
        for scope in ("", *ENTITIES):
            for dimension in ("account", "category", "currency"):
                members = held.members(name, dimension, scope)
                if not members:
                    continue
                for period in ("day", "month"):
                    parts = [held.read(name, LAST, period, scope, dimension, member) for member in members]
                    whole = held.read(name, LAST, period, scope)
                    if isinstance(whole, Value):
                        assert sum(p.amount for p in parts if isinstance(p, Value)) == whole.amount


@BOUNDED
@given(MOVES, CLOSINGS, RATES)
def test_a_year_of_weeks_later_is_the_same(moves: Moves, closings: Closings, rates: Rates) -> None:
    now = calculate(facts(moves, closings, rates), SETTINGS, CALENDAR, LAST)
    later = calculate(facts(moves, closings, rates, YEAR), SETTINGS, CALENDAR, LAST + YEAR)
    pd.testing.assert_frame_equal(now.assign(date=now["date"] + YEAR), later, check_dtype=False)


@BOUNDED
@given(MOVES, CLOSINGS, RATES, st.integers(0, 99))
def test_neither_order_nor_splitting_a_row_matters(
    moves: Moves, closings: Closings, rates: Rates, seed: int
) -> None:
    plain = facts(moves, closings, rates)
    mixed = {name: rows.sample(frac=1, random_state=seed) for name, rows in plain.items()}
    thirds = [(a, d, piece, k) for a, d, n, k in moves for piece in (int(n / 3), n - int(n / 3))]
    rows = [
        set(calculate(each, SETTINGS, CALENDAR, LAST).itertuples(index=False, name=None))
        for each in (plain, mixed, facts(thirds, closings, rates))
    ]
    assert rows[1] == rows[0]
    assert rows[2] == rows[0]


@BOUNDED
@given(MOVES, CLOSINGS, RATES)
def test_ten_times_the_money_is_ten_times_the_figure_but_for_rounding(
    moves: Moves, closings: Closings, rates: Rates
) -> None:
    """Each account, category and day is rounded once: half a cent each, and ten times that, apart."""
    once = facts(moves, closings, rates)
    ten = {name: rows.copy() for name, rows in once.items()}
    for name, columns in (("cash_movements", ["receipts", "disbursements"]), ("cash_balances", ["closing"])):
        ten[name][columns] = ten[name][columns] * 10
    one, many = measured(once), measured(ten)
    roundings = len(once["cash_movements"]) * 2 + len(ACCOUNTS) * 4
    for name in MEASURES:
        for scope in ("", *ENTITIES):
            apart = abs(10 * amount(one, name, LAST, scope) - amount(many, name, LAST, scope))
            assert apart <= Fraction(11, 2) * roundings
        own = [amount(held, name, LAST, "east", "account", "e1") for held in (one, many)]
        assert own[1] == 10 * own[0]


@pytest.mark.parametrize("scope", ["", "berlin"])
def test_a_total_without_a_rate_says_so(scope: str) -> None:
    held = facts([(("berlin", "b1", "CHF"), 3, 500, "sales")], {}, {"EUR": {}, "JPY": {}, "CHF": {}})
    held["rates"] = held["rates"][held["rates"]["currency"] != "CHF"]
    measures = measured(held)
    for name in ("cash.closing", "cash.receipts", "cash.opening", "cash.net"):
        found = measures.read(name, LAST, "month", scope)
        assert getattr(found, "reason", "") == "no exchange rate", name
    tokyo = measures.read("cash.closing", LAST, "day", "tokyo")
    assert isinstance(tokyo, Value)
    assert measures.read("cash.rates_missing", LAST, "day", scope) != measures.read(
        "cash.rates_missing", LAST, "day", "tokyo"
    )
