"""Run rules: when points on a process behaviour chart are a signal, not noise.

Rules 1 to 4 are Western Electric's as Wheeler quotes them; the NHS set is that of
Making Data Count, point for point as NHSRplotthedots marks it. The small functions take
marks (1, 0, -1) per point and can be read as truth tables. A missing point ends every run.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from flashreport.domain.xmr import Limits, Value, known

Mark = int
Rule = Literal["outside", "trend", "two_in_three", "shift", "four_in_five", "three_in_four"]
RuleSet = Literal["wheeler", "wheeler_xmr", "nhs"]
Pattern = tuple[int, Mark, tuple[int, ...]]
"""Where a rule was met, on which side (or which way), and the places that make it up."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule met at slot ``at``; ``side`` is 1 for high or rising, -1 for low or falling.

    ``points`` are the slots that make it up.
    """

    rule: Rule
    at: int
    side: Mark
    points: tuple[int, ...]


def sign(number: float) -> Mark:
    """1, 0 or -1."""
    return (number > 0) - (number < 0)


def same_side_run(sides: Sequence[Mark], length: int = 7) -> list[Mark]:
    """1 at each point that ends ``length`` points on one side; 0 (on the centre) breaks a run."""
    return [abs(side) for side in _signed_run(sides, length)]


def _signed_run(sides: Sequence[Mark], length: int) -> list[Mark]:
    ends: list[Mark] = []
    run = before = 0
    for side in sides:
        run = run + 1 if side == before else 1
        before = side
        ends.append(side if run >= length else 0)
    return ends


def part_of_run(ends: Sequence[Mark], length: int = 7) -> list[Mark]:
    """1 at each point of the ``length`` points that a mark in ``ends`` closes."""
    return [int(any(ends[place : place + length])) for place in range(len(ends))]


def trend(values: Sequence[float], length: int = 7) -> list[Mark]:
    """1 (or -1) at each point that ends ``length`` points of rises (or falls) only."""
    steps = [sign(here - before) for before, here in pairwise(values)]
    return [0, *_signed_run(steps, length - 1)][: len(values)]


def two_in_three(close: Sequence[Mark], sides: Sequence[Mark]) -> list[Mark]:
    """1 at each point of three in a row on one side of which two or more are close to a limit."""
    marks = [0] * len(close)
    for first in range(len(close) - 2):
        window = range(first, first + 3)
        if (
            abs(sum(sides[place] for place in window)) == 3
            and sum(abs(close[place]) for place in window) >= 2
        ):
            for place in window:
                marks[place] = 1
    return marks


def part_of_two_in_three(marks: Sequence[Mark], close: Sequence[Mark]) -> list[Mark]:
    """Of the points that :func:`two_in_three` marks, those that are close to a limit themselves."""
    return [int(mark == 1 and abs(near) == 1) for mark, near in zip(marks, close, strict=True)]


def beyond(values: Sequence[float], centre: float, distance: float) -> list[Mark]:
    """1 above centre + distance, -1 below centre - distance, else 0."""
    return [(value > centre + distance) - (value < centre - distance) for value in values]


def outside(values: Sequence[float], limits: Limits) -> list[Mark]:
    """1 above the upper limit, -1 below the lower one, 0 between; a limit of None is never crossed."""
    above = [limits.upper is not None and value > limits.upper for value in values]
    below = [limits.lower is not None and value < limits.lower for value in values]
    return [high - low for high, low in zip(above, below, strict=True)]


def some_of_window(marks: Sequence[Mark], needed: int, window: int) -> list[Mark]:
    """The side of each marked point that makes it ``needed`` of the last ``window`` on that side."""
    fired = []
    for place, mark in enumerate(marks):
        recent = marks[max(0, place - window + 1) : place + 1]
        fired.append(mark if mark and recent.count(mark) >= needed else 0)
    return fired


def _outside(values: Sequence[float], limits: Limits) -> Iterator[Pattern]:
    for place, side in enumerate(outside(values, limits)):
        if side:
            yield place, side, (place,)


def _zone(needed: int, window: int, sigmas: float) -> Callable[[Sequence[float], Limits], Iterator[Pattern]]:
    def find(values: Sequence[float], limits: Limits) -> Iterator[Pattern]:
        marks = beyond(values, limits.centre, sigmas * limits.sigma)
        for place, side in enumerate(some_of_window(marks, needed, window)):
            if side:
                reach = range(max(0, place - window + 1), place + 1)
                yield place, side, tuple(spot for spot in reach if marks[spot] == side)

    return find


def _shift(length: int) -> Callable[[Sequence[float], Limits], Iterator[Pattern]]:
    def find(values: Sequence[float], limits: Limits) -> Iterator[Pattern]:
        sides = [sign(value - limits.centre) for value in values]
        for place, side in enumerate(_signed_run(sides, length)):
            if side:
                yield place, side, tuple(range(place - length + 1, place + 1))

    return find


def _trend(values: Sequence[float], limits: Limits) -> Iterator[Pattern]:
    del limits  # a trend needs none; the signature is that of every rule
    for place, way in enumerate(trend(values)):
        if way:
            yield place, way, tuple(range(place - 6, place + 1))


def _nhs_two_in_three(values: Sequence[float], limits: Limits) -> Iterator[Pattern]:
    # as in NHSRplotthedots, a point outside the limits is its own signal and isn't "close"
    crossed = outside(values, limits)
    near = beyond(values, limits.centre, 2 * limits.sigma)
    close = [0 if out else mark for mark, out in zip(near, crossed, strict=True)]
    sides = [sign(value - limits.centre) for value in values]
    for first in range(len(values) - 2):
        spots = range(first, first + 3)
        if any(two_in_three([close[spot] for spot in spots], [sides[spot] for spot in spots])):
            yield first + 2, sides[first], tuple(spot for spot in spots if close[spot])


RULES: dict[RuleSet, tuple[tuple[Rule, Callable[[Sequence[float], Limits], Iterator[Pattern]]], ...]] = {
    "wheeler": (
        ("outside", _outside),
        ("two_in_three", _zone(2, 3, 2)),
        ("four_in_five", _zone(4, 5, 1)),
        ("shift", _shift(8)),
    ),
    "wheeler_xmr": (("outside", _outside), ("three_in_four", _zone(3, 4, 1.5)), ("shift", _shift(8))),
    "nhs": (
        ("outside", _outside),
        ("trend", _trend),
        ("two_in_three", _nhs_two_in_three),
        ("shift", _shift(7)),
    ),
}
"""Each set in the order that decides which rule a point is named after."""


def signals(values: Sequence[Value], limits: Limits, rules: RuleSet = "wheeler") -> tuple[Signal, ...]:
    """Every rule met, in the order of slots and, at one slot, of the rule set.

    A rule is met at the slot where it can first be known: a run of eight fires at its
    eighth point and at each point that goes on with it.
    """
    found = [
        Signal(rule, start + at, side, tuple(start + place for place in points))
        for start, stretch in stretches(values)
        for rule, find in RULES[rules]
        for at, side, points in find(stretch, limits)
    ]
    order = [rule for rule, _ in RULES[rules]]
    return tuple(sorted(found, key=lambda signal: (signal.at, order.index(signal.rule))))


def stretches(values: Sequence[Value]) -> list[tuple[int, list[float]]]:
    """The runs of known points with the slot that each begins at."""
    found: list[tuple[int, list[float]]] = []
    open_stretch = False
    for slot, value in enumerate(values):
        if known(value):
            if not open_stretch:
                found.append((slot, []))
            found[-1][1].append(value)
        open_stretch = known(value)
    return found


def point_rules(found: Sequence[Signal], slots: int, rules: RuleSet = "wheeler") -> list[Rule | None]:
    """Per slot the first rule of the set that it is a part of, or None: how a chart colours it."""
    marked: list[Rule | None] = [None] * slots
    for rule, _ in reversed(RULES[rules]):
        for signal in found:
            if signal.rule == rule:
                for point in signal.points:
                    marked[point] = rule
    return marked
