"""The company: its days, shops, teams and people."""

from dataclasses import dataclass
from datetime import date, timedelta

from sample_data.corner_table.chance import Chance

BEFORE = date(2025, 9, 1)
"""Work is made up from here on, so that the first payday has a period behind it."""
FIRST = date(2025, 9, 15)
LAST = date(2026, 11, 19)
DAY = timedelta(days=1)

CLOSED = frozenset({date(2025, 11, 27), date(2025, 12, 25), date(2026, 11, 26), date(2026, 12, 25)})
_HOLIDAYS_2025 = ((9, 1), (10, 13), (11, 11), (11, 27), (12, 25))
_HOLIDAYS_2026 = (
    (1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (7, 3), (9, 7), (10, 12), (11, 11), (11, 26), (12, 25),
)  # fmt: skip
_HOLIDAYS_2027 = ((1, 1), (1, 18), (2, 15))
HOLIDAYS = frozenset(
    date(year, month, day)
    for year, found in ((2025, _HOLIDAYS_2025), (2026, _HOLIDAYS_2026), (2027, _HOLIDAYS_2027))
    for month, day in found
)

ENTITIES = ("harbor", "mill", "rider")
ACCOUNTS = {"harbor": "harbor-2210", "mill": "mill-4582", "rider": "rider-3307"}
SEASON = (96, 95, 98, 99, 100, 101, 100, 100, 100, 101, 100, 103)
"""Trade of each month, January first, in percent of the year's."""


@dataclass(frozen=True)
class Team:
    """People of one department in one shop. ``hours`` are those of an ordinary Thursday."""

    entity: str
    department: str
    people: int
    hours: float


TEAMS = (
    Team("harbor", "kitchen", 13, 75.0),
    Team("mill", "kitchen", 12, 67.0),
    Team("harbor", "service", 13, 68.0),
    Team("mill", "service", 12, 60.0),
    Team("rider", "delivery", 15, 80.0),
    Team("harbor", "office", 7, 56.0),
)
RATES = {"kitchen": (1840, 2320), "service": (1600, 1920), "delivery": (1680, 1960), "office": (2080, 2640)}
SALARIES = (640_000, 585_000, 512_000)


@dataclass(frozen=True)
class Employee:
    """One person. ``rate`` is cents an hour, or a month for a salary."""

    id: str
    team: Team
    salaried: bool
    rate: int


def staff(chance: Chance) -> list[Employee]:
    """Everyone. Hourly rates are multiples of 8 cents: a quarter hour at one and a half is whole cents."""
    people: list[Employee] = []
    for team in TEAMS:
        low, high = RATES[team.department]
        for place in range(team.people):
            salaried = team.department == "office" and place < len(SALARIES)
            rate = SALARIES[place] if salaried else 8 * chance.whole(low // 8, high // 8)
            people.append(Employee(f"E{len(people) + 1:03d}", team, salaried, rate))
    return people


def dates(first: date, last: date) -> list[date]:
    """Every date from ``first`` to ``last``, both included."""
    return [first + DAY * offset for offset in range((last - first).days + 1)]


def is_banking_day(day: date) -> bool:
    """Whether banks and the office work."""
    return day.weekday() < 5 and day not in HOLIDAYS


def banking_day(day: date) -> date:
    """The day itself or the next one on which banks work."""
    while not is_banking_day(day):
        day += DAY
    return day


def banking_day_before(day: date) -> date:
    """The day itself or the last one before on which banks work."""
    while not is_banking_day(day):
        day -= DAY
    return day


def banked_on(day: date) -> date:
    """The next banking day after a day of sales."""
    return banking_day(day + DAY)


def period_end(entity: str, day: date) -> date:
    """The Sunday that ends the fortnight's pay period of ``day``; the shops take turns."""
    anchor = date(2026, 11, 8) if entity == "harbor" else date(2026, 11, 15)
    return day + DAY * ((anchor - day).days % 14)


def payday(end: date) -> date:
    """The Friday after the period's end, or the banking day before it."""
    return banking_day_before(end + DAY * 5)
