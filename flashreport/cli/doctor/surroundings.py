"""Whether the workspace is well: settings, calendar, inputs, archive, room to write."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from flashreport.cli.doctor.finding import Finding
from flashreport.cli.doctor.ways_out import delivery_findings
from flashreport.cli.exit_codes import ExitCode
from flashreport.errors import FlashreportError, joined, phrase
from flashreport.errors.system import reason_of
from flashreport.workspace.calendar import public_holidays
from flashreport.workspace.inputs import InputSettings
from flashreport.workspace.load import Workspace

_GIB = 1024**3
_LITTLE, _TOO_LITTLE = 1 * _GIB, _GIB // 10


def workspace_findings(workspace: Workspace, now: datetime, language: str) -> Iterator[Finding]:
    """One line for each part of the workspace; ``now`` is local to the company."""
    settings = workspace.settings
    message = phrase(
        "{root}: {inputs} inputs, {kpis} KPIs",
        root=workspace.root,
        inputs=len(settings.inputs),
        kpis=len(workspace.kpis.kpi),
    )
    yield Finding("settings", "ok", message)
    yield Finding(
        "clock",
        "ok",
        phrase(
            "{moment} in {zone}", moment=now.isoformat(timespec="minutes"), zone=settings.company.timezone
        ),
    )
    yield calendar(workspace, now, language)
    for item in settings.inputs:
        yield input_files(workspace.root, item)
    shared = settings.archive.url or settings.archive.files
    yield shared_archive(workspace) if shared else archive(workspace.archive_path)
    yield from delivery_findings(workspace)
    yield writable(workspace.root)
    yield disk_space(shutil.disk_usage(workspace.root).free)


def calendar(workspace: Workspace, now: datetime, language: str) -> Finding:
    """The next holidays, so that a wrong country is seen."""
    settings, today = workspace.settings.calendar, now.date()
    if not settings.country:
        advice = phrase("Set country in [calendar], or list closed days.")
        return Finding(
            "calendar", "ok" if settings.closed else "warn", phrase("no country's holidays."), advice
        )
    try:
        found = public_holidays(settings, today, today + timedelta(days=366), language)
    except FlashreportError as error:
        return Finding("calendar", "fail", error.problem.message, error.problem.advice, ExitCode.SETTINGS)
    coming = [
        phrase("{day} {holiday}", day=day, holiday=name)
        for day, name in sorted(found.items())
        if day >= today
    ]
    next_ones = joined(coming[:3])
    return Finding(
        "calendar", "ok", phrase("{country}: {holidays}", country=settings.country, holidays=next_ones)
    )


def input_files(root: Path, item: InputSettings) -> Finding:
    """How many files an input finds, and the newest of them."""
    topic = phrase("input {name}", name=item.name)
    path = Path(item.path)
    base = Path(path.anchor) if path.is_absolute() else root
    files = [file for file in base.glob(str(path.relative_to(path.anchor))) if file.is_file()]
    if files:
        newest = max(files, key=lambda file: file.stat().st_mtime)
        return Finding(topic, "ok", phrase("{n} files, the newest {name}", n=len(files), name=newest.name))
    message = phrase("no file fits {path}.", path=item.path)
    if item.required:
        return Finding(topic, "fail", message, phrase("Check path and the folder."), ExitCode.INPUT)
    return Finding(topic, "warn", message)


def shared_archive(workspace: Workspace) -> Finding:
    """Whether database and object store answer, and the archive can be read."""
    from flashreport.archive import open_archive

    try:
        with open_archive(workspace) as found:
            last = found.editions.last()
            found.content.reach()
    except FlashreportError as error:
        return Finding("archive", "fail", error.problem.message, error.problem.advice, ExitCode.ARCHIVE)
    if last is None:
        return Finding("archive", "ok", "none yet on the server.")
    return Finding(
        "archive", "ok", phrase("edition {number} is the newest on the server", number=last.number)
    )


def archive(folder: Path) -> Finding:
    """Whether the archive's database is whole, when there is one."""
    databases = sorted(folder.glob("*.sqlite*")) + sorted(folder.glob("*.db"))
    databases = [file for file in databases if not file.name.endswith(("-wal", "-shm", "-journal"))]
    if not databases:
        return Finding("archive", "ok", phrase("none yet in {folder}", folder=folder))
    for database in databases:
        fault = _database_fault(database)
        if fault:
            advice = phrase("Put back a copy of the archive's folder from a backup.")
            return Finding(
                "archive",
                "fail",
                phrase("{file}: {fault}.", file=database, fault=fault),
                advice,
                ExitCode.ARCHIVE,
            )
    return Finding("archive", "ok", phrase("{file} is whole", file=databases[0]))


def _database_fault(database: Path) -> str:
    try:
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            result = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            lost = connection.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        return reason_of(error)
    if result != "ok":
        return str(result)
    return phrase("{n} rows belong to no edition", n=len(lost)) if lost else ""


def writable(root: Path) -> Finding:
    """Whether this user can write in the workspace."""
    try:
        with tempfile.TemporaryFile(dir=root):
            pass
    except OSError as error:
        message = phrase("{root} cannot be written: {reason}.", root=root, reason=reason_of(error))
        return Finding("writing", "fail", message, phrase("Give this user write access."))
    return Finding("writing", "ok", phrase("{root} can be written", root=root))


def disk_space(free: int) -> Finding:
    """Whether there is room for reports; ``free`` in bytes."""
    message = phrase("{size} GiB free", size=Decimal(f"{free / _GIB:.1f}"))
    advice = phrase("Free space on the workspace's disk.")
    if free < _TOO_LITTLE:
        return Finding("disk", "fail", message, advice)
    if free < _LITTLE:
        return Finding("disk", "warn", message, advice)
    return Finding("disk", "ok", message)
