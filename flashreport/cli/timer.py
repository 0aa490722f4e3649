"""What a system's timer is told: systemd's two units, or a line for cron."""

import shlex
from collections.abc import Sequence
from datetime import date, time

_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_QUARTERS = (0, 15, 30, 45)


def timer_text(company: str, days: Sequence[int], at: time, zone: str, dates: Sequence[date] = ()) -> str:
    """The timer's unit: weekdays (Monday is 0), and single days beside them.

    ``OnCalendar`` names the zone, so the time follows its clock changes.
    """
    when = [f"{','.join(_SHORT[day] for day in days)} *-*-*"] if days else []
    when += [day.isoformat() for day in dates]
    lines = "".join(f"OnCalendar={each} {at:%H:%M}:00 {zone}\n" for each in when)
    return (
        f"[Unit]\nDescription=Flash report of {_plain(company)}\n\n"
        f"[Timer]\n{lines}Persistent=true\nAccuracySec=1min\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def service_text(company: str, build: Sequence[str]) -> str:
    """The service's unit. Exit code 8, a mail that did not go out, counts as a failure to be seen."""
    return (
        f"[Unit]\nDescription=Flash report of {_plain(company)}\n"
        "Wants=network-online.target\nAfter=network-online.target\n\n"
        f"[Service]\nType=oneshot\nExecStart={' '.join(map(_unit_word, build))}\nTimeoutStartSec=1h\n"
    )


def cron_line(
    days: Sequence[int], at: time, zone: str, build: Sequence[str], dates: Sequence[date] = ()
) -> str:
    """A line for any cron: it asks each quarter of an hour whether it is time in the company's zone.

    Zones differ by whole quarters of an hour, and not every cron knows zones.
    """
    minutes = ",".join(str(minute) for minute in sorted((at.minute + quarter) % 60 for quarter in _QUARTERS))
    wanted = [f'"{day + 1} {at:%H:%M} "*' for day in days]
    wanted += [f'?" {at:%H:%M} {day.isoformat()}"' for day in dates]
    # A percent sign ends a command in a crontab unless it is escaped.
    asked = f"TZ={shlex.quote(zone)} date '+%u %H:%M %Y-%m-%d'".replace("%", "\\%")
    run = shlex.join(build).replace("%", "\\%")
    return f'{minutes} * * * * case "$({asked})" in {"|".join(wanted)}) {run};; esac'


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("%", "%%")


def _unit_word(word: str) -> str:
    """A word of ExecStart: % and $ stand for themselves, spaces and quotes are kept."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if set(escaped) & set(" \t\"'\\;") or not escaped else escaped
