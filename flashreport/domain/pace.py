"""The path from a baseline to a target: progress, what is expected today, what is still needed.

Elapsed time is counted in working days, or by the shape of last year's days. All figures
are in the unit of the measure, exact.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import Self

from flashreport.domain.exact import Number, Result, Unavailable, exact, quotient
from flashreport.errors import FlashreportError, phrase


def progress(actual: Number, baseline: Number, target: Number) -> Result:
    """(actual - baseline) / (target - baseline); right for goals to reduce as for goals to raise."""
    start = exact(baseline)
    return quotient(exact(actual) - start, exact(target) - start, "the target equals the baseline")


@dataclass(frozen=True, slots=True)
class Schedule:
    """Share of the way that is due by the end of each working day, from 0 to 1.

    ``due[k]`` is the share due after ``k`` working days; ``elapsed`` of them have passed.
    """

    due: tuple[Fraction, ...]
    elapsed: int

    @classmethod
    def even(cls, start: date, by: date, today: date, is_working: Callable[[date], bool]) -> Self:
        """Equal parts per working day after ``start``, up to and with ``by``."""
        worked = _working(start, by, is_working)
        steps = len(worked)
        due = tuple(Fraction(step, steps) for step in range(steps + 1)) if steps else (Fraction(1),)
        return cls(due, sum(day <= today for day in worked))

    @classmethod
    def shaped(cls, last_year: Sequence[Number], elapsed: int) -> Self | Unavailable:
        """In the shape of last year's daily values, one per working day of the same stretch.

        Raises FlashreportError when ``elapsed`` lies outside the shape.
        """
        if not 0 <= elapsed <= len(last_year):
            raise FlashreportError(
                "domain.pace-shape",
                phrase(
                    "{elapsed} days have passed but the shape has {n}.", elapsed=elapsed, n=len(last_year)
                ),
                "Give one value of last year for each working day up to the deadline.",
            )
        sums = list(accumulate(map(exact, last_year), initial=Fraction(0)))
        if sums[-1] <= 0 or any(value < 0 for value in map(exact, last_year)):
            return Unavailable("last year has no shape to follow")
        return cls(tuple(value / sums[-1] for value in sums), elapsed)

    @property
    def share(self) -> Fraction:
        """Share due today."""
        return self.due[min(self.elapsed, len(self.due) - 1)]

    @property
    def days_left(self) -> int:
        """Working days after today, up to and with the deadline."""
        return len(self.due) - 1 - self.elapsed

    def days_for(self, share: Fraction) -> Fraction:
        """The working day on which the path meant to have done ``share``, with its part of a day.

        Where the path stands still at ``share``, the day nearest to today counts. Shares
        outside 0..1 carry the mean pace on.
        """
        days = len(self.due) - 1
        if share > 1 or share < 0:
            return share * days
        level = [step for step, due in enumerate(self.due) if due == share]
        if level:
            return Fraction(min(max(self.elapsed, level[0]), level[-1]))
        after = next(step for step, due in enumerate(self.due) if due > share)
        low, high = self.due[after - 1], self.due[after]
        return after - 1 + (share - low) / (high - low) if after else Fraction(0)


def _working(start: date, by: date, is_working: Callable[[date], bool]) -> list[date]:
    days = (start + timedelta(days=offset) for offset in range(1, (by - start).days + 1))
    return [day for day in days if is_working(day)]


@dataclass(frozen=True, slots=True)
class Path:
    """Where a measure stands on its way. ``expected`` is what is due today."""

    baseline: Fraction
    target: Fraction
    actual: Fraction
    schedule: Schedule

    @classmethod
    def of(cls, *, baseline: Number, target: Number, actual: Number, schedule: Schedule) -> Self:
        """From any exact numbers of one unit."""
        return cls(exact(baseline), exact(target), exact(actual), schedule)

    @property
    def expected(self) -> Fraction:
        """Baseline + (target - baseline) x share due today."""
        return self.baseline + (self.target - self.baseline) * self.schedule.share

    @property
    def progress(self) -> Result:
        """Share of the way done."""
        return progress(self.actual, self.baseline, self.target)

    @property
    def direction(self) -> int:
        """1 when the target lies above the baseline or at it, -1 below."""
        return 1 if self.target >= self.baseline else -1

    @property
    def gap(self) -> Fraction:
        """Actual less expected in units; its sign is that of the measure, not of good or bad."""
        return self.actual - self.expected

    @property
    def gap_percent(self) -> Result:
        """The gap in percent of the size of what is expected."""
        return quotient(self.gap * 100, abs(self.expected), "nothing is expected yet")

    @property
    def days_ahead(self) -> Result:
        """Working days ahead of the path; negative is behind ('7 days behind' is -7)."""
        done = self.progress
        if isinstance(done, Unavailable):
            return done
        return self.schedule.days_for(done) - self.schedule.elapsed

    @property
    def reached(self) -> bool:
        """Whether the target is met already."""
        return (self.actual - self.target) * self.direction >= 0

    @property
    def needed_per_day(self) -> Result:
        """What each working day left has to bring, signed; 0 when the target is met."""
        if self.reached:
            return Fraction(0)
        if self.schedule.days_left <= 0:
            return Unavailable("no working day is left")
        return (self.target - self.actual) / self.schedule.days_left

    def out_of_reach(self, best_day: Number) -> bool:
        """Whether the days left would each have to beat the best day seen, a signed daily change."""
        needed = self.needed_per_day
        if isinstance(needed, Unavailable):
            return True
        return not self.reached and abs(needed) > max(Fraction(0), exact(best_day) * self.direction)
