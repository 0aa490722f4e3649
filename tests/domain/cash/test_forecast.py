from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.cash import (
    Item,
    Movement,
    PastForecast,
    Source,
    best_move,
    best_moves,
    errors_by_horizon,
    forecast,
    gather,
    move,
    split_forecast,
    split_weeks,
)

MONDAY = date(2026, 11, 30)
MONEY = st.integers(-(10**7), 10**7).map(lambda cents: Decimal(cents).scaleb(-2))


def is_working(day: date) -> bool:
    return day.weekday() < 5


def on(day: int, amount: int, key: str = "", until: int | None = None) -> Item:
    """An item ``day`` days after the first Monday."""
    latest = None if until is None else MONDAY + timedelta(days=until)
    return Item(MONDAY + timedelta(days=day), Decimal(amount), Source.KNOWN, key, latest)


def test_thirteen_weeks_by_hand() -> None:
    items = [on(1, 500), on(2, -900), on(9, -700), on(17, 2000), on(200, -10_000)]
    plan = forecast(Decimal(1000), MONDAY, items, minimum=Decimal(700))
    assert len(plan.days) == 91
    assert [week.closing for week in plan.weeks[:4]] == [600, -100, 1900, 1900]
    assert (plan.weeks[0].receipts, plan.weeks[0].disbursements) == (Decimal(500), Decimal(900))
    assert plan.low_point.first == MONDAY + timedelta(days=9)
    assert plan.low_point.closing == -100
    assert plan.low_week == 2
    assert plan.first_week_under_minimum == 1
    assert plan.first_negative_week == 2


def test_a_week_that_dips_inside_is_found() -> None:
    plan = forecast(Decimal(100), MONDAY, [on(2, -80), on(3, 80)], minimum=Decimal(50))
    assert plan.weeks[0].closing == 100
    assert plan.weeks[0].low == 20
    assert plan.weeks[0].low_day == MONDAY + timedelta(days=2)
    assert plan.first_week_under_minimum == 1
    assert plan.first_negative_week is None


def test_the_last_day_is_inside_and_the_next_is_not() -> None:
    plan = forecast(Decimal(0), MONDAY, [on(90, 5), on(91, 7)])
    assert plan.weeks[-1].closing == 5
    assert plan.days[-1].first == date(2027, 2, 28)


@pytest.mark.parametrize(("day", "week"), [(0, 1), (6, 1), (7, 2), (13, 2), (14, 3), (90, 13)])
def test_weeks_are_counted_from_one(day: int, week: int) -> None:
    plan = forecast(Decimal(10), MONDAY, [on(day, -5)], minimum=Decimal(10))
    assert plan.low_week == week
    assert plan.first_week_under_minimum == week


def test_an_overdue_item_is_expected_at_once() -> None:
    plan = forecast(Decimal(0), MONDAY, [on(-5, 70)])
    assert plan.days[0].receipts == 70


ITEMS = st.lists(
    st.builds(Item, st.dates(MONDAY, MONDAY + timedelta(days=90)), MONEY, st.sampled_from(Source)),
    max_size=30,
)


@given(MONEY, ITEMS, st.integers(13, 15))
def test_the_forecast_rolls_and_its_parts_add_up(opening: Decimal, items: list[Item], count: int) -> None:
    plan = forecast(opening, MONDAY, items, weeks=count)
    assert len(plan.weeks) == count
    for first, then in zip(plan.weeks[:-1], plan.weeks[1:], strict=True):
        assert then.opening == first.closing
        assert first.last + timedelta(days=1) == then.first
    assert plan.weeks[-1].closing == opening + sum(item.amount for item in items)
    assert (
        plan.low_point.closing
        == min(day.closing for day in plan.days)
        == min(week.low for week in plan.weeks)
    )


@given(MONEY, ITEMS)
def test_ten_times_the_items_is_ten_times_the_low_point(opening: Decimal, items: list[Item]) -> None:
    tenfold = [Item(item.day, item.amount * 10, item.source) for item in items]
    once, ten = forecast(opening, MONDAY, items), forecast(opening * 10, MONDAY, tenfold)
    assert ten.low_point.closing == 10 * once.low_point.closing
    assert ten.low_point.first == once.low_point.first


def test_a_known_bill_stands_for_its_recurring_twin() -> None:
    known = [on(5, -120, "rent"), on(5, -60, "power")]
    recurring = [
        Movement(MONDAY + timedelta(days=day), Decimal(amount), key)
        for day, amount, key in [(3, -100, "rent"), (34, -100, "rent"), (5, 60, "power")]
    ]
    baseline = [Movement(MONDAY, Decimal(9))]
    items = gather(known, recurring, baseline, is_working)
    # day 5 is a Saturday: the known ones fall on the Monday after
    assert [(item.day, int(item.amount), item.source) for item in items] == [
        (MONDAY + timedelta(days=7), -120, Source.KNOWN),
        (MONDAY + timedelta(days=7), -60, Source.KNOWN),
        (MONDAY + timedelta(days=34), -100, Source.RECURRING),
        (MONDAY + timedelta(days=5), 60, Source.RECURRING),
        (MONDAY, 9, Source.BASELINE),
    ]


def test_another_payee_is_no_twin() -> None:
    recurring = [Movement(MONDAY + timedelta(days=7), Decimal(-60), "power")]
    items = gather([on(7, -120, "rent")], recurring, [], is_working)
    assert [item.key for item in items] == ["rent", "power"]


def test_of_two_known_bills_the_nearer_is_the_twin() -> None:
    # the first recurring one takes the bill of day 2, which leaves the other for the second
    known = [on(7, -120, "rent"), on(2, -110, "rent")]
    recurring = [Movement(MONDAY + timedelta(days=day), Decimal(-100), "rent") for day in (3, 11)]
    assert len(gather(known, recurring, [], is_working)) == 2


def test_moving_a_payment_past_the_receipt_lifts_the_low_point() -> None:
    payment = on(2, -400, "supplier", until=14)
    items = [payment, on(1, -300, "payroll"), on(9, 1000)]
    plan = forecast(Decimal(500), MONDAY, items)
    assert plan.low_point.closing == -200
    found = best_move(plan, payment, is_working)
    assert found is not None
    assert found.to == MONDAY + timedelta(days=9)
    assert found.lift == 400
    assert found.low == 200
    assert found.low_day == MONDAY + timedelta(days=1)
    assert best_moves(plan, is_working) == (found,)


def test_a_delay_too_short_to_help_is_not_proposed() -> None:
    payment = on(2, -400, "supplier", until=8)
    plan = forecast(Decimal(500), MONDAY, [payment, on(9, 1000)])
    assert move(plan, payment, MONDAY + timedelta(days=8)).lift == 0
    assert best_move(plan, payment, is_working) is None
    assert best_move(plan, on(2, -400), is_working) is None


@given(MONEY, ITEMS.filter(bool), st.dates(MONDAY, MONDAY + timedelta(days=100)))
def test_a_moved_item_gives_the_forecast_made_anew(opening: Decimal, items: list[Item], to: date) -> None:
    plan = forecast(opening, MONDAY, items)
    moved = Item(to, items[0].amount, items[0].source)
    anew = forecast(opening, MONDAY, [moved, *items[1:]])
    found = move(plan, items[0], to)
    assert found.low == anew.low_point.closing
    assert found.low_day == anew.low_point.first
    assert found.lift == anew.low_point.closing - plan.low_point.closing


def row(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("planned", "came", "timing", "permanent"),
    [
        (row(100, 0), row(0, 100), row(-100, 100), row(0, 0)),
        (row(100, 0), row(0, 80), row(-80, 80), row(-20, 0)),
        (row(-50, 0, 0), row(0, 0, 0), row(0, 0, 0), row(50, 0, 0)),
        (row(0, 60, 40), row(90, 0, 0), row(90, -60, -30), row(0, 0, -10)),
        (row(10), row(15, 5), row(0, 0), row(5, 5)),
    ],
    ids=["late", "late and short", "never paid", "early", "more than planned"],
)
def test_timing_and_permanent(
    planned: list[Decimal], came: list[Decimal], timing: list[Decimal], permanent: list[Decimal]
) -> None:
    found = split_weeks(planned, came)
    assert [split.timing for split in found] == timing
    assert [split.permanent for split in found] == permanent


@given(st.lists(st.tuples(MONEY, MONEY), max_size=13))
def test_timing_cancels_and_both_parts_are_the_error(weeks: list[tuple[Decimal, Decimal]]) -> None:
    planned, came = [one for one, _ in weeks], [one for _, one in weeks]
    found = split_weeks(planned, came)
    assert sum(split.timing for split in found) == 0
    assert [split.error for split in found] == [one - other for one, other in zip(came, planned, strict=True)]
    left = [split.permanent for split in found]
    assert not (min(left, default=0) < 0 < max(left, default=0))


def test_keys_do_not_cancel_each_other() -> None:
    past = PastForecast({"a": row(100, 0)}, {"a": row(0, 0), "b": row(0, 100)})
    found = split_forecast(past)
    assert [split.timing for split in found] == row(0, 0)
    assert [split.permanent for split in found] == row(-100, 100)


def test_keys_may_cover_different_weeks() -> None:
    past = PastForecast({"a": row(10), "b": row(1, 2, 3)}, {"a": row(12), "b": row(1, 2, 4)})
    assert [split.error for split in split_forecast(past)] == row(2, 0, 1)


def test_errors_by_horizon() -> None:
    first = PastForecast({"sales": row(100, 100)}, {"sales": row(90, 110)})
    second = PastForecast({"sales": row(100)}, {"sales": row(130)})
    one, two = errors_by_horizon([first, second])
    assert (one.horizon, one.count) == (1, 2)
    assert one.bias == 10
    assert one.mean_absolute == 20
    assert one.weighted == Fraction(40, 220)
    assert one.timing == -10
    assert one.permanent == 30
    assert (two.horizon, two.count) == (2, 1)
    assert two.bias == 10
    assert errors_by_horizon([]) == ()
