"""The archive of a workspace: add an edition, find one, read what it holds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from flashreport.archive.edition import Draft, Edition, Kept, Role, Stored
from flashreport.archive.editions import Editions
from flashreport.archive.files import content_of
from flashreport.archive.migrations import ARCHIVE, Migration
from flashreport.archive.place import ArchivePlace, place_in
from flashreport.archive.store import Store, check_version, migrate, open_store, version_of
from flashreport.archive.trouble import damaged
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.errors.system import reason_of

if TYPE_CHECKING:
    from types import TracebackType

    import pandas as pd

    from flashreport.domain.day_figures import Row
    from flashreport.domain.report import Report
    from flashreport.workspace.load import Workspace

_MEASURES: tuple[Role, ...] = ("base", "changes")


class Archive:
    """One archive, open. Nothing is made on disk or server before the first :meth:`add`."""

    def __init__(self, place: ArchivePlace) -> None:
        self.place = place
        self.content = content_of(place)
        self._store: Store | None = None
        self._writes = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: "type[BaseException] | None",
        error: "BaseException | None",
        trace: "TracebackType | None",
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        if self._store is not None:
            self._store.close()
        self._store = None

    @property
    def store(self) -> Store | None:
        """The database for reading; None when there is no archive yet."""
        if self._store is None:
            self._store = open_store(self.place.folder, self.place.url, write=False)
        if self._store is None or not version_of(self._store, "archive"):
            return None
        check_version("archive", version_of(self._store, "archive"), len(ARCHIVE))
        return self._store

    @property
    def writer(self) -> Store:
        """The database for writing, made and brought to the newest format where needed."""
        if self._store is None or not self._writes:
            self.close()
            self._store = open_store(self.place.folder, self.place.url, write=True)
            self._writes = True
        assert self._store is not None  # noqa: S101 - a store for writing is always made
        migrate(self._store)
        return self._store

    @contextmanager
    def transaction(self, part: str, steps: Sequence[Migration]) -> Iterator[Store]:
        """Write to tables of another room in the same database, all or nothing.

        ``part`` names them, ``steps`` are their migrations (each gives the statements for a
        dialect); the tables are made or brought up to date first.
        """
        store = self.writer
        migrate(store, part, steps)
        with store.transaction():
            yield store

    @property
    def editions(self) -> Editions:
        """The table of editions, to search in."""
        return Editions(self.store)

    def add(self, draft: Draft, now: datetime) -> Stored:
        """Keep an edition; the files first, the row last, the head after it.

        A report that is the newest of its day already is not added again: then that edition
        is given. Raises FlashreportError ``archive.not-written``, ``archive.conflict`` when
        another build has kept this revision meanwhile, ``archive.input-changed`` when an
        input is no longer what the report was made from.
        """
        from flashreport.archive.add import add_edition

        with self.content.locked(), self.writer.alone():
            self.content.sweep()
            return add_edition(self.place, self.content, self.writer, draft, now)

    def newest(self, report_name: str, scope: str, business_date: date) -> Stored | None:
        """The highest revision of that day; None when there is none."""
        found = self.editions.newest(report_name, scope, business_date)
        return found.stored if found else None

    def before(self, report_name: str, scope: str, business_date: date) -> Stored | None:
        """The highest revision of the newest earlier business date; None when there is none."""
        found = self.editions.before(report_name, scope, business_date)
        return found.stored if found else None

    def newest_date(self, report_name: str, scope: str) -> date | None:
        """The newest business date that the report was kept for; None when there is none."""
        found = self.editions.before(report_name, scope, date.max)
        return found.stored.business_date if found else None

    def edition(self, number: int) -> Edition:
        """All that is known of an edition; FlashreportError ``archive.no-edition``."""
        return self.editions.numbered(number)

    def report(self, stored: Stored) -> "Report":
        """The report model of an edition."""
        from flashreport.domain.report import Report

        (kept,) = self.edition(stored.number).named("report").values()
        try:
            return Report.from_json(self.bytes_of(kept))
        except ValueError as error:
            raise damaged(self.content.where(kept.sha256), f"the report cannot be read ({error})") from error

    def currency(self, edition: Edition) -> str:
        """What an edition's amounts are in, without reading the whole report."""
        import json

        (kept,) = edition.named("report").values()
        try:
            return str(json.loads(self.bytes_of(kept))["currency"])
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(self.content.where(kept.sha256), f"the report cannot be read ({error})") from error

    def files(self, stored: Stored, role: Role = "page") -> dict[str, bytes]:
        """The files of an edition by name: the rendered ones, or those of another role."""
        return {name: self.bytes_of(kept) for name, kept in self.edition(stored.number).named(role).items()}

    def bytes_of(self, kept: Kept) -> bytes:
        """The content of a kept file; FlashreportError ``archive.damaged`` when it is not as it was."""
        import hashlib

        where = self.content.where(kept.sha256)
        try:
            content = self.content.read(kept.sha256)
        except OSError as error:
            self._tell_pruned(kept)
            raise damaged(
                where, phrase("{name} cannot be read: {reason}", name=kept.name, reason=reason_of(error))
            ) from error
        if hashlib.sha256(content).hexdigest() != kept.sha256:
            raise damaged(where, f"{kept.name} is not what was kept")
        return content

    def _tell_pruned(self, kept: Kept) -> None:
        """Raise ``archive.pruned`` when the content was removed on purpose."""
        stone = self.editions.pruned_by(kept.sha256)
        if stone is not None:
            raise FlashreportError(
                "archive.pruned",
                phrase(
                    "{name} was pruned on {day}: {reason}.",
                    name=kept.name,
                    day=date.fromisoformat(stone.business_date),
                    reason=str(stone.findings[0].get("text", "")),
                ),
                "What is left of the archive still verifies; a backup may hold the file.",
                Place(value=kept.sha256),
            )

    def measures(self, stored: Stored, only: Sequence[str] = ()) -> "pd.DataFrame":
        """The whole frame of measures as that edition knew it, in any order; ``only`` names some of them.

        Columns: entity, measure, dimension, member, date (datetime64[s]), value (int64 in the
        unit's smallest step), stale.
        """
        from flashreport.archive.measures import read_frame

        return read_frame(*self._measure_files(self.edition(stored.number)), only)

    def days(
        self, edition: Edition, only: Sequence[str], entity: str, dimension: str, member: str
    ) -> "list[Row]":
        """The rows of a few measures of one entity, whole and one slice, as that edition knew them."""
        from flashreport.archive.measures import read_days

        return read_days(*self._measure_files(edition), only, entity, dimension, member)

    def _measure_files(self, edition: Edition) -> tuple[Path, Path | None]:
        """The base and its changes, after seeing that they are what was kept."""
        kept = [kept for role in _MEASURES for kept in edition.named(role).values()]
        paths = [self.content.local(file.sha256, self.bytes_of(file)) for file in kept]
        base, changes = [*paths, None][:2]
        assert base is not None  # noqa: S101 - every edition has a base
        return base, changes


def open_archive(workspace: "Workspace | ArchivePlace") -> Archive:
    """The archive of a workspace; close it, or use it in a ``with``."""
    return Archive(workspace if isinstance(workspace, ArchivePlace) else place_in(workspace))
