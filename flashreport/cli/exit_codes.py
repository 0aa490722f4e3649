"""The exit codes, as ``docs/reference/exit-codes.md`` lists them."""

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended. The numbers are a promise: scripts depend on them."""

    OK = 0
    USAGE = 2
    SETTINGS = 3
    ROWS = 4
    INPUT = 5
    HELD = 6
    ARCHIVE = 7
    DELIVERY = 8
    BUSY = 9
    RENDER = 10
    INTERNAL = 70
    SYSTEM = 74
    INTERRUPTED = 130
    PIPE = 141


# The longest prefix of a problem's code decides.
_BY_PREFIX = {
    "usage": ExitCode.USAGE,
    "cli": ExitCode.USAGE,
    "cli.system": ExitCode.SYSTEM,
    "cli.not-scheduled": ExitCode.SYSTEM,
    "settings": ExitCode.SETTINGS,
    "workspace": ExitCode.SETTINGS,
    "workspace.locked": ExitCode.BUSY,
    "workspace.not-writable": ExitCode.SYSTEM,
    "inputs": ExitCode.INPUT,
    "tables": ExitCode.INPUT,
    "facts": ExitCode.INPUT,
    "report.held": ExitCode.HELD,
    "report": ExitCode.RENDER,
    "render": ExitCode.RENDER,
    "calculators": ExitCode.RENDER,
    "archive": ExitCode.ARCHIVE,
    "delivery": ExitCode.DELIVERY,
}


def exit_code_of(codes: Iterable[str]) -> ExitCode:
    """The exit code for problems with these codes: that of the first whose room is known."""
    for code in codes:
        for prefix in (code, code.split(".", 1)[0]):
            if prefix in _BY_PREFIX:
                return _BY_PREFIX[prefix]
    return ExitCode.INTERNAL
