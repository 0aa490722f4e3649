"""Removing files for good, and the tombstone in the chain that says which and why.

The tombstone is a record like an edition's, without a report: its files have the role
``pruned``. It is kept first, then the files go; a run that is killed in between leaves files
that are named as pruned, and the next run removes them.
"""

from collections.abc import Sequence
from datetime import datetime

from flashreport.archive.archive import Archive
from flashreport.archive.edition import Edition, Kept, Stored, moment
from flashreport.archive.editions import Editions
from flashreport.archive.head import Head, chain_end, write_head
from flashreport.archive.retention import Hold, Plan, Rule, plan
from flashreport.archive.store import Store
from flashreport.archive.versions import program_versions


def prune(
    archive: Archive, rules: Sequence[Rule], holds: Sequence[Hold], reason: str, now: datetime
) -> Stored | None:
    """Write the tombstone of all that is due, then remove those files; None when nothing is."""
    with archive.content.locked(), archive.writer.alone():
        stored = _tombstone(archive, archive.writer, rules, holds, reason, now)
        for sha256 in gone(archive.editions):
            archive.content.remove(sha256)
    return stored


def _tombstone(
    archive: Archive, store: Store, rules: Sequence[Rule], holds: Sequence[Hold], reason: str, now: datetime
) -> Stored | None:
    with store.transaction():
        editions = Editions(store)
        going = plan(editions.references(), rules, holds)
        last = chain_end(archive.content, editions.last())
        if not going.files or last is None:
            return None
        edition = _stone(going, last, reason, now)
        archive.content.keep(edition.record())
        archive.content.settle()
        editions.add(edition)
    write_head(archive.content, Head(edition.number, edition.hash))
    return edition.stored


def _stone(going: Plan, last: Edition, reason: str, now: datetime) -> Edition:
    return Edition(
        number=last.number + 1,
        report_name="",
        scope="",
        audience="",
        business_date=now.date().isoformat(),
        revision=last.number + 1,
        known_at=moment(now),
        report_id="",
        level="none",
        findings=[{"id": "pruned", "level": "none", "since_days": 0, "text": reason}],
        versions=program_versions(),
        previous=last.hash,
        files=tuple(
            Kept("pruned", f"{file.number}/{file.role}/{file.name}", file.sha256, file.size)
            for file in going.files
        ),
    )


def gone(editions: Editions) -> list[str]:
    """The hashes of all files that were pruned and that no later edition brought back."""
    last: dict[str, int] = {}
    pruned: dict[str, int] = {}
    for item in editions.references():
        which = pruned if item.role == "pruned" else last
        which[item.sha256] = max(item.number, which.get(item.sha256, 0))
    return sorted(sha256 for sha256, number in pruned.items() if number > last.get(sha256, 0))
