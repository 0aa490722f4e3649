"""Builds that are killed, starved of disk, refused or in each other's way leave a whole archive."""

import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flashreport.archive import Archive, ArchivePlace, Draft, open_archive
from flashreport.archive.editions import Wanted
from flashreport.archive.verify import verify

ROOT = Path(__file__).resolve().parents[2]
WRITER = Path(__file__).with_name("writer.py")
THE_DAY = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
MakeDraft = Callable[..., Draft]
Run = Callable[..., tuple[int, str]]
POINTS = 12
FEWER = 6
DATABASES = pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)


class Writer:
    """The other process; see ``writer.py``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, WRITER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

    def ask(self, place: ArchivePlace, draft: Draft, *, kill: int = 0, limit: int = 0) -> None:
        file = self.folder / f"{id(self)}-{draft.report.business_date}.pickle"
        file.write_bytes(pickle.dumps((place, draft, MORNING)))
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"file": str(file), "kill": kill, "limit": limit}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> tuple[int, str]:
        assert self.process.stdout is not None
        code, said = json.loads(self.process.stdout.readline())
        return code, said

    def close(self) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture
def writers(tmp_path: Path) -> Iterator[Callable[[], Writer]]:
    started: list[Writer] = []

    def start() -> Writer:
        started.append(Writer(tmp_path))
        return started[-1]

    yield start
    for writer in started:
        writer.close()


def kill_at_each(
    points: int, archive: Archive, place: ArchivePlace, make_draft: MakeDraft, writer: Writer
) -> list[int]:
    """Kill a build at so many of its writes, spread over all of them; the editions each left behind."""
    archive.add(make_draft(THE_DAY), MORNING)
    writer.ask(place, make_draft(THE_DAY + timedelta(days=1)))
    code, said = writer.answer()
    assert code == 0
    calls = int(said)
    assert calls >= 20
    # each edition makes some folders of its own: the last point lies at the end of the longest
    spread = calls + 3
    left = []
    for point in range(points):
        before = len(archive.editions.find(Wanted()))
        draft = make_draft(THE_DAY + timedelta(days=2 + point), closing=str(point))
        writer.ask(place, draft, kill=1 + point * spread // max(points - 1, 1))
        code, _ = writer.answer()
        found = verify(place)
        assert not found.problems, (point, [str(problem) for problem in found.problems])
        after = len(archive.editions.find(Wanted()))
        assert after in (before, before + 1)
        left.append(after - before)
        assert code == -signal.SIGKILL or after == before + 1
        stored = archive.add(draft, MORNING)
        assert stored.number == before + 1
        assert archive.files(stored) == draft.files
        assert not verify(place).problems
        assert list((place.folder / "incoming").iterdir()) == []
    return left


def test_a_build_killed_at_any_write_leaves_no_half_edition(
    archive: Archive, place: ArchivePlace, make_draft: MakeDraft, writers: Callable[[], Writer]
) -> None:
    left = kill_at_each(FEWER if place.files else POINTS, archive, place, make_draft, writers())
    assert (left[0], left[-1]) == (0, 1)


@pytest.mark.campaign
def test_a_build_killed_at_every_write_leaves_no_half_edition(
    archive: Archive, place: ArchivePlace, make_draft: MakeDraft, writers: Callable[[], Writer]
) -> None:
    assert set(kill_at_each(200, archive, place, make_draft, writers())) == {0, 1}


@DATABASES
def test_a_first_build_that_is_killed_leaves_an_empty_archive(
    place: ArchivePlace, make_draft: MakeDraft, writers: Callable[[], Writer]
) -> None:
    """Each run finds what the one before it left, and goes a little further; the last ends well."""
    writer, draft, code, kill = writers(), make_draft(), -signal.SIGKILL, 1
    while code == -signal.SIGKILL:
        writer.ask(place, draft, kill=kill)
        code = writer.answer()[0]
        found = verify(place)
        assert not found.problems
        assert found.editions in ((1,) if code == 0 else (0, 1))
        kill += 6
    assert code == 0
    assert kill > 20


def test_a_full_disk_is_told_and_changes_nothing(
    archive: Archive,
    place: ArchivePlace,
    make_draft: MakeDraft,
    writers: Callable[[], Writer],
) -> None:
    archive.add(make_draft(), MORNING)
    writer = writers()
    codes = []
    for step, limit in enumerate((1, 300, 1500, 3000, 5000, 8000, 20000)):
        writer.ask(place, make_draft(THE_DAY + timedelta(days=1), closing=str(step)), limit=limit)
        code, said = writer.answer()
        assert code == 0
        codes.append(said)
        if said.isdigit():
            break
        assert said == "archive.not-written"
        found = verify(place)
        assert not found.problems
        assert found.editions == 1
    assert codes[0] == "archive.not-written"


AS_NOBODY = """
import os, pickle, sys
import duckdb, pandas, pyarrow
import flashreport.archive.add, flashreport.archive.measures, flashreport.archive.sqlite
from flashreport.archive import open_archive
from flashreport.archive.verify import verify
from flashreport.errors import FlashreportError
with open(sys.argv[1], "rb") as stream:
    place, draft, now = pickle.load(stream)
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with open_archive(place) as archive:
    print(archive.edition(1).business_date, len(verify(place).problems))
    try:
        archive.add(draft, now)
    except FlashreportError as error:
        print(error.problem.code)
    print(archive.edition(1).business_date)
"""


def test_a_folder_that_may_not_be_written_is_read_and_refuses(make_draft: MakeDraft) -> None:
    with tempfile.TemporaryDirectory(prefix="flashreport-test-") as name:
        root = Path(name)
        (root / "flashreport.toml").write_text('[company]\nname = "A"\ncurrency = "USD"\n')
        place = ArchivePlace(root, root / "archive")
        with open_archive(place) as archive:
            archive.add(make_draft(), MORNING)
        draft = replace(make_draft(THE_DAY + timedelta(days=1)), inputs={})
        (root / "draft.pickle").write_bytes(pickle.dumps((place, draft, MORNING)))
        for path in [root, *root.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, root / "draft.pickle"],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for path in [root, *root.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.stdout.split() == ["2026-11-19", "0", "archive.not-written", "2026-11-19"], done.stderr


@DATABASES
def test_builds_at_the_same_time_queue_up(
    archive: Archive, place: ArchivePlace, make_draft: MakeDraft, writers: Callable[[], Writer]
) -> None:
    several = [writers() for _ in range(3)]
    days = 4
    for step in range(days):
        for turn, writer in enumerate(several):
            writer.ask(place, make_draft(THE_DAY + timedelta(days=step * 3 + turn)))
    answers = [writer.answer() for _ in range(days) for writer in several]
    assert {code for code, _ in answers} == {0}
    assert all(said.isdigit() for _, said in answers)
    found = archive.editions.find(Wanted())
    assert sorted(edition.number for edition in found) == list(range(1, 13))
    assert {edition.business_date for edition in found} == {
        (THE_DAY + timedelta(days=step)).isoformat() for step in range(12)
    }
    assert not verify(place).problems


@DATABASES
def test_two_builds_of_one_day_make_one_edition(
    archive: Archive, place: ArchivePlace, make_draft: MakeDraft, writers: Callable[[], Writer]
) -> None:
    several = [writers() for _ in range(3)]
    for writer in several:
        writer.ask(place, make_draft())
    assert [writer.answer()[0] for writer in several] == [0, 0, 0]
    assert len(archive.editions.find(Wanted())) == 1
    assert not verify(place).problems
