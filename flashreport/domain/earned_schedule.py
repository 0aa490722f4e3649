"""Earned schedule: how late a project is, in periods of its plan (Lipke 2003)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Self

from flashreport.domain.exact import Number, Result, Unavailable, exact, quotient
from flashreport.errors import FlashreportError


@dataclass(frozen=True, slots=True)
class PlannedCurve:
    """Cumulative planned value at points in time, from nothing at time 0 to the budget."""

    times: tuple[Fraction, ...]
    values: tuple[Fraction, ...]

    @classmethod
    def of(cls, planned: Sequence[Number], times: Sequence[Number] | None = None) -> Self:
        """From cumulative values. Without ``times`` they lie one period apart.

        A series that doesn't begin with zero is taken to begin one period after the
        start. Raises FlashreportError for values that fall or times that don't rise.
        """
        values = [exact(value) for value in planned]
        if times is None:
            first = 0 if values and values[0] == 0 else 1
            moments = [Fraction(first + step) for step in range(len(values))]
        else:
            moments = [exact(time) for time in times]
        if moments and moments[0] > 0:
            moments, values = [Fraction(0), *moments], [Fraction(0), *values]
        _check_curve(moments, values)
        return cls(tuple(moments), tuple(values))

    @property
    def bac(self) -> Fraction:
        """Budget at completion: the last planned value."""
        return self.values[-1]

    @property
    def duration(self) -> Fraction:
        """Planned duration: the first time at which all is planned to be done."""
        return self.times[self.values.index(self.bac)]

    def at(self, time: Number) -> Fraction:
        """Planned value at a time, linear inside a period, flat outside the plan."""
        moment = exact(time)
        after = bisect_right(self.times, moment)
        if after == 0:
            return self.values[0]
        if after == len(self.times):
            return self.bac
        return _between(moment, self.times, self.values, after)

    def earned_schedule(self, ev: Number) -> Fraction:
        """The time at which the plan meant to have earned ``ev``.

        ES = C + (EV - PV_C) / (PV_C+1 - PV_C), where C is the last time with PV_C <= EV
        (Lipke 2003). It stays inside 0 and the planned duration.
        """
        value = exact(ev)
        if value >= self.bac:
            return self.duration
        after = bisect_right(self.values, value)
        return self.times[0] if after == 0 else _between(value, self.values, self.times, after)


def _between(x: Fraction, xs: tuple[Fraction, ...], ys: tuple[Fraction, ...], after: int) -> Fraction:
    left, right = xs[after - 1], xs[after]
    return ys[after - 1] + (x - left) / (right - left) * (ys[after] - ys[after - 1])


def _check_curve(times: list[Fraction], values: list[Fraction]) -> None:
    rising = all(a < b for a, b in pairwise(times))
    growing = all(a <= b for a, b in pairwise(values))
    if len(times) != len(values) or not values or not rising or not growing:
        raise FlashreportError(
            "domain.planned-curve",
            "The planned values are not a curve that grows over time.",
            "Give one cumulative value per period, none lower than the one before.",
        )


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """Earned schedule ``es`` at actual time ``at`` of a plan that lasts ``planned``, in periods."""

    es: Fraction
    at: Fraction
    planned: Fraction

    @property
    def sv_t(self) -> Fraction:
        """Schedule variance in time ES - AT; negative is behind."""
        return self.es - self.at

    @property
    def spi_t(self) -> Result:
        """Schedule performance index in time ES / AT; honest to the end of a late project."""
        return quotient(self.es, self.at, "no time has passed")

    @property
    def ieac_t(self) -> Result:
        """Duration at this pace: planned duration / SPI(t)."""
        spi_t = self.spi_t
        if isinstance(spi_t, Unavailable):
            return spi_t
        return quotient(self.planned, spi_t, "nothing earned yet")

    @property
    def tspi(self) -> Result:
        """Pace that the rest needs to end on time: (PD - ES) / (PD - AT)."""
        if self.planned == self.es:
            return Fraction(0)
        if self.at >= self.planned:
            return Unavailable("the planned time is over")
        return (self.planned - self.es) / (self.planned - self.at)


def earned_schedule(curve: PlannedCurve, ev: Number, at: Number) -> EarnedSchedule:
    """Earned schedule of ``ev`` at actual time ``at``, in the periods of the curve."""
    return EarnedSchedule(curve.earned_schedule(ev), exact(at), curve.duration)
