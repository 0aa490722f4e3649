"""A warm report: ours in a process that has rendered before, against plain ``HTML(string).write_pdf()``.

Both make a tagged PDF of the same page with the same fonts and the same drawn charts. Ours fills the
template each time; theirs has it filled, and reads the style sheet and the fonts each time.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.processes import environment, flashreport, python, ratio, run
from benchmarks.profiled import profile_of
from benchmarks.report import Line
from benchmarks.size import Size

GOAL = 0.75


def warm(size: Size) -> list[Line]:
    """The sample's report, rendered in turn with the plain way in one process."""
    with tempfile.TemporaryDirectory(prefix="flashreport-bench-") as folder:
        workspace = Path(folder) / "sample"
        run(flashreport("init", workspace))
        command = ["-m", "benchmarks.warm_process", str(workspace), str(size.pairs)]
        done = subprocess.run(
            python(*command), env=environment(), check=True, stdout=subprocess.PIPE, text=True
        )
        laps: dict[str, Any] = json.loads(done.stdout)
        found = ratio(laps["ours"], laps["plain"])
        ours, plain = (sorted(laps[key])[len(laps[key]) // 2] for key in ("ours", "plain"))
        print(f"  ours {ours:.2f} s, plain {plain:.2f} s, {laps['grown']:.1f} MB more a report", flush=True)
        profile = profile_of([*command[:-1], "1"]) if found > GOAL else ""
        note = f"{ours * 1000:.0f} ms against {plain * 1000:.0f} ms"
        return [Line("warm report : plain HTML(string).write_pdf()", found, GOAL, note, profile)]
