"""Which edition a command is about: by number, by business date, or the newest."""

import re
from datetime import date
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError, Place, phrase

if TYPE_CHECKING:
    from flashreport.archive.archive import Archive
    from flashreport.archive.edition import Edition

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:-?r(\d+))?")


def chosen(archive: "Archive", text: str | None, report: str = "", scope: str = "") -> "Edition":
    """The edition that ``text`` names: 17, 2026-11-19, 2026-11-19-r2, or the newest without it.

    Of a date, or without a text, it is the highest revision of the group's report that comes
    first, unless ``report`` and ``scope`` say otherwise. FlashreportError ``archive.no-edition``.
    """
    from flashreport.archive.editions import Wanted

    if text and text.lstrip("#").isdecimal():
        return _report(archive.edition(int(text.lstrip("#"))))
    day, revision = _day(text) if text else (None, 0)
    found = [
        edition
        for edition in archive.editions.find(Wanted(report, scope, day, day), None if day else 1)
        if revision in (0, edition.revision)
    ]
    if not found:
        raise FlashreportError(
            "archive.no-edition",
            _lacking(" ".join(filter(None, (report, scope, text)))),
            "See what there is with 'flashreport history', or make one with 'flashreport build'.",
        )
    group = [edition for edition in found if not edition.scope] or found
    return archive.edition(max(group, key=lambda edition: (edition.revision, edition.number)).number)


def _lacking(what: str) -> str:
    if not what:
        return phrase("there is no report in the archive.")
    return phrase("there is no report {what} in the archive.", what=what)


def _report(edition: "Edition") -> "Edition":
    """The edition, unless it is a tombstone."""
    if edition.report_name:
        return edition
    raise FlashreportError(
        "archive.no-edition",
        phrase(
            "number {number} of the chain is no report: files were pruned on {day}.",
            number=str(edition.number),
            day=edition.stored.business_date,
        ),
        "See what there is with: flashreport history",
    )


def _day(text: str) -> tuple[date, int]:
    match = _DATED.fullmatch(text)
    try:
        if match:
            return date.fromisoformat(match[1]), int(match[2] or 0)
    except ValueError:
        pass
    raise FlashreportError(
        "usage.edition",
        phrase("'{text}' is neither an edition's number nor a day.", text=text),
        "Write 17, 2026-11-19, or 2026-11-19-r2 for a revision.",
        Place(key="EDITION", value=text),
    )
