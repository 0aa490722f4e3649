"""The use of credit lines along the cash forecast, and the days on which it meets target or limit.

Cash above its floor pays the lines down, cash short of the floor is drawn. So the use of a day
is the use now, less what the day's forecast closing, without financing, is above the floor; it
never falls below the letters of credit.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from flashreport.calculators.forecast import Outlook
from flashreport.domain.amounts import ZERO
from flashreport.domain.cash.outlook import CashForecast
from flashreport.domain.measure_frame import empty

Row = tuple[str, str, str, int]


def credit_forecast(found: CashForecast, now: Mapping[str, int], scope: str, asked: Outlook) -> pd.DataFrame:
    """The forecast's rows, dated on the day it was made. ``now``: the scope's credit measures of that day."""
    if "used" not in now:
        return empty()
    used = _uses(found, now["used"], now.get("letters_of_credit", 0), asked)
    rows: list[Row] = [("forecast_peak", "", "", max(used.values()))]
    rows += [("forecast_used", "week", week.first.isoformat(), used[week.last]) for week in found.plan.weeks]
    rows += _days(used, now, asked.on)
    frame = pd.DataFrame(rows, columns=["measure", "dimension", "member", "value"])
    frame["measure"] = "credit." + frame["measure"]
    frame = frame.assign(entity=scope, date=pd.Timestamp(asked.on).as_unit("s"), stale=False)
    return frame.reindex(columns=empty().columns).astype({"date": "datetime64[s]", "value": "int64"})


def _uses(found: CashForecast, used: int, letters: int, asked: Outlook) -> dict[date, int]:
    """The use at the end of each forecast day."""
    floor = found.floor or ZERO
    financed: dict[date, Decimal] = {}
    for item in found.financing:
        due = max(item.day, found.plan.start)
        financed[due] = financed.get(due, ZERO) + item.amount
    uses, so_far = {}, ZERO
    for day in found.plan.days:
        so_far += financed.get(day.first, ZERO)
        excess = asked.unit.store(day.closing - so_far - floor)
        uses[day.first] = max(letters, used - excess)
    return uses


def _days(used: Mapping[date, int], now: Mapping[str, int], on: date) -> Iterable[Row]:
    if "cap" in now:
        over = [day for day, amount in used.items() if amount > now["cap"]]
        yield from _first("forecast_days_to_limit", over, on, already=now["used"] > now["cap"])
    if "paydown" in now:
        aim = now["used"] - now["paydown"]
        there = [day for day, amount in used.items() if amount <= aim]
        yield from _first("forecast_days_to_target", there, on, already=not now["paydown"])


def _first(measure: str, found: list[date], on: date, *, already: bool) -> Iterable[Row]:
    """Days until the first of them; none when there is none."""
    if already or found:
        yield measure, "", "", 0 if already else (min(found) - on).days
