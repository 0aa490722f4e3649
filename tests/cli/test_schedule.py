"""``schedule``: units and cron lines that run at the company's time."""

import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from flashreport.cli.schedule import cron_line, service_text, timer_text

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


@pytest.mark.parametrize(
    ("cadence", "days"), [("weekly", "OnCalendar=Mon *-*-* "), ("monthly", "OnCalendar=*-*-01 ")]
)
def test_the_days_follow_the_cadence(workspace: Path, flash: Flash, cadence: str, days: str) -> None:
    with (workspace / "flashreport.toml").open("a") as file:
        file.write(f'[[reports]]\nname = "other"\ncadence = "{cadence}"\n')
    ended = flash("-C", workspace, "schedule", "--report", "other")
    assert days in ended.out
    assert "--report other" in ended.out


def test_it_writes_both_files(workspace: Path, flash: Flash, tmp_path: Path) -> None:
    folder = tmp_path / "units"
    ended = flash("-C", workspace, "schedule", "--write", folder)
    assert {path.name for path in folder.iterdir()} == {
        "flashreport-daily.service",
        "flashreport-daily.timer",
    }
    assert "systemctl --user enable --now flashreport-daily.timer" in ended.err


def test_wrong_values_are_mistakes_of_the_call(workspace: Path, flash: Flash) -> None:
    assert flash("-C", workspace, "schedule", "--at", "25:00").code == 2
    assert flash("-C", workspace, "schedule", "--report", "none").code == 2


def test_a_unit_keeps_signs_that_systemd_would_read() -> None:
    text = service_text("100 % Grill\n[Install]", ["/opt/my flash/bin", "-C", "/srv/50%/$x"])
    assert 'ExecStart="/opt/my flash/bin" -C /srv/50%%/$$x\n' in text
    assert "Description=Flash report of 100 %% Grill [Install]\n" in text
    assert "OnCalendar=*-*-01 06:30:00 Asia/Tehran\n" in timer_text("x", [], time(6, 30), "Asia/Tehran")


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
    monthly = cron_line([], time(6, 30), "UTC", ["echo", "built"])
    days = [datetime(2026, 12, day, 6, 30, tzinfo=UTC) for day in (1, 2)]
    assert [runs(monthly, day, tmp_path) for day in days] == [True, False]
