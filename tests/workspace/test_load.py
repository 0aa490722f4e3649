import hashlib
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from flashreport.errors import FlashreportError, Problem
from flashreport.workspace.load import MOST_BYTES, Workspace, load

Write = Callable[..., Path]
Told = Callable[..., list[Problem]]
BASE = '[company]\nname = "Harbor Grill"\ncurrency = "USD"\n[[entities]]\nid = "east"\nname = "East"\n'


def test_settings_that_hold(good: Workspace, tmp_path: Path) -> None:
    assert good.root == tmp_path
    assert good.settings.company.name == "Harbor Grill"
    assert [report.name for report in good.settings.reports] == ["daily"]
    assert good.settings_sha256 == hashlib.sha256(BASE.encode()).hexdigest()
    assert good.archive_path == tmp_path / "archive"
    assert good.outbox_path == tmp_path / "outbox"


def test_kpis_may_be_absent(good: Workspace) -> None:
    assert good.kpis.kpi == ()
    assert good.kpis_sha256 == ""


def test_decimals_are_exact(write: Write) -> None:
    workspace = load(write(BASE + "[cash]\nfloor = 1234567890123456.78\n"))
    assert workspace.settings.cash.floor == Decimal("1234567890123456.78")


@pytest.mark.parametrize("text", [BASE.replace("\n", "\r\n"), "\ufeff" + BASE, "\ufeff" + BASE + "# é ر\n"])
def test_line_ends_and_marks_of_windows_are_read(write: Write, text: str) -> None:
    assert load(write(text)).settings.company.currency == "USD"


def test_lines_count_alike_with_windows_line_ends(told: Told) -> None:
    text = (BASE + "[archive]\nzzz = 1\n").replace("\n", "\r\n")
    assert told(text)[0].place.line == 8


def test_text_that_is_not_utf8(told: Told) -> None:
    found = told(BASE.replace("Harbor", "Café").encode("cp1252"))
    assert [(problem.code, problem.place.line) for problem in found] == [("settings.not-utf8", 2)]
    assert "0xe9" in found[0].message


def test_both_files_not_utf8_are_told_together(told: Told) -> None:
    found = told(BASE.encode("utf-16"), "owner = 'é'".encode("cp1252"))
    assert [problem.place.file for problem in found] == ["flashreport.toml", "kpis.toml"]


def test_nul_bytes(told: Told) -> None:
    found = told(BASE.encode() + b"\x00\x00")
    assert [(problem.code, problem.place.line) for problem in found] == [("settings.syntax", 7)]


def test_a_file_too_large_for_settings(told: Told) -> None:
    assert told(b"#" * (MOST_BYTES + 1))[0].code == "settings.too-large"


def test_settings_behind_a_link(write: Write, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "flashreport.toml").symlink_to(write() / "flashreport.toml")
    assert load(folder).root == folder


def test_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "flashreport.toml").symlink_to(tmp_path / "gone.toml")
    with pytest.raises(FlashreportError, match=r"gone\.toml, which is not there") as caught:
        load(tmp_path)
    assert caught.value.problem.code == "settings.unreadable"


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "flashreport.toml").mkdir()
    with pytest.raises(FlashreportError, match="cannot be read") as caught:
        load(tmp_path)
    assert caught.value.problem.code == "settings.unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission(write: Write) -> None:
    (write() / "flashreport.toml").chmod(0)
    with pytest.raises(FlashreportError, match="this user may not"):
        load(write())


def test_a_file_that_the_system_refuses(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    root = write()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FlashreportError, match="cannot be read: this user may not") as caught:
        load(root)
    assert caught.value.problem.code == "settings.unreadable"


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FlashreportError, match="there is no such file") as caught:
        load(tmp_path)
    assert "flashreport init" in caught.value.problem.advice


def test_an_unknown_country_is_not_looked_up_when_not_asked(write: Write) -> None:
    root = write(BASE + '[calendar]\ncountry = "XX"\n')
    assert load(root, check_country=False).settings.calendar.country == "XX"
