"""Which figures of pay would tell the pay of too few people, also by subtraction.

A group is an entity, a department, a department of one entity, or everybody. Days are put into
runs that each end on a day on which at least ``least`` people earned: what is told of a group is
always a sum of whole runs, so neither one report nor two that follow each other tell less than
a run. A run ends with its month. Where a group is hidden, so is the smallest other one that
would give it away together with their total. Of departments that have days of too few people
only the month to date is told: other periods could be held against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.measures import GROUP
from flashreport.domain.pay import tells_pay

Group = tuple[str, str]  # entity and department, '' for all of them
Flags = npt.NDArray[np.bool_]
Line = tuple[int, list[int]]  # a total and the groups that add up to it

_PAID = "staff.people_paid"
_MONTH_ENDS = ("staff.pay_month_end", "staff.pay_month_end_low", "staff.pay_month_end_high")
_EARNERS = {
    "staff.pay": _PAID,
    "staff.pay_4_weeks": _PAID,
    **dict.fromkeys(_MONTH_ENDS, _PAID),
    "staff.pay_budget": _PAID,
    "staff.overtime_premium": "staff.people_overtime",
    "staff.overtime_pay": "staff.people_overtime",
    "staff.low_yield_overtime": "staff.people_low_yield",
}
_COUNTED_BY = ("", "department")
# Figures that weigh single days: each day within their reach must be one of enough people.
_REACH = {
    "staff.pay_4_weeks": timedelta(days=27),
    **dict.fromkeys(_MONTH_ENDS, timedelta(days=55)),
    "staff.pay_budget": timedelta(days=55),
}
_DAY = timedelta(days=1)
_TINY = 1e-9


class SmallGroups:
    """Answers for one frame of measures; ``least`` is the smallest group that is told of."""

    def __init__(self, frame: pd.DataFrame, calendar: BusinessCalendar, least: int) -> None:
        self._frame, self._calendar, self._least = frame, calendar, least
        self._crews: dict[str, _Crew] = {}
        self._hidden: dict[tuple[str, date, date, bool], Flags] = {}

    def hides(self, measure: str, first: date, last: date, entity: str, dimension: str, member: str) -> bool:
        """Whether the figure from ``first`` to ``last`` must not be told to everybody who may see pay."""
        if self._least <= 1:
            return False
        earners = _EARNERS.get(measure)
        if earners is None:
            return tells_pay(measure)  # nobody has counted the people behind it
        crew = self._crew(earners)
        if dimension not in _COUNTED_BY or not crew.groups:
            return True
        column = crew.groups.get((entity, member))
        if column is None:
            return False
        if member and measure not in _REACH and not self._is_told(crew, first, last):
            return True
        return bool(self._flags(crew, earners, measure, first, last)[column])

    def _is_told(self, crew: "_Crew", first: date, last: date) -> bool:
        """Whether departments may be told of for these days: a month to date, or no small day this year."""
        month = self._calendar.start(last, "month")
        if first == month:
            return True
        year = min(first, self._calendar.start(last, "year"))
        return not bool(crew.small_within(year, last)[crew.departments].any())

    def _crew(self, earners: str) -> "_Crew":
        if earners not in self._crews:
            rows = self._frame[(self._frame["measure"] == earners)]
            self._crews[earners] = _crew(rows, self._calendar, self._least)
        return self._crews[earners]

    def _flags(self, crew: "_Crew", earners: str, measure: str, first: date, last: date) -> Flags:
        reach = _REACH.get(measure)
        if reach is not None:
            first = min(self._calendar.start(last, "month"), last - reach)
        key = earners, first, last, reach is not None
        if key not in self._hidden:
            small = crew.small_within(first, last) if reach is not None else crew.cut_up(first, last)
            self._hidden[key] = with_complements(small, crew.lines, crew.covers(first, last))
        return self._hidden[key]


@dataclass(frozen=True)
class _Crew:
    """How many people earned a kind of pay, by day and group, as what the questions need.

    ``whole``: whether the last day up to this one, in its month, on which the group earned was
    one of enough people. ``small``: how many days before it were not. ``ends``: the months' last
    days. ``paid``: how many days before it the group earned on. ``order``: groups from the smallest
    on, which hardly changes from day to day.
    """

    first: date
    groups: dict[Group, int]
    whole: Flags
    small: npt.NDArray[np.int64]
    paid: npt.NDArray[np.int64]
    starts: frozenset[date]
    ends: npt.NDArray[np.int64]
    order: list[int]
    lines: list[Line] = field(default_factory=list)

    def cut_up(self, first: date, last: date) -> Flags:
        """Groups for which the days are no sum of whole runs."""
        end = min((last - self.first).days, len(self.whole) - 1)
        if end < 0:
            return np.zeros(len(self.groups), dtype=np.bool_)
        begin = max((first - self.first).days, 0)
        edges = [end, *self.ends[(self.ends >= begin) & (self.ends < end)].tolist()]
        if begin and first not in self.starts:
            edges.append(min(begin - 1, len(self.whole) - 1))
        found: Flags = np.logical_not(np.logical_and.reduce(self.whole[edges]))
        return found

    def small_within(self, first: date, last: date) -> Flags:
        """Groups that had a day of too few people."""
        return self._grew(self.small, first, last)

    def covers(self, first: date, last: date) -> list[int]:
        """Groups that can cover another one: the smallest first, those that earned on the last day before."""
        within, at_end = self._grew(self.paid, first, last), self._grew(self.paid, last, last)
        return sorted((at for at in self.order if within[at]), key=lambda at: not at_end[at])

    @property
    def departments(self) -> list[int]:
        """The groups that are departments."""
        return [at for (_, department), at in self.groups.items() if department]

    def _grew(self, counted: npt.NDArray[np.int64], first: date, last: date) -> Flags:
        bounds = [min(max((day - self.first).days, 0), len(self.whole)) for day in (first, last + _DAY)]
        found: Flags = np.greater(counted[bounds[1]], counted[bounds[0]])
        return found


def _crew(rows: pd.DataFrame, calendar: BusinessCalendar, least: int) -> _Crew:
    if rows.empty:
        no_days, no_ends = np.zeros((0, 0), np.int64), np.zeros(0, np.int64)
        return _Crew(date.min, {}, no_days.astype(np.bool_), no_days, no_days, frozenset(), no_ends, [])
    table = rows.pivot(index="date", columns=["entity", "member"], values="value")
    days = pd.date_range(table.index.min(), table.index.max(), unit="s")
    counts = table.reindex(days).fillna(0).to_numpy(np.int64)
    first, last = days[0].date(), days[-1].date()
    starts = list(_month_starts(calendar, first, last))
    offsets = np.array([(start - first).days for start in starts], dtype=np.int64)
    month = np.searchsorted(offsets, np.arange(len(days)), "right")
    enough = pd.DataFrame(np.where(counts == 0, np.nan, counts >= least))
    entities, members = (table.columns.get_level_values(level) for level in (0, 1))
    pairs = zip(entities, members, strict=True)
    groups = {(str(entity), str(member)): at for at, (entity, member) in enumerate(pairs)}
    size = counts.sum(axis=0)
    return _Crew(
        first,
        groups,
        enough.groupby(month).ffill().fillna(1).to_numpy().astype(np.bool_),
        _days_before((counts > 0) & (counts < least)),
        _days_before(counts > 0),
        frozenset(starts),
        offsets[1:] - 1,
        sorted(groups.values(), key=lambda at: (int(size[at]), at)),
        list(_lines(groups)),
    )


def _days_before(flags: Flags) -> npt.NDArray[np.int64]:
    """How many days before each one were flagged."""
    return np.vstack([np.zeros((1, flags.shape[1]), np.int64), flags.cumsum(axis=0)])


def _month_starts(calendar: BusinessCalendar, first: date, last: date) -> Iterator[date]:
    start = calendar.start(first, "month")
    while start <= last:
        yield start
        start = calendar.month_end(start) + _DAY


def _lines(groups: dict[Group, int]) -> Iterator[Line]:
    """Each total with the groups that add up to it: by entity, by department, and both ways in all."""
    for (entity, department), total in groups.items():
        if not department:
            yield total, [at for (e, d), at in groups.items() if e == entity and d]
        if entity == GROUP:
            yield total, [at for (e, d), at in groups.items() if e != GROUP and d == department]


def with_complements(small: Flags, lines: list[Line], covers: list[int]) -> Flags:
    """The small groups, and those that must be hidden with them so that no line of a table gives one away."""
    hidden = small.copy()
    while small.any():
        found = (_one_more(hidden, small, line, covers) for line in lines)
        more = next((at for at in found if at is not None), None)
        if more is None:
            more = _beside_exposed(hidden, small, lines, covers)
        if more is None:
            break
        hidden[more] = True
    return hidden


def _one_more(hidden: Flags, small: Flags, line: Line, covers: list[int]) -> int | None:
    """The group to hide beside those of a line; None where they hide each other."""
    total, members = line
    gone = [at for at in members if hidden[at]]
    if not members or not (gone or hidden[total]):
        return None
    if hidden[total] and gone:
        return None
    if len(gone) > 1 and not all(small[at] for at in gone):
        return None
    left = [at for at in covers if at in members and not hidden[at]]
    if left:
        return left[0]
    return total if len(members) == 1 and not hidden[total] else None


def _beside_exposed(hidden: Flags, small: Flags, lines: list[Line], covers: list[int]) -> int | None:
    """One more to hide where the lines taken together still give a small group away."""
    unknown = np.flatnonzero(hidden)
    place = {int(at): number for number, at in enumerate(unknown)}
    equations = np.zeros((len(lines), len(unknown)))
    for number, (total, members) in enumerate(lines):
        for at in members:
            if hidden[at]:
                equations[number, place[at]] = 1
        if hidden[total] and members:
            equations[number, place[total]] = -1
    _, sizes, basis = np.linalg.svd(equations)
    free = basis[int((sizes > _TINY).sum()) :]
    for at, column in place.items():
        if small[at] and not (np.abs(free[:, column]) > _TINY).any():
            beside = {one for total, members in lines if at in (total, *members) for one in (total, *members)}
            found = next((one for one in covers if one in beside and not hidden[one]), None)
            if found is not None:
                return found
    return None
