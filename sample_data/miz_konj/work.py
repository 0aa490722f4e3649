"""The work: shifts under the 44 hours of the labour law, orders, and what was sold."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sample_data.corner_table import story
from sample_data.corner_table.chance import Chance
from sample_data.miz_konj.company import (
    CLOSED,
    COURIERS,
    DAY,
    FIRST,
    HALL,
    KITCHEN,
    LAST,
    OFFICE,
    RIAL,
    TEAMS,
    WEEK,
    Employee,
    Team,
    dates,
    is_banking_day,
)

ORDINARY = 440
"""Minutes of an ordinary shift: six of them are 44 hours."""
_EXTRA = (60, 90, 120)
_BEFORE = FIRST - DAY * 31


@dataclass
class Shift:
    """A person's day; ``parts`` are minutes by order."""

    day: date
    employee: Employee
    minutes: int
    parts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Order:
    """A catering order; rials and minutes."""

    number: str
    team: Team
    planned: int
    start: date
    due: date
    completed: date | None
    rials: int
    minutes: int


@dataclass(frozen=True)
class Sale:
    """Revenue of a department on a day."""

    day: date
    entity: str
    department: str
    rials: int
    guests: int


def shifts(people: list[Employee], chance: Chance) -> list[Shift]:
    """Every shift of the months told, and of the month before the first payday."""
    found = []
    for day in dates(_BEFORE, LAST):
        if day in CLOSED:
            continue
        share, of_kitchens = story.overtime_shares(day, chance)
        for person in people:
            if person.rest == day.weekday() or chance.happens(0.02):
                continue
            if person.team.department == OFFICE and not is_banking_day(day):
                continue
            found.append(Shift(day, person, ORDINARY + _extra(person, share, of_kitchens, chance)))
    return found


def _extra(person: Employee, share: float, of_kitchens: float, chance: Chance) -> int:
    """Minutes above the ordinary shift; an hour and a half on average where there are any."""
    if person.salaried:
        return 0
    percent = of_kitchens * 1.05 if person.team.department == KITCHEN else share * 0.55
    likelihood = percent / (100 - percent) * ORDINARY / 90
    return chance.one_of(_EXTRA) if chance.happens(likelihood) else 0


def orders(chance: Chance) -> list[Order]:
    """Two or three orders a day, due up to three weeks after the last day."""
    teams = [team for team in TEAMS if team.department != OFFICE]
    found: list[Order] = []
    for day in dates(FIRST, LAST + DAY * 21):
        if day in CLOSED:
            continue
        for _ in range(chance.whole(1, 3)):
            late = chance.happens(0.10 if day > date(2026, 10, 1) else 0.045)
            done = day + DAY * chance.whole(1, 3) if late else day
            low = chance.happens(0.14)
            planned = 15 * chance.whole(10, 30)
            minutes = 15 * round(planned * chance.around(1.2 if low else 1.0, 0.2) / 15)
            hourly = chance.whole(28, 36) if low else chance.whole(60, 100)
            rials = round(minutes * hourly * 100 * RIAL / 60_000_000) * 1_000_000
            completed = done if done <= LAST and done not in CLOSED else None
            start = day - DAY * chance.whole(5, 20)
            number = f"{4001 + len(found)}"
            found.append(Order(number, chance.one_of(teams), planned, start, day, completed, rials, minutes))
    return found


def put_on_shifts(found: list[Order], worked: list[Shift], chance: Chance) -> None:
    """Give each finished order's minutes to shifts of its team on the day it was finished."""
    free: dict[tuple[date, Team], list[Shift]] = defaultdict(list)
    for shift in worked:
        free[shift.day, shift.employee.team].append(shift)
    for order in found:
        left = order.minutes
        for shift in chance.shuffled(free.get((order.completed or LAST, order.team), [])):
            if left <= 0 or order.completed is None:
                break
            if not shift.parts:
                shift.parts[order.number] = min(left, 225)
                left -= shift.parts[order.number]


_PART = {KITCHEN: 34, HALL: 44, COURIERS: 22}
_GUEST = {KITCHEN: 2_450, HALL: 4_100, COURIERS: 2_900}


def sales(worked: list[Shift], chance: Chance) -> list[Sale]:
    """What each department sold on each day, orders among it."""
    minutes: dict[date, int] = defaultdict(int)
    for shift in worked:
        minutes[shift.day] += shift.minutes
    rows = []
    for day in dates(FIRST, LAST):
        hourly = story.revenue_per_hour(day, chance) * (WEEK[day.weekday()] + 300) / 400
        total = minutes[day] / 60 * hourly * 100
        for department, part in _PART.items():
            shops = ("peyk",) if department == COURIERS else ("vanak", "tajrish")
            left = total * part / 100
            for place, shop in enumerate(shops):
                amount = left if place == len(shops) - 1 else left * chance.around(0.53, 0.03)
                left -= amount
                if amount > 0:
                    rials = round(amount * RIAL / 10_000) * 10_000
                    rows.append(Sale(day, shop, department, rials, round(amount / _GUEST[department])))
    return rows
