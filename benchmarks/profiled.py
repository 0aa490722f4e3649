"""Where the time goes: the costliest functions of a run, by cumulative time."""

import pstats
import tempfile
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from benchmarks.processes import python, run

TOP = 10
# What only calls the rest, and imports, which hide in what asked for them.
_FRAMES = ("runpy", "importlib", "site-packages/click", "flashreport/cli", "benchmarks/")


def profile_of(arguments: Sequence[str], folder: Path | None = None) -> str:
    """Run this interpreter with ``arguments`` under cProfile; the ten costliest functions.

    A program that ends by ``sys.exit`` is profiled to its end as well.
    """
    with tempfile.TemporaryDirectory() as kept:
        file = Path(kept) / "profile"
        run(python("-m", "cProfile", "-o", file, *arguments), folder)
        return costliest(file)


def costliest(file: Path, count: int = TOP) -> str:
    """The costliest functions of a profile, one a line; frames that only call the rest are left out."""
    stats = pstats.Stats(str(file), stream=StringIO())
    rows = []
    for (path, line, name), (_, calls, _, cumulative, _) in stats.stats.items():  # type: ignore[attr-defined] # the stubs lack it
        called_by_us = path not in ("~", "<string>") and not any(frame in path for frame in _FRAMES)
        if called_by_us and name != "<module>":
            rows.append((cumulative, calls, f"{_short(path)}:{line} {name}"))
    rows.sort(key=lambda row: (-row[0], row[2]))
    return "\n".join(f"{seconds:8.3f} s  {calls:>8} calls  {where}" for seconds, calls, where in rows[:count])


def _short(path: str) -> str:
    parts = Path(path).parts
    return "/".join(parts[-3:])
