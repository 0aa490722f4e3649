"""The 13-week forecast: expected, recurring and ordinary cash, each once."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from flashreport.calculators.forecast import Outlook, cash_forecast, forecast_measures
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.cash import Source
from flashreport.domain.cash.outlook import CashForecast
from flashreport.domain.measure_frame import Measures, Value

TODAY = date(2026, 11, 20)  # a Friday
CALENDAR = BusinessCalendar()
Moved = tuple[int, int, str, str]


def stamp(ahead: int) -> pd.Timestamp:
    return pd.Timestamp(TODAY + timedelta(days=ahead)).as_unit("s")


def moved(rows: list[Moved], entity: str = "e") -> dict[str, pd.DataFrame]:
    """Facts of signed movements: days from today, cents, category, counterparty."""
    flows = [(entity, kind, who, stamp(day), max(cents, 0), max(-cents, 0)) for day, cents, kind, who in rows]
    columns = ["entity", "category", "counterparty", "date", "receipts", "disbursements"]
    frame = pd.DataFrame(flows, columns=columns).astype({"receipts": "Int64", "disbursements": "Int64"})
    frame["date"] = frame["date"].astype("datetime64[s]")
    by = ["entity", "category", "date"]
    sums = frame.groupby(by, as_index=False)[["receipts", "disbursements"]].sum()
    parties = frame[frame["counterparty"] != ""]
    return {"cash_movements": sums, "cash_parties": parties}


def expected(rows: list[tuple[int, int, str, str, bool]], entity: str = "e") -> pd.DataFrame:
    cells = [(entity, stamp(day), cents, kind, who or None, may) for day, cents, kind, who, may in rows]
    frame = pd.DataFrame(cells, columns=["entity", "date", "amount", "category", "counterparty", "movable"])
    return frame.astype({"date": "datetime64[s]", "amount": "Int64"})


def asked(opening: int = 100_000_00, floor: int | None = None) -> Outlook:
    held = None if floor is None else Decimal(floor)
    return Outlook(TODAY, opening, "USD", CALENDAR, held, ("transfer",), ("loan",))


def made(facts: dict[str, pd.DataFrame], outlook: Outlook | None = None, scope: str = "") -> CashForecast:
    found = cash_forecast(facts, scope, outlook or asked())
    assert found is not None
    return found


RENT = [(-day, -5_000_00, "rent", "Landlord") for day in (19, 50, 80, 111)]  # the first of each month
SALES = [
    (-back, (1_000 if (TODAY - timedelta(days=back)).weekday() < 4 else 2_000) * 100, "sales", "")
    for back in range(91)
    if CALENDAR.is_working(TODAY - timedelta(days=back))
]


def test_nothing_known_is_no_forecast() -> None:
    assert cash_forecast({}, "", asked()) is None


def test_what_is_expected_falls_on_its_day() -> None:
    found = made(
        {"expected": expected([(3, -70_000_00, "tax", "Office", False), (40, 5_00, "x", "", False)])}
    )
    assert found.plan.days[2].disbursements == 70_000
    assert found.plan.weeks[-1].closing == Decimal(30_005)
    assert len(found.plan.weeks) == 13
    assert found.plan.start == TODAY + timedelta(days=1)


def test_rent_is_recognised_and_comes_three_times() -> None:
    found = made(moved(RENT))
    items = [(item.day, int(item.amount), item.source) for item in found.plan.items]
    assert items == [
        (day, -5_000, Source.RECURRING) for day in (date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1))
    ]


@pytest.mark.parametrize("payee", ["Landlord", "Another name", ""])
def test_an_expected_payment_stands_for_its_recurring_twin(payee: str) -> None:
    bill = expected([(12, -5_200_00, "rent", payee, False)])
    found = made({**moved(RENT), "expected": bill})
    assert found.amounts(Source.KNOWN) == (Decimal(0), Decimal(5_200))
    assert found.amounts(Source.RECURRING) == (Decimal(0), Decimal(10_000))


def test_ordinary_days_by_their_weekday() -> None:
    found = made(moved(SALES))
    days = {day.first.weekday(): day.receipts for day in found.plan.days}
    assert days == {0: 1_000, 1: 1_000, 2: 1_000, 3: 1_000, 4: 2_000, 5: 0, 6: 0}
    assert found.plan.weeks[-1].closing == 100_000 + 13 * 6_000


def test_what_is_expected_in_full_leaves_no_ordinary_days_before_its_end() -> None:
    listed = [(7 * week + 3, 6_000_00, "sales", "Cards", False) for week in range(4)]
    found = made({**moved(SALES), "expected": expected(listed)})
    last = listed[-1][0]
    ordinary = [item for item in found.plan.items if item.source is Source.BASELINE]
    assert all(item.day > TODAY + timedelta(days=last) for item in ordinary if item.amount > 1_000)
    # what is listed falls short of the usual by part of a week, which ordinary days make up
    usual = 3 * 6_000 + 1_000
    assert found.amounts(Source.KNOWN)[0] == 24_000
    assert sum(i.amount for i in ordinary if i.day <= TODAY + timedelta(days=last)) == max(0, usual - 24_000)


def test_half_of_the_usual_is_expected_and_the_other_half_stays() -> None:
    listed = [(7 * week + 7, 3_000_00, "sales", "Cards", False) for week in range(13)]
    found = made({**moved(SALES), "expected": expected(listed)})
    assert found.amounts(Source.KNOWN)[0] + found.amounts(Source.BASELINE)[0] == 13 * 6_000


def test_transfers_and_loans_are_not_ordinary() -> None:
    rows = [(day, cents, kind, "") for day, cents, _, _ in SALES for kind in ("transfer", "loan")]
    assert cash_forecast(moved(rows), "", asked()) is None


def test_an_overdue_item_that_was_not_paid_is_expected_at_once() -> None:
    bills = expected([(-3, -800_00, "suppliers", "A", False), (-10, -500_00, "suppliers", "B", False)])
    found = made({"expected": bills})
    assert found.overdue == 2
    assert sum(item.amount for item in found.plan.items) == -1_300
    paid = made({**moved([*SALES, (-2, -1_000_00, "suppliers", "")]), "expected": bills})
    assert paid.overdue == 1
    assert [item.amount for item in paid.plan.items if item.source is Source.KNOWN] == [-300]


def test_the_floor_and_the_payment_that_lifts_the_low_point() -> None:
    rows = [(5, -60_000_00, "tax", "Office", False), (6, -30_000_00, "stock", "Farm", True),
            (12, 50_000_00, "sales", "Gala", False)]  # fmt: skip
    found = made({"expected": expected(rows)}, asked(floor=20_000))
    assert found.first_week_under is not None
    assert found.first_week_under.first == TODAY + timedelta(days=1)
    assert found.plan.low_point.closing == 10_000
    assert [(move.item.key, move.lift, move.to) for move in found.moves] == [
        ("Farm", Decimal(30_000), TODAY + timedelta(days=12))
    ]
    assert made({"expected": expected(rows)}).first_week_under is None


def test_a_scope_sees_its_own_rows() -> None:
    rows = [(5, -100, "tax", "Office", False)]
    both = pd.concat([expected(rows), expected(rows, "other")], ignore_index=True)
    assert len(made({"expected": both}).plan.items) == 2
    assert len(made({"expected": both}, scope="other").plan.items) == 1


def test_last_years_season_scales_the_ordinary_days() -> None:
    # last year sold as much as now, and twice as much from the day after on
    year = [(day - 364, cents, kind, who) for day, cents, kind, who in SALES]
    after = [(day - 364 + 91, 2 * cents, kind, who) for day, cents, kind, who in SALES]
    found = made(moved([*SALES, *year, *after]))
    week = found.plan.weeks[5].receipts
    assert Fraction(week) / 6_000 == pytest.approx(2, rel=0.02)


def test_the_order_of_rows_and_ten_times_the_money() -> None:
    facts = {**moved([*SALES, *RENT]), "expected": expected([(9, -900_00, "tax", "Office", True)])}
    once = made(facts)
    mixed = made({name: frame.sample(frac=1, random_state=5) for name, frame in facts.items()})
    assert mixed == once
    ten = {**moved([(d, 10 * c, k, w) for d, c, k, w in [*SALES, *RENT]]),
           "expected": expected([(9, -9_000_00, "tax", "Office", True)])}  # fmt: skip
    many = made(ten, asked(1_000_000_00))
    assert [week.closing for week in many.plan.weeks] == [10 * week.closing for week in once.plan.weeks]


def test_the_measures_say_what_the_forecast_says() -> None:
    found = made({"expected": expected([(3, -70_000_00, "tax", "Office", False)])})
    held = Measures(forecast_measures(found, "", asked()), CALENDAR)
    low = held.read("cash.forecast_low", TODAY)
    assert isinstance(low, Value)
    assert low.amount == 30_000_00
    weeks = held.members("cash.forecast_closing", "week")
    assert len(weeks) == 13
    first = held.read("cash.forecast_disbursements", TODAY, "day", "", "week", weeks[0])
    assert isinstance(first, Value)
    assert first.amount == 70_000_00
