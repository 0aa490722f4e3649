"""Shifts: real hours, cut at the workday boundary, and clock times rounded.

A workday is a fixed 24-hour period that the employer names; it need not begin at
midnight. Hours are counted in UTC, so a night in which the clocks change has 7 or 9.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from flashreport.errors import FlashreportError, Place, phrase

Minutes = Literal[0, 5, 6, 15]
Moments = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class ShiftPart:
    """The seconds of a shift that fall in one workday, breaks taken out."""

    workday: date
    seconds: int

    @property
    def hours(self) -> Fraction:
        """The same in hours, exact."""
        return Fraction(self.seconds, 3600)


def split_shift(
    start: datetime,
    end: datetime,
    breaks: Iterable[Moments] = (),
    workday_start: time = time(0),
    tz: str = "UTC",
) -> tuple[ShiftPart, ...]:
    """A shift as parts by workday, the first one first; a workday without work is left out.

    A moment without a zone is local to ``tz``; when the clock shows it twice, ``fold``
    chooses. Raises ``domain.shift-backwards`` and ``domain.break-outside-shift``.
    """
    zone = ZoneInfo(tz)
    first, last = _utc(start, zone), _utc(end, zone)
    if last <= first:
        message = phrase(
            "The shift ends at {end}, not after it starts at {start}.",
            end=end.isoformat(),
            start=start.isoformat(),
        )
        raise FlashreportError("domain.shift-backwards", message, "Give the end its own date.")
    worked = _worked(first, last, [(_utc(a, zone), _utc(b, zone)) for a, b in breaks])
    seconds: dict[date, int] = {}
    for begins, ends in worked:
        for day, length in _by_workday(begins, ends, workday_start, zone):
            seconds[day] = seconds.get(day, 0) + length
    return tuple(ShiftPart(day, length) for day, length in seconds.items() if length)


def workday_of(moment: datetime, workday_start: time, zone: ZoneInfo) -> date:
    """The workday that holds a moment; it bears the date on which it begins."""
    day = moment.astimezone(zone).date()
    return day if _boundary(day, workday_start, zone) <= moment else day - timedelta(days=1)


def round_clock(moment: datetime, minutes: Minutes) -> datetime:
    """A clock time to the nearest 5, 6 or 15 minutes, the half up; 0 leaves it (29 CFR 785.48(b))."""
    if not minutes:
        return moment
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    step = timedelta(minutes=minutes)
    since = moment - midnight
    return midnight + (since + step / 2) // step * step


def rounding_drift(moments: Iterable[Moments], minutes: Minutes) -> timedelta:
    """Rounded time less real time over many shifts; the rounding is neutral when it stays near zero."""
    drift = timedelta(0)
    for start, end in moments:
        drift += (round_clock(end, minutes) - round_clock(start, minutes)) - (end - start)
    return drift


def _utc(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _boundary(day: date, workday_start: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, workday_start, tzinfo=zone).astimezone(UTC)


def _worked(first: datetime, last: datetime, breaks: Iterable[Moments]) -> list[Moments]:
    """The shift without its breaks; breaks that overlap count once."""
    worked, at = [], first
    for begins, ends in sorted(breaks):
        if begins < first or ends > last or ends < begins:
            place = Place(value=f"{begins.isoformat()} to {ends.isoformat()}")
            message = "A break is not inside its shift."
            raise FlashreportError("domain.break-outside-shift", message, "Check its date.", place)
        if begins > at:
            worked.append((at, begins))
        at = max(at, ends)
    return [*worked, (at, last)] if at < last else worked


def _by_workday(
    begins: datetime, ends: datetime, workday_start: time, zone: ZoneInfo
) -> Iterable[tuple[date, int]]:
    while begins < ends:
        day = workday_of(begins, workday_start, zone)
        until = min(ends, _boundary(day + timedelta(days=1), workday_start, zone))
        yield day, round((until - begins).total_seconds())
        begins = until
