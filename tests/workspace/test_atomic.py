"""Files are whole or not there, and a killed write leaves nothing for good."""

import os
from pathlib import Path

import pytest

from flashreport.workspace.atomic import write_whole


def test_what_a_killed_write_left_goes_with_the_next_of_that_file(tmp_path: Path) -> None:
    for name in (".a[1].eml.0badcafe.part", ".b.eml.0badcafe.part"):
        (tmp_path / name).write_bytes(b"half")
    write_whole(tmp_path / "a[1].eml", b"whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".b.eml.0badcafe.part", "a[1].eml"]
    assert (tmp_path / "a[1].eml").read_bytes() == b"whole"


def test_a_write_that_another_of_the_same_file_swept_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other begins just before ours is renamed."""
    path, plain = tmp_path / "a.eml", os.fsync
    begun: list[bool] = []

    def fsync(descriptor: int) -> None:
        plain(descriptor)
        if not begun:
            begun.append(True)
            write_whole(path, b"theirs")

    monkeypatch.setattr(os, "fsync", fsync)
    write_whole(path, b"ours")
    assert path.read_bytes() == b"ours"
    assert [left.name for left in tmp_path.iterdir()] == ["a.eml"]


def test_a_refused_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [left.name for left in tmp_path.iterdir()] == ["a.eml"]
