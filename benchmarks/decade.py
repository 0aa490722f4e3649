"""An archive of ten years of daily editions for three audiences, made by script out of one real edition."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pandas as pd

from benchmarks.processes import ROOT, environment, flashreport, run
from flashreport.archive import Archive, ArchivePlace, open_archive
from flashreport.archive.edition import Edition, Kept
from flashreport.archive.editions import Editions
from flashreport.archive.files import FILES
from flashreport.archive.head import Head, write_head

YEARS = 10
SCOPES = ("", "harbor", "mill")
_LAST = date(2026, 11, 19)
_PER_BASE = 30


def decade(folder: Path) -> ArchivePlace:
    """The sample company's workspace with that archive: each edition with files of its own."""
    root = folder / "workspace"
    copytree(ROOT / "sample_data" / "en", root)
    run(
        flashreport("-C", root, "build", "--no-send"),
        env=environment(FLASHREPORT_NOW="2026-11-20T06:30:00-05:00"),
    )
    place = ArchivePlace(root, root / "archive", "", "America/New_York")
    with open_archive(place) as archive:
        _fill(archive)
    return place


def _fill(archive: Archive) -> None:
    last = archive.edition(1)
    report = json.loads(archive.files(last.stored, "report")["report.json"])
    with archive.writer.transaction():
        editions = Editions(archive.writer)
        for number, (day, scope) in enumerate(_days(), 2):
            report |= {"business_date": day.isoformat(), "id": f"{number:08x}"}
            files = tuple(_files(archive, report, day, scope, number))
            known = datetime.combine(day + timedelta(days=1), time(11), UTC).isoformat()
            last = replace(
                last,
                number=number,
                scope=scope,
                business_date=day.isoformat(),
                known_at=known,
                report_id=report["id"],
                previous=last.hash,
                files=files,
            )
            last = Edition(**{name: getattr(last, name) for name in Edition.__dataclass_fields__})
            _put(archive, last.record())
            editions.add(last)
    write_head(archive.content, Head(last.number, last.hash))


def _days() -> Iterator[tuple[date, str]]:
    first = _LAST + timedelta(days=1)
    for back in range(YEARS * 365):
        for scope in SCOPES:
            yield first + timedelta(days=back), scope


def _files(archive: Archive, report: object, day: date, scope: str, number: int) -> Iterator[Kept]:
    model = json.dumps(report).encode()
    page = f"<p>{number}</p>".encode() * 200
    yield Kept("report", "report.json", _put(archive, model), len(model))
    yield Kept("page", f"flash-{day}.html", _put(archive, page), len(page))
    base = archive.edition(1).named("base")["measures.parquet"]
    yield base
    if number % _PER_BASE:
        changes = _changes(day, number)
        yield Kept("changes", "changes.parquet", _put(archive, changes), len(changes))


def _changes(day: date, number: int) -> bytes:
    frame = pd.DataFrame(
        {
            "entity": [""],
            "measure": ["staff.hours"],
            "dimension": [""],
            "member": [""],
            "date": [day],
            "value": [3600 * number],
            "stale": [False],
        }
    )
    return bytes(frame.to_parquet(index=False))


def _put(archive: Archive, content: bytes) -> str:
    """As the archive keeps a file, without waiting for the disk."""
    name = sha256(content).hexdigest()
    path = archive.place.folder / FILES / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return name
