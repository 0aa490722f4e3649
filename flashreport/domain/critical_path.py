"""The critical path of a network of activities, as planned and as it stands today.

Finish-to-start links, forward and backward pass (Kelley and Walker 1959). Times are in
periods from the start of the project, exact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from flashreport.domain.exact import Number, exact
from flashreport.errors import Mistakes, Problem, phrase

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: how long it takes and what must end before it starts."""

    id: str
    duration: Fraction
    predecessors: tuple[str, ...] = ()

    @classmethod
    def of(cls, id: str, duration: Number, predecessors: Iterable[str] = ()) -> Self:  # noqa: A002 - the field's own word
        """From any exact duration."""
        return cls(id, exact(duration), tuple(predecessors))


@dataclass(frozen=True, slots=True)
class Progress:
    """What has happened to an activity. Unknown ends are None; ``remaining`` is in periods."""

    started: Fraction
    finished: Fraction | None = None
    remaining: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """When an activity can and must run. Free float delays nothing after it; total float not the end.

    ``resumes`` is when its open work can go on: the early start unless it is under way.
    """

    id: str
    early_start: Fraction
    resumes: Fraction
    early_finish: Fraction
    late_start: Fraction
    late_finish: Fraction
    free_float: Fraction
    finished: bool = False

    @property
    def total_float(self) -> Fraction:
        """Periods that it may slip without moving the end of the project."""
        return self.late_finish - self.early_finish

    @property
    def critical(self) -> bool:
        """True when it isn't finished and any slip moves the end."""
        return not self.finished and self.total_float == 0


@dataclass(frozen=True, slots=True)
class Network:
    """A timed project: its duration and its activities in an order that respects the links."""

    duration: Fraction
    timings: tuple[Timing, ...]
    predecessors: Mapping[str, tuple[str, ...]]

    def __getitem__(self, id: str) -> Timing:  # noqa: A002 - the field's own word
        return next(timing for timing in self.timings if timing.id == id)

    @property
    def critical(self) -> tuple[str, ...]:
        """Every critical activity, in order."""
        return tuple(timing.id for timing in self.timings if timing.critical)

    @property
    def critical_path(self) -> tuple[str, ...]:
        """One critical chain from first to last; of equal chains the one listed first."""
        by_id = {timing.id: timing for timing in self.timings if timing.critical}
        ends = [timing for timing in by_id.values() if timing.early_finish == self.duration]
        chain: list[str] = []
        while ends:
            last = ends[0]
            chain.append(last.id)
            before = (by_id[name] for name in self.predecessors[last.id] if name in by_id)
            ends = [timing for timing in before if timing.early_finish == last.resumes]
        return tuple(reversed(chain))


def expected_duration(optimistic: Number, likely: Number, pessimistic: Number) -> Fraction:
    """PERT mean of three estimates: (a + 4m + b) / 6."""
    return (exact(optimistic) + 4 * exact(likely) + exact(pessimistic)) / 6


def duration_variance(optimistic: Number, pessimistic: Number) -> Fraction:
    """PERT variance of an activity: ((b - a) / 6) squared."""
    return ((exact(pessimistic) - exact(optimistic)) / 6) ** 2


def planned_network(activities: Sequence[Activity]) -> Network:
    """The plan: every activity as early as its predecessors allow.

    Raises Mistakes for a doubled id, an unknown predecessor, a negative duration or a cycle.
    """
    return current_network(activities, {}, _ZERO)


def current_network(
    activities: Sequence[Activity], progress: Mapping[str, Progress], today: Number
) -> Network:
    """The project as it stands at ``today``, with actual starts and ends.

    Finished activities keep their dates. Started ones do their remaining work (planned
    duration less time spent, when not told) after today and after their unfinished
    predecessors. The others start no earlier than today.
    """
    ordered = _in_order(activities)
    runs: dict[str, _Run] = {}
    for activity in ordered:
        ready = max([exact(today), *(runs[name].end for name in activity.predecessors)])
        runs[activity.id] = _run(activity, progress.get(activity.id), ready, exact(today))
    return _backward(ordered, runs)


@dataclass(frozen=True, slots=True)
class _Run:
    start: Fraction
    resumes: Fraction
    end: Fraction
    finished: bool = False


def _run(activity: Activity, state: Progress | None, ready: Fraction, today: Fraction) -> _Run:
    if state is None:
        return _Run(ready, ready, ready + activity.duration)
    if state.finished is not None:
        return _Run(state.started, state.started, state.finished, finished=True)
    left = state.remaining
    if left is None:
        left = max(_ZERO, activity.duration - (today - state.started))
    return _Run(state.started, ready, ready + left)


def _backward(ordered: list[Activity], runs: dict[str, _Run]) -> Network:
    duration = max((run.end for run in runs.values()), default=_ZERO)
    late = dict.fromkeys(runs, duration)
    free = {name: duration - run.end for name, run in runs.items()}
    for activity in reversed(ordered):
        run = runs[activity.id]
        # a finished activity no longer holds its predecessors to a date
        for name in () if run.finished else activity.predecessors:
            late[name] = min(late[name], run.resumes + late[activity.id] - run.end)
            free[name] = min(free[name], run.resumes - runs[name].end)
    timings = tuple(_timing(name, run, late[name], free[name]) for name, run in runs.items())
    return Network(duration, timings, {activity.id: activity.predecessors for activity in ordered})


def _timing(name: str, run: _Run, late: Fraction, free: Fraction) -> Timing:
    if run.finished:
        return Timing(name, run.start, run.resumes, run.end, run.start, run.end, _ZERO, finished=True)
    return Timing(name, run.start, run.resumes, run.end, run.start + late - run.end, late, free)


def _in_order(activities: Sequence[Activity]) -> list[Activity]:
    """Activities after their predecessors, otherwise as listed."""
    _check(activities)
    placed: dict[str, Activity] = {}
    waiting = list(activities)
    while waiting:
        ready = next((one for one in waiting if all(name in placed for name in one.predecessors)), None)
        if ready is None:
            names = ", ".join(activity.id for activity in waiting)
            raise Mistakes(
                [
                    _problem(
                        "domain.activity-cycle",
                        phrase("Activities wait for one another: {names}.", names=names),
                    )
                ]
            )
        placed[ready.id] = ready
        waiting.remove(ready)
    return list(placed.values())


def _check(activities: Sequence[Activity]) -> None:
    names = [activity.id for activity in activities]
    problems = [
        _problem("domain.activity-twice", phrase("Activity {name} is listed more than once.", name=name))
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    for activity in activities:
        problems += [
            _problem(
                "domain.unknown-predecessor",
                phrase("Activity {id} waits for {name}, which is not listed.", id=activity.id, name=name),
            )
            for name in activity.predecessors
            if name not in names
        ]
        if activity.duration < 0:
            problems.append(
                _problem(
                    "domain.negative-duration",
                    phrase("Activity {id} has a negative duration.", id=activity.id),
                )
            )
    if problems:
        raise Mistakes(problems)


def _problem(code: str, message: str) -> Problem:
    return Problem(code, message, "Correct the list of activities.")


@dataclass(frozen=True, slots=True)
class Slip:
    """How far an activity's end moved against the plan; positive is later, in periods."""

    id: str
    periods: Fraction
    became_critical: bool


def slips(planned: Network, current: Network) -> tuple[Slip, ...]:
    """Planned against current ends, the largest slip first, activities of both networks only."""
    before = {timing.id: timing for timing in planned.timings}
    moved = [
        Slip(
            timing.id,
            timing.early_finish - before[timing.id].early_finish,
            timing.critical and not before[timing.id].critical,
        )
        for timing in current.timings
        if timing.id in before
    ]
    return tuple(sorted(moved, key=lambda slip: (-slip.periods, slip.id)))
