"""``flashreport schedule``: what a timer of the system needs to build each morning."""

import shlex
import shutil
import sys
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.session import Session
from flashreport.errors import phrase

if TYPE_CHECKING:
    from flashreport.workspace.load import Workspace

_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_QUARTERS = (0, 15, 30, 45)


@flash_command(
    "schedule",
    example="""
    flashreport schedule --at 06:30
    flashreport schedule --at 06:30 --write ~/.config/systemd/user
    flashreport schedule --at 06:30 --cron | crontab -
    """,
)
@click.option("--at", default="06:30", show_default=True, help="The time of day, in the company's zone.")
@click.option("--report", default="", help="The report; without it the first.")
@click.option("--cron", is_flag=True, help="A line for cron instead of a systemd timer.")
@click.option("--write", "units", metavar="DIR", help="Write the timer's two files there.")
@click.pass_obj
def command(session: Session, at: str, report: str, cron: bool, units: str | None) -> None:
    """Print a systemd timer and service, or a line for cron, that build the report.

    The time holds in the company's zone also when clocks change. Days of the weekend are left
    out; on a holiday the build finds nothing new and sends nothing. A systemd timer catches up
    after a night with the machine off.
    """
    workspace = session.workspace()
    moment = _time(at)
    settings = workspace.settings
    names = [item.name for item in settings.reports]
    if report and report not in names:
        raise click.BadParameter(
            phrase("there is no report '{report}'. Known: {names}", report=report, names=", ".join(names)),
            param_hint="--report",
        )
    days = run_days(workspace, report or names[0])
    build = [*_program(), "-C", str(workspace.root.absolute()), "build", "--quiet"]
    build += ["--report", report] if report else []
    if cron:
        session.data(cron_line(days, moment, settings.company.timezone, build))
        return
    name = f"flashreport-{report or names[0]}"
    files = {
        f"{name}.service": service_text(settings.company.name, build),
        f"{name}.timer": timer_text(settings.company.name, days, moment, settings.company.timezone),
    }
    if units is None:
        for file, text in files.items():
            session.data(f"# {file}\n{text}")
        return
    _write(session, Path(units).expanduser(), files, name)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0)
    except ValueError as error:
        raise click.BadParameter(
            phrase("'{text}' is not a time of day. Write 06:30.", text=text), param_hint="--at"
        ) from error


def run_days(workspace: "Workspace", report: str) -> list[int]:
    """Weekday numbers (Monday is 0) to run on; a month's report has [] and runs on its first day."""
    from flashreport.workspace.model import WEEKDAYS

    calendar = workspace.settings.calendar
    cadence = next(item.cadence for item in workspace.settings.reports if item.name == report)
    worked = [number for number, day in enumerate(WEEKDAYS) if day not in calendar.weekend]
    if cadence == "daily":
        return worked or list(range(7))
    if cadence == "weekly":
        return [WEEKDAYS.index(calendar.week_start)]
    return []


def timer_text(company: str, days: Sequence[int], at: time, zone: str) -> str:
    """The timer's unit. ``OnCalendar`` names the zone, so the time follows its clock changes."""
    when = f"{','.join(_SHORT[day].capitalize() for day in days)} *-*-*" if days else "*-*-01"
    return (
        f"[Unit]\nDescription=Flash report of {_plain(company)}\n\n"
        f"[Timer]\nOnCalendar={when} {at:%H:%M}:00 {zone}\nPersistent=true\nAccuracySec=1min\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def service_text(company: str, build: Sequence[str]) -> str:
    """The service's unit. Exit code 8, a mail that did not go out, counts as a failure to be seen."""
    return (
        f"[Unit]\nDescription=Flash report of {_plain(company)}\n"
        "Wants=network-online.target\nAfter=network-online.target\n\n"
        f"[Service]\nType=oneshot\nExecStart={' '.join(map(_unit_word, build))}\nTimeoutStartSec=1h\n"
    )


def cron_line(days: Sequence[int], at: time, zone: str, build: Sequence[str]) -> str:
    """A line for any cron: it asks each quarter of an hour whether it is time in the company's zone.

    Zones differ by whole quarters of an hour, and not every cron knows zones.
    """
    minutes = ",".join(str(minute) for minute in sorted((at.minute + quarter) % 60 for quarter in _QUARTERS))
    form, wanted = (
        ("%u %H:%M", [f"{day + 1} {at:%H:%M}" for day in days]) if days else ("%d %H:%M", [f"01 {at:%H:%M}"])
    )
    # A percent sign ends a command in a crontab unless it is escaped.
    asked = f"TZ={shlex.quote(zone)} date '+{form}'".replace("%", "\\%")
    pattern = "|".join(f'"{text}"' for text in wanted)
    run = shlex.join(build).replace("%", "\\%")
    return f'{minutes} * * * * case "$({asked})" in {pattern}) {run};; esac'


def _program() -> list[str]:
    own = shutil.which("flashreport")
    return [own] if own else [sys.executable, "-m", "flashreport"]


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("%", "%%")


def _unit_word(word: str) -> str:
    """A word of ExecStart: % and $ stand for themselves, spaces and quotes are kept."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if set(escaped) & set(" \t\"'\\;") or not escaped else escaped


def _write(session: Session, folder: Path, files: dict[str, str], name: str) -> None:
    from flashreport.workspace.atomic import write_whole

    for file, text in files.items():
        write_whole(folder / file, text.encode())
        session.data(str(folder / file))
    session.say(
        phrase(
            "Next: systemctl --user daemon-reload && systemctl --user enable --now {name}.timer", name=name
        )
    )
