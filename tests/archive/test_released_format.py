"""Archives of every format that was written stay readable, and go on as they are."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from flashreport.archive import Archive, ArchivePlace, Draft, open_archive
from flashreport.archive.edition import from_record
from flashreport.archive.store import version_of
from flashreport.archive.verify import verify
from flashreport.cli.run import run

RELEASED = Path(__file__).parent / "released"
MakeDraft = Callable[..., Draft]


@pytest.fixture
def old(root: Path) -> ArchivePlace:
    """Two editions in format 1, as the program of that time wrote them."""
    shutil.copytree(RELEASED / "format-1" / "archive", root / "archive")
    return ArchivePlace(root, root / "archive", "", "America/New_York")


def test_an_old_archive_verifies_and_reads_without_being_changed(old: ArchivePlace) -> None:
    before = (old.folder / "archive.sqlite").read_bytes()
    assert verify(old).problems == ()
    with open_archive(old) as archive:
        first = archive.edition(1)
        assert (first.format, first.backfilled, first.business_date) == (1, 0, "2026-11-19")
        assert archive.report(first.stored).company == "Harbor Grill"
        assert len(archive.measures(first.stored)) == 80
        assert version_of(archive.store, "archive") == 1 if archive.store else False
    assert (old.folder / "archive.sqlite").read_bytes() == before


def test_commands_read_an_old_archive(old: ArchivePlace, capsys: pytest.CaptureFixture[str]) -> None:
    """40 hours of the kitchen, 4 of them overtime, on each day."""

    def told(*arguments: str) -> str:
        assert run(["-C", str(old.root), *arguments]) == 0
        return capsys.readouterr().out

    assert "Harbor Grill" in told("show", "2026-11-19")
    assert "2 editions" in told("verify")
    assert "2026-11-20" in told("history")
    asked = ("history", "--measure", "staff.overtime_share", "--where", "department=kitchen", "--json")
    days = json.loads(told(*asked))["days"]
    assert {day["value"] for day in days} == {"0.1"}
    assert days[-1]["date"] == "2026-11-20"
    assert "n/a" in told("explain", "cash.disbursements", "--edition", "2")


def test_old_records_keep_their_hash_and_the_chain_goes_on(
    old: ArchivePlace, make_draft: MakeDraft, root: Path
) -> None:
    head = json.loads((old.folder / "head.json").read_text())
    with open_archive(old) as archive:
        last = archive.edition(2)
        day = last.stored.business_date + timedelta(days=1)
        archive.add(make_draft(day), last.stored.known_at + timedelta(days=1))
        third = archive.edition(3)
    assert (third.previous, third.format, third.backfilled) == (head["hash"], 2, 0)
    record = (old.folder / "files" / last.hash[:2] / last.hash).read_bytes()
    assert b"backfilled" not in record
    assert from_record(record).record() == record
    assert verify(old).problems == ()


def test_a_backfilled_edition_says_so_in_row_and_record(
    archive: Archive, place: ArchivePlace, make_draft: MakeDraft
) -> None:
    from dataclasses import replace

    draft = replace(make_draft(), backfilled=True)
    stored = archive.add(draft, draft.report.built_at)
    edition = archive.edition(stored.number)
    assert edition.backfilled == 1
    assert b'"backfilled":1' in archive.content.read(edition.hash)
    archive.close()
    assert verify(place).problems == ()
