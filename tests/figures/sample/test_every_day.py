"""Every figure of every day and of every period to date, against the ledger, to the cent."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from flashreport.domain.calendar import PERIODS, Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.measures import MEASURES

Books = Any  # the conftests' types: test modules import nothing from one another
Ledger = Any
Told = Any
LAST = date(2026, 11, 19)
DAY = timedelta(days=1)
SAMPLE_HAS_NONE = {
    "cash.exchange_difference",
    "cash.rates_missing",
    "cash.reported_receipts",
    "cash.reported_disbursements",
    "cash.reported_closing",
    "audience.views",
    "audience.engagements_viewed",
    "audience.rate_by_views",
    "audience.target_followers",
    "audience.followers_surveyed",
    "audience.target_share",
    "credit.unused_fee",
    "staff.double_time_hours",
    "staff.surcharges",
    "staff.extra_pay",
    *(f"credit.{name}" for name in (
        "letters_fee", "path", "behind_path", "days_behind", "paydown_from_collections", "collateral",
        "ineligible", "eligible", "advances", "advance_rate", "base_reserves", "borrowing_base", "base_age",
        "covenant_actual", "covenant_threshold", "covenant_headroom", "covenant_room", "covenant_days",
        "covenants_tested", "covenants_breached",
    )),
}  # fmt: skip
FORECAST = {
    "cash.forecast_low",
    "cash.forecast_receipts",
    "cash.forecast_disbursements",
    "cash.forecast_closing",
    "credit.forecast_used",
    "credit.forecast_peak",
    "credit.forecast_days_to_limit",
    "credit.forecast_days_to_target",
}
EDGES = {
    "first day of data": date(2025, 9, 15),
    "second day of data": date(2025, 9, 16),
    "first of a month on a Sunday": date(2026, 11, 1),
    "first of a week": date(2026, 11, 2),
    "first of a quarter": date(2026, 4, 1),
    "first of the year and a holiday": date(2026, 1, 1),
    "holiday on which nobody works": date(2025, 11, 27),
    "holiday observed on the Friday": date(2026, 7, 3),
    "holiday on a Saturday": date(2026, 7, 4),
    "a day that one shop did not report": date(2026, 10, 25),
    "last of a short month": date(2026, 2, 28),
    "last of a month": date(2026, 10, 31),
    "newest day": LAST,
    "day before the data": date(2025, 9, 14),
}


def start(day: date, period: Period) -> date:
    """Weeks begin on Monday, years in January."""
    if period == "day":
        return day
    if period == "week":
        return day - DAY * day.weekday()
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[period]
    return date(day.year, month, 1)


def test_the_ledger_knows_every_measure_that_the_sample_has(ledger_of: Callable[[date], Ledger]) -> None:
    ledger = ledger_of(LAST)
    known = {key[1] for key, held in ledger.values.items() if held} | set(ledger.ratios)
    blocks = {"cash", "staff", "credit", "audience"}
    assert known == {key for key, m in MEASURES.items() if m.block in blocks} - FORECAST - SAMPLE_HAS_NONE


@pytest.mark.parametrize("until", [LAST, LAST + DAY, date(2026, 1, 1)], ids=str)
def test_every_figure_of_every_day(
    until: date, ledger_of: Callable[[date], Ledger], told: Callable[..., Told]
) -> None:
    """Also what is carried forward: on the day after the newest, every balance is."""
    ledger, frame = ledger_of(until), told(until).measures.frame
    columns = frame[~frame["measure"].isin(FORECAST)]
    names = ["entity", "measure", "dimension", "member", "date", "value", "stale"]
    rows = columns[names].itertuples(index=False, name=None)
    said = {((e, m, d, x), on.date()): (int(v), bool(s)) for e, m, d, x, on, v, s in rows}
    own = {
        (key, day): (value, ledger.is_stale(key, day))
        for key, held in ledger.values.items()
        for day, value in held.items()
    }
    wrong = {
        at: (said.get(at), own.get(at)) for at in said.keys() | own.keys() if said.get(at) != own.get(at)
    }
    assert not wrong, f"{len(wrong)} differ, such as {sorted(wrong.items())[:3]}"
    assert len(own) > 20_000


@pytest.mark.parametrize("day", EDGES.values(), ids=list(EDGES))
def test_every_period_to_date(
    day: date, ledger_of: Callable[[date], Ledger], told: Callable[..., Told]
) -> None:
    ledger, measures = ledger_of(LAST), told(LAST).measures
    wrong, compared = {}, 0
    slices = sorted({(key[0], *key[2:]) for key in ledger.values})
    for measure in sorted(set(MEASURES) - FORECAST):
        for entity, dimension, member in slices:
            if dimension and dimension not in MEASURES[measure].dimensions:
                continue
            for period in PERIODS:
                where = entity, dimension, member
                read = measures.read(measure, day, period, *where)
                found = None if isinstance(read, Unavailable) else read.amount
                asked = ledger.read(measure, start(day, period), day, *where)
                compared += asked is not None
                if found != asked:
                    wrong[measure, period, *where] = found, asked
    assert not wrong, f"{len(wrong)} differ, such as {sorted(wrong.items())[:3]}"
    assert compared > (1_000 if day > date(2025, 9, 14) else 0)


def test_parts_add_up_in_every_period(told: Callable[..., Told]) -> None:
    """Entities make the group, departments, categories, accounts and lines the total."""
    measures = told(LAST).measures
    for measure in ("cash.receipts", "cash.net", "staff.hours", "staff.pay", "staff.revenue", "credit.drawn"):
        for period in PERIODS:
            total = measures.read(measure, LAST, period).amount
            shops = (measures.read(measure, LAST, period, shop) for shop in ("harbor", "mill", "rider"))
            assert sum(r.amount for r in shops if not isinstance(r, Unavailable)) == total, measure
            for dimension in MEASURES[measure].dimensions:
                members = measures.members(measure, dimension)
                if not members:  # the sample has no such parts
                    continue
                parts = (measures.read(measure, LAST, period, "", dimension, m) for m in members)
                assert sum(r.amount for r in parts if not isinstance(r, Unavailable)) == total, dimension


def test_opening_and_flows_give_closing_in_every_period(told: Callable[..., Told]) -> None:
    measures = told(LAST).measures
    for entity in ("", "harbor", "mill", "rider"):
        for day in EDGES.values():
            for period in PERIODS:
                first = measures.read("cash.opening", day, period, entity)
                if isinstance(first, Unavailable):
                    continue
                moved = (measures.read(m, day, period, entity) for m in ("cash.net", "cash.transfers"))
                total = first.amount + sum(r.amount for r in moved if not isinstance(r, Unavailable))
                closing = measures.read("cash.closing", day, period, entity)
                assert total == closing.amount, (entity, day, period)
