"""How many followers are of the target audience: the share of an export times the followers of the day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from flashreport.errors import phrase
from flashreport.inputs.social.model import DayRow, Export

_DAYS = 14
"""So many days may the total of followers be older than the share; platforms lag by some days."""

Key = tuple[int, int, date, str, str]  # file, line, day, platform, part


def target_followers(exports: Mapping[int, Export], days: Sequence[DayRow]) -> dict[Key, int]:
    """The counts on the newest day up to each share's with a total of followers, rounded half up.

    Of two exports that fall on one day the later file counts. A share without a total is told.
    """
    totals: dict[str, dict[date, int]] = defaultdict(dict)
    for row in days:
        if "followers" in row.counts:
            totals[row.platform][row.day] = row.counts["followers"]
    found: dict[tuple[str, date], tuple[Key, int]] = {}
    for file, export in exports.items():
        for share in export.shares:
            known = totals[share.platform]
            near = (day for day in known if 0 <= (share.on - day).days <= _DAYS)
            day = max(near, default=None)
            if day is None:
                _tell_no_total(export, share.platform, share.on)
                continue
            count = int((share.share * known[day]).quantize(Decimal(1), ROUND_HALF_UP))
            key = (file, share.line, day, share.platform, f"{share.platform} demographics")
            found[share.platform, day] = key, count
    return dict(found.values())


def _tell_no_total(export: Export, platform: str, on: date) -> None:
    message = phrase(
        "it tells the share of the target, and no export the number of {platform}'s followers up to {on}.",
        platform=platform,
        on=on,
    )
    advice = "Export the followers too, or keep followers and target_followers in a table of your own."
    export.warn("inputs.no-follower-total", message, advice)
