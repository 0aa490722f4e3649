"""Adding an edition: files first, rows last, so that whatever stops it leaves no half edition."""

from datetime import datetime
from pathlib import Path

from flashreport.archive.edition import Draft, Edition, Kept, Role, Stored, moment
from flashreport.archive.editions import Editions
from flashreport.archive.files import FileStore
from flashreport.archive.head import HEAD, Head, read_head, write_head
from flashreport.archive.place import ArchivePlace
from flashreport.archive.store import Store
from flashreport.archive.summary import findings_of, level_of
from flashreport.archive.trouble import damaged, not_written, unwritten
from flashreport.archive.versions import program_versions
from flashreport.errors import FlashreportError, Place, phrase

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
        last = editions.last()
        _mend_head(place.folder, last)
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
    write_head(place.folder, Head(edition.number, edition.hash))
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


def _mend_head(folder: Path, last: Edition | None) -> None:
    """See that the chain ends where the head says, before anything is added to it.

    A build that was killed after its commit left the head one edition behind: that is mended.
    Any other disagreement must stay to be seen, so nothing is added.
    """
    number, end = (last.number, last.hash) if last else (0, "")
    try:
        head = read_head(folder)
    except ValueError as error:
        raise damaged(str(folder / HEAD), f"the head cannot be read: {error}") from error
    if last is not None and (head is None or head.number == number - 1):
        write_head(folder, Head(number, end))
    elif head is not None and (head.number, head.hash) != (number, end):
        raise damaged(
            str(folder / HEAD),
            f"the newest edition was {head.number}, with another hash than edition {number}, "
            "the last in the database",
        )


def _kept(place: ArchivePlace, content: FileStore, editions: Editions, draft: Draft) -> list[Kept]:
    """Every file of the edition, put into the store."""
    pages = {name: bytes(page) for name, page in draft.files.items()}
    settings = {name: _read(path, name) for name, path in place.settings_files().items()}
    return [
        _keep(content, "report", "report.json", draft.report.to_json().encode()),
        *(_keep(content, "page", name, page) for name, page in pages.items()),
        *(_keep(content, "settings", name, text) for name, text in settings.items()),
        *_kept_inputs(content, draft),
        *_kept_measures(content, editions, draft),
    ]


def _keep(content: FileStore, role: Role, name: str, data: bytes) -> Kept:
    return Kept(role, _printable(name), content.keep(data), len(data))


def _printable(name: str) -> str:
    """A name that UTF-8 cannot write, with its odd bytes spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()


def _kept_inputs(content: FileStore, draft: Draft) -> list[Kept]:
    """The inputs, whose bytes must be those that the report was made from."""
    read = {file.file: file.sha256 for file in draft.report.provenance.files}
    kept = []
    for name, path in draft.inputs.items():
        data = _read(path, name)
        found = _keep(content, "input", name, data)
        if read.get(name, found.sha256) != found.sha256:
            raise FlashreportError(
                "archive.input-changed",
                "the file was changed while the report was built from it.",
                "Build again.",
                Place(file=name),
            )
        kept.append(found)
    return kept


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FlashreportError(
            "archive.input-changed",
            phrase("the file cannot be read any more: {strerror}.", strerror=error.strerror),
            "Bring it back and build again.",
            Place(file=name),
        ) from error


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
        worth = write_changes(draft.measures, content.path(base.sha256), target)
    except duckdb.Error:
        return None
    return None if not worth else _keep(content, "changes", "changes.parquet", target.read_bytes())


def _whole(content: FileStore, draft: Draft, target: Path) -> Kept:
    import duckdb

    from flashreport.archive.measures import write_whole_frame

    try:
        write_whole_frame(draft.measures, target)
    except duckdb.IOException as error:
        raise unwritten(str(content.folder), str(error).splitlines()[0]) from error
    return _keep(content, "base", "measures.parquet", target.read_bytes())
