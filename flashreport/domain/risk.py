"""A risk register: exposure, age, overdue mitigation, and what moved since last time.

Exposure is probability times impact (PMBOK Guide, expected monetary value). Impact is
money or score points; one register uses one of the two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from flashreport.domain.exact import Number, exact


@dataclass(frozen=True, slots=True)
class Risk:
    """One line of the register. ``probability`` is 0..1, or a score where impact is a score too."""

    id: str
    probability: Fraction
    impact: Fraction
    opened: date
    owner: str = ""
    mitigation_due: date | None = None
    mitigated: date | None = None
    closed: date | None = None

    @property
    def exposure(self) -> Fraction:
        """Probability times impact, in the unit of impact."""
        return exposure(self.probability, self.impact)

    def is_open(self, today: date) -> bool:
        """Opened by ``today`` and not closed by then."""
        return self.opened <= today and (self.closed is None or self.closed > today)

    def age(self, today: date) -> int:
        """Calendar days since it was opened, up to its close; never negative."""
        until = today if self.closed is None else min(today, self.closed)
        return max(0, (until - self.opened).days)

    def days_overdue(self, today: date) -> int:
        """Calendar days that an open risk's mitigation is past due; 0 when it isn't."""
        done = self.mitigated is not None and self.mitigated <= today
        if self.mitigation_due is None or done or not self.is_open(today):
            return 0
        return max(0, (today - self.mitigation_due).days)


def exposure(probability: Number, impact: Number) -> Fraction:
    """Probability times impact, exact."""
    return exact(probability) * exact(impact)


def open_exposure(risks: Iterable[Risk], today: date) -> Fraction:
    """Total exposure of the risks open at ``today``."""
    return sum((risk.exposure for risk in risks if risk.is_open(today)), Fraction(0))


def by_exposure(risks: Iterable[Risk], today: date) -> list[Risk]:
    """Open risks, the largest exposure first, then the oldest, then by id."""
    standing = [risk for risk in risks if risk.is_open(today)]
    return sorted(standing, key=lambda risk: (-risk.exposure, risk.opened, risk.id))


def overdue_mitigations(risks: Iterable[Risk], today: date) -> list[Risk]:
    """Open risks whose mitigation is past due, the longest overdue first."""
    late = [risk for risk in risks if risk.days_overdue(today) > 0]
    return sorted(late, key=lambda risk: (-risk.days_overdue(today), risk.id))


class Move(StrEnum):
    """What happened to a risk between two dates."""

    NEW = "new"
    CLOSED = "closed"
    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Movement:
    """One risk's step from one exposure to the next; absent or closed counts as none."""

    id: str
    move: Move
    change: Fraction


def movements(before: Mapping[str, Number], after: Mapping[str, Number]) -> tuple[Movement, ...]:
    """Steps between two sets of open exposures, largest first.

    ``before`` and ``after`` map the id of each open risk to its exposure. The changes add
    up exactly to the change of the total.
    """
    names = [*before, *(name for name in after if name not in before)]
    steps = [Movement(name, _move(before, after, name), _change(before, after, name)) for name in names]
    return tuple(sorted(steps, key=lambda step: (-abs(step.change), step.id)))


def _change(before: Mapping[str, Number], after: Mapping[str, Number], name: str) -> Fraction:
    return exact(after.get(name, 0)) - exact(before.get(name, 0))


def _move(before: Mapping[str, Number], after: Mapping[str, Number], name: str) -> Move:
    if name not in before:
        return Move.NEW
    if name not in after:
        return Move.CLOSED
    change = _change(before, after, name)
    if change == 0:
        return Move.SAME
    return Move.UP if change > 0 else Move.DOWN
