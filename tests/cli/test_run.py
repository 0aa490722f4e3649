"""Every way a run can end, and what it prints where."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flashreport.cli import group
from flashreport.cli.command import flash_command
from flashreport.cli.session import Session
from flashreport.errors import FlashreportError, Mistakes, Place, Problem

Flash = Callable[..., Any]
Program = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make the command ``doctor`` end with an error."""

    def install(error: BaseException) -> None:
        @flash_command("doctor", json=True, example="flashreport doctor")
        def command() -> None:
            raise error

        monkeypatch.setattr(group.LazyGroup, "get_command", lambda self, ctx, name: command)

    return install


def test_help_and_version_go_to_standard_output(flash: Flash) -> None:
    shown = flash("--help")
    assert (shown.code, shown.err) == (0, "")
    assert "flashreport build --help" in shown.out
    assert flash("--version").out == "flashreport 0.1.0\n"


def test_without_a_command_the_help_is_shown(flash: Flash) -> None:
    shown = flash()
    assert shown.code == 2
    assert "Commands:" in shown.err


def test_an_unknown_command_is_told_with_the_nearest(flash: Flash) -> None:
    ended = flash("chek")
    assert (ended.code, ended.out) == (2, "")
    assert "No such command 'chek'. Did you mean 'check'?" in ended.err


def test_an_unknown_option_is_told_with_the_nearest(flash: Flash) -> None:
    ended = flash("init", "--emtpy")
    assert ended.code == 2
    assert "--empty" in ended.err


def test_a_date_that_does_not_exist(flash: Flash) -> None:
    ended = flash("check", "--date", "2026-02-31")
    assert ended.code == 2
    assert "Write an existing day as 2026-11-24" in ended.err


def test_all_mistakes_are_printed_with_their_places_and_codes(flash: Flash, workspace: Path) -> None:
    settings = workspace / "flashreport.toml"
    settings.write_text(settings.read_text().replace("USD", "usd") + "[archive]\nzzz = 1\n")
    ended = flash("-C", workspace, "check")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.splitlines() == [
        "flashreport.toml:3: company.currency: 'usd' is not a currency of three capital letters, "
        "such as EUR. [settings.wrong-value]",
        "flashreport.toml:8: archive.zzz: unknown key 'zzz'. "
        "Known: path, url, files, retention, holds, signing. [settings.unknown-key]",
        "2 problems.",
    ]


def test_the_same_mistakes_as_json(flash: Flash, workspace: Path) -> None:
    settings = workspace / "flashreport.toml"
    settings.write_text(settings.read_text().replace("USD", "usd"))
    told = flash("-C", workspace, "check", "--json").json()
    assert (told["ok"], told["exit_code"]) == (False, 3)
    assert told["problems"][0]["code"] == "settings.wrong-value"
    assert (told["problems"][0]["line"], told["problems"][0]["value"]) == (3, "usd")


def test_no_workspace(flash: Flash, tmp_path: Path) -> None:
    ended = flash("check", "-C", tmp_path)
    assert ended.code == 3
    assert "flashreport init DIR" in ended.err


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["workspace.locked"], 9),
        (["inputs.wrong-delimiter", "settings.syntax"], 5),
        (["report.held"], 6),
        (["archive.no-such-report"], 7),
        (["delivery.refused"], 8),
        (["render.template"], 10),
    ],
)
def test_the_code_of_a_problem_decides_the_exit_code(
    flash: Flash, failing: Callable[[BaseException], None], codes: list[str], expected: int
) -> None:
    failing(Mistakes([Problem(code, "wrong.", place=Place(file="a.csv", line=2)) for code in codes]))
    ended = flash("doctor")
    assert ended.code == expected
    assert ended.err.startswith(f"a.csv:2: wrong. [{codes[0]}]\n")


def test_one_problem_is_not_counted(flash: Flash, failing: Callable[[BaseException], None]) -> None:
    failing(FlashreportError("report.held", "held.", "Bring the file."))
    assert flash("doctor").err == "held. Bring the file. [report.held]\n"


def test_a_full_disk(flash: Flash, failing: Callable[[BaseException], None]) -> None:
    failing(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/data/archive.sqlite"))
    ended = flash("doctor")
    assert ended.code == 74
    assert ended.err == (
        "/data/archive.sqlite: the disk is full. "
        "Free space on that disk, then run the command again. [cli.system]\n"
    )


def test_a_fault_of_ours_shows_no_traceback_and_names_the_file(
    flash: Flash,
    failing: Callable[[BaseException], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    failing(ZeroDivisionError("division by zero\nsecond line"))
    ended = flash("doctor")
    assert (ended.code, ended.out) == (70, "")
    assert "Traceback" not in ended.err
    assert ended.err.startswith("This is a fault of flashreport: ZeroDivisionError: division by zero\n")
    (file,) = tmp_path.glob("flashreport-fault-*.txt")
    assert str(file) in ended.err
    assert "Traceback (most recent call last)" in file.read_text()
    assert (file.stat().st_mode & 0o077) == 0


def test_a_fault_without_a_place_for_its_details(
    flash: Flash, failing: Callable[[BaseException], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    failing(ValueError())
    ended = flash("doctor", "--json")
    assert ended.code == 70
    assert "could not be written anywhere" in ended.err
    assert ended.json() == {"ok": False, "exit_code": 70, "problems": []}


def test_an_interrupt(flash: Flash, failing: Callable[[BaseException], None]) -> None:
    failing(KeyboardInterrupt())
    ended = flash("doctor")
    assert ended.code == 130
    assert "Traceback" not in ended.err


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen(
        [sys.executable, "-m", "flashreport", "--help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    os.close(writing)
    assert process.communicate(timeout=30)[1] == ""
    assert process.returncode == 141


def test_text_that_the_terminal_cannot_show_is_no_fault(program: Program, tmp_path: Path) -> None:
    ended = program("init", "--empty", tmp_path / "گزارش", env={"PYTHONIOENCODING": "ascii"})
    assert ended.returncode == 0
    assert "?????" in ended.stdout


def test_the_folder_may_be_given_before_or_after_the_command_or_by_the_environment(
    flash: Flash, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = workspace / "bank"
    below.mkdir()

    def found(*arguments: object) -> bool:
        return f" {workspace}:" in flash(*arguments).out

    assert found("-C", below, "doctor")
    assert found("doctor", "-C", below)
    monkeypatch.setenv("FLASHREPORT_DIR", str(below))
    assert found("doctor")
    monkeypatch.setenv("FLASHREPORT_DIR", "/")
    assert found("-C", below, "doctor")
    monkeypatch.chdir(below)
    monkeypatch.delenv("FLASHREPORT_DIR")
    assert found("doctor")


def test_quiet_and_verbose(capsys: pytest.CaptureFixture[str]) -> None:
    session = Session()
    session.say("said")
    session.tell("told")
    session.quiet = session.verbose = True
    session.say("not said")
    session.tell("detail")
    session.warn("warned")
    assert capsys.readouterr().err == "said\ndetail\nwarned\n"


def test_progress_is_shown_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session()
    session.progress("Reading inputs")
    assert capsys.readouterr().err == ""
    session.verbose = True
    session.progress("Reading inputs")
    session.progress("")
    assert capsys.readouterr().err == "Reading inputs\n"
    session.verbose = False
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    session.progress("Reading inputs")
    session.progress("")
    assert capsys.readouterr().err == "\r\x1b[KReading inputs…\r\x1b[K"


def test_colors_only_on_a_terminal_that_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert session.color("ok", "green") == "ok"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert session.color("ok", "green") == "\x1b[32mok\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert session.color("ok", "green") == "ok"
