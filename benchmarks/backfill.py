"""A history out of old inputs: days a minute by ``build --from``, against the same days built one by one."""

import shutil
import tempfile
from pathlib import Path

from benchmarks.processes import Took, environment, flashreport, middle, run
from benchmarks.report import Line
from benchmarks.size import Size

GOAL = 0.67
_DAYS = [f"2026-11-{day:02}" for day in (6, 9, 10, 11, 12, 13, 16, 17, 18, 19)]
_NOW = "2026-11-20T06:30:00-05:00"


def backfill(size: Size) -> list[Line]:
    """Processor time a day in one process, against runs of one day each; ``size.pairs`` of those runs."""
    with tempfile.TemporaryDirectory(prefix="flashreport-bench-") as folder:
        workspace = Path(folder) / "sample"
        run(flashreport("init", workspace))
        single = middle([_built(workspace, "--date", day) for day in _DAYS[-size.pairs :]])
        print(f"  one by one:    {_told(single, 1)}", flush=True)
        filled = {}
        for jobs in (1, 2):
            shutil.rmtree(workspace / "archive")
            filled[jobs] = _built(workspace, "--from", _DAYS[0], "--to", _DAYS[-1], "--jobs", str(jobs))
            print(f"  processes: {jobs}  {_told(filled[jobs], len(_DAYS))}", flush=True)
    found = filled[1].cpu / len(_DAYS) / single.cpu
    note = f"{filled[1].cpu / len(_DAYS):.1f} s against {single.cpu:.1f} s"
    return [Line("a day of a backfill : a build of one day, processor time", found, GOAL, note)]


def _built(workspace: Path, *span: str) -> Took:
    command = flashreport("-C", workspace, "build", "--no-send", "--report", "daily", *span)
    return run(command, env=environment(FLASHREPORT_NOW=_NOW))


def _told(took: Took, days: int) -> str:
    wall, cpu = took.wall / days, took.cpu / days
    return (
        f"{60 / wall:.1f} days a minute; a day {wall:.2f} s wall, {cpu:.2f} s processor; {took.memory:.0f} MB"
    )
