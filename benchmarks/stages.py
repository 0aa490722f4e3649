"""One build with a clock on each stage: ``python -m benchmarks.stages WORKSPACE [--sums]`` prints JSON.

A stage ends when its function returns, and begins where the one before ended: the imports that
it needs count as its own; ``own`` is the time in its function alone. Memory is the most that the
process has held up to the stage's end.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

# Stage, module, function or Class.method. What the pipeline imports together stands in one group.
Stage = tuple[str, str, str]
GROUPS: tuple[tuple[Stage, ...], ...] = (
    (("inputs", "flashreport.inputs", "read_input"), ("checks", "flashreport.tables", "check_tables")),
    (
        ("facts", "flashreport.facts.compute", "compute"),
        ("measures", "flashreport.calculators.every", "calculate"),
    ),
    (("compose", "flashreport.compose.report", "compose"),),
    (
        ("render html", "flashreport.render", "render_html"),
        ("render pdf", "flashreport.render", "render_pdf"),
    ),
    (("archive", "flashreport.archive", "Archive.add"),),
)
SUMS = GROUPS[:2]
MOMENT = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)


class StageClock:
    """Laps: wall and processor seconds and memory by stage."""

    def __init__(self, groups: tuple[tuple[Stage, ...], ...] = GROUPS) -> None:
        self.laps: dict[str, dict[str, float]] = {}
        self._waiting = list(groups)
        self._wall, self._cpu = time.perf_counter(), _cpu()

    def watch(self) -> None:
        """Put the clock round the functions of the next group; when its last has returned, the one after."""
        if not self._waiting:
            return
        group = self._waiting.pop(0)
        for stage, module, path in group:
            holder: Any = import_module(module)
            *outer, name = path.split(".")
            for part in outer:
                holder = getattr(holder, part)
            ends = stage == group[-1][0]
            setattr(holder, name, self._timed(getattr(holder, name), stage, ends=ends))

    def lap(self, stage: str, own: float = 0.0) -> None:
        """End a stage; one that ends several times is added up."""
        wall, cpu = time.perf_counter(), _cpu()
        lap = self.laps.setdefault(stage, {"wall": 0.0, "own": 0.0, "cpu": 0.0, "memory": 0.0})
        lap["own"] += own
        lap["wall"] += wall - self._wall
        lap["cpu"] += cpu - self._cpu
        lap["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self._wall, self._cpu = wall, cpu

    def _timed(self, function: Callable[..., Any], stage: str, *, ends: bool) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            found = function(*arguments, **named)
            first = stage not in self.laps
            self.lap(stage, time.perf_counter() - start)
            if first and ends:
                self.watch()
            return found

        return timed


def _cpu() -> float:
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def main(folder: str, *, sums: bool = False) -> None:
    """Build the workspace's report, or only its sums, and print the laps."""
    clock = StageClock(SUMS if sums else GROUPS)
    from flashreport.domain.measures import MEASURES
    from flashreport.pipeline import Order, build, check_workspace, measures_of
    from flashreport.workspace.load import load

    workspace = load(Path(folder), MEASURES)
    clock.lap("settings")
    clock.watch()
    if sums:
        measures_of(workspace, check_workspace(workspace, None, MOMENT))
    else:
        build(workspace, Order(now=MOMENT, send=False))
    clock.lap("rest")
    json.dump(clock.laps, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sums="--sums" in sys.argv[2:])
