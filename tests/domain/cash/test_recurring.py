from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.cash import (
    Movement,
    Period,
    RecurrenceRules,
    Recurring,
    Roll,
    Schedule,
    baseline_movements,
    project,
    recognise,
    rest_of_history,
    roll_day,
    weekday_baseline,
)
from flashreport.errors import FlashreportError

AS_OF = date(2026, 11, 24)


def is_working(day: date) -> bool:
    return day.weekday() < 5


def paid(days: Sequence[date], amount: str = "-100", key: str = "rent") -> list[Movement]:
    return [Movement(day, Decimal(amount), key) for day in days]


def month_days(day: int, months: int, roll: Roll = Roll.NONE) -> list[date]:
    """The last ``months`` months up to November 2026, on ``day`` or the month's last."""
    found = []
    for back in range(months - 1, -1, -1):
        year, month = divmod(2026 * 12 + 10 - back, 12)
        nominal = date(year, month + 1, min(day, monthrange(year, month + 1)[1]))
        found.append(roll_day(nominal, roll, is_working))
    return found


def weeks(count: int, apart: int = 7, last: date = date(2026, 11, 20)) -> list[date]:
    return [last - timedelta(days=apart * back) for back in range(count - 1, -1, -1)]


def only(history: list[Movement], rules: RecurrenceRules | None = None) -> Recurring:
    (stream,) = recognise(history, AS_OF, is_working, rules)
    return stream


@pytest.mark.parametrize(
    ("days", "period", "following"),
    [
        (weeks(8), Period.WEEKLY, [date(2026, 11, 27), date(2026, 12, 4)]),
        (weeks(8, apart=14), Period.FORTNIGHTLY, [date(2026, 12, 4), date(2026, 12, 18)]),
        (month_days(12, 6, Roll.FOLLOWING), Period.MONTHLY, [date(2026, 12, 14), date(2027, 1, 12)]),
        (month_days(31, 7)[:-1], Period.MONTHLY, [date(2026, 11, 30), date(2026, 12, 31)]),
        (month_days(5, 12)[2::3], Period.QUARTERLY, [date(2027, 2, 5)]),
        (
            sorted(month_days(1, 6) + month_days(15, 6)),
            Period.SEMI_MONTHLY,
            [date(2026, 12, 1), date(2026, 12, 15)],
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, Period) else "",
)
def test_periods_are_recognised_and_carried_on(
    days: list[date], period: Period, following: list[date]
) -> None:
    stream = only(paid(days))
    assert stream.period is period
    ahead = project(stream, AS_OF + timedelta(days=1), AS_OF + timedelta(days=90), is_working)
    assert [move.day for move in ahead][: len(following)] == following
    assert {move.amount for move in ahead} == {Decimal(-100)}


@pytest.mark.parametrize("roll", [Roll.FOLLOWING, Roll.PRECEDING])
def test_the_habit_on_closed_days_is_learnt(roll: Roll) -> None:
    stream = only(paid(month_days(15, 12, roll)))
    assert stream.schedule.anchors == (15,)
    assert stream.roll is roll


def test_amounts_within_the_tolerance_are_one_stream() -> None:
    days = month_days(10, 6)
    amounts = ["-100", "-104", "-98", "-105", "-101", "-103"]
    history = [Movement(day, Decimal(each), "power") for day, each in zip(days, amounts, strict=True)]
    assert only(history).amount == -103
    assert recognise(history, AS_OF, is_working, RecurrenceRules(amount_tolerance=Decimal("0.001"))) == ()


def test_two_amounts_of_one_payee_are_two_streams() -> None:
    history = paid(month_days(1, 6), "-2000", "landlord") + paid(weeks(10), "-150", "landlord")
    found = recognise(history, AS_OF, is_working)
    assert {(stream.period, stream.amount) for stream in found} == {
        (Period.WEEKLY, Decimal(-150)),
        (Period.MONTHLY, Decimal(-2000)),
    }


def test_two_equal_payments_on_a_day_are_two_streams() -> None:
    assert len(recognise(paid(month_days(1, 6)) * 2, AS_OF, is_working)) == 2


def test_receipts_and_payments_do_not_mix() -> None:
    history = paid(month_days(3, 6), "500", "tenant") + paid(month_days(18, 6), "-500", "tenant")
    assert sorted(stream.amount for stream in recognise(history, AS_OF, is_working)) == [-500, 500]


def test_one_missed_week_in_ten_is_still_weekly() -> None:
    days = weeks(10)
    del days[4]
    assert only(paid(days)).period is Period.WEEKLY


@pytest.mark.parametrize(
    "days",
    [
        weeks(2),
        [day for place, day in enumerate(weeks(12)) if place % 3],
        [date(2026, 9, 1), date(2026, 9, 4), date(2026, 10, 20), date(2026, 11, 2)],
        weeks(8, last=date(2026, 9, 1)),  # stopped
        month_days(12, 10)[:-4],  # stopped
    ],
    ids=["too few", "two of three weeks", "no rhythm", "weekly, ended", "monthly, ended"],
)
def test_what_does_not_recur(days: list[date]) -> None:
    assert recognise(paid(days), AS_OF, is_working) == ()


def test_three_are_enough() -> None:
    assert only(paid(weeks(3))).period is Period.WEEKLY


@pytest.mark.parametrize(("off", "found"), [(3, 1), (4, 0)])
def test_three_days_early_or_late_is_the_most(off: int, found: int) -> None:
    days = month_days(15, 8)
    days[3] -= timedelta(days=3)
    days[4] += timedelta(days=off)
    assert len(recognise(paid(days), AS_OF, every_day)) == found


def test_one_missed_payment_is_not_the_end_and_two_are() -> None:
    days = month_days(10, 9)
    assert len(recognise(paid(days[:-1]), AS_OF, is_working)) == 1
    assert recognise(paid(days[:-2]), AS_OF, is_working) == ()


def test_a_quarter_end_that_slipped_into_the_next_month() -> None:
    days = [date(2026, 1, 2), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    stream = only(paid(days))
    assert stream.period is Period.QUARTERLY
    ahead = project(stream, AS_OF, date(2027, 4, 1), every_day)
    assert [move.day for move in ahead] == [date(2026, 12, 31), date(2027, 3, 31)]


def test_a_raised_amount_is_carried_on() -> None:
    amounts = [100, 100, 100, 100, 108, 108]
    history = [
        Movement(day, Decimal(each), "tenant") for day, each in zip(month_days(10, 6), amounts, strict=True)
    ]
    assert only(history).amount == 108


def test_movements_without_a_key_are_left_alone() -> None:
    assert recognise(paid(weeks(8), key=""), AS_OF, is_working) == ()


def test_a_payment_that_is_a_day_late_is_expected_now() -> None:
    stream = only(paid(weeks(8, last=date(2026, 11, 16))))
    ahead = project(stream, AS_OF, AS_OF + timedelta(days=7), is_working)
    assert [move.day for move in ahead] == [AS_OF, date(2026, 11, 30)]


SCHEDULES = st.one_of(
    st.builds(
        Schedule, st.sampled_from([Period.WEEKLY, Period.FORTNIGHTLY]), st.dates(date(2020, 1, 1), AS_OF)
    ),
    st.builds(
        Schedule,
        st.sampled_from([Period.MONTHLY, Period.QUARTERLY]),
        st.dates(date(2020, 1, 1), AS_OF),
        st.tuples(st.integers(1, 31)),
    ),
    st.builds(
        Schedule,
        st.just(Period.SEMI_MONTHLY),
        st.dates(date(2020, 1, 1), AS_OF),
        st.integers(1, 14).map(lambda day: (day, day + 15)),
    ),
)


@given(SCHEDULES, st.integers(-50, 50))
def test_a_nominal_day_is_nearest_to_its_own_slot(schedule: Schedule, slot: int) -> None:
    assert schedule.slot_near(schedule.nominal(slot)) == slot
    assert schedule.nominal(slot) < schedule.nominal(slot + 1)


@given(SCHEDULES, st.integers(6, 14))
def test_days_on_a_schedule_are_recognised_and_carried_on(schedule: Schedule, count: int) -> None:
    last = schedule.slot_near(AS_OF)
    last -= schedule.nominal(last) > AS_OF
    days = [schedule.nominal(slot) for slot in range(last - count + 1, last + 1)]
    stream = only(paid(days))
    assert stream.period is schedule.period
    until = schedule.nominal(last + 2)
    ahead = project(stream, AS_OF + timedelta(days=1), until + timedelta(days=3), every_day)
    for nominal, move in zip([schedule.nominal(last + 1), until], ahead, strict=False):
        assert abs((nominal - move.day).days) <= 3


def every_day(_: date) -> bool:
    return True


NOVEMBER = [day for ahead in range(23) if is_working(day := date(2026, 11, 1) + timedelta(days=ahead))]


def test_a_baseline_is_a_mean_by_weekday() -> None:
    # three Mondays with 30, 60 and nothing; one weekend receipt counts on the Monday after
    rest = [
        Movement(date(2026, 11, 2), Decimal(30)),
        Movement(date(2026, 11, 9), Decimal(60)),
        Movement(date(2026, 11, 15), Decimal(9)),
        Movement(date(2026, 11, 10), Decimal(-12)),
    ]
    days = [day for day in NOVEMBER if day < date(2026, 11, 20)]
    found = weekday_baseline(rest, days)
    assert found.receipts[0] == 33
    assert found.disbursements[1] == 4
    assert found.days == (3, 3, 3, 3, 2, 0, 0)
    # a Saturday was never counted: the mean of all 14 days
    assert found.receipts[5] == Fraction(99, 14)


def test_a_day_without_data_is_not_a_zero_day() -> None:
    rest = [Movement(date(2026, 11, 2), Decimal(30))]
    assert weekday_baseline(rest, [date(2026, 11, 2)]).receipts[0] == 30
    assert weekday_baseline(rest, [date(2026, 11, 2), date(2026, 11, 9)]).receipts[0] == 15


def test_a_baseline_needs_a_day() -> None:
    with pytest.raises(FlashreportError, match="at least one working day"):
        weekday_baseline([], [])


def test_a_season_scales_the_days() -> None:
    found = weekday_baseline([Movement(date(2026, 11, 2), Decimal(100))], [date(2026, 11, 2)])

    def december(day: date) -> Fraction:
        return Fraction(6, 5) if day.month == 12 else Fraction(1)

    made = baseline_movements(found, [date(2026, 11, 30), date(2026, 12, 7)], december)
    assert [move.amount for move in made] == [100, 120]


@given(
    st.lists(
        st.builds(
            Movement,
            st.dates(date(2026, 10, 28), AS_OF),
            st.integers(-(10**9), 10**9).filter(bool).map(lambda cents: Decimal(cents).scaleb(-2)),
        )
    )
)
def test_the_baseline_loses_nothing(rest: list[Movement]) -> None:
    found = weekday_baseline(rest, NOVEMBER)
    came = sum(found.receipts[day.weekday()] for day in NOVEMBER)
    went = sum(found.disbursements[day.weekday()] for day in NOVEMBER)
    assert came - went == sum((Fraction(move.amount) for move in rest), Fraction(0))


def test_the_rest_is_history_without_streams_and_known_categories() -> None:
    rent = paid(month_days(1, 6))
    other = [Movement(AS_OF, Decimal(-7)), Movement(AS_OF, Decimal(90), category="invoices")]
    twin = Movement(rent[0].day, rent[0].amount, rent[0].key)
    history = [*rent, *other, twin]
    streams = recognise(rent, AS_OF, is_working)
    assert rest_of_history(history, streams, {"invoices"}) == (other[0], twin)
