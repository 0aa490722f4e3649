"""What is planned and expected: budgets by Jalali month, known receipts and payments of 13 weeks."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sample_data.miz_konj.company import (
    CLOSED,
    COURIERS,
    DAY,
    ENTITIES,
    FIRST,
    HALL,
    KITCHEN,
    LAST,
    OFFICE,
    RIAL,
    banking_day,
    banking_day_before,
    dates,
    day_of_month,
    is_banking_day,
    is_month_end,
)
from sample_data.miz_konj.money import CLOSING, MONTHLY, Move
from sample_data.miz_konj.work import Order

HORIZON = LAST + DAY * 91
LOW_DAY = date(2027, 1, 23)
LOW_POINT = 22_500_000 * RIAL
DEPOSIT_DAY = date(2027, 1, 10)


@dataclass(frozen=True)
class Expected:
    """One known receipt (rials above zero) or payment."""

    entity: str
    day: date
    rials: int
    category: str
    who: str
    movable: bool = False


def expected(moves: list[Move], orders: list[Order]) -> list[Expected]:
    """Everything known; a deposit makes what is known of the low point the story's."""
    items = [
        item
        for item in (
            *_sales(moves),
            *_suppliers(moves),
            *_wages(moves),
            *_bills(),
            *_once(),
            *_orders(orders),
        )
        if LAST < item.day <= HORIZON and item.rials
    ]
    before = CLOSING + sum(item.rials for item in items if item.day <= LOW_DAY)
    deposit = LOW_POINT - before
    items.append(Expected("vanak", DEPOSIT_DAY, deposit, "پذیرایی", "پیش‌پرداخت مهمانی نوروز"))
    return sorted(items, key=lambda item: (item.day, item.entity, -item.rials, item.who))


def _daily(moves: list[Move], category: str, weeks: int) -> dict[str, int]:
    """What a shop's lines of a category come to in a banking day, lately."""
    sums: dict[str, int] = defaultdict(int)
    since = LAST - DAY * 7 * weeks
    for move in moves:
        if move.category == category and since < move.day < LAST:
            sums[move.entity] += move.rials
    open_days = sum(map(is_banking_day, dates(since + DAY, LAST - DAY)))
    return {entity: round(total / open_days / 100_000) * 100_000 for entity, total in sums.items()}


def _sales(moves: list[Move]) -> Iterator[Expected]:
    usual = _daily(moves, "فروش", 8)
    for day in dates(LAST + DAY, HORIZON):
        if is_banking_day(day):
            for entity in ENTITIES:
                yield Expected(entity, day, usual[entity], "فروش", "کارتخوان و نقد")


def _suppliers(moves: list[Move]) -> Iterator[Expected]:
    usual = _daily(moves, "تأمین‌کنندگان", 8)
    for day in dates(LAST + DAY, HORIZON):
        if day.weekday() in (6, 2):
            for entity in ENTITIES:
                movable = entity == "tajrish" and day.weekday() == 2
                yield Expected(
                    entity, banking_day(day), usual[entity] * 3, "تأمین‌کنندگان", "پخش مواد غذایی", movable
                )


def _orders(orders: list[Order]) -> Iterator[Expected]:
    for order in orders:
        if order.completed and (at := banking_day(order.completed + DAY * 21)) > LAST:
            yield Expected(order.team.entity, at, order.rials, "پذیرایی", f"سفارش {order.number}")


def _wages(moves: list[Move]) -> Iterator[Expected]:
    latest = {move.entity: move.rials for move in moves if move.category == "حقوق و دستمزد"}
    for day in dates(LAST, HORIZON):
        if is_month_end(day):
            for entity, amount in latest.items():
                pay = round(amount / 1_000_000) * 1_000_000
                yield Expected(entity, banking_day_before(day), pay, "حقوق و دستمزد", "کارکنان")
                due = banking_day(day - DAY * 2)
                yield Expected(entity, due, pay * 27 // 100, "بیمه و مالیات", "تأمین اجتماعی و مالیات")


def _bills() -> Iterator[Expected]:
    for day in dates(LAST + DAY, HORIZON):
        for on, who, category, amounts in MONTHLY:
            if day_of_month(day) == on:
                for entity, amount in amounts.items():
                    yield Expected(entity, banking_day(day), -amount * RIAL, category, who, on == 17)


def _once() -> Iterator[Expected]:
    yield Expected("vanak", date(2026, 12, 19), 2_850_000 * RIAL, "پذیرایی", "پیش‌پرداخت مهمانی یلدا")
    yield Expected("vanak", date(2027, 1, 16), -3_100_000 * RIAL, "تأمین‌کنندگان", "خرید زمستانی برنج", True)
    yield Expected("vanak", date(2027, 1, 26), 4_600_000 * RIAL, "پذیرایی", "جشن موزه")


_PLAN = {
    "receipts:فروش": {"vanak": 30_500_000, "tajrish": 26_500_000, "peyk": 15_200_000},
    "receipts:پذیرایی": {"vanak": 1_000_000, "tajrish": 900_000, "peyk": 500_000},
    "disbursements:تأمین‌کنندگان": {"vanak": 10_700_000, "tajrish": 9_300_000, "peyk": 5_300_000},
    "disbursements:حقوق و دستمزد": {"vanak": 12_000_000, "tajrish": 8_000_000, "peyk": 4_800_000},
    "disbursements:بیمه و مالیات": {"vanak": 3_800_000, "tajrish": 2_700_000, "peyk": 1_500_000},
    "disbursements:اجاره": {"vanak": 3_050_000, "tajrish": 2_480_000, "peyk": 640_000},
    "disbursements:اقساط": {"vanak": 740_000, "peyk": 385_000},
    "disbursements:آب و برق و گاز": {"vanak": 520_000, "tajrish": 410_000, "peyk": 90_000},
    "disbursements:بازاریابی": {"vanak": 510_000, "tajrish": 420_000, "peyk": 320_000},
    "disbursements:نگهداری": {"vanak": 430_000, "tajrish": 380_000, "peyk": 520_000},
}
PAY_A_DAY = {
    ("vanak", KITCHEN): 188_000, ("tajrish", KITCHEN): 156_000, ("vanak", HALL): 142_000,
    ("tajrish", HALL): 129_000, ("peyk", COURIERS): 162_000, ("vanak", OFFICE): 76_000,
}  # fmt: skip


def plan() -> Iterator[tuple[str, date, str, str, int]]:
    """The budget: shop, first of the Jalali month, line, department, rials."""
    firsts = [day for day in dates(FIRST, HORIZON) if day_of_month(day) == 1]
    for first in firsts:
        for line, amounts in _PLAN.items():
            for entity, amount in amounts.items():
                yield entity, first, line, "", amount * RIAL
        last = next(day for day in dates(first, first + DAY * 31) if is_month_end(day))
        open_days = sum(day not in CLOSED for day in dates(first, last))
        for (entity, department), amount in PAY_A_DAY.items():
            yield entity, first, "pay", department, round(amount * RIAL * open_days / 1_000_000) * 1_000_000
