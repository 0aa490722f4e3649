"""What was known when: a measure's figures as an archive held them at the end of a day.

An edition holds the days up to its business date as they were known when it was kept. So each
day is read from the edition that was kept last among those that reach it: mostly the newest,
and after a late revision of an older day that revision for the days before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flashreport.archive.archive import Archive
from flashreport.archive.edition import Edition, moment

if TYPE_CHECKING:
    from flashreport.domain.day_figures import Row
    from flashreport.domain.measures import Register
    from flashreport.domain.readings import Reading

_FORECAST = ("cash.forecast", "credit.forecast")


@dataclass(frozen=True)
class Known:
    """Daily figures of one measure; days without data are left out.

    ``editions`` are those that tell them, the one that was kept last first.
    """

    editions: tuple[Edition, ...]
    days: "dict[date, Reading]"

    @property
    def edition(self) -> Edition:
        """The edition that was kept last."""
        return self.editions[0]


def known_editions(archive: Archive, as_known: date | None, scope: str = "") -> list[Edition]:
    """The editions of a scope, or of any without them, that tell what was known at a day's end.

    The one kept last comes first, then each that was kept before it and reaches further. The
    day ends in the company's time zone; None for the day takes all editions.
    """
    until = "" if as_known is None else end_of(as_known, archive.place.timezone)
    return list(_ever_further(archive, until, scope)) or list(_ever_further(archive, until, None))


def _ever_further(archive: Archive, until: str, scope: str | None) -> Iterator[Edition]:
    reached, last = "", archive.editions.last_day(scope)
    while reached < last and (found := archive.editions.kept_last(until, reached, scope)):
        yield found
        reached = found.business_date


def end_of(day: date, timezone: str) -> str:
    """The last second of a day in a zone, as the archive writes moments."""
    following = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(timezone))
    return moment(following - timedelta(seconds=1))


def measures_as_known(
    archive: Archive,
    measure: str,
    as_known: date | None = None,
    entity: str = "",
    dimension: str = "",
    member: str = "",
    register: "Register | None" = None,
) -> Known | None:
    """A measure's daily figures as known at the end of a day (None: now); a ratio from its parts.

    ``register`` has the workspace's own measures as well. None when no edition was kept by then.
    KeyError for a measure that there is not.
    """
    from flashreport.domain.day_figures import DayFigures
    from flashreport.domain.exact import Unavailable
    from flashreport.domain.measures import MEASURES, made_of
    from flashreport.domain.readings import UNRATED

    # only a forecast is told by the editions of its own scope alone
    scope = entity if measure.startswith(_FORECAST) else ""
    editions = known_editions(archive, as_known, scope)
    if not editions:
        return None
    known = MEASURES if register is None else register
    parts = made_of(measure, known)
    slice_ = entity, dimension, member
    figures = DayFigures(_each_day_as_last_told(archive, editions, [*parts, UNRATED], slice_), known)
    dates = {day for part in parts for day in figures.dates(part, dimension, member)}
    days = {day: figures.on(measure, day, dimension, member) for day in sorted(dates)}
    told = {day: read for day, read in days.items() if read != Unavailable("no data")}
    return Known(tuple(editions), told)


def _each_day_as_last_told(
    archive: Archive, editions: Sequence[Edition], parts: Sequence[str], slice_: tuple[str, str, str]
) -> "Iterator[Row]":
    """Of each edition the days that none before it in the list reaches; of the last all that follow."""
    reached = date.min
    for place, edition in enumerate(editions, 1):
        end = date.fromisoformat(edition.business_date) if place < len(editions) else date.max
        for row in archive.days(edition, parts, *slice_):
            if reached < row[3] <= end:
                yield row
        reached = end
