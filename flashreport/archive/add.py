"""Adding an edition: files first, rows last, so that whatever stops it leaves no half edition."""

from datetime import datetime
from pathlib import Path

from flashreport.archive.edition import Draft, Edition, Kept, Stored, moment
from flashreport.archive.editions import Editions
from flashreport.archive.files import FileStore
from flashreport.archive.head import Head, chain_end, write_head
from flashreport.archive.keep import keep, kept_inputs, read_whole
from flashreport.archive.place import ArchivePlace
from flashreport.archive.store import Store
from flashreport.archive.summary import findings_of, level_of
from flashreport.archive.trouble import not_written, unwritten
from flashreport.archive.versions import program_versions
from flashreport.errors import FlashreportError, phrase
from flashreport.errors.system import reason_of

# After so many editions on one whole frame of measures, the next keeps a whole one again.
_EDITIONS_PER_BASE = 30


def add_edition(place: ArchivePlace, content: FileStore, store: Store, draft: Draft, now: datetime) -> Stored:
    """Keep the draft; the caller holds the archive's lock."""
    report = draft.report
    with store.transaction():
        editions = Editions(store)
        same = editions.newest(draft.report_name, draft.scope, report.business_date)
        if same is not None and same.report_id == report.id:
            return same.stored
        if same is not None and same.revision >= report.revision:
            raise _conflict(draft)
        last = chain_end(content, editions.last())
        edition = Edition(
            number=last.number + 1 if last else 1,
            report_name=draft.report_name,
            scope=draft.scope,
            audience="",
            business_date=report.business_date.isoformat(),
            revision=report.revision,
            known_at=moment(now),
            report_id=report.id,
            level=level_of(report),
            findings=findings_of(report),
            versions=program_versions(),
            previous=last.hash if last else "",
            files=tuple(_kept(place, content, editions, draft)),
            backfilled=int(draft.backfilled),
        )
        content.keep(edition.record())
        content.settle()
        editions.add(edition)
    write_head(content, Head(edition.number, edition.hash))
    return edition.stored


def _conflict(draft: Draft) -> FlashreportError:
    return FlashreportError(
        "archive.conflict",
        phrase(
            "revision {revision} of {report_name} for {business_date} is already kept, with other content.",
            revision=draft.report.revision,
            report_name=draft.report_name,
            business_date=draft.report.business_date,
        ),
        "Another build was faster: build again.",
    )


def _kept(place: ArchivePlace, content: FileStore, editions: Editions, draft: Draft) -> list[Kept]:
    """Every file of the edition, put into the store."""
    pages = {name: bytes(page) for name, page in draft.files.items()}
    settings = {name: read_whole(path, name) for name, path in place.settings_files().items()}
    return [
        keep(content, "report", "report.json", draft.report.to_json().encode()),
        *(keep(content, "page", name, page) for name, page in pages.items()),
        *(keep(content, "settings", name, text) for name, text in settings.items()),
        *(keep(content, "template", name, text) for name, text in draft.templates.items()),
        *kept_inputs(content, draft),
        *_kept_measures(content, editions, draft),
    ]


def _kept_measures(content: FileStore, editions: Editions, draft: Draft) -> list[Kept]:
    """The whole frame, or the base of the edition before and what differs from it."""
    base = _base(content, editions, draft)
    target = content.incoming()
    try:
        if base is not None:
            changes = _changes(content, base, draft, target)
            if changes is not None:
                return [base, changes]
        return [_whole(content, draft, target)]
    finally:
        with not_written(content.folder):
            target.unlink(missing_ok=True)


def _base(content: FileStore, editions: Editions, draft: Draft) -> Kept | None:
    """The base of the report's last edition, unless enough editions stand on it."""
    last = editions.last_of(draft.report_name, draft.scope)
    for base in last.named("base").values() if last else ():
        if content.holds(base.sha256, base.size) and editions.with_base(base.sha256) < _EDITIONS_PER_BASE:
            return base
    return None


def _changes(content: FileStore, base: Kept, draft: Draft, target: Path) -> Kept | None:
    """The file of changes; None when a whole frame is better, also because the base is broken."""
    import duckdb

    from flashreport.archive.measures import write_changes

    try:
        worth = write_changes(draft.measures, content.local(base.sha256), target)
    except duckdb.Error:
        return None
    return None if not worth else keep(content, "changes", "changes.parquet", target.read_bytes())


def _whole(content: FileStore, draft: Draft, target: Path) -> Kept:
    import duckdb

    from flashreport.archive.measures import write_whole_frame

    try:
        write_whole_frame(draft.measures, target)
    except duckdb.IOException as error:
        raise unwritten(str(content.folder), reason_of(error)) from error
    return keep(content, "base", "measures.parquet", target.read_bytes())
