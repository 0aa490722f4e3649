import errno
import os
import re
from pathlib import Path

import pytest

from flashreport.errors import FlashreportError
from flashreport.workspace import init, resources
from flashreport.workspace.blank import KPIS, SETTINGS
from flashreport.workspace.init import make_workspace
from flashreport.workspace.load import load


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small installed sample."""
    source = tmp_path / "installed" / "en"
    (source / "bank").mkdir(parents=True)
    (source / "__pycache__").mkdir()
    (source / "flashreport.toml").write_text(SETTINGS.split("\n", 1)[1])
    (source / "kpis.toml").write_text(KPIS)
    (source / "bank" / "2026.csv").write_bytes(b"date,amount\r\n2026-11-23,1\r\n")
    (source / "make.py").write_text("print()")
    (source / "__pycache__" / "make.pyc").write_bytes(b"x")
    monkeypatch.setattr(resources, "data_dir", lambda name: tmp_path / "installed")
    return source


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_an_empty_workspace_loads(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "new" / "deep", empty=True)
    assert files(made.root) == [
        "flashreport.schema.json",
        "flashreport.toml",
        "kpis.schema.json",
        "kpis.toml",
    ]
    workspace = load(made.root, {"cash.closing": 1})
    assert workspace.settings.inputs == ()
    assert workspace.kpis.kpi == ()


def uncommented(text: str) -> str:
    return re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.MULTILINE)


def test_what_the_comments_show_is_right_too(tmp_path: Path) -> None:
    (tmp_path / "flashreport.toml").write_text(uncommented(SETTINGS))
    (tmp_path / "kpis.toml").write_text(uncommented(KPIS))
    workspace = load(tmp_path, {"cash.closing": 1})
    assert [item.name for item in workspace.settings.inputs] == ["bank", "timesheets"]
    assert workspace.settings.delivery.audiences[0].pay
    assert [kpi.id for kpi in workspace.kpis.kpi] == ["cash"]


def test_the_sample_is_copied_byte_for_byte_with_a_schema_line(sample: Path, tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "demo", empty=False)
    assert files(made.root) == [
        "bank/2026.csv",
        "flashreport.schema.json",
        "flashreport.toml",
        "kpis.schema.json",
        "kpis.toml",
    ]
    assert (made.root / "bank/2026.csv").read_bytes() == b"date,amount\r\n2026-11-23,1\r\n"
    assert (made.root / "flashreport.toml").read_text() == SETTINGS
    assert (made.root / "kpis.toml").read_text() == KPIS


@pytest.mark.usefixtures("sample")
def test_nothing_is_overwritten_and_all_that_is_in_the_way_is_told(tmp_path: Path) -> None:
    root = tmp_path / "demo"
    (root / "bank").mkdir(parents=True)
    (root / "bank" / "2026.csv").write_text("mine")
    (root / "kpis.toml").symlink_to(root / "gone")
    with pytest.raises(FlashreportError) as caught:
        make_workspace(root, empty=False)
    assert [(problem.code, problem.place.file) for problem in caught.value.problems] == [
        ("workspace.exists", str(root / "bank/2026.csv")),
        ("workspace.exists", str(root / "kpis.toml")),
    ]
    assert files(root) == ["bank/2026.csv"]
    assert (root / "bank" / "2026.csv").read_text() == "mine"


@pytest.mark.usefixtures("sample")
def test_a_workspace_is_not_made_twice(tmp_path: Path) -> None:
    make_workspace(tmp_path / "demo", empty=False)
    with pytest.raises(FlashreportError, match="already there"):
        make_workspace(tmp_path / "demo", empty=False)


def test_a_run_that_was_broken_off_is_completed_by_the_next(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(path: Path, content: bytes, **_: object) -> None:
        if path.name == "kpis.toml":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    with monkeypatch.context() as patch:
        patch.setattr(init, "write_whole", full_disk)
        with pytest.raises(FlashreportError, match="the disk is full") as caught:
            make_workspace(tmp_path / "demo", empty=False)
    assert caught.value.problem.code == "workspace.not-writable"
    assert not (tmp_path / "demo" / "flashreport.toml").exists()
    made = make_workspace(tmp_path / "demo", empty=False)
    assert "bank/2026.csv" in made.kept
    assert made.written == ("kpis.toml", "flashreport.toml")


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("")
    with pytest.raises(FlashreportError) as caught:
        make_workspace(tmp_path / "demo", empty=True)
    assert caught.value.problem.code == "workspace.not-writable"


def test_a_program_without_its_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "data_dir", lambda name: tmp_path)
    with pytest.raises(FlashreportError, match="--empty") as caught:
        make_workspace(tmp_path / "demo", empty=False)
    assert caught.value.problem.code == "workspace.no-sample"
    assert not (tmp_path / "demo").exists()


def test_a_write_that_is_interrupted_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flashreport.workspace.atomic import write_whole

    path = tmp_path / "a.txt"
    write_whole(path, b"old")

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert files(tmp_path) == ["a.txt"]
