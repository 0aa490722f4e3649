"""What was known when: a measure's figures as an archive held them at the end of a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flashreport.archive.archive import Archive
from flashreport.archive.edition import Edition, moment
from flashreport.archive.editions import Wanted

if TYPE_CHECKING:
    from flashreport.domain.measure_frame import Reading
    from flashreport.domain.measures import Register


@dataclass(frozen=True)
class Known:
    """Daily figures of one measure, as an edition knew them; days without data are left out."""

    edition: Edition
    days: "dict[date, Reading]"


def known_edition(archive: Archive, as_known: date | None) -> Edition | None:
    """The edition with the newest business date among those kept by the end of ``as_known``.

    The day ends in the company's time zone; None takes all editions.
    """
    until = "" if as_known is None else end_of(as_known, archive.place.timezone)
    found = archive.editions.find(Wanted(known_until=until), most=1)
    return archive.edition(found[0].number) if found else None


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
    from flashreport.domain.calendar import BusinessCalendar
    from flashreport.domain.exact import Unavailable
    from flashreport.domain.measure_frame import Measures
    from flashreport.domain.measures import MEASURES, made_of

    edition = known_edition(archive, as_known)
    if edition is None:
        return None
    known = MEASURES if register is None else register
    parts = made_of(measure, known)
    frame = archive.measures(edition.stored, parts)
    # Daily figures ask nothing of a calendar.
    measures = Measures(frame, BusinessCalendar(), known)
    dates = {
        day
        for part in parts
        for day in measures.span(part, entity, dimension, member).dates.astype("datetime64[D]").tolist()
    }
    days = {day: measures.read(measure, day, "day", entity, dimension, member) for day in sorted(dates)}
    return Known(edition, {day: read for day, read in days.items() if read != Unavailable("no data")})
