"""Credit use along the cash forecast, by hand and day by day."""

from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.credit_forecast import credit_forecast
from flashreport.calculators.forecast import Outlook, cash_forecast
from flashreport.domain.calendar import BusinessCalendar

TODAY = date(2026, 11, 20)
# on a closed day nothing is paid: the forecast moves it to the next working day
OPEN = [ahead for ahead in range(1, 91) if (TODAY + timedelta(days=ahead)).weekday() < 5]
MOVES = st.lists(st.tuples(st.sampled_from(OPEN), st.integers(-900, 900)), max_size=8)


def forecast(opening: int, floor: int, moves: list[tuple[int, int]], now: dict[str, int]) -> pd.DataFrame:
    """Dollars in, cents inside; ``moves`` are expected items by days from today."""
    cells = [
        ("e", pd.Timestamp(TODAY + timedelta(days=day)).as_unit("s"), dollars * 100, "x", None, False)
        for day, dollars in [*moves, (90, 0)]
    ]
    columns = ["entity", "date", "amount", "category", "counterparty", "movable"]
    expected = pd.DataFrame(cells, columns=columns).astype({"date": "datetime64[s]", "amount": "Int64"})
    asked = Outlook(TODAY, opening * 100, "USD", BusinessCalendar(), Decimal(floor), ("transfer",), ("loan",))
    found = cash_forecast({"expected": expected}, "", asked)
    assert found is not None
    return credit_forecast(found, now, "", asked)


def read(found: pd.DataFrame, name: str, week: str = "") -> int | None:
    rows = found[(found["measure"] == f"credit.{name}") & (found["member"] == week)]
    return int(rows["value"].iloc[0]) if len(rows) else None


def test_cash_above_the_floor_pays_down_and_cash_short_of_it_is_drawn() -> None:
    now = {"used": 500_00, "cap": 800_00, "paydown": 200_00}
    found = forecast(1_000, 1_000, [(3, -250), (10, -100), (17, 600)], now)
    assert read(found, "forecast_peak") == 850_00
    assert read(found, "forecast_days_to_limit") == 10
    assert read(found, "forecast_days_to_target") == 17
    weeks = found[found["measure"] == "credit.forecast_used"].sort_values("member")["value"].tolist()
    assert weeks[:4] == [750_00, 850_00, 250_00, 250_00]


def test_letters_of_credit_stay_whatever_is_paid_down() -> None:
    found = forecast(1_000, 0, [(1, 5_000)], {"used": 300_00, "letters_of_credit": 120_00})
    assert read(found, "forecast_peak") == 120_00


def test_nothing_to_say_without_a_line() -> None:
    assert forecast(1_000, 0, [], {}).empty


@settings(max_examples=30)
@given(st.integers(-500, 2_000), st.integers(0, 1_000), MOVES, st.integers(0, 900), st.integers(1, 900))
def test_once_more_day_by_day(
    opening: int, floor: int, moves: list[tuple[int, int]], used: int, cap: int
) -> None:
    found = forecast(opening, floor, moves, {"used": used * 100, "cap": cap * 100, "paydown": 0})
    cash, peak, over = opening, None, None
    for ahead in range(1, 92):
        cash += sum(dollars for day, dollars in moves if day == ahead)
        use = max(0, used - (cash - floor))
        peak = use if peak is None else max(peak, use)
        if over is None and use > cap:
            over = ahead
    assert read(found, "forecast_peak") == (peak or 0) * 100
    assert read(found, "forecast_days_to_limit") == (0 if used > cap else over)
    assert read(found, "forecast_days_to_target") == 0
