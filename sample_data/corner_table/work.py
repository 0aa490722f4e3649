"""The work: who worked how long on which day, on which jobs, and what was sold."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sample_data.corner_table import story
from sample_data.corner_table.chance import Chance
from sample_data.corner_table.company import (
    BEFORE,
    CLOSED,
    DAY,
    LAST,
    SEASON,
    TEAMS,
    Employee,
    Team,
    dates,
    is_banking_day,
)

QUARTER = 15
_WEEK = (86, 88, 94, 100, 115, 120, 97)
_FULL = 8 * 60
# How department overtime divides once the kitchens have had theirs.
_REST = {"service": 0.47, "delivery": 0.37, "office": 0.16}


@dataclass
class Shift:
    """A person's day; ``parts`` are minutes by job, '' for ordinary work."""

    day: date
    employee: Employee
    minutes: int
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def overtime(self) -> int:
        """Minutes above eight hours."""
        return max(0, self.minutes - _FULL)


@dataclass(frozen=True)
class Job:
    """A catering order or delivery contract; money in cents, hours in minutes."""

    id: str
    team: Team
    planned: int
    start: date
    due: date
    completed: date | None
    revenue: int
    hours: int
    terms: int


@dataclass(frozen=True)
class Sale:
    """Revenue of a department on a day; ``job`` '' is the till, which cards and cash pay."""

    day: date
    entity: str
    department: str
    revenue: int
    units: int
    job: str


def shifts(people: list[Employee], chance: Chance) -> list[Shift]:
    """Every shift from ``BEFORE`` to ``LAST``."""
    found: list[Shift] = []
    worked: dict[str, int] = {}
    for day in dates(BEFORE, LAST):
        if day.weekday() == 0:
            worked = defaultdict(int)
        if day not in CLOSED:
            hours = {team: _hours(team, day, chance) for team in TEAMS}
            for team, overtime in _overtime(hours, day, chance).items():
                own = [person for person in people if person.team is team]
                found += _team_day(day, own, hours[team] - overtime, overtime, worked, chance)
    return found


def _hours(team: Team, day: date, chance: Chance) -> int:
    """Minutes of a team's day, whole quarter hours."""
    if team.department == "office":
        return 7 * _FULL if is_banking_day(day) else 0
    percent = _WEEK[day.weekday()] * SEASON[day.month - 1] / 100
    noise = chance.around(0, 4)
    return QUARTER * round(team.hours * 4 * (percent + (0 if day == LAST else noise)) / 100)


def _overtime(hours: dict[Team, int], day: date, chance: Chance) -> dict[Team, int]:
    """Minutes of overtime by team, in whole quarter hours, that make the day's share."""
    share, of_kitchens = story.overtime_shares(day, chance)
    total = sum(hours.values()) * share / 100
    kitchens = sum(hours[team] for team in hours if team.department == "kitchen") * of_kitchens / 100
    open_rest = {name: part for name, part in _REST.items() if name != "office" or is_banking_day(day)}
    parts: dict[Team, float] = {}
    for team in hours:
        same = sum(hours[other] for other in hours if other.department == team.department)
        own = hours[team] / same if same else 0.0
        rest = open_rest.get(team.department, 0.0) / sum(open_rest.values())
        parts[team] = own * (kitchens if team.department == "kitchen" else (total - kitchens) * rest)
    found: dict[Team, int] = {}
    given, due = 0, 0.0
    for team, part in parts.items():
        due += part
        found[team] = QUARTER * round((due - given) / QUARTER)
        given += found[team]
    return found


def _team_day(
    day: date, own: list[Employee], base: int, overtime: int, worked: dict[str, int], chance: Chance
) -> list[Shift]:
    """Shifts that add up to ``base`` minutes within eight hours each and ``overtime`` above them."""
    if base + overtime <= 0:
        return []
    office = own[0].team.department == "office"
    if office:
        crew = own
        base = len(crew) * _FULL
    else:
        count = min(len(own), -(-base // (_FULL - 12)))
        crew = sorted(chance.shuffled(own), key=lambda person: worked[person.id])[:count]
    for person in crew:
        worked[person.id] += 1
    longer = [person for person in crew if not person.salaried]
    count = min(len(longer), max(1, -(-overtime // 150))) if overtime else 0
    while not office and count and base - count * _FULL < 4 * 60 * (len(crew) - count):
        count -= 1
    extra = _divided(overtime, count, chance) if count else []
    late = longer[:count]
    others = [person for person in crew if person not in late]
    rest = _divided(base - count * _FULL, len(others), chance, _FULL) if others else []
    return [Shift(day, person, _FULL + more) for person, more in zip(late, extra, strict=True)] + [
        Shift(day, person, minutes) for person, minutes in zip(others, rest, strict=True)
    ]


def _divided(total: int, parts: int, chance: Chance, most: int = 10**6) -> list[int]:
    """``total`` minutes in uneven parts of whole quarter hours, none above ``most``."""
    quarters, limit = total // QUARTER, most // QUARTER
    sizes = [quarters // parts + (place < quarters % parts) for place in range(parts)]
    for _ in range(parts):
        giver, taker = chance.whole(0, parts - 1), chance.whole(0, parts - 1)
        step = chance.whole(1, 3)
        if sizes[giver] - step >= 2 and sizes[taker] + step <= limit:
            sizes[giver] -= step
            sizes[taker] += step
    return [QUARTER * size for size in sizes]


def on_the_day(found: list[Shift]) -> dict[date, list[Shift]]:
    """Shifts by day."""
    by_day: dict[date, list[Shift]] = defaultdict(list)
    for shift in found:
        by_day[shift.day].append(shift)
    return by_day


_UNITS = {"kitchen": 2_450, "service": 4_100, "delivery": 2_900}
_PART = {"kitchen": 34, "service": 44, "delivery": 22}


def sales(found: list[Shift], jobs: list[Job], chance: Chance) -> list[Sale]:
    """What each department sold on each day: finished jobs, and the rest over the till."""
    done: dict[tuple[date, str, str], list[Job]] = defaultdict(list)
    for job in jobs:
        if job.completed:
            done[job.completed, job.team.entity, job.team.department].append(job)
    rows: list[Sale] = []
    for day, own in on_the_day(found).items():
        total = round(sum(shift.minutes for shift in own) / 60 * story.revenue_per_hour(day, chance) * 100)
        for entity, department, amount in _split(total, chance):
            finished = done[day, entity, department]
            till = max(amount - sum(job.revenue for job in finished), 15_000)
            rows.append(Sale(day, entity, department, till, till // _UNITS[department], ""))
            rows += [Sale(day, entity, department, job.revenue, 1, job.id) for job in finished]
    return rows


def _split(total: int, chance: Chance) -> list[tuple[str, str, int]]:
    """A day's revenue by shop and department."""
    rows = []
    for department, part in _PART.items():
        amount = total * part // 100
        if department == "delivery":
            rows.append(("rider", department, amount))
            continue
        own = round(amount * chance.around(0.53, 0.03))
        rows += [("harbor", department, own), ("mill", department, amount - own)]
    missing = total - sum(amount for _, _, amount in rows)
    entity, department, amount = rows[-1]
    rows[-1] = (entity, department, amount + missing)
    return rows


NEXT_DAYS = 18


def job_days() -> list[date]:
    """Days on which jobs are due: the past, and what is on order."""
    return [day for day in dates(BEFORE + DAY * 14, LAST + DAY * NEXT_DAYS) if day not in CLOSED]
