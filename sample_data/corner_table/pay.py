"""What a pay period costs: hours times rate, and half as much again for overtime."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sample_data.corner_table.company import DAY, Employee, banking_day_before, dates, payday, period_end
from sample_data.corner_table.work import Shift

_DAILY, _WEEKLY = 8 * 60, 40 * 60


def overtime(shifts: Iterable[Shift]) -> dict[tuple[str, date], int]:
    """Overtime minutes by employee and day: above 8 a day, else above 40 in a week from Monday."""
    found: dict[tuple[str, date], int] = {}
    counted: dict[tuple[str, date], int] = defaultdict(int)
    for shift in sorted(shifts, key=lambda one: one.day):
        week = shift.employee.id, shift.day - DAY * shift.day.weekday()
        plain = min(shift.minutes, _DAILY)
        above = max(0, counted[week] + plain - _WEEKLY)
        counted[week] += plain
        found[shift.employee.id, shift.day] = shift.minutes - plain + min(above, plain)
    return found


def cents(employee: Employee, minutes: int, over: int) -> int:
    """Pay of a shift; exact, for quarter hours at rates in steps of 8 cents."""
    if employee.salaried:
        return 0
    whole, rest = divmod(employee.rate * (2 * minutes + over), 120)
    assert rest == 0  # noqa: S101 - the rates are made so
    return whole


def payrolls(shifts: list[Shift], last: date) -> list[tuple[date, str, date, int]]:
    """Payday, shop, last day of the period and cents, of every period paid up to ``last``."""
    over = overtime(shifts)
    totals: dict[tuple[str, date], int] = defaultdict(int)
    for shift in shifts:
        entity = shift.employee.team.entity
        key = entity, period_end(entity, shift.day)
        totals[key] += cents(shift.employee, shift.minutes, over[shift.employee.id, shift.day])
    return [
        (payday(end), entity, end, total) for (entity, end), total in totals.items() if payday(end) <= last
    ]


def salary_days(first: date, last: date) -> list[date]:
    """The last banking day of each month."""
    ends = [day for day in dates(first, last) if (day + DAY).day == 1]
    return [banking_day_before(end) for end in ends]
