"""How wrong past forecasts were, by horizon, and how much of it was only timing.

The error of a week is actual less forecast. Within one forecast and one key, a week that
was short and a week that was over cancel: that part is timing. What never came, or came
unforeseen, is permanent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flashreport.domain.amounts import ZERO, ratio, total

Weekly = Mapping[str, Sequence[Decimal]]
"""Per key the signed amounts of the weeks of one forecast, the first week first."""


@dataclass(frozen=True, slots=True)
class Split:
    """An error in its two parts; error = timing + permanent."""

    timing: Decimal
    permanent: Decimal

    @property
    def error(self) -> Decimal:
        """Actual less forecast."""
        return self.timing + self.permanent


@dataclass(frozen=True, slots=True)
class PastForecast:
    """A forecast that was made, and what came: both per key and week, over the weeks now known."""

    forecast: Weekly
    actual: Weekly


@dataclass(frozen=True, slots=True)
class HorizonError:
    """All past forecasts, looked at ``horizon`` weeks ahead.

    ``bias`` is the mean error, ``mean_absolute`` the mean size, ``weighted`` the sizes over the
    sizes of the actuals (None when nothing moved), all over ``count`` forecasts.
    """

    horizon: int
    count: int
    bias: Fraction
    mean_absolute: Fraction
    weighted: Fraction | None
    timing: Decimal
    permanent: Decimal


def split_weeks(forecast: Sequence[Decimal], actual: Sequence[Decimal]) -> tuple[Split, ...]:
    """One key's error per week in timing and permanent parts. Timing adds up to 0 over the weeks.

    Shorts and overs are matched in the order of the weeks; what finds no match is permanent.
    """
    length = max(len(forecast), len(actual))
    errors = [_at(actual, week) - _at(forecast, week) for week in range(length)]
    timing = [ZERO] * length
    open_weeks: list[int] = []
    left = list(errors)
    for week in range(length):
        while left[week] and open_weeks and left[open_weeks[0]] * left[week] < 0:
            earlier = open_weeks[0]
            size = min(abs(left[week]), abs(left[earlier]))
            for place in (week, earlier):
                part = size if left[place] > 0 else -size
                timing[place] += part
                left[place] -= part
            if not left[earlier]:
                open_weeks.pop(0)
        if left[week]:
            open_weeks.append(week)
    return tuple(Split(moved, rest) for moved, rest in zip(timing, left, strict=True))


def split_forecast(past: PastForecast) -> tuple[Split, ...]:
    """The whole error of one forecast per week: the sum of the splits of its keys."""
    keys = sorted({*past.forecast, *past.actual})
    splits = [split_weeks(past.forecast.get(key, ()), past.actual.get(key, ())) for key in keys]
    length = max((len(split) for split in splits), default=0)
    return tuple(
        Split(
            total(split[week].timing for split in splits if week < len(split)),
            total(split[week].permanent for split in splits if week < len(split)),
        )
        for week in range(length)
    )


def errors_by_horizon(past: Sequence[PastForecast], horizons: int = 4) -> tuple[HorizonError, ...]:
    """The errors 1 to ``horizons`` weeks ahead; a horizon no forecast has reached is left out."""
    splits = [split_forecast(one) for one in past]
    found = []
    for ahead in range(1, horizons + 1):
        reached = [
            (weeks[ahead - 1], _week_total(one.actual, ahead - 1))
            for weeks, one in zip(splits, past, strict=True)
            if len(weeks) >= ahead
        ]
        if reached:
            found.append(_horizon(ahead, reached))
    return tuple(found)


def _horizon(ahead: int, reached: Sequence[tuple[Split, Decimal]]) -> HorizonError:
    errors = [Fraction(split.error) for split, _ in reached]
    sizes = sum(map(abs, errors), Fraction(0))
    return HorizonError(
        ahead,
        len(reached),
        sum(errors, Fraction(0)) / len(reached),
        sizes / len(reached),
        ratio(sizes, sum(abs(actual) for _, actual in reached)),
        total(split.timing for split, _ in reached),
        total(split.permanent for split, _ in reached),
    )


def _at(weeks: Sequence[Decimal], week: int) -> Decimal:
    return weeks[week] if week < len(weeks) else ZERO


def _week_total(weekly: Weekly, week: int) -> Decimal:
    return total(_at(weeks, week) for weeks in weekly.values())
