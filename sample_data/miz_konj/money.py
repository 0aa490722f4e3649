"""The bank, the credit lines and what lies ahead: every movement of the three accounts, in rials."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sample_data.corner_table import story
from sample_data.corner_table.chance import Chance
from sample_data.miz_konj.company import (
    DAY,
    ENTITIES,
    FIRST,
    LAST,
    RIAL,
    Employee,
    banking_day,
    banking_day_before,
    dates,
    day_of_month,
    is_banking_day,
    is_month_end,
    month,
    month_of_year,
)
from sample_data.miz_konj.work import Order, Sale, Shift

CLOSING = 41_822_000 * RIAL
NET = -4_163_000 * RIAL
OPENED = {"tajrish": 7_000_000 * RIAL, "peyk": 3_500_000 * RIAL}
_WEEKLY = 44 * 60
LINES = {"sepehr": ("vanak", 35_000_000 * RIAL), "kar": ("peyk", 25_000_000 * RIAL)}
_REPAID = 150_000 * RIAL
_YEARLY = {"sepehr": 23, "kar": 21}


@dataclass(frozen=True)
class Move:
    """One line of a statement; money in is positive. ``category`` '' is left to the rules."""

    day: date
    entity: str
    rials: int
    text: str
    category: str


def wage(worked: list[Shift]) -> dict[tuple[str, str], int]:
    """Rials by shop and Jalali month: hours times rate, two fifths more above 44 hours from Saturday."""
    held: dict[tuple[str, date], int] = defaultdict(int)
    total: dict[tuple[str, str], int] = defaultdict(int)
    for shift in sorted(worked, key=lambda one: one.day):
        person = shift.employee
        if person.salaried:
            continue
        week = person.number, shift.day - DAY * ((shift.day.weekday() - 5) % 7)
        over = max(0, min(shift.minutes, held[week] + shift.minutes - _WEEKLY))
        held[week] += shift.minutes
        total[person.team.entity, month(shift.day)] += person.rate * (5 * shift.minutes + 2 * over) // 300
    return total


def movements(
    worked: list[Shift],
    sold: list[Sale],
    orders: list[Order],
    people: list[Employee],
    drawn: list[tuple[date, str, int, int]],
    chance: Chance,
) -> tuple[dict[str, int], list[Move]]:
    """What each account held first, and all movements up to the story's closing."""
    found = [
        *_receipts(sold, orders),
        *_wages(worked, people),
        *_suppliers(sold, chance),
        *_bills(chance),
        *_lines(drawn),
    ]
    found = [move for move in found if FIRST <= move.day <= LAST and move.rials]
    today = sum(move.rials for move in found if move.day == LAST)
    found.append(Move(LAST, "vanak", NET - today, "خرید عمده مواد غذایی", "تأمین‌کنندگان"))
    opening = CLOSING - sum(move.rials for move in found)
    opened = {**OPENED, "vanak": opening - sum(OPENED.values())}
    found += _transfers(opened, found)
    order = {entity: place for place, entity in enumerate(ENTITIES)}
    found.sort(key=lambda move: (move.day, order[move.entity], move.rials < 0, move.text))
    return opened, found


def _receipts(sold: list[Sale], orders: list[Order]) -> Iterator[Move]:
    tills: dict[tuple[str, date], int] = defaultdict(int)
    for sale in sold:
        tills[sale.entity, sale.day] += sale.rials
    finished: dict[tuple[str, date], int] = defaultdict(int)
    for order in orders:
        if order.completed:
            finished[order.team.entity, order.completed] += order.rials
            paid = banking_day(order.completed + DAY * 21)
            yield Move(paid, order.team.entity, order.rials, f"واریز بابت سفارش {order.number}", "پذیرایی")
    for (entity, day), total in tills.items():
        rest = max(total - finished[entity, day], total // 2)
        cash = 0 if entity == "peyk" else rest // 20 // 1_000_000 * 1_000_000
        text = f"تسویه کارتخوان {day_of_month(day):02d}"
        yield Move(banking_day(day + DAY), entity, rest - cash, text, "فروش")
        yield Move(banking_day(day + DAY), entity, cash, "واریز نقدی صندوق", "فروش")


def _wages(worked: list[Shift], people: list[Employee]) -> Iterator[Move]:
    salaries = sum(person.rate for person in people if person.salaried)
    earned = wage(worked)
    for day in dates(FIRST - DAY, LAST):
        if is_month_end(day):
            for entity in ENTITIES:
                pay = earned[entity, month(day)] + (salaries if entity == "vanak" else 0)
                yield Move(banking_day_before(day), entity, -pay, "حقوق و دستمزد ماه", "حقوق و دستمزد")
                due = banking_day(day + DAY * 28)
                yield Move(due, entity, -pay * 23 // 100, "حق بیمه تأمین اجتماعی", "بیمه و مالیات")
                yield Move(due, entity, -pay * 4 // 100, "مالیات حقوق", "بیمه و مالیات")


def _suppliers(sold: list[Sale], chance: Chance) -> Iterator[Move]:
    weeks: dict[tuple[str, date], int] = defaultdict(int)
    for sale in sold:
        weeks[sale.entity, sale.day + DAY * ((4 - sale.day.weekday()) % 7)] += sale.rials
    for (entity, end), total in weeks.items():
        food = round(total * chance.around(0.40, 0.02) / 100_000) * 100_000
        first = food * 6 // 10
        yield Move(banking_day(end + DAY * 2), entity, -first, "پرداخت به پخش مواد غذایی", "تأمین‌کنندگان")
        yield Move(banking_day(end + DAY * 5), entity, first - food, "خرید میوه و تره‌بار", "تأمین‌کنندگان")


MONTHLY = (
    (1, "اجاره", "اجاره", {"vanak": 3_050_000, "tajrish": 2_480_000, "peyk": 640_000}),
    (5, "قسط وام بانکی", "اقساط", {"vanak": 740_000, "peyk": 385_000}),
    (10, "قبض برق و گاز و آب", "آب و برق و گاز", {"vanak": 520_000, "tajrish": 410_000, "peyk": 90_000}),
    (17, "تبلیغات", "بازاریابی", {"vanak": 510_000, "tajrish": 420_000, "peyk": 320_000}),
    (25, "برداشت سهام‌داران", "سهام‌داران", {"vanak": 5_000_000}),
    (20, "تعمیر و نگهداری", "نگهداری", {"vanak": 430_000, "tajrish": 380_000, "peyk": 520_000}),
)


def _bills(chance: Chance) -> Iterator[Move]:
    for day in dates(FIRST, LAST):
        for on, text, category, amounts in MONTHLY:
            if day_of_month(day) == on:
                for entity, amount in amounts.items():
                    spread = 12 if on in (10, 20) else 0
                    rials = round(amount * RIAL * chance.around(100, spread) / 10_000_000) * 100_000
                    yield Move(banking_day(day), entity, -rials, text, category)
        if day_of_month(day) == 15 and month_of_year(day) in (1, 4, 7, 10):
            for entity, amount in (("vanak", 1_900_000), ("tajrish", 1_500_000), ("peyk", 600_000)):
                yield Move(banking_day(day), entity, -amount * RIAL, "مالیات ارزش افزوده", "بیمه و مالیات")
        if is_banking_day(day) and chance.happens(0.02):
            yield Move(day, "vanak", -chance.whole(60, 240) * 100_000, "چک ۱۲۰۴", "")


def drawn(chance: Chance) -> list[tuple[date, str, int, int]]:
    """Each line on each day: day, line, drawn at the end of the day, the day's change."""
    held = {"kar": 15_200_000 * RIAL, "sepehr": 15_400_000 * RIAL}
    found = []
    for day in dates(FIRST, LAST):
        change = {"kar": -_REPAID if day == banking_day(_fifth(day)) else 0, "sepehr": 0}
        if is_banking_day(day) and day.weekday() in (1, 3):
            due = 100 * RIAL * story.drawn(day, chance) - held["kar"] - change["kar"]
            change["sepehr"] = due - held["sepehr"]
        for line in sorted(held):
            held[line] += change[line]
            found.append((day, line, held[line], change[line]))
    return found


def _fifth(day: date) -> date:
    return day - DAY * (day_of_month(day) - 5)


def _lines(found: list[tuple[date, str, int, int]]) -> Iterator[Move]:
    names = {"sepehr": "خط اعتباری سپهر", "kar": "خط اعتباری کار"}
    owed: dict[tuple[str, str], int] = defaultdict(int)
    for day, line, balance, change in found:
        entity = LINES[line][0]
        word = "برداشت از" if change > 0 else "بازپرداخت"
        yield Move(day, entity, change, f"{word} {names[line]}", "تأمین مالی")
        owed[line, month(day)] += balance * _YEARLY[line]
        if is_month_end(day):
            interest = owed[line, month(day)] // 36_500
            yield Move(banking_day(day + DAY), entity, -interest, f"سود {names[line]}", "هزینه مالی")


def _transfers(opened: dict[str, int], found: list[Move]) -> list[Move]:
    """Between own accounts on Saturdays: Vanak tops the others up and takes what they do not need."""
    by_day: dict[tuple[str, date], int] = defaultdict(int)
    for move in found:
        by_day[move.entity, move.day] += move.rials
    held, made = dict(opened), []
    for day in dates(FIRST, LAST):
        for entity in ENTITIES:
            held[entity] += by_day[entity, day]
        for entity, usual in OPENED.items():
            low, high = usual // 3, usual * 2
            if is_banking_day(day) and not low <= held[entity] <= high:
                amount = (usual - held[entity]) // 10_000_000 * 10_000_000
                held[entity] += amount
                made += [
                    Move(day, "vanak", -amount, "انتقال بین حساب‌ها", "انتقال"),
                    Move(day, entity, amount, "انتقال بین حساب‌ها", "انتقال"),
                ]
    return made
