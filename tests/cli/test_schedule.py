"""``schedule``: units and cron lines that run at the company's time."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from flashreport.cli.timer import cron_line, service_text, timer_text
from flashreport.cli.timer_days import next_runs
from flashreport.workspace.load import load

Flash = Callable[..., Any]


def test_the_units_name_zone_days_and_catch_up(workspace: Path, flash: Flash) -> None:
    text = (workspace / "flashreport.toml").read_text()
    (workspace / "flashreport.toml").write_text(
        text.replace('currency = "USD"', 'currency = "USD"\ntimezone = "Europe/Berlin"')
    )
    ended = flash("-C", workspace, "schedule", "--at", "06:30")
    assert ended.code == 0
    assert "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 06:30:00 Europe/Berlin\n" in ended.out
    assert "Persistent=true\n" in ended.out
    assert f"-C {workspace} build --quiet\n" in ended.out


def test_the_weekend_is_the_companys(workspace: Path, flash: Flash) -> None:
    with (workspace / "flashreport.toml").open("a") as file:
        file.write('[calendar]\nweekend = ["friday"]\n')
    assert "OnCalendar=Mon,Tue,Wed,Thu,Sat,Sun " in flash("-C", workspace, "schedule").out


@pytest.mark.parametrize("cadence", ["weekly", "monthly", "month_end"])
def test_a_review_is_asked_for_each_working_morning_and_made_when_due(
    workspace: Path, flash: Flash, cadence: str
) -> None:
    with (workspace / "flashreport.toml").open("a") as file:
        file.write(f'[[reports]]\nname = "other"\ncadence = "{cadence}"\n')
    ended = flash("-C", workspace, "schedule", "--report", "other")
    assert "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* " in ended.out
    assert "build --quiet --report other --due\n" in ended.out


def test_it_writes_both_files(workspace: Path, flash: Flash, tmp_path: Path) -> None:
    folder = tmp_path / "units"
    ended = flash("-C", workspace, "schedule", "--write", folder)
    name = "flashreport-" + re.sub("[^a-z0-9]+", "-", workspace.name.lower()).strip("-")
    assert {path.name for path in folder.iterdir()} == {
        f"{name}.service",
        f"{name}.timer",
    }
    assert f"enable --now {name}.timer" in ended.err


def test_wrong_values_are_mistakes_of_the_call(workspace: Path, flash: Flash) -> None:
    assert flash("-C", workspace, "schedule", "--at", "25:00").code == 2
    assert flash("-C", workspace, "schedule", "--report", "none").code == 2


def test_a_unit_keeps_signs_that_systemd_would_read() -> None:
    text = service_text("100 % Grill\n[Install]", ["/opt/my flash/bin", "-C", "/srv/50%/$x"])
    assert 'ExecStart="/opt/my flash/bin" -C /srv/50%%/$$x\n' in text
    assert "Description=Flash report of 100 %% Grill [Install]\n" in text
    assert "OnCalendar=Mon *-*-* 06:30:00 Asia/Tehran\n" in timer_text("x", [0], time(6, 30), "Asia/Tehran")


def runs(line: str, moment: datetime, folder: Path) -> bool:
    """Whether cron's line would build at a moment, by running its command under a false date."""
    minutes, _, _, _, _, command = line.split(" ", 5)
    if str(moment.minute) not in minutes.split(","):
        return False
    fake = folder / "date"
    fake.write_text(f'#!/bin/sh\nexec /bin/date -d @{int(moment.timestamp())} "$@"\n')
    fake.chmod(0o755)
    shell = command.replace("\\%", "%")  # as cron does before it calls the shell
    ended = subprocess.run(
        ["sh", "-c", shell],
        env={"PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout == "built\n"


@pytest.mark.parametrize(
    ("zone", "moments"),
    [
        # 06:30 in Berlin is 05:30 UTC in winter and 04:30 UTC in summer, in Tehran always 03:00 UTC.
        ("Europe/Berlin", ["2026-03-27T05:30", "2026-03-30T04:30", "2026-10-23T04:30", "2026-10-26T05:30"]),
        ("Asia/Tehran", ["2026-03-27T03:00", "2026-03-30T03:00", "2026-10-23T03:00", "2026-10-26T03:00"]),
        ("Asia/Kathmandu", ["2026-03-27T00:45", "2026-03-30T00:45"]),
    ],
)
def test_cron_runs_at_the_companys_time_over_clock_changes(
    zone: str, moments: list[str], tmp_path: Path
) -> None:
    line = cron_line([0, 1, 2, 3, 4], time(6, 30), zone, ["echo", "built"])
    for text in moments:
        right = datetime.fromisoformat(text).replace(tzinfo=UTC)
        quarters = [
            right.replace(hour=hour, minute=minute) for hour in range(24) for minute in (0, 15, 30, 45)
        ]
        near = [one for one in quarters if abs((one - right).total_seconds()) <= 3 * 3600]
        assert [one for one in near if runs(line, one, tmp_path)] == [right]


def test_cron_leaves_the_weekend_out(tmp_path: Path) -> None:
    line = cron_line([0, 1, 2, 3, 4], time(6, 30), "UTC", ["echo", "built"])
    week = [datetime(2026, 11, day, 6, 30, tzinfo=UTC) for day in range(23, 30)]
    assert [runs(line, day, tmp_path) for day in week] == [True] * 5 + [False] * 2
    opened = cron_line([0, 1, 2, 3, 4], time(6, 30), "UTC", ["echo", "built"], [date(2026, 11, 28)])
    assert [runs(opened, day, tmp_path) for day in week] == [True] * 6 + [False]


systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


@systemd
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    build = ["/usr/bin/env", "-C", "/srv/a company/50%$HOME", "build", "--quiet"]
    dates = [date(2027, 12, 18), date(2027, 12, 19)]
    (tmp_path / "flashreport-x.service").write_text(service_text("Müller & Söhne 100%", build))
    (tmp_path / "flashreport-x.timer").write_text(
        timer_text("Müller & Söhne 100%", [0, 1, 2, 3, 4], time(6, 30), "Asia/Tehran", dates)
    )
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "flashreport-x.timer")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in ended.stderr.splitlines() if "flashreport-x" in line] == []
    assert ended.returncode == 0


@systemd
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Tehran", "Australia/Lord_Howe"])
@pytest.mark.parametrize(
    "start", [date(2026, 3, 5), date(2026, 3, 26), date(2026, 10, 1), date(2026, 10, 29)]
)
def test_the_next_runs_are_those_of_systemd(workspace: Path, zone: str, start: date) -> None:
    text = (workspace / "flashreport.toml").read_text()
    calendar = f'timezone = "{zone}"\n[calendar]\nweekend = ["friday", "saturday"]\n'
    (workspace / "flashreport.toml").write_text(text.replace("[[entities]]", calendar + "[[entities]]", 1))
    now = datetime.combine(start, time(0, 5), UTC)
    ours = [run.at.astimezone(UTC) for run in next_runs(load(workspace), time(6, 30), now, most=8)]
    line = timer_text("A", [0, 1, 2, 3, 6], time(6, 30), zone).split("OnCalendar=")[1].splitlines()[0]
    base = f"--base-time={now:%Y-%m-%d %H:%M:%S} UTC"
    told = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=8", base, line],
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    theirs = re.findall(r"(?:Next elapse|Iter(?:ation|\.) #\d+): \w+ (\S+ \S+) UTC", told)
    assert [f"{moment:%Y-%m-%d %H:%M:%S}" for moment in ours] == theirs


def test_the_next_runs_tell_what_is_due(workspace: Path, flash: Flash, monkeypatch: Any) -> None:
    """Thanksgiving is Thursday 26 November 2026; Saturday 28 is worked."""
    with (workspace / "flashreport.toml").open("a") as file:
        file.write("[calendar]\nclosed = [2026-11-26]\nopen = [2026-11-28]\n")
        file.write('[[reports]]\nname = "daily"\n[[reports]]\nname = "weekly"\ncadence = "weekly"\n')
        file.write('[[reports]]\nname = "close"\ncadence = "month_end"\nworking_day = 2\n')
    monkeypatch.setenv("FLASHREPORT_NOW", "2026-11-25T12:00+00:00")
    told = json.loads(flash("-C", workspace, "schedule", "--json").out)["next"]
    due = [
        (run["at"][:10], [(one["report"], one["business_date"][5:]) for one in run["due"]]) for run in told
    ]
    assert due == [
        ("2026-11-26", [("daily", "11-25")]),
        ("2026-11-27", []),
        ("2026-11-28", [("daily", "11-27")]),
        ("2026-11-30", [("daily", "11-28"), ("weekly", "11-28")]),
        ("2026-12-01", [("daily", "11-30")]),
    ]
    later = next_runs(load(workspace), time(6, 30), datetime(2026, 12, 1, 12, tzinfo=UTC), "close", most=1)
    assert [run.due for run in later] == [(("close", date(2026, 11, 30)),)]


def test_a_time_before_the_cut_off_is_told(workspace: Path, flash: Flash) -> None:
    with (workspace / "flashreport.toml").open("a") as file:
        file.write('[calendar]\ncutoff = "04:00"\n')
    assert "cut-off is 04:00" in flash("-C", workspace, "schedule", "--at", "03:30").err
    assert "cut-off" not in flash("-C", workspace, "schedule", "--at", "04:00").err


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: Any) -> Path:
    """A machine whose crontab and systemctl are small programs that note what they are asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    notes = tmp_path / "notes"
    for name, text in (
        ("systemctl", f'echo "$@" >> {notes}\n'),
        (
            "crontab",
            f'if [ "$1" = -l ]; then cat {tmp_path}/tab 2>/dev/null; else cat > {tmp_path}/tab; fi\n',
        ),
    ):
        (folder / name).write_text("#!/bin/sh\n" + text)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    return tmp_path


def test_it_installs_a_timer(workspace: Path, flash: Flash, machine: Path) -> None:
    ended = flash("-C", workspace, "schedule", "--install")
    assert ended.code == 0, ended.err
    units = machine / "config" / "systemd" / "user"
    (timer,) = units.glob("*.timer")
    assert (machine / "notes").read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable --now {timer.name}",
    ]


def test_it_installs_one_line_for_cron_and_keeps_the_others(
    workspace: Path, flash: Flash, machine: Path
) -> None:
    tab = machine / "tab"
    tab.write_text("MAILTO=me\n5 4 * * * backup\n")
    for at in ("06:30", "07:45"):
        assert flash("-C", workspace, "schedule", "--cron", "--install", "--at", at).code == 0
    lines = tab.read_text().splitlines()
    assert lines[:2] == ["MAILTO=me", "5 4 * * * backup"]
    assert len(lines) == 4
    assert lines[2].startswith("# flashreport-")
    assert "07:45" in lines[3]


def test_a_machine_without_cron_is_told(
    workspace: Path, flash: Flash, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ended = flash("-C", workspace, "schedule", "--cron", "--install")
    assert ended.code == 74
    assert "[cli.not-scheduled]" in ended.err
    assert "crontab" in ended.err


def test_the_settings_say_the_time(workspace: Path, flash: Flash) -> None:
    with (workspace / "flashreport.toml").open("a") as file:
        file.write('[schedule]\nat = "05:45"\n')
    assert " 05:45:00 " in flash("-C", workspace, "schedule").out
