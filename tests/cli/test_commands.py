"""``init``, ``check`` and ``doctor``."""

import sqlite3
import subprocess
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from flashreport.cli import door
from flashreport.cli.doctor import installation, surroundings
from flashreport.domain.report import InputReadiness, InputState
from flashreport.errors import FlashreportError, Place, Problem, Severity
from flashreport.workspace.load import load

Flash = Callable[..., Any]


@dataclass(frozen=True)
class File:
    """A file that was read."""

    path: str


@dataclass(frozen=True)
class Read:
    """An input after reading."""

    name: str = "bank"
    table: str = "transactions"
    files: tuple[File, ...] = (File("bank/2026-11.csv"),)
    first: date | None = date(2025, 9, 1)
    last: date | None = date(2026, 11, 23)
    rows: int = 12345
    set_aside: int = 0
    state: InputReadiness = "ok"


class Checked:
    """All inputs after checking, as the pipeline hands them over."""

    def __init__(self, inputs: tuple[Read, ...] = (Read(),), problems: tuple[Problem, ...] = ()) -> None:
        self.business_date = date(2026, 11, 23)
        self.tables = types.SimpleNamespace(inputs=inputs)
        self.problems = problems
        self.states = tuple(
            InputState(name=item.name, state=item.state, rows=item.rows, set_aside=item.set_aside)
            for item in inputs
        )


BAD = Problem(
    "tables.not-a-number",
    "not an amount.",
    "Write 12.50.",
    Place(file="bank/2026-11.csv", line=7, column="Amount", value="12\x1b[31m,5O"),
    Severity.ROW,
)


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Callable[[Checked], dict[str, Any]]:
    """A pipeline that found this; the returned dictionary holds what it was called with."""

    def install(checked: Checked) -> dict[str, Any]:
        called: dict[str, Any] = {}

        def check_workspace(workspace: object, business_date: date | None, now: datetime) -> Checked:
            called.update(workspace=workspace, business_date=business_date, now=now)
            return checked

        module = types.ModuleType("flashreport.pipeline")
        module.__dict__["check_workspace"] = check_workspace
        monkeypatch.setitem(sys.modules, "flashreport.pipeline", module)
        return called

    return install


def test_check_of_good_inputs(flash: Flash, workspace: Path, pipeline: Callable[..., Any]) -> None:
    called = pipeline(Checked())
    ended = flash("check", "-C", workspace, "--date", "2026-11-23")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "input  table         state  files    rows  set aside  first       last",
        "bank   transactions  ok         1  12,345          0  2025-09-01  2026-11-23",
    ]
    assert ended.err == "Business date 2026-11-23\nNothing is wrong.\n"
    assert called["business_date"] == date(2026, 11, 23)
    assert called["workspace"].root == workspace


def test_check_lists_rows_set_aside(flash: Flash, workspace: Path, pipeline: Callable[..., Any]) -> None:
    pipeline(Checked((Read(set_aside=1),), (BAD,)))
    ended = flash("check", "-C", workspace)
    assert ended.code == 4
    assert ended.out.splitlines()[3:] == [
        "file              line  column  value       problem",
        "bank/2026-11.csv     7  Amount  12 [31m,5O  not an amount. Write 12.50.",
    ]


def test_check_lists_fifty_problems_and_all_on_request(
    flash: Flash, workspace: Path, pipeline: Callable[..., Any]
) -> None:
    pipeline(Checked(problems=(BAD,) * 1060))
    lines = flash("check", "-C", workspace).out.splitlines()
    assert lines[-1] == "and 1,010 more: flashreport check --all"
    assert len(lines) == 2 + 2 + 50 + 1
    assert len(flash("check", "-C", workspace, "--all").out.splitlines()) == 2 + 2 + 1060


@pytest.mark.parametrize(
    ("state", "code"),
    [("ok", 0), ("late", 4), ("stale", 4), ("incomplete", 4), ("missing", 5), ("failed", 5)],
)
def test_the_worst_input_decides(
    flash: Flash, workspace: Path, pipeline: Callable[..., Any], state: InputReadiness, code: int
) -> None:
    pipeline(Checked((Read(), Read(name="hours", state=state, first=None))))
    assert flash("check", "-C", workspace).code == code


def test_check_as_json(flash: Flash, workspace: Path, pipeline: Callable[..., Any]) -> None:
    pipeline(Checked((Read(set_aside=1, last=None),), (BAD,)))
    ended = flash("check", "-C", workspace, "--json")
    told = ended.json()
    assert (ended.code, told["exit_code"], told["ok"], ended.err) == (4, 4, False, "")
    assert told["business_date"] == "2026-11-23"
    assert told["inputs"] == [
        {
            "name": "bank",
            "table": "transactions",
            "state": "ok",
            "files": ["bank/2026-11.csv"],
            "rows": 12345,
            "set_aside": 1,
            "first": "2025-09-01",
            "last": None,
        }
    ]
    assert told["problems"][0]["column"] == "Amount"


def test_init_here_and_there(flash: Flash, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ended = flash("init", "demo", "--empty")
    assert (ended.code, ended.out) == (0, f"{tmp_path / 'demo'}\n")
    assert "cd demo && flashreport check" in ended.err
    (tmp_path / "here").mkdir()
    assert flash("-C", tmp_path / "here", "init", "--empty", "--json").json() == {
        "workspace": str(tmp_path / "here"),
        "written": ["flashreport.schema.json", "kpis.schema.json", "kpis.toml", "flashreport.toml"],
        "kept": [],
    }
    assert flash("-C", "here", "init", "--empty").code == 3


def test_doctor_of_a_good_workspace(flash: Flash, workspace: Path) -> None:
    ended = flash("doctor", "-C", workspace, "--json")
    levels = {line["topic"]: line["level"] for line in ended.json()["findings"]}
    assert ended.code == 0
    assert {"python", "packages", "fonts", "settings", "clock", "archive", "writing", "disk"} <= levels.keys()
    assert (levels["settings"], levels["archive"], levels["writing"]) == ("ok", "ok", "ok")


def test_doctor_without_a_workspace_looks_at_the_installation(flash: Flash, tmp_path: Path) -> None:
    ended = flash("doctor", "-C", tmp_path)
    assert ended.code == 0
    assert "warn  workspace" in ended.out
    assert "flashreport init" in ended.out


def test_doctor_tells_wrong_settings(flash: Flash, workspace: Path) -> None:
    (workspace / "flashreport.toml").write_text("[compny]\n")
    ended = flash("doctor", "-C", workspace)
    assert ended.code == 3
    assert "unknown key 'compny'" in ended.out


def test_doctor_finds_missing_inputs_and_packages_and_libraries(
    flash: Flash, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (workspace / "flashreport.toml").open("a") as file:
        file.write('[[inputs]]\nname = "bank"\ntable = "transactions"\npath = "bank/*.csv"\n')
    ended = flash("doctor", "-C", workspace)
    assert ended.code == 5
    assert "no file fits bank/*.csv." in ended.out
    (workspace / "bank").mkdir()
    (workspace / "bank" / "a.csv").touch()
    assert "1 files, the newest a.csv" in flash("doctor", "-C", workspace).out
    (missing,) = [line for line in installation.packages(("no-such-package",)) if line.level == "fail"]
    assert missing.advice == "Run: pip install no-such-package"
    monkeypatch.setattr(installation, "_LIBRARIES", (("libnone.so.9", "libnone9", "fail", "No PDF."),))
    (library,) = installation.system_libraries()
    assert (library.level, library.advice) == ("fail", "No PDF. Run: apt-get install libnone9")


def test_doctor_looks_at_fonts_and_compiled_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "data_dir", lambda name: tmp_path)
    assert installation.fonts().level == "fail"
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "a.ttf").write_bytes(b"<html>")
    assert installation.fonts().message == "damaged: a.ttf."
    package = tmp_path / "bare"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    found = installation.compiled(("bare",))
    assert found.level == "warn"
    assert found.advice.endswith(f"-m compileall -q {package}")


def test_doctor_names_the_next_holidays(workspace: Path) -> None:
    with (workspace / "flashreport.toml").open("a") as file:
        file.write('[calendar]\ncountry = "US"\n')
    found = surroundings.calendar(load(workspace), datetime(2026, 11, 24, tzinfo=UTC), "en")
    assert found.message.startswith("US: 2026-11-26 Thanksgiving Day, 2026-12-25 Christmas Day, 2027-01-01")


def test_doctor_looks_into_the_archive(tmp_path: Path) -> None:
    database = tmp_path / "archive.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("create table edition (id integer primary key, text text)")
        connection.executemany("insert into edition (text) values (?)", [("x" * 500,)] * 200)
    connection.close()
    assert surroundings.archive(tmp_path).level == "ok"
    content = bytearray(database.read_bytes())
    content[4096 * 2 : 4096 * 4] = b"\xff" * 8192
    database.write_bytes(content)
    found = surroundings.archive(tmp_path)
    assert (found.level, int(found.code)) == ("fail", 7)


def test_doctor_looks_at_the_mails_signature_and_the_pdfs_passwords(flash: Flash, workspace: Path) -> None:
    with (workspace / "flashreport.toml").open("a") as file:
        file.write(
            '[delivery]\nsender = "flash@example.com"\n'
            '[delivery.dkim]\ndomain = "example.com"\nselector = "flash"\nkey_file = "dkim.pem"\n'
            '[[delivery.audiences]]\nname = "owners"\nreport = "daily"\n'
            'encrypt = { password_env = "PDF_WORD" }\n'
        )
    ended = flash("doctor", "-C", workspace)
    assert ended.code == 8
    assert "dkim.pem cannot be read: it is not there. Make one with: openssl genrsa" in ended.out
    assert "PDFs for owners ask for a password" in ended.out
    subprocess.run(
        ["openssl", "genrsa", "-out", workspace / "dkim.pem", "2048"], check=True, capture_output=True
    )
    ended = flash("doctor", "-C", workspace)
    assert ended.code == 0
    assert "2,048 bits; TXT flash._domainkey.example.com v=DKIM1; k=rsa; p=MIIB" in ended.out
    settings = (workspace / "flashreport.toml").read_text().replace("flash@example.com", "flash@example.org")
    (workspace / "flashreport.toml").write_text(settings)
    assert "example.com signs for the sender example.org. Sign with" in flash("doctor", "-C", workspace).out


@pytest.mark.parametrize(("free", "level"), [(2 * 1024**3, "ok"), (10**9 // 2, "warn"), (10**6, "fail")])
def test_doctor_measures_the_disk(free: int, level: str) -> None:
    assert surroundings.disk_space(free).level == level


def test_the_packages_looked_for_are_those_that_the_project_needs() -> None:
    import re
    import tomllib

    root = Path(__file__).resolve().parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=!\[ ]", item)[0] for item in project["dependencies"]}
    assert set(installation.PACKAGES) == names


def test_the_door_gives_the_moment_in_the_companys_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASHREPORT_NOW", "2026-11-24T05:30:00.7+00:00")
    assert door.now("Europe/Berlin").isoformat() == "2026-11-24T06:30:00+01:00"
    monkeypatch.setenv("FLASHREPORT_NOW", "2026-07-01T06:30")
    assert door.now("America/New_York").isoformat() == "2026-07-01T06:30:00-04:00"
    monkeypatch.setenv("FLASHREPORT_NOW", "tomorrow")
    with pytest.raises(FlashreportError, match="not a moment"):
        door.now()
    monkeypatch.delenv("FLASHREPORT_NOW")
    assert abs((door.now() - datetime.now(UTC)).total_seconds()) < 60
