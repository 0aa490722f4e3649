"""Which members made a figure change: exact parts that always add up to the change.

A sum is split by member. A ratio of sums is split by member into a rate effect (the
member's own ratio moved) and a mix effect (its weight moved), with mid-point weights, so
that no residual is left and the order of the two dates doesn't matter (Marshall-Edgeworth
form of the shift-share split).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flashreport.domain.alphabet import sort_key
from flashreport.domain.exact import Number, Result, Unavailable, exact, quotient

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One member's part in the change of a sum. A member absent on a date had no rows then."""

    member: str
    before: Fraction
    after: Fraction

    @property
    def change(self) -> Fraction:
        """After less before, in the unit of the sum."""
        return self.after - self.before

    def share(self, total: Number) -> Result:
        """Its change over the whole change; other signs make shares beyond 0..1."""
        return quotient(self.change, total, "the sum did not change")


def sum_contributions(before: Mapping[str, Number], after: Mapping[str, Number]) -> tuple[Contribution, ...]:
    """Each member's part in the change of the sum, the largest first.

    The changes add up exactly to ``sum(after) - sum(before)``.
    """
    parts = [
        Contribution(name, exact(before.get(name, 0)), exact(after.get(name, 0)))
        for name in _members(before, after)
    ]
    return tuple(sorted(parts, key=lambda part: (-abs(part.change), sort_key(part.member))))


@dataclass(frozen=True, slots=True)
class Part:
    """A member's numerator and denominator, for example wages and revenue of one department."""

    numerator: Fraction
    denominator: Fraction

    @classmethod
    def of(cls, numerator: Number, denominator: Number) -> "Part":
        """From any exact numbers."""
        return cls(exact(numerator), exact(denominator))

    @property
    def ratio(self) -> Fraction | None:
        """The member's own ratio; None when it has no denominator."""
        return None if self.denominator == 0 else self.numerator / self.denominator


_ABSENT = Part(_ZERO, _ZERO)


@dataclass(frozen=True, slots=True)
class RatioContribution:
    """One member's part in the change of a ratio, in the unit of the ratio.

    ``rate``: its ratio moved at its mean weight. ``mix``: its weight moved, measured
    against the mean of the total ratio, so a gain of weight by a member above the average
    raises the total. ``unmatched``: its numerator had no denominator to stand on.
    """

    member: str
    rate: Fraction
    mix: Fraction
    unmatched: Fraction

    @property
    def change(self) -> Fraction:
        """All three effects."""
        return self.rate + self.mix + self.unmatched


@dataclass(frozen=True, slots=True)
class RatioChange:
    """A ratio of sums on two dates, and the members' parts in its change, largest first."""

    before: Fraction
    after: Fraction
    parts: tuple[RatioContribution, ...]

    @property
    def change(self) -> Fraction:
        """After less before; equals the sum of the parts."""
        return self.after - self.before


def ratio_contributions(before: Mapping[str, Part], after: Mapping[str, Part]) -> RatioChange | Unavailable:
    """Split the change of sum(numerators) / sum(denominators) by member.

    A member without a denominator on one date has no ratio to move there: all of its part
    is mix. Unavailable when the denominators of a date add up to zero.
    """
    below = _total(before), _total(after)
    if 0 in (below[0].denominator, below[1].denominator):
        return Unavailable("the denominators add up to zero")
    totals = below[0].numerator / below[0].denominator, below[1].numerator / below[1].denominator
    parts = [
        _member(name, before.get(name, _ABSENT), after.get(name, _ABSENT), below, (totals[0] + totals[1]) / 2)
        for name in _members(before, after)
    ]
    ordered = sorted(parts, key=lambda part: (-abs(part.change), sort_key(part.member)))
    return RatioChange(totals[0], totals[1], tuple(ordered))


def _member(name: str, old: Part, new: Part, below: tuple[Part, Part], level: Fraction) -> RatioContribution:
    weights = old.denominator / below[0].denominator, new.denominator / below[1].denominator
    stranded = [
        part.numerator / total.denominator if part.ratio is None else _ZERO
        for part, total in zip((old, new), below, strict=True)
    ]
    known = [ratio for ratio in (old.ratio, new.ratio) if ratio is not None]
    if not known:
        return RatioContribution(name, _ZERO, _ZERO, stranded[1] - stranded[0])
    rate = (weights[0] + weights[1]) / 2 * (known[-1] - known[0])
    mix = (weights[1] - weights[0]) * ((known[0] + known[-1]) / 2 - level)
    return RatioContribution(name, rate, mix, stranded[1] - stranded[0])


def _total(parts: Mapping[str, Part]) -> Part:
    return Part(
        sum((part.numerator for part in parts.values()), _ZERO),
        sum((part.denominator for part in parts.values()), _ZERO),
    )


def _members(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    return [*before, *(name for name in after if name not in before)]


def shown_parts(parts: Sequence[Number], step: Number) -> tuple[Fraction, ...]:
    """Parts as whole multiples of ``step`` that add up to their rounded total.

    Largest remainder: each part is rounded down, then the parts cut most get the steps
    that are left. No part is off by a whole step. The total is rounded half up.
    """
    size = exact(step)
    scaled = [exact(part) / size for part in parts]
    floors = [part.__floor__() for part in scaled]
    missing = (sum(scaled, _ZERO) + Fraction(1, 2)).__floor__() - sum(floors)
    most_cut = sorted(range(len(scaled)), key=lambda place: (floors[place] - scaled[place], place))
    raised = set(most_cut[:missing])
    return tuple((floor + (place in raised)) * size for place, floor in enumerate(floors))
