"""Where the clock, the zone and the environment come in; everything below is told them."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def now(zone: str = "") -> datetime:
    """The present moment to the second, in ``zone`` (UTC without one).

    ``FLASHREPORT_NOW`` (an ISO date and time) sets it, to build as of another moment.
    Raises FlashreportError ``cli.bad-now`` when that is no moment.
    """
    given = environment().get("FLASHREPORT_NOW", "")
    moment = _moment(given, zone) if given else datetime.now(UTC)
    return moment.astimezone(ZoneInfo(zone) if zone else UTC).replace(microsecond=0)


def environment() -> Mapping[str, str]:
    """The process's environment."""
    return os.environ


def _moment(text: str, zone: str) -> datetime:
    from flashreport.errors import FlashreportError, Place, phrase

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise FlashreportError(
            "cli.bad-now",
            phrase("'{text}' is not a moment.", text=text),
            "Write it as 2026-11-24T06:30+01:00, or unset the variable.",
            Place(key="FLASHREPORT_NOW", value=text),
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
