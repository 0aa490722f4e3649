"""``flashreport schedule``: what a timer of the system needs to build each morning."""

import os
import re
import shutil
import sys
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.door import environment, now
from flashreport.cli.session import Session
from flashreport.cli.timer import cron_line, service_text, timer_text
from flashreport.cli.timer_days import Run, next_runs, on_terminal, run_dates, run_days, too_early
from flashreport.errors import phrase

if TYPE_CHECKING:
    from flashreport.workspace.load import Workspace


@flash_command(
    "schedule",
    json=True,
    example="""
    flashreport schedule
    flashreport schedule --at 07:15 --install
    flashreport schedule --write ~/units
    flashreport schedule --cron --install
    """,
)
@click.option("--at", default="", help="The time of day in the company's zone; else that of the settings.")
@click.option("--report", default="", help="Only this report; without it all that are due.")
@click.option("--cron", is_flag=True, help="A line for cron instead of a systemd timer.")
@click.option("--write", "units", metavar="DIR", help="Write the timer's two files there.")
@click.option("--install", is_flag=True, help="Put it in place: systemd's timer, or the line in the crontab.")
@click.pass_obj
def command(session: Session, at: str, report: str, cron: bool, units: str | None, install: bool) -> None:
    """Print or install a systemd timer, or a line for cron, and say when it will run next.

    It runs on each weekday that is worked, at a time that holds in the company's zone also when
    clocks change. What is due on such a morning the build finds itself: the daily report, the
    reviews of a week or month that has ended, nothing on a holiday. After a night with the
    machine off a systemd timer catches up at once.
    """
    workspace = session.workspace()
    settings = workspace.settings
    moment = _time(at) if at else settings.schedule.at
    _check_report(workspace, report)
    build = [*_program(), "-C", str(workspace.root.absolute()), "build", "--quiet"]
    build += ["--report", report, "--due"] if report else []
    present = now(settings.company.timezone)
    days, dates = run_days(workspace), run_dates(workspace, present.date())
    name, zone = unit_name(workspace, report), settings.company.timezone
    line = cron_line(days, moment, zone, build, dates)
    files = {
        f"{name}.service": service_text(settings.company.name, build),
        f"{name}.timer": timer_text(settings.company.name, days, moment, zone, dates),
    }
    runs = next_runs(workspace, moment, present, report)
    if too_early(workspace, moment):
        session.warn(
            phrase(
                "At {at} the day before is not over: its cut-off is {cutoff}. Take a later time.",
                at=f"{moment:%H:%M}",
                cutoff=f"{settings.calendar.cutoff:%H:%M}",
            )
        )
    if session.as_json:
        session.json({"files": files, "cron": line, "next": [_as_json(run) for run in runs]})
        return
    if cron:
        _cron(session, name, line, install=install)
    else:
        _systemd(session, name, files, units, install=install)
    _tell_runs(session, runs)


def _check_report(workspace: "Workspace", report: str) -> None:
    names = [item.name for item in workspace.settings.reports]
    if report and report not in names:
        raise click.BadParameter(
            phrase("there is no report '{report}'. Known: {names}", report=report, names=", ".join(names)),
            param_hint="--report",
        )


def unit_name(workspace: "Workspace", report: str) -> str:
    """The name of the units: that of the workspace's folder, so that two companies don't clash."""
    folder = re.sub(r"[^a-z0-9]+", "-", workspace.root.absolute().name.lower()).strip("-")
    return "-".join(part for part in ("flashreport", folder, report) if part)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0)
    except ValueError as error:
        raise click.BadParameter(
            phrase("'{text}' is not a time of day. Write 06:30.", text=text), param_hint="--at"
        ) from error


def _cron(session: Session, name: str, line: str, *, install: bool) -> None:
    if not install:
        session.data(line)
        return
    from flashreport.cli.timer_install import install_line

    install_line(name, line)
    session.say(phrase("The crontab has the line '{name}'.", name=f"# {name}"))


def _systemd(session: Session, name: str, files: dict[str, str], units: str | None, *, install: bool) -> None:
    if units is None and not install:
        for file, text in files.items():
            session.data(f"# {file}\n{text}")
        return
    from flashreport.cli.timer_install import enable_timer, systemctl_words, unit_folder

    folder = Path(units).expanduser() if units else unit_folder(environment())
    _write(session, folder, files)
    words = " ".join(systemctl_words())
    if not install:
        session.say(
            phrase("Next: {words} daemon-reload && {words} enable --now {name}.timer", words=words, name=name)
        )
        return
    enable_timer(name)
    session.say(phrase("The timer {name} is on.", name=f"{name}.timer"))
    if os.geteuid() != 0:
        session.say("It runs while you are logged in; always after: loginctl enable-linger")


def _tell_runs(session: Session, runs: Sequence[Run]) -> None:
    session.say("The next runs, and what is due on each:")
    for run in runs:
        moment, due = on_terminal(run)
        session.say(phrase("{time}  {due}", time=moment, due=due or phrase("nothing new")))


def _as_json(run: Run) -> dict[str, object]:
    due = [{"report": name, "business_date": day.isoformat()} for name, day in run.due]
    return {"at": run.at.isoformat(), "due": due}


def _program() -> list[str]:
    own = shutil.which("flashreport")
    return [own] if own else [sys.executable, "-m", "flashreport"]


def _write(session: Session, folder: Path, files: dict[str, str]) -> None:
    from flashreport.workspace.atomic import write_whole

    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        write_whole(folder / file, text.encode())
        session.data(str(folder / file))
