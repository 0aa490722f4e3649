"""The company: its days in the Jalali calendar, its shops, teams and people."""

from dataclasses import dataclass
from datetime import date, timedelta

from persiantools.jdatetime import JalaliDate

from sample_data.corner_table.chance import Chance

FIRST = date(2025, 9, 23)
"""1 Mehr 1404; fourteen Jalali months are told."""
LAST = date(2026, 11, 19)
"""28 Aban 1405, a Thursday."""
DAY = timedelta(days=1)
RIAL = 400
"""Rials in the place of one cent of the story."""

CLOSED = frozenset(
    {date(2025, 11, 24), date(2026, 3, 21), date(2026, 6, 24), date(2026, 6, 25), date(2026, 8, 12)}
)
_HOLIDAYS = (
    "2025-11-24 2026-01-03 2026-01-17 2026-02-04 2026-02-11 2026-03-11 2026-03-21 2026-03-22 2026-03-23 "
    "2026-03-24 2026-04-01 2026-04-02 2026-04-14 2026-05-27 2026-06-04 2026-06-24 2026-06-25 2026-08-04 "
    "2026-08-12 2026-08-13 2026-08-30 2026-12-23 2027-01-06 2027-01-24 2027-02-11"
)
HOLIDAYS = frozenset(map(date.fromisoformat, _HOLIDAYS.split()))
FRIDAY = 4

KITCHEN, HALL, COURIERS, OFFICE = "آشپزخانه", "سالن", "پیک", "اداری"
ENTITIES = ("vanak", "tajrish", "peyk")
ACCOUNTS = {"vanak": "جاری ونک ۲۲۱۰", "tajrish": "جاری تجریش ۴۵۸۲", "peyk": "جاری پیک ۳۳۰۷"}
WEEK = (92, 92, 94, 110, 124, 88, 90)
"""Trade by weekday, Monday first: Thursday and Friday are the busy days."""


@dataclass(frozen=True)
class Team:
    """People of one department in one shop."""

    entity: str
    department: str
    people: int


TEAMS = (
    Team("vanak", KITCHEN, 12),
    Team("tajrish", KITCHEN, 10),
    Team("vanak", HALL, 11),
    Team("tajrish", HALL, 10),
    Team("peyk", COURIERS, 12),
    Team("vanak", OFFICE, 5),
)
RATES = {KITCHEN: (780, 980), HALL: (700, 820), COURIERS: (720, 840), OFFICE: (880, 1120)}
"""Thousand rials an hour, from and to."""


@dataclass(frozen=True)
class Employee:
    """One person: number, team, the weekday of rest, and rials an hour (a month for a salary)."""

    number: str
    team: Team
    rest: int
    rate: int
    salaried: bool


def staff(chance: Chance) -> list[Employee]:
    """Everyone. Two of the office have salaries; the office rests on Friday."""
    people: list[Employee] = []
    for team in TEAMS:
        low, high = RATES[team.department]
        for place in range(team.people):
            office = team.department == OFFICE
            salaried = office and place < 2
            rate = (
                (260_000_000, 215_000_000)[place]
                if salaried
                else 12_000 * chance.whole(low // 12, high // 12)
            )
            rest = FRIDAY if office else (5, 6, 0, 1, 2)[place % 5]
            people.append(Employee(f"{101 + len(people)}", team, rest, rate, salaried))
    return people


def dates(first: date, last: date) -> list[date]:
    """Every date from ``first`` to ``last``, both included."""
    return [first + DAY * offset for offset in range((last - first).days + 1)]


def jalali(day: date, mark: str = "-") -> str:
    """The day's Jalali date, year first."""
    found = JalaliDate(day)
    return f"{found.year:04d}{mark}{found.month:02d}{mark}{found.day:02d}"


def month(day: date) -> str:
    """The day's Jalali month, as in file names: 1405-08."""
    return jalali(day)[:7]


def day_of_month(day: date) -> int:
    """Which day of its Jalali month a date is."""
    return int(JalaliDate(day).day)


def month_of_year(day: date) -> int:
    """The number of the day's Jalali month: 1 is Farvardin."""
    return int(JalaliDate(day).month)


def is_month_end(day: date) -> bool:
    """Whether it is the last day of a Jalali month."""
    return day_of_month(day + DAY) == 1


def is_banking_day(day: date) -> bool:
    """Banks work on Thursdays, too; not on Fridays and holidays."""
    return day.weekday() != FRIDAY and day not in HOLIDAYS


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
