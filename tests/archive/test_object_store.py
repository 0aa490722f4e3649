"""Files in an object store: what goes wrong is told to people, and commands work with it."""

import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flashreport.archive import Archive, ArchivePlace, Draft, open_archive, place_of
from flashreport.archive.copy import copy
from flashreport.archive.export import export
from flashreport.archive.known import measures_as_known
from flashreport.archive.verify import verify
from flashreport.errors import FlashreportError
from flashreport.workspace.object_store import ObjectFolder

MORNING = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
Fill = Callable[..., None]
S3 = pytest.mark.parametrize("store", ["s3"], indirect=True)


def told(url: str) -> FlashreportError:
    with pytest.raises(FlashreportError) as raised:
        ObjectFolder(url, key="archive.files").put("x", b"1")
    return raised.value


def test_a_wrong_key_is_told_as_forbidden(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    error = told(bucket)
    assert error.problem.code == "workspace.store-forbidden"
    assert bucket in error.problem.message
    with pytest.raises(FlashreportError) as raised:
        list(ObjectFolder(bucket, key="archive.files").names())
    assert raised.value.problem.code == "workspace.store-forbidden"


def test_a_bucket_that_is_not_there_is_told_for_each_request(bucket: str) -> None:
    other = ObjectFolder(bucket.replace("records", "nothing"), key="archive.files")
    for act in (
        lambda: other.put("x", b""),
        lambda: other.get("x"),
        lambda: list(other.names()),
    ):
        with pytest.raises(FlashreportError) as raised:
            act()
        assert raised.value.problem.code == "workspace.store-no-bucket"


def test_a_server_that_is_down_is_told(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    error = told(bucket)
    assert error.problem.code == "workspace.store-unreachable"
    assert "Debug" not in error.problem.message
    assert "Generic {" not in error.problem.message


def test_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    assert told("s3://records/x").problem.code == "workspace.store-no-driver"


@pytest.mark.parametrize("url", ["ftp://x/y", "s3://", "s3://key:secret@records/x"])
def test_an_address_of_another_kind_is_told_without_its_secret(url: str) -> None:
    error = told(url)
    assert error.problem.code == "workspace.store-bad-url"
    assert "secret" not in str(error)


@S3
def test_a_build_that_cannot_reach_it_adds_nothing(
    archive: Archive,
    place: ArchivePlace,
    fill: Fill,
    make_draft: Callable[..., Draft],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(archive, 1)
    with monkeypatch.context() as patched, open_archive(place) as cut_off:
        patched.setenv("AWS_SECRET_ACCESS_KEY", "another")
        with pytest.raises(FlashreportError) as raised:
            cut_off.add(make_draft(revision=2, closing="1"), MORNING)
        assert [problem.code for problem in verify(place).problems] == ["workspace.store-forbidden"]
    assert raised.value.problem.code == "workspace.store-forbidden"
    found = verify(place)
    assert (found.problems, found.editions) == ((), 1)


@S3
def test_an_archive_moves_there_and_back_with_its_hashes(
    root: Path, place: ArchivePlace, fill: Fill, tmp_path: Path
) -> None:
    here, back = replace(place, files=""), ArchivePlace(root, tmp_path / "back")
    with open_archive(here) as one, open_archive(replace(place, folder=tmp_path / "rows")) as two:
        fill(one, 3)
        newest = copy(one, two).newest
        known = measures_as_known(two, "staff.overtime_hours", None, "", "department", "kitchen")
        again = measures_as_known(one, "staff.overtime_hours", None, "", "department", "kitchen")
        assert known is not None
        assert again is not None
        assert known.days == again.days
        with open_archive(back) as three:
            assert copy(two, three).newest == newest
        export(two, [two.edition(number) for number in (1, 2, 3)], tmp_path / "audit")
        here_still = {path.name.partition("-")[0] for path in (tmp_path / "rows").iterdir()}
        assert here_still == {"archive.sqlite", "archive.lock"}
    assert verify(back).newest == newest
    checked = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "audit")
    assert checked.returncode == 0


@S3
def test_the_program_uses_it_by_its_settings(root: Path, place: ArchivePlace, fill: Fill) -> None:
    def run(*arguments: object) -> str:
        command = [sys.executable, "-m", "flashreport", "-C", str(root), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    settings = root / "flashreport.toml"
    with open_archive(ArchivePlace(root, root / "archive")) as archive:
        fill(archive, 2)
    told = run("archive", "copy", root / "rows", "--files", place.files)
    assert "the copy verifies" in told
    settings.write_text(settings.read_text() + f'[archive]\npath = "rows"\nfiles = "{place.files}"\n')
    assert place_of(root).files == place.files
    assert "2026-11-20" in run("history")
    assert "Harbor Grill" in run("show")
    assert "all as they were kept" in run("verify")
    assert "3,600" not in run("history", "--measure", "staff.overtime_hours", "--where", "department=kitchen")
