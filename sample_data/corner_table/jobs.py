"""Catering orders and delivery contracts, and the shifts that worked on them."""

from collections.abc import Iterator
from datetime import date

from sample_data.corner_table.chance import Chance
from sample_data.corner_table.company import CLOSED, DAY, LAST, TEAMS, Team
from sample_data.corner_table.work import QUARTER, Job, Shift, job_days, on_the_day

_TEAM = {(team.entity, team.department): team for team in TEAMS}
_MIX = (
    ("harbor", "kitchen"), ("harbor", "kitchen"), ("harbor", "kitchen"), ("mill", "kitchen"),
    ("mill", "kitchen"), ("rider", "delivery"), ("rider", "delivery"), ("rider", "delivery"),
    ("harbor", "service"), ("mill", "service"),
)  # fmt: skip
# Due on the last days, and how many of them late: 18 and 19 November.
_DUE = {date(2026, 11, 18): (10, 1), LAST: (8, 1)}
_TIGHT = date(2026, 10, 1)
_LOW_SINCE = date(2026, 9, 1)


def orders(chance: Chance) -> list[Job]:
    """Every job that is due from the first day to three weeks after the last."""
    found: list[Job] = []
    for day in job_days():
        count, late = _DUE.get(day, (chance.whole(4, 7), -1))
        for place in range(count):
            entity, department = _MIX[place] if day == LAST else chance.one_of(_MIX)
            is_late = place < late if late >= 0 else chance.happens(0.09 if day >= _TIGHT else 0.045)
            found.append(_job(f"C{len(found) + 1001}", _TEAM[entity, department], day, is_late, chance))
    return found


def _job(name: str, team: Team, due: date, is_late: bool, chance: Chance) -> Job:
    planned = QUARTER * chance.whole(10, 30)
    low = chance.happens(0.16 if due >= _LOW_SINCE else 0.05) and team.department != "delivery"
    a_minute = (chance.whole(24, 37) if low else chance.whole(62, 105)) * 100 / 60
    overrun = chance.around(1.25, 0.15) if low else chance.around(1.0, 0.2)
    actual = QUARTER * round(planned * overrun / QUARTER)
    revenue = 500 * round(actual * a_minute / 500)
    completed = _completed(due, is_late, chance)
    start = due - DAY * chance.whole(5, 21)
    return Job(name, team, planned, start, due, completed, revenue, actual, chance.one_of((14, 14, 21, 30)))


def _completed(due: date, is_late: bool, chance: Chance) -> date | None:
    done = due + DAY * chance.whole(1, 3) if is_late else due
    while done in CLOSED:
        done += DAY
    return done if done <= LAST else None


def put_on_shifts(jobs: list[Job], shifts: list[Shift], floor: int, chance: Chance) -> None:
    """Give each finished job's hours to shifts of its team on the day it was finished.

    Jobs under ``floor`` cents an hour take the shifts with most overtime: they are what
    keeps people late.
    """
    by_day = on_the_day(shifts)
    ordered = sorted(jobs, key=lambda job: (job.revenue * 60 >= job.hours * floor, job.id))
    for job in ordered:
        own = by_day.get(job.completed, []) if job.completed else []
        low = job.revenue * 60 < job.hours * floor
        free = [one for one in own if one.employee.team is job.team and not one.parts]
        if not low:
            free = chance.shuffled(free)
        else:
            free.sort(key=lambda one: (-one.overtime, one.employee.id))
        for shift, minutes in _taken(free, job.hours):
            shift.parts[job.id] = minutes


def _taken(free: list[Shift], minutes: int) -> Iterator[tuple[Shift, int]]:
    for shift in free:
        if minutes <= 0:
            return
        part = min(minutes, QUARTER * (shift.minutes // 2 // QUARTER))
        minutes -= part
        yield shift, part
