"""Run a program to its end and say what it took."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Took:
    """Wall and processor seconds, and the most memory in MB, of a process and those it waited for."""

    wall: float
    cpu: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s wall, {self.cpu:.2f} s processor, {self.memory:.0f} MB"


class ProgramFailed(RuntimeError):
    """A measured program ended with an error."""


def python(*arguments: object) -> list[str]:
    """The command line of this interpreter."""
    return [sys.executable, *map(str, arguments)]


def flashreport(*arguments: object) -> list[str]:
    """The command line of the program under test."""
    return python("-m", "flashreport", *arguments)


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with the checkout on the module path and no variables of ours.

    Python may write its compiled modules, so that only the uncounted first run has to compile.
    """
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("FLASHREPORT") and name != "PYTHONDONTWRITEBYTECODE"
    }
    path = os.pathsep.join(filter(None, (str(ROOT), own.get("PYTHONPATH", ""))))
    return {**own, "PYTHONPATH": path, **more}


def run(command: Sequence[str], folder: Path | None = None, env: Mapping[str, str] | None = None) -> Took:
    """Run a program; raises ProgramFailed with the end of what it printed when it fails."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment() if env is None else env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            told = output.read()[-2000:].decode(errors="replace")
            raise ProgramFailed(f"{' '.join(command)} ended with {process.returncode}:\n{told}")
    return Took(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def middle(runs: Sequence[Took]) -> Took:
    """The medians of several runs, each figure for itself."""
    return Took(
        median(took.wall for took in runs),
        median(took.cpu for took in runs),
        median(took.memory for took in runs),
    )


def paired(ours: Callable[[], T], theirs: Callable[[], T], pairs: int) -> tuple[list[T], list[T]]:
    """Run both in turn, after one of each that is not counted; the order changes from pair to pair."""
    ours()
    theirs()
    left: list[T] = []
    right: list[T] = []
    for number in range(pairs):
        if number % 2:
            right.append(theirs())
            left.append(ours())
        else:
            left.append(ours())
            right.append(theirs())
    return left, right


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios, pair by pair."""
    return median(left / right for left, right in zip(ours, theirs, strict=True))
