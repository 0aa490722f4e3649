"""A stepped history: a balance, rate or limit that holds from a day until the next one.

Averages over a window need the amount of every day, so a step that is missing at the
start of the window is an error and never a zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from flashreport.errors import FlashreportError, phrase


@dataclass(frozen=True, slots=True)
class Step:
    """From the day ``since`` on the amount is ``amount`` (money, or a yearly rate such as 0.05)."""

    since: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """One amount that holds from ``start`` (in) to ``end`` (out)."""

    start: date
    end: date
    amount: Decimal

    @property
    def days(self) -> int:
        """Calendar days in the span."""
        return (self.end - self.start).days


def amount_on(steps: Iterable[Step], day: date) -> Decimal:
    """The amount that holds on ``day``; of two steps on one day the later in the list wins.

    Raises ``domain.history-gap`` when no step is as early as ``day``.
    """
    before = [step for step in steps if step.since <= day]
    if not before:
        raise FlashreportError(
            "domain.history-gap",
            phrase("No amount is known on {day}.", day=day),
            "Give the amount that held on or before the first day of the period.",
        )
    newest = max(step.since for step in before)
    return [step.amount for step in before if step.since == newest][-1]


def spans(steps: Sequence[Step], start: date, end: date) -> tuple[Span, ...]:
    """The amounts from ``start`` (in) to ``end`` (out), cut where they change.

    Raises ``domain.period-reversed`` and ``domain.history-gap``.
    """
    if end < start:
        raise FlashreportError(
            "domain.period-reversed",
            phrase("The period ends on {end}, before it starts on {start}.", end=end, start=start),
            "Give the earlier date as the start.",
        )
    if start == end:
        return ()
    held = {start: amount_on(steps, start)}
    for step in sorted(steps, key=lambda step: step.since):
        if start < step.since < end:
            held[step.since] = step.amount
    cuts = [*held, end]
    return tuple(Span(day, cuts[place + 1], held[day]) for place, day in enumerate(held))


def average(steps: Sequence[Step], start: date, end: date) -> Fraction:
    """The mean of the daily amounts from ``start`` (in) to ``end`` (out), at least one day."""
    if end <= start:
        raise FlashreportError(
            "domain.period-reversed",
            phrase("An average needs at least one day; {start} to {end} has none.", start=start, end=end),
            "Give an end after the start.",
        )
    weighed = sum((Fraction(span.amount) * span.days for span in spans(steps, start, end)), Fraction(0))
    return weighed / (end - start).days


def average_over(steps: Sequence[Step], as_of: date, window: int) -> Fraction:
    """The mean of the last ``window`` days, ``as_of`` being the last: 91 for 13 weeks."""
    return average(steps, as_of - timedelta(days=window - 1), as_of + timedelta(days=1))
