"""A figure as it is read, and the figures that are divided or calculated last from others."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from flashreport.domain.exact import Unavailable
from flashreport.domain.formula import evaluate
from flashreport.domain.measure import Measure, Register
from flashreport.domain.units import STEPS

NOT_ADDITIVE = "not additive"
UNRATED = "cash.rates_missing"


@dataclass(frozen=True, slots=True)
class Value:
    """A figure: exact, in the unit's smallest step (a ratio: numerator over denominator).

    ``days`` is how many days had data; ``as_of`` the newest of them; ``stale`` says that it
    was carried forward, ``restated`` that a day in it has been told otherwise before, ``few`` that
    it tells the pay of too few people.
    """

    amount: Fraction
    days: int
    as_of: date
    stale: bool = False
    restated: bool = False
    few: bool = False


Reading = Value | Unavailable


class Derived(ABC):
    """Reads ratios and formulas; how the figures that they are made of are read is for the class."""

    register: Register

    @abstractmethod
    def read_between(
        self, measure: str, first: date, last: date, entity: str, dimension: str, member: str
    ) -> Reading:
        """The figure of any run of days."""

    def is_derived(self, measure: str) -> bool:
        """Whether it is a ratio or a formula."""
        return self.register[measure].nature in ("ratio", "formula")

    def derived(
        self, measure: str, first: date, last: date, entity: str, dimension: str, member: str
    ) -> Reading:
        """A ratio or a formula of the sums of its parts."""
        if self.register[measure].nature == "ratio":
            return self._ratio(measure, first, last, entity, dimension, member)
        return self._formula(self.register[measure], first, last, entity, dimension, member)

    def _ratio(
        self, measure: str, first: date, last: date, entity: str, dimension: str, member: str
    ) -> Reading:
        over, under = (
            self.read_between(part, first, last, entity, dimension, member)
            for part in self.register[measure].parts
        )
        if isinstance(under, Unavailable):
            return under
        if isinstance(over, Unavailable):
            return over
        if under.amount <= 0:
            return Unavailable("divided by zero" if under.amount == 0 else "the base is negative")
        steps = Fraction(self._step(measure, 1) * self.register[measure].times, self._step(measure, 0))
        stale, again = over.stale or under.stale, over.restated or under.restated
        amount = over.amount / under.amount * steps
        few = over.few or under.few
        return Value(amount, min(over.days, under.days), min(over.as_of, under.as_of), stale, again, few)

    def _formula(
        self, measure: Measure, first: date, last: date, entity: str, dimension: str, member: str
    ) -> Reading:
        """In whole hours and plain numbers, but money in minor units: its powers cancel or stay one."""
        assert measure.tree is not None  # noqa: S101 - what makes a measure a formula
        held: dict[str, Value] = {}
        for part in measure.parts:
            reading = self.read_between(part, first, last, entity, dimension, member)
            if isinstance(reading, Unavailable):
                return reading
            held[part] = reading
        amounts = {part: value.amount / self._unit_step(part) for part, value in held.items()}
        amount = evaluate(measure.tree, amounts)
        if isinstance(amount, Unavailable):
            return amount
        return Value(
            amount * STEPS.get(measure.kind, 1),
            min(value.days for value in held.values()),
            min(value.as_of for value in held.values()),
            any(value.stale for value in held.values()),
            any(value.restated for value in held.values()),
            any(value.few for value in held.values()),
        )

    def _unit_step(self, measure: str) -> int:
        return STEPS.get(self.register[measure].kind, 1)

    def _step(self, measure: str, part: int) -> int:
        """Seconds per hour where a ratio is 'per hour'; money stays in minor units."""
        kinds = [self.register[key].kind for key in self.register[measure].parts]
        return 3600 if kinds[part] == "hours" and kinds[0] != kinds[1] else 1
