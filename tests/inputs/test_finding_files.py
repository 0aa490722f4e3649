"""Which files an input reads, and what is said of those that it can't."""

import fcntl
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flashreport.inputs import RawInput, fingerprint, read_input
from flashreport.workspace.inputs import InputSettings

GOOD = b"date,account,amount\n2026-11-02,main,1.00\n"
Read = Callable[..., RawInput]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def made(path: str = "*.csv", **more: Any) -> RawInput:
        settings = InputSettings.model_validate(
            {"name": "bank", "table": "transactions", "path": path, **more}
        )
        return read_input(settings, tmp_path)

    return made


def codes(raw: RawInput) -> list[str]:
    return [problem.code for problem in raw.all_problems()]


def test_a_file_is_known_by_hash_size_and_time(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD)
    os.utime(tmp_path / "a.csv", (1_700_000_000, 1_700_000_000))
    (file,) = read().files
    assert file.sha256 == hashlib.sha256(GOOD).hexdigest()
    assert (file.path, file.size, file.rows) == ("a.csv", len(GOOD), 1)
    assert file.modified.isoformat() == "2023-11-14T22:13:20+00:00"


def test_folders_of_daily_files_are_read_in_order_of_their_names(read: Read, tmp_path: Path) -> None:
    for day in (3, 1, 2):
        folder = tmp_path / f"2026-11-0{day}"
        folder.mkdir()
        (folder / "bank.csv").write_bytes(GOOD.replace(b"02,", f"0{day},".encode()))
    raw = read("*/bank.csv")
    assert [file.path for file in raw.files] == [f"2026-11-0{day}/bank.csv" for day in (1, 2, 3)]
    assert codes(raw) == []


def test_no_file_is_an_error_only_where_one_is_required(read: Read) -> None:
    assert codes(read()) == ["inputs.no-file"]
    assert codes(read(required=False)) == []


def test_a_link_out_of_the_workspace_is_refused(read: Read, tmp_path: Path, tmp_path_factory: Any) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "secret.csv"
    outside.write_bytes(GOOD)
    (tmp_path / "a.csv").symlink_to(outside)
    raw = read()
    assert codes(raw) == ["inputs.outside"]
    assert raw.files == ()


def test_a_linked_folder_out_of_the_workspace_is_refused(
    read: Read, tmp_path: Path, tmp_path_factory: Any
) -> None:
    outside = tmp_path_factory.mktemp("elsewhere")
    (outside / "secret.csv").write_bytes(GOOD)
    (tmp_path / "folder").symlink_to(outside, target_is_directory=True)
    assert codes(read("folder/*.csv")) == ["inputs.outside"]


def test_a_link_inside_the_workspace_is_followed(read: Read, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "a.txt").write_bytes(GOOD)
    (tmp_path / "a.csv").symlink_to(tmp_path / "kept" / "a.txt")
    raw = read()
    assert codes(raw) == []
    assert raw.files[0].rows == 1


def test_a_link_to_nothing_and_a_link_to_itself_are_told(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "gone.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "b.csv")
    assert set(codes(read())) <= {"inputs.vanished", "inputs.unreadable"}
    assert len(codes(read())) == 2


def test_a_folder_and_a_pipe_are_no_files(read: Read, tmp_path: Path) -> None:
    (tmp_path / "bank").mkdir()
    assert codes(read("bank")) == ["inputs.not-a-file"]
    os.mkfifo(tmp_path / "pipe.csv")
    assert codes(read()) == ["inputs.not-a-file"]


def test_a_file_that_may_not_be_read_is_told(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD)
    opened = Path.open

    def refuse(self: Path, *args: Any, **more: Any) -> Any:
        if self.name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    raw = read()
    assert codes(raw) == ["inputs.no-permission"]
    assert "chmod" in raw.files[0].problems[0].advice


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FileNotFoundError(2, "gone"), "inputs.vanished"),
        (OSError(5, "Input/output error"), "inputs.unreadable"),
    ],
)
def test_a_file_that_goes_away_between_finding_and_reading(
    error: OSError, code: str, read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD)

    def fail(*_args: Any, **_more: Any) -> Any:
        raise error

    monkeypatch.setattr(Path, "open", fail)
    assert codes(read()) == [code]


def test_a_locked_file_is_told(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(GOOD)
    with path.open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        assert codes(read()) == ["inputs.locked"]
    assert codes(read()) == []


def test_a_file_that_grows_while_it_is_read_is_told(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(GOOD)
    chunks = fingerprint._chunks

    def growing(stream: Any) -> Any:
        yield from chunks(stream)
        with path.open("ab") as more:
            more.write(b"2026-11-03,main,2.00\n")

    monkeypatch.setattr(fingerprint, "_chunks", growing)
    assert codes(read()) == ["inputs.changing"]


def test_a_file_that_is_too_big_is_not_read(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprint, "MOST_BYTES", 10)
    (tmp_path / "a.csv").write_bytes(GOOD)
    assert codes(read()) == ["inputs.too-large"]


def test_a_gigabyte_without_a_line_end_is_refused_early(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.write(b"date,account\n" + b"x" * (2 << 20))
        stream.truncate(1 << 30)
    assert codes(read()) == ["inputs.long-line"]


def test_lock_files_of_spreadsheet_programs_are_passed_over(read: Read, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD)
    (tmp_path / "~$a.csv").write_bytes(b"Owner")
    raw = read()
    assert codes(raw) == ["inputs.open-elsewhere"]
    assert [file.path for file in raw.files] == ["a.csv"]


def test_too_many_files_are_cut_and_told(read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flashreport.inputs.find.MOST_FILES", 2)
    for number in range(4):
        (tmp_path / f"{number}.csv").write_bytes(GOOD + b"\n" * number)
    raw = read()
    assert codes(raw) == ["inputs.too-many-files"]
    assert len(raw.files) == 2
