"""Random tables through the whole pipeline up to the report."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Measures
from flashreport.domain.measures import MEASURES
from flashreport.errors import FlashreportError

Shops = Any  # conftest's type: test modules import nothing from one another
TODAY = date(2026, 3, 3)
# Shrinking would cost minutes at half a second a build: a failure shows its rows as they came.
BOUNDED = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SHOPS = st.sampled_from(["east", "west"])
TEAMS = st.sampled_from(["kitchen", "bar"])
DAYS = st.integers(0, 45).map(lambda back: str(TODAY - timedelta(days=back)))
PEOPLE = {"ann": ("hourly", "19.99"), "bob": ("hourly", "20.01"), "cy": ("salary", "3100.00")}
LINES = [
    ("north", "east", "1000.00", "0.0825", "0.6", "2026-12-31"),
    ("south", "west", "500.50", "0.07", "", ""),
]


def money(low: int, high: int) -> "st.SearchStrategy[str]":
    return st.integers(low, high).map(
        lambda cents: f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"
    )


MOVES = st.tuples(
    SHOPS,
    st.sampled_from(["1", "2"]),
    DAYS,
    money(-(10**7), 10**7),
    st.sampled_from(["rent", "sales", "transfer", ""]),
)
SHIFTS = st.tuples(SHOPS, st.sampled_from(sorted(PEOPLE)), DAYS, TEAMS, st.integers(0, 5 * 60))
SALES = st.tuples(SHOPS, DAYS, TEAMS, money(0, 10**6), st.integers(0, 99))
DRAWN = st.dictionaries(st.tuples(st.sampled_from(["north", "south"]), DAYS), money(0, 10**5), max_size=12)
PLAN = st.dictionaries(
    st.tuples(
        SHOPS,
        st.sampled_from(["2026-01-01", "2026-03-01"]),
        st.sampled_from(["receipts:sales", "pay"]),
        TEAMS,
    ),
    money(0, 10**7),
    max_size=6,
)


@st.composite
def companies(draw: st.DrawFn) -> dict[str, list[tuple[object, ...]]]:
    """Rows of every table that make sense; days and people may be missing."""
    moves = draw(st.lists(MOVES, min_size=1, max_size=25))
    shifts: dict[tuple[object, ...], int] = {}
    for *key, minutes in draw(st.lists(SHIFTS, max_size=25)):
        shifts[tuple(key)] = int(minutes)
    return {
        "transactions": [
            (shop, f"{shop}-{number}", day, amount, kind, "text") for shop, number, day, amount, kind in moves
        ],
        "employees": [(name, "east", "kitchen", *terms) for name, terms in PEOPLE.items()],
        "timesheets": [(*key, f"{minutes * 60}s"[:-1]) for key, minutes in shifts.items()],
        "output": list(draw(st.lists(SALES, max_size=20))),
        "credit_lines": list(LINES),
        "credit_balances": [(*key, amount) for key, amount in draw(DRAWN).items()],
        "plan": [(*key, amount) for key, amount in draw(PLAN).items()],
    }


def halves(rows: list[tuple[object, ...]], column: int, *, of_cents: bool) -> list[tuple[object, ...]]:
    """Each row as two, whose amounts add up to the row's and have its sign."""
    found: list[tuple[object, ...]] = []
    for row in rows:
        whole = int(Fraction(str(row[column])) * (100 if of_cents else 1))
        part = abs(whole) // 3 * (1 if whole > 0 else -1)
        for piece in (part, whole - part):
            text = f"{Fraction(piece, 100 if of_cents else 1).__float__():.2f}" if of_cents else piece
            found.append((*row[:column], text, *row[column + 1 :]))
    return found


def said(report: Any) -> Any:
    """All that a report says but where it came from."""
    told = json.loads(report.to_json())
    for name in ("id", "provenance", "inputs"):
        told.pop(name)
    return told


def values(frame: Any) -> set[tuple[object, ...]]:
    return set(frame.itertuples(index=False, name=None))


UNITS = {"timesheets": 'units = { hours = "seconds" }\n'}


@BOUNDED
@given(rows=companies())
def test_parts_add_up(shops: Callable[..., Shops], rows: dict[str, list[tuple[object, ...]]]) -> None:
    checked, frame, report = shops(rows, **UNITS).composed()
    assert all(state.set_aside == 0 for state in checked.states)
    assert report.business_date == TODAY
    measures = Measures(frame, checked.calendar)
    for measure, found in MEASURES.items():
        if found.nature != "flow" or measure.startswith("cash.planned"):
            continue
        for period in ("day", "month", "year"):
            total = measures.read(measure, TODAY, period)
            whole = Fraction(0) if isinstance(total, Unavailable) else total.amount
            for parts in (
                [(shop, "", "") for shop in ("east", "west")],
                *(
                    [("", d, m) for m in measures.members(measure, d)]
                    for d in found.dimensions
                    if measure != "cash.transfers" and measures.members(measure, d)
                ),
            ):
                reads = [measures.read(measure, TODAY, period, *where) for where in parts]
                added = sum((r.amount for r in reads if not isinstance(r, Unavailable)), Fraction(0))
                assert added == whole, (measure, period, parts)
    moved = sum(Fraction(str(row[3])) for row in rows["transactions"] if str(row[2]) >= "2026-01-01")
    flows = [measures.read(name, TODAY, "year") for name in ("cash.net", "cash.transfers")]
    assert sum(r.amount for r in flows if not isinstance(r, Unavailable)) == moved * 100


@settings(parent=BOUNDED, max_examples=5)
@given(rows=companies(), seed=st.integers(0, 99))
def test_neither_the_order_of_rows_nor_splitting_one_matters(
    shops: Callable[..., Shops], rows: dict[str, list[tuple[object, ...]]], seed: int
) -> None:
    split = rows | {
        "transactions": halves(rows["transactions"], 3, of_cents=True),
        "timesheets": halves(rows["timesheets"], 4, of_cents=False),
        "output": [
            (*row[:4], units)
            for row, units in zip(
                halves(rows["output"], 3, of_cents=True),
                [n for row in rows["output"] for n in (row[4], 0)],
                strict=True,
            )
        ],
    }
    _, frame, report = shops(rows, **UNITS).composed()
    _, shuffled, again = shops(rows, order=seed, **UNITS).composed()
    _, in_two, apart = shops(split, order=seed, **UNITS).composed()
    assert values(shuffled) == values(frame)
    assert said(again) == said(report)
    assert values(in_two) == values(frame)
    assert said(apart) == said(report)


ODD = (
    *("", " ", "NaN", "inf", "-", "1e308", "0x1F", "-0", "1.234,56", "١٢٣", "9" * 40),
    *("31.02.2026", "2026-02-30", "9999-12-31", "0001-01-01", "2026-03-03T25:00"),
    *('=HYPERLINK("x")', "<script>", "{{7*7}}", "nobody", "\u202e", "east\x00", "'; drop table"),
)
JUNK = st.one_of(st.sampled_from(ODD), st.text(max_size=12))


@settings(parent=BOUNDED, max_examples=12)
@given(data=st.data(), rows=companies())
def test_no_cell_makes_anything_but_a_message(
    shops: Callable[..., Shops], data: st.DataObject, rows: dict[str, list[tuple[object, ...]]]
) -> None:
    """Any cell of any table may hold anything: the row is set aside, or the input fails, by name."""
    for name in data.draw(st.sets(st.sampled_from(sorted(rows)), min_size=1, max_size=4)):
        for number in range(len(rows[name])):
            if data.draw(st.booleans()):
                cells = list(rows[name][number])
                cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(JUNK)
                rows[name][number] = tuple(cells)
    try:
        checked, _, report = shops(rows, **UNITS).composed()
    except FlashreportError as error:
        told = error.problems
    else:
        assert report.business_date == TODAY
        told = checked.problems
    assert [problem for problem in told if not (problem.message and problem.advice)] == []


@pytest.mark.parametrize(
    "empty", ["transactions", "timesheets", "output", "credit_balances", "plan", "employees"]
)
def test_a_table_without_rows_is_no_fault(
    shops: Callable[..., Shops], three_days: dict[str, Any], empty: str
) -> None:
    checked, _, report = shops(three_days | {"credit_lines": LINES, empty: []}).composed()
    assert report.business_date == TODAY
    assert checked.states
