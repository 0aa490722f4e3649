"""Files in an object store: what goes wrong is told to people, and commands work with it."""

import json
import shutil
import socket
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flashreport import pipeline
from flashreport.archive import Archive, ArchivePlace, Draft, open_archive, place_of
from flashreport.archive.copy import copy
from flashreport.archive.export import export
from flashreport.archive.known import measures_as_known
from flashreport.archive.verify import verify
from flashreport.cli.run import run
from flashreport.errors import FlashreportError
from flashreport.workspace.object_store import ObjectFolder

MORNING = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
Fill = Callable[..., None]
FORMAT = Path(__file__).parent / "formats" / "format-2.tar.gz"
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


def _later(archive: Archive) -> Draft:
    """A third day, since the newest two of a report are never pruned."""
    newest = archive.edition(3).stored
    day = {"business_date": date(2026, 3, 4), "revision": 1, "id": "later"}
    report = archive.report(newest).model_copy(update=day)
    return Draft("daily", "", report, {"flash.html": b"<p>"}, archive.measures(newest), {})


@S3
def test_a_workspace_of_real_builds_goes_on_in_it(
    place: ArchivePlace,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Copied into the store; then read, rebuilt, explained, exported, pruned and proven there."""
    root = tmp_path / "shops"
    with tarfile.open(FORMAT) as packed:
        packed.extractall(root, filter="data")

    def told(*arguments: object) -> str:
        code = run(["-C", str(root), *map(str, arguments)])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out + said.err

    assert "the copy verifies" in told("archive", "copy", root / "rows", "--files", place.files)
    shutil.rmtree(root / "archive")
    settings = root / "flashreport.toml"
    more = f'[archive]\npath = "rows"\nfiles = "{place.files}"\n[archive.retention]\npages = "1d"\n'
    settings.write_text(settings.read_text() + more)
    assert place_of(root).files == place.files
    assert "2026-03-03" in told("history")
    assert "46.50" in told("history", "--measure", "cash.disbursements")
    told("show", "2026-03-02", "--format", "pdf", "--output", tmp_path / "monday.pdf")
    told("show", "2026-03-02", "--format", "html", "--output", tmp_path / "monday.html")
    kinds = ("html", "pdf")
    pages = {f"flash-2026-03-02.{kind}": (tmp_path / f"monday.{kind}").read_bytes() for kind in kinds}
    # Drawing them anew is another test's; here the store gives the model, the settings and the bytes.
    monkeypatch.setattr(pipeline, "rendered", lambda *_: pages)
    assert told("rebuild", "2026-03-02").count("the same bytes") == 2
    assert "-4550" in told("explain", "cash.disbursements", "--edition", 2)
    told("export", tmp_path / "audit.zip")
    with zipfile.ZipFile(tmp_path / "audit.zip") as audit:
        assert audit.testzip() is None
        assert sum(name.endswith("record.json") for name in audit.namelist()) == 3
    monkeypatch.setenv("FLASHREPORT_NOW", "2026-04-01T05:00:00+00:00")
    with open_archive(place_of(root)) as archive:
        archive.add(_later(archive), datetime(2026, 3, 5, tzinfo=UTC))
    told("prune", "--yes")
    proven = json.loads(told("verify", "--json"))
    assert (proven["ok"], proven["editions"]) == (True, 5)
    with open_archive(place_of(root)) as archive, pytest.raises(FlashreportError) as raised:
        archive.files(archive.edition(1).stored)
    assert raised.value.problem.code == "archive.pruned"
