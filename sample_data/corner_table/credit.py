"""The two credit lines: what is drawn each day, the draws and repayments, the interest."""

from dataclasses import dataclass
from datetime import date

from sample_data.corner_table import story
from sample_data.corner_table.chance import Chance
from sample_data.corner_table.company import DAY, FIRST, LAST, banking_day, dates, is_banking_day

OPENING = {"first-national": 15_400_000, "equipment": 15_200_000}
LIMITS = {"first-national": 35_000_000, "equipment": 25_000_000}
RATES = {"first-national": 825, "equipment": 740}
"""Interest in hundredths of a percent a year, of 360 days."""
BORROWER = {"first-national": "harbor", "equipment": "rider"}
PURCHASES = {date(2026, 3, 17): 1_400_000, date(2026, 8, 18): 2_600_000, date(2026, 10, 15): 2_100_000}
"""What the equipment line paid for."""
_REPAID = 150_000


@dataclass(frozen=True)
class Drawn:
    """A line's balance at the end of a day, and the day's change, in cents."""

    line: str
    day: date
    balance: int
    change: int


def balances(chance: Chance) -> list[Drawn]:
    """Both lines on every day; the equipment line repays on the 5th, the revolver moves twice a week."""
    held = dict(OPENING)
    found = []
    for day in dates(FIRST, LAST):
        change = {"equipment": PURCHASES.get(day, 0), "first-national": 0}
        if day == banking_day(day.replace(day=5)):
            change["equipment"] -= _REPAID
        if is_banking_day(day) and _revolver_moves(day):
            due = 100 * story.drawn(day, chance) - held["equipment"] - change["equipment"]
            change["first-national"] = due - held["first-national"]
        for line in sorted(held):
            held[line] += change[line]
            found.append(Drawn(line, day, held[line], change[line]))
    return found


def _revolver_moves(day: date) -> bool:
    return day.weekday() in (1, 3)


def interest(found: list[Drawn]) -> list[tuple[date, str, int]]:
    """A month's interest, paid on the first banking day of the next: day, line, cents, half up."""
    owed: dict[tuple[str, date], int] = {}
    for drawn in found:
        following = (drawn.day.replace(day=1) + DAY * 32).replace(day=1)
        key = drawn.line, banking_day(following)
        owed[key] = owed.get(key, 0) + drawn.balance * RATES[drawn.line]
    basis = 360 * 10_000
    return [
        (day, line, (2 * sums + basis) // (2 * basis))
        for (line, day), sums in sorted(owed.items(), key=lambda item: (item[0][1], item[0][0]))
        if day <= LAST
    ]
