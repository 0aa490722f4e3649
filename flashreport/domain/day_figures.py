"""Daily figures of a few measures out of plain rows: what ``Measures`` reads for single days, without pandas.

Loading pandas takes longer than ``history --measure`` may take as a whole.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from flashreport.domain.exact import Unavailable
from flashreport.domain.measures import Register
from flashreport.domain.readings import NOT_ADDITIVE, UNRATED, Derived, Reading, Value

Row = tuple[str, str, str, date, int, bool]
"""Measure, dimension, member, date, value in the unit's smallest step, stale."""
Key = tuple[str, str, str]


class DayFigures(Derived):
    """The figures of one entity, or of the group, day by day."""

    def __init__(self, rows: Iterable[Row], register: Register) -> None:
        self.register = register
        self._days: dict[Key, dict[date, tuple[int, bool]]] = {}
        for measure, dimension, member, day, value, stale in rows:
            self._days.setdefault((measure, dimension, member), {})[day] = (value, stale)

    def dates(self, measure: str, dimension: str = "", member: str = "") -> Iterable[date]:
        """The days that a flow or stock has a value of."""
        return self._days.get((measure, dimension, member), {}).keys()

    def on(self, measure: str, day: date, dimension: str = "", member: str = "") -> Reading:
        """The figure of a day."""
        return self.read_between(measure, day, day, "", dimension, member)

    def read_between(
        self, measure: str, first: date, last: date, entity: str, dimension: str, member: str
    ) -> Reading:
        """As ``Measures.read_between``, for one day; the entity is that of the rows."""
        if first != last:
            return Unavailable(NOT_ADDITIVE)
        if self.is_derived(measure):
            return self.derived(measure, first, last, entity, dimension, member)
        found = self.register[measure]
        there = self._days.get((measure, dimension, member), {}).get(first)
        needs_rate = found.kind == "money" and not found.native and first in self.dates(UNRATED)
        if needs_rate and (there is None or found.nature == "flow"):
            return Unavailable("no exchange rate")
        if there is not None:
            return Value(Fraction(there[0]), 1, first, there[1])
        whole = self._days.get((measure, "", ""), {}).get(first)
        if dimension == "category" and found.nature == "flow" and whole is not None:
            return Value(Fraction(0), 1, first, whole[1])
        return Unavailable("no data")
