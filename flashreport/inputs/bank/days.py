"""For which day a printed balance speaks: an opening for its morning, a closing for its evening.

Banks date an opening either on the first day of the statement or on the day of the closing before
it, and where two statements meet on one day the entries of that day tell which of them it belongs to.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from flashreport.inputs.bank.model import Statement

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DatedBalance:
    """A balance of an account at the start (``opening``) or the end (``closing``) of a day."""

    statement: Statement
    kind: str
    day: date
    amount: Decimal


def dated_balances(statements: Sequence[Statement]) -> list[DatedBalance]:
    """The balances that hold, in file order: none between two pages, none that may still change."""
    openings = [_opening(each) for each in statements]
    closings = [_closing(each) for each in statements]
    for left, right in _neighbours(statements):
        before, after = statements[left], statements[right]
        if not _meet(before, after):
            continue
        if _moves_on(after, after.opening_date):
            closings[left] = None
            openings[right] = None if _moves_on(before, before.closing_date) else openings[right]
        else:
            openings[right] = None
    return [each for pair in zip(openings, closings, strict=True) for each in pair if each is not None]


def _neighbours(statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """Positions of statements of one account that follow one another."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, each in enumerate(statements):
        places[each.account, each.currency].append(place)
    for of_account in places.values():
        yield from pairwise(of_account)


def _meet(before: Statement, after: Statement) -> bool:
    return (
        before.closing is not None
        and before.closing == after.opening
        and before.closing_date is not None
        and before.closing_date == after.opening_date
    )


def _moves_on(statement: Statement, day: date | None) -> bool:
    return any(entry.booking_date == day for entry in statement.entries)


def _opening(statement: Statement) -> DatedBalance | None:
    if statement.opening is None or statement.opening_kind not in ("booked", "derived"):
        return None
    first = min((entry.booking_date for entry in statement.entries), default=None)
    day = statement.opening_date
    if statement.opening_kind == "derived":
        # a file may begin decades before its first entry
        day = max(day, first) if day and first else first
    elif day and day != statement.closing_date and not _moves_on(statement, day):
        day += _DAY
    return DatedBalance(statement, "opening", day, statement.opening) if day else None


def _closing(statement: Statement) -> DatedBalance | None:
    if statement.closing is None or statement.closing_kind != "booked" or not statement.closing_date:
        return None
    return DatedBalance(statement, "closing", statement.closing_date, statement.closing)
