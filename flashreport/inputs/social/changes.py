"""What days brought: lifetime counts of posts less those of the export before, and days told twice.

A post's counts grow as long as it is there, so that one export says nothing of a day. The change from
one export to the next stands on the day of the later one; it may cover several days, and is never spread.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import itemgetter

from flashreport.errors import phrase
from flashreport.inputs.cells import CellRows
from flashreport.inputs.social.model import COUNTS, POST, DayRow, Export, PostRow
from flashreport.inputs.social.target_count import target_followers

_HEADER = ("date", "platform", "part", *COUNTS)
_Key = tuple[int, int, date, str, str]  # file, line, day, platform, part


@dataclass(frozen=True, slots=True)
class _Seen:
    """A post in one export."""

    file: int
    day: date
    row: PostRow


def daily_changes_of(exports: Mapping[int, Export]) -> CellRows:
    """The rows of the audience table that the exports of one input make, by their files' indexes.

    Warnings about overlaps and gaps are added to the exports.
    """
    found: dict[_Key, dict[str, int]] = {}
    days = list(_newest_days(exports))
    told = _overviews(row for _, row in days)
    for file, row in days:
        counts = _beside(told[row.platform], row.counts) if row.part.startswith(POST) else row.counts
        _add(found, (file, row.line, row.day, row.platform, row.part), counts)
    for key, counts in _of_posts(exports):
        _add(found, key, _beside(told[key[3]], counts))
    for key, count in target_followers(exports, [row for _, row in days]).items():
        _add(found, key, {"target_followers": count})
    _tell_posts_beside(exports, told)
    rows = CellRows("audience", _HEADER, canonical=True)
    for key, counts in sorted(found.items(), key=itemgetter(0)):
        file, line, day, platform, part = key
        cells = [str(counts[name]) if name in counts else None for name in COUNTS]
        rows.extend(file, [line], [[day.isoformat(), platform, part, *cells]])
    return rows


def _add(found: dict[_Key, dict[str, int]], key: _Key, counts: Mapping[str, int]) -> None:
    if counts:
        found.setdefault(key, {}).update(counts)


def _of_posts(exports: Mapping[int, Export]) -> Iterable[tuple[_Key, Mapping[str, int]]]:
    """What posts brought from one export to the next."""
    by_platform: dict[str, list[_Seen]] = defaultdict(list)
    for file, export in exports.items():
        for post in export.posts:
            if export.as_of:
                by_platform[post.platform].append(_Seen(file, export.as_of, post))
    for platform, seen in by_platform.items():
        for each, counts, day in _changes(seen, _snapshots(seen, exports)):
            yield (each.file, each.row.line, day, platform, f"{POST}{each.row.post}"), counts


def _overviews(days: Iterable[DayRow]) -> Mapping[str, Set[str]]:
    """The counts that each platform's overview of the account tells."""
    told: dict[str, set[str]] = defaultdict(set)
    for row in days:
        if not row.part.startswith(POST):
            told[row.platform] |= row.counts.keys()
    return told


def _beside(told: Set[str], counts: Mapping[str, int]) -> dict[str, int]:
    """A post's counts without those that the overview of its account tells: it is the same views."""
    return {name: count for name, count in counts.items() if name not in told}


def _tell_posts_beside(exports: Mapping[int, Export], told: Mapping[str, Set[str]]) -> None:
    """Say of each platform's newest export of posts which counts are the overview's."""
    newest: dict[str, tuple[Export, set[str]]] = {}
    for export in exports.values():
        posts = [(row.platform, row.counts) for row in export.posts]
        posts += [(row.platform, row.counts) for row in export.days if row.part.startswith(POST)]
        for platform, counts in posts:
            if told[platform] & counts.keys():
                newest[platform] = export, told[platform] & counts.keys()
    for platform, (export, names) in newest.items():
        message = phrase(
            "its {names} are left out: those of {platform}'s days are taken from the account's overview.",
            names=", ".join(name for name in COUNTS if name in names),
            platform=platform,
        )
        advice = (
            "This is no fault: both tell of the same views. Posts are counted, and export the overview daily."
        )
        export.warn("inputs.posts-beside-overview", message, advice)


def _newest_days(exports: Mapping[int, Export]) -> Iterable[tuple[int, DayRow]]:
    """The rows of days; where two files tell of one day, the later file's."""
    last: dict[tuple[str, str, date], int] = {}
    for file, export in exports.items():
        for row in export.days:
            last[row.platform, row.part, row.day] = file
    for file, export in exports.items():
        kept = [row for row in export.days if last[row.platform, row.part, row.day] == file]
        older = len(export.days) - len(kept)
        if older:
            message = phrase("{n} of its days are in a later export too, whose counts are taken.", n=older)
            export.warn("inputs.export-overlap", message, "This is no fault: platforms correct past days.")
        yield from ((file, row) for row in kept)


def _snapshots(seen: Sequence[_Seen], exports: Mapping[int, Export]) -> list[date]:
    """The days on which a platform's posts were exported; gaps between them are told."""
    file_of = {each.day: each.file for each in seen}
    days = sorted(file_of)
    if len(days) == 1:
        exports[file_of[days[0]]].warn(
            "inputs.first-export",
            "it is the first export of these posts: their counts are those of a lifetime.",
            "Keep it. What each day brought begins with the next export.",
        )
    for before, day in pairwise(days):
        gap = (day - before).days
        if gap > 1:
            message = phrase(
                "it follows the export of {before}: what its posts gained in {n} days stands on {day}.",
                before=before,
                n=gap,
                day=day,
            )
            exports[file_of[day]].warn(
                "inputs.export-gap", message, "Export every day, and each day has its own counts."
            )
    return days


Change = tuple[_Seen, Mapping[str, int], date]


def _changes(seen: Sequence[_Seen], days: Sequence[date]) -> Iterable[Change]:
    """Each post's changes from export to export, and itself on the day that it was published."""
    posts: dict[str, dict[date, _Seen]] = defaultdict(dict)
    for each in seen:
        posts[each.row.post][each.day] = each  # of two exports of a day, the later file
    for of_post in posts.values():
        ordered = [of_post[day] for day in sorted(of_post)]
        first = ordered[0]
        yield first, {"posts": 1}, first.row.published
        before = max((day for day in days if day < first.day), default=None)
        if first.row.published >= (before or first.day):
            yield first, first.row.counts, first.day
        for earlier, later in pairwise(ordered):
            both = [name for name in later.row.counts if name in earlier.row.counts]
            yield later, {name: later.row.counts[name] - earlier.row.counts[name] for name in both}, later.day
