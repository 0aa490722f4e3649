"""Putting a timer in place: systemd's units, or a line in the crontab."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from flashreport.errors import FlashreportError, phrase

_PATIENCE = 60


def unit_folder(environment: Mapping[str, str]) -> Path:
    """Where units lie: the machine's for root, else the user's own."""
    if os.geteuid() == 0:
        return Path("/etc/systemd/system")
    return Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"


def systemctl_words() -> list[str]:
    """``systemctl``, for the user's own units unless the user is root."""
    return ["systemctl"] if os.geteuid() == 0 else ["systemctl", "--user"]


def enable_timer(name: str) -> None:
    """Make systemd read the units and start the timer. ``cli.not-scheduled`` when it doesn't."""
    _run([*systemctl_words(), "daemon-reload"])
    _run([*systemctl_words(), "enable", "--now", f"{name}.timer"])


def install_line(name: str, line: str) -> None:
    """Put the line into the user's crontab, in the place of an earlier one of that name."""
    mark = f"# {name}"
    ended = _run(["crontab", "-l"], may_fail=True)  # fails while there is none
    held = ended.stdout.splitlines() if ended.returncode == 0 else []
    if mark in held:
        at = held.index(mark)
        held[at : at + 2] = [mark, line]
    else:
        held += [mark, line]
    _run(["crontab", "-"], "\n".join(held) + "\n")


def _run(
    command: Sequence[str], text: str | None = None, *, may_fail: bool = False
) -> subprocess.CompletedProcess[str]:
    program = shutil.which(command[0])
    if program is None:
        raise FlashreportError(
            "cli.not-scheduled",
            phrase("there is no program '{name}' on this machine.", name=command[0]),
            "Print the timer without --install, and give it to what runs tasks there.",
        )
    try:
        ended = subprocess.run(  # noqa: S603 # a program of the system, without a shell
            [program, *command[1:]],
            input=text,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(command, phrase("no answer in {n} seconds", n=_PATIENCE)) from error
    if ended.returncode and not may_fail:
        lines = ended.stderr.strip().splitlines() or [str(ended.returncode)]
        raise _failed(command, lines[-1])
    return ended


def _failed(command: Sequence[str], reason: str) -> FlashreportError:
    return FlashreportError(
        "cli.not-scheduled",
        phrase("'{command}' failed: {reason}.", command=" ".join(command), reason=reason.rstrip(".")),
        "Mend that and run the command again; what was written stays.",
    )
