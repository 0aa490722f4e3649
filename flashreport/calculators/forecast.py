"""The 13-week cash forecast of one scope: what is expected, what recurs, and ordinary days.

Expected rows come first. A recurring movement that an expected row stands for is left out,
and what is expected beyond that lowers the ordinary days of its category until the last
expected day, so that nothing counts twice. A category that moves less than once a week and
is expected at all counts as listed in full, as far as the list reaches.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import chain

import pandas as pd

from flashreport.calculators.forecast_history import History, history
from flashreport.domain.amounts import ZERO
from flashreport.domain.calendar import BusinessCalendar, days
from flashreport.domain.cash import (
    Item,
    Movement,
    Source,
    WeekdayBaseline,
    baseline_movements,
    best_moves,
    forecast,
    gather,
    project,
    recognise,
    weekday_baseline,
)
from flashreport.domain.cash.outlook import CashForecast
from flashreport.domain.measure_frame import empty
from flashreport.domain.units import Unit, money

WEEKS = 13
MOVABLE_DAYS = 14
OVERDUE_DAYS = 28
LEAST_DAYS = 20
LEAST_MOVEMENTS = 3
_ALIKE = Fraction(1, 5)


@dataclass(frozen=True)
class Outlook:
    """What a forecast is asked for: the scope's money and days, and the balance that it starts from.

    ``opening`` is the closing cash of ``on`` in minor units, ``left_out`` the categories of
    transfers, ``extraordinary`` those of financing, which is never ordinary.
    """

    on: date
    opening: int
    currency: str
    calendar: BusinessCalendar
    floor: Decimal | None = None
    left_out: tuple[str, ...] = ()
    extraordinary: tuple[str, ...] = ()

    @property
    def unit(self) -> Unit:
        """The unit of the money."""
        return money(self.currency)

    @property
    def start(self) -> date:
        """The first forecast day."""
        return self.on + timedelta(days=1)

    @property
    def end(self) -> date:
        """The last forecast day."""
        return self.on + timedelta(days=7 * WEEKS)


def cash_forecast(frames: Mapping[str, pd.DataFrame], scope: str, asked: Outlook) -> CashForecast | None:
    """The forecast of an entity, or of the group for the scope ''; None without anything to go by.

    ``frames``: the facts ``cash_movements``, ``cash_parties`` and ``expected``, where there are any.
    """
    past = history(frames, scope, asked.on, asked.unit, asked.left_out)
    known, overdue = _known(frames.get("expected"), scope, asked, past)
    items: list[Item] = []
    financing: list[Item] = []
    reach = _reach(known, asked)
    recurring = _recurring(past, asked)
    for category in sorted({*known, *recurring, *past.ordinary}):
        own = known.get(category, [])
        repeated = _named_alike(recurring.get(category, []), own)
        kept = gather(own, repeated, [], asked.calendar.is_working)
        items += kept
        financing += kept if category in asked.extraordinary else []
        streams = [item for item in kept if item.source is Source.RECURRING]
        for inward in (True, False) if category not in asked.extraordinary else ():
            stood_for = _size(repeated, inward) - _size(streams, inward)
            same = [item for item in own if (item.amount > 0) == inward]
            items += _ordinary(past.rest(category, inward=inward), same, stood_for, reach, past, asked)
    if not items:
        return None
    opening = asked.unit.display(asked.opening)
    plan = forecast(opening, asked.start, items, ZERO if asked.floor is None else asked.floor, WEEKS)
    return CashForecast(
        plan, asked.floor, best_moves(plan, asked.calendar.is_working), overdue, tuple(financing)
    )


def _known(
    expected: pd.DataFrame | None, scope: str, asked: Outlook, past: History
) -> tuple[dict[str, list[Item]], int]:
    """Expected items by category, and how many of them are overdue.

    Items of the last four weeks are held against what their category has moved since: what is
    short is still expected, the newest first. Older ones count as settled.
    """
    if expected is None or expected.empty:
        return {}, 0
    rows = expected if not scope else expected[expected["entity"] == scope]
    oldest = asked.on - timedelta(days=OVERDUE_DAYS)
    day = rows["date"]
    rows = rows[(day > pd.Timestamp(oldest)) & (day <= pd.Timestamp(asked.end))]
    found: dict[str, list[Item]] = {}
    late: dict[tuple[str, bool], list[Item]] = {}
    for category, item in _items(rows, asked):
        if item.day > asked.on:
            found.setdefault(category, []).append(item)
        else:
            late.setdefault((category, item.amount > 0), []).append(item)
    overdue = 0
    for (category, inward), items in sorted(late.items()):
        first = min(item.day for item in items)
        still = _unsettled(items, past.moved(category, first, inward=inward))
        overdue += len(still)
        found.setdefault(category, []).extend(replace(item, day=asked.start) for item in still)
    return found, overdue


def _items(rows: pd.DataFrame, asked: Outlook) -> Iterable[tuple[str, Item]]:
    names = rows["counterparty"].fillna("").where(rows["counterparty"].notna(), rows["category"])
    movable = rows["movable"].eq(True) & (rows["amount"] < 0)
    later = timedelta(days=MOVABLE_DAYS)
    cells = zip(rows["category"], rows["date"].dt.date, rows["amount"], names, movable, strict=True)
    for category, day, amount, name, may_move in cells:
        until = max(day, asked.start) + later if may_move else None
        yield str(category), Item(day, asked.unit.display(int(amount)), Source.KNOWN, str(name), until)


def _unsettled(items: Sequence[Item], moved: Decimal) -> list[Item]:
    """The newest items that ``moved`` (positive) does not cover; the last one may be a part."""
    short = sum((abs(item.amount) for item in items), ZERO) - moved
    still = []
    for item in sorted(items, key=lambda item: (item.day, abs(item.amount), item.key), reverse=True):
        part = min(abs(item.amount), max(short, ZERO))
        if part:
            still.append(replace(item, amount=part if item.amount > 0 else -part))
        short -= part
    return still


def _recurring(past: History, asked: Outlook) -> dict[str, list[Movement]]:
    """Projected movements by category; their streams leave the ordinary days."""
    found: dict[str, list[Movement]] = {}
    for stream in recognise(past.repeated, asked.on, asked.calendar.is_working, system=asked.calendar.system):
        category = stream.movements[-1].category
        coming = project(stream, asked.start, asked.end, asked.calendar.is_working)
        if coming:
            found.setdefault(category, []).extend(coming)
            past.take(stream.movements)
    return found


def _named_alike(repeated: Sequence[Movement], known: Sequence[Item]) -> list[Movement]:
    """A stream whose payee no expected item names takes the name of one of about its amount."""
    payees = {item.key for item in known}
    own = {move.key for move in repeated}
    strangers = [item for item in known if item.key not in own]
    return [move if move.key in payees else _renamed(move, strangers) for move in repeated]


def _renamed(move: Movement, strangers: Iterable[Item]) -> Movement:
    near = [
        item for item in strangers if abs(item.amount - move.amount) <= Fraction(abs(move.amount)) * _ALIKE
    ]
    if not near:
        return move
    nearest = min(near, key=lambda item: (abs((item.day - move.day).days), item.key))
    return replace(move, key=nearest.key)


def _reach(known: Mapping[str, Sequence[Item]], asked: Outlook) -> dict[bool, date]:
    """The last expected day of receipts (True) and of payments (False)."""
    found = {True: asked.on, False: asked.on}
    for item in chain.from_iterable(known.values()):
        found[item.amount > 0] = max(found[item.amount > 0], item.day)
    return found


def _ordinary(
    rest: Sequence[Movement],
    known: Sequence[Item],
    stood_for: Decimal,
    reach: Mapping[bool, date],
    past: History,
    asked: Outlook,
) -> list[Item]:
    """The weekday baseline of one category and direction, lowered where expected items stand for it.

    ``rest`` is its ordinary past, ``known`` what is expected of it, ``stood_for`` how much of that
    already took the place of recurring movements.
    """
    counted = past.counted_days(asked.calendar.is_working)
    if len(rest) < LEAST_MOVEMENTS or len(counted) < LEAST_DAYS:
        return []
    inward, rare = rest[0].amount > 0, len(rest) < WEEKS
    coming = [day for day in days(asked.start, asked.end) if asked.calendar.is_working(day)]
    until = max((item.day for item in known), default=asked.on)
    until = reach[inward] if rare and known else until
    covered, later = [day for day in coming if day <= until], [day for day in coming if day > until]
    of_days = partial(_baseline_items, rest[0].category, weekday_baseline(rest, counted), asked)
    usual = _size(of_days(covered, past.season), inward)
    beyond = max(ZERO, _size(known, inward) - stood_for)
    share = 1 - min(Fraction(1), Fraction(beyond) / Fraction(usual)) if usual and not rare else Fraction(0)
    return of_days(covered, lambda day: past.season(day) * share) + of_days(later, past.season)


def _baseline_items(
    category: str,
    baseline: WeekdayBaseline,
    asked: Outlook,
    on: Iterable[date],
    season: Callable[[date], Fraction],
) -> list[Item]:
    moves = baseline_movements(baseline, on, season, Decimal(1) / asked.unit.step)
    return [Item(move.day, move.amount, Source.BASELINE, category) for move in moves]


def _size(moves: Iterable[Item | Movement], inward: bool) -> Decimal:
    """The amounts of one direction, positive."""
    return sum((abs(move.amount) for move in moves if (move.amount > 0) == inward), ZERO)


def forecast_measures(found: CashForecast, scope: str, asked: Outlook) -> pd.DataFrame:
    """The forecast as rows of the measure frame, dated on the day it was made.

    Weeks are members named by their first day, so that a kept frame is a kept forecast.
    """
    rows: list[tuple[str, str, str, Decimal]] = [("cash.forecast_low", "", "", found.plan.low_point.closing)]
    for week in found.plan.weeks:
        member = week.first.isoformat()
        rows += [
            ("cash.forecast_receipts", "week", member, week.receipts),
            ("cash.forecast_disbursements", "week", member, week.disbursements),
            ("cash.forecast_closing", "week", member, week.closing),
        ]
    frame = pd.DataFrame(rows, columns=["measure", "dimension", "member", "amount"])
    stored = [asked.unit.store(amount) for *_, amount in rows]
    frame = frame.assign(entity=scope, date=pd.Timestamp(asked.on).as_unit("s"), value=stored, stale=False)
    return frame.reindex(columns=empty().columns).astype({"date": "datetime64[s]", "value": "int64"})
