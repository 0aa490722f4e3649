"""Bills that come by the Jalali month are foreseen by it, and each counts once."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from flashreport.domain.cash import Movement, Source, project, recognise
from flashreport.domain.cash.outlook import CashForecast
from flashreport.domain.jalali import days_in_month, to_gregorian, to_jalali

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "fa"
MONTHLY = ("کارکنان", "اجاره", "قسط وام بانکی", "تبلیغات", "قبض برق و گاز و آب", "برداشت سهام‌داران")


def every_day(_: date) -> bool:
    return True


@pytest.mark.parametrize("anchor", [1, 2, 12, 29, 31])
def test_a_jalali_day_of_the_month_is_foreseen_to_the_day(anchor: int) -> None:
    months = [(1403, month) for month in range(7, 13)] + [(1404, month) for month in range(1, 9)]
    paid = [to_gregorian(y, m, min(anchor, days_in_month(y, m))) for y, m in months]
    moves = [Movement(day, Decimal(-70), "landlord", "rent") for day in paid[:-3]]
    (stream,) = recognise(moves, moves[-1].day + timedelta(days=1), every_day, system="jalali")
    coming = project(stream, moves[-1].day + timedelta(days=1), paid[-1], every_day)
    assert [move.day for move in coming] == paid[-3:]


def test_a_gregorian_bill_of_a_jalali_company_keeps_its_day() -> None:
    paid = [date(2025 + month // 12, month % 12 + 1, 15) for month in range(14)]
    moves = [Movement(day, Decimal(-9), "hosting", "software") for day in paid[:-2]]
    (stream,) = recognise(moves, paid[-3], every_day, system="jalali")
    coming = project(stream, paid[-3] + timedelta(days=1), paid[-1], every_day)
    assert [move.day for move in coming] == paid[-2:]


@pytest.fixture(scope="module")
def ahead() -> CashForecast:
    """The forecast of the Persian sample."""
    from flashreport.pipeline import check_workspace, measures_of
    from flashreport.pipeline.forecast import with_forecast
    from flashreport.workspace.load import load

    workspace = load(SAMPLE)
    checked = check_workspace(workspace, None, datetime(2026, 11, 20, 6, 30, tzinfo=UTC))
    _, found = with_forecast(workspace, checked, measures_of(workspace, checked), "")
    assert found is not None
    return found


@pytest.mark.parametrize("payee", MONTHLY)
def test_known_bills_of_the_persian_company_count_once_a_month(ahead: CashForecast, payee: str) -> None:
    """What is expected of a payee comes as often in each Jalali month, and no habit repeats it."""
    items = [item for item in ahead.plan.items if item.key == payee and item.source != Source.BASELINE]
    months = Counter((to_jalali(item.day).year, to_jalali(item.day).month) for item in items)
    assert items
    assert {item.source for item in items} == {Source.KNOWN}
    assert max(months.values()) == len({item.amount for item in items})
