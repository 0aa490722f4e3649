"""Which hours of a week are overtime, and at what multiplier.

Within a day every step is a line: hours past it are dearer. So a day is cut into bands,
and the hours that no day step took are the first ones. The weekly lines run over those
alone, in time order, which counts no hour twice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Literal

from flashreport.domain.exact import exact
from flashreport.domain.overtime.rule import WEEKDAYS, OvertimeRule, Step, StepKind
from flashreport.domain.overtime.week import WorkWeek

Cause = Literal["regular"] | StepKind
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Part:
    """Hours of one stretch of work at one multiplier; ``work`` is its place in the week's list."""

    work: int
    day: date
    hours: Fraction
    multiplier: Decimal
    cause: Cause


@dataclass(frozen=True, slots=True)
class _Band:
    start: Fraction
    end: Fraction
    multiplier: Decimal = ONE
    cause: Cause = "regular"


def classify(rule: OvertimeRule, week: WorkWeek) -> tuple[Part, ...]:
    """Every hour of the week once, in time order, with its multiplier and the step that made it."""
    parts: list[Part] = []
    counted = Fraction(0)
    seventh = _seventh_day(week)
    for day, works in groupby(enumerate(week.worked), key=lambda item: item[1].day):
        stretches = [(index, exact(work.hours)) for index, work in works]
        length = sum((hours for _, hours in stretches), Fraction(0))
        dear = _lines(_day_steps(rule, day, week, seventh), Fraction(0), length)
        regular = dear[0].start if dear else length
        bands = [*_lines_after_zero(rule.of_kind("weekly"), counted, regular), *dear]
        parts += _cut(day, stretches, _raise(rule.of_kind("overtime_of_day"), bands))
        counted += regular
    return tuple(parts)


def _seventh_day(week: WorkWeek) -> date | None:
    worked = {work.day for work in week.worked if work.hours > 0}
    return week.start + timedelta(days=6) if len(worked) == 7 else None


def _day_steps(rule: OvertimeRule, day: date, week: WorkWeek, seventh: date | None) -> tuple[Step, ...]:
    holiday = day in week.holidays
    weekday = WEEKDAYS[day.weekday()]
    applies = {"daily": True, "seventh_day": day == seventh}
    steps = rule.of_kind("daily", "seventh_day", "holiday")
    return tuple(s for s in steps if applies.get(s.kind, holiday or weekday in s.weekdays))


def _lines(steps: Iterable[Step], counted: Fraction, length: Fraction) -> list[_Band]:
    """Bands past each line, shifted by the hours already counted; the dearest step wins."""
    bands: list[_Band] = []
    for step in steps:
        start = max(exact(step.over) - counted, Fraction(0))
        dearest = bands[-1] if bands else None
        if start >= length or (dearest and dearest.multiplier >= step.multiplier):
            continue
        if dearest:
            bands[-1] = _Band(dearest.start, start, dearest.multiplier, dearest.cause)
        bands.append(_Band(start, length, step.multiplier, step.kind))
    return [band for band in bands if band.end > band.start]


def _lines_after_zero(steps: Iterable[Step], counted: Fraction, length: Fraction) -> list[_Band]:
    bands = _lines(steps, counted, length)
    first = bands[0].start if bands else length
    return [_Band(Fraction(0), first), *bands] if first > 0 else bands


def _raise(steps: Iterable[Step], bands: list[_Band]) -> list[_Band]:
    """Overtime past so many overtime hours of the day is dearer."""
    begins = next((band.start for band in bands if band.multiplier > 1), None)
    if begins is None:
        return bands
    for step in steps:
        line = begins + exact(step.over)
        bands = [piece for band in bands for piece in _split(band, line, step)]
    return bands


def _split(band: _Band, line: Fraction, step: Step) -> Iterator[_Band]:
    if band.multiplier >= step.multiplier or band.end <= line:
        yield band
        return
    if band.start < line:
        yield _Band(band.start, line, band.multiplier, band.cause)
    yield _Band(max(band.start, line), band.end, step.multiplier, step.kind)


def _cut(day: date, stretches: Iterable[tuple[int, Fraction]], bands: list[_Band]) -> Iterator[Part]:
    position = Fraction(0)
    for work, hours in stretches:
        end = position + hours
        for band in bands:
            overlap = min(end, band.end) - max(position, band.start)
            if overlap > 0:
                yield Part(work, day, overlap, band.multiplier, band.cause)
        position = end
