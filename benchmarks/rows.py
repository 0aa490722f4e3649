"""Many rows: files to checked tables to facts to measures, against a bare DuckDB script's sums."""

import json
import subprocess
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.cold import print_laps
from benchmarks.processes import environment, paired, python, ratio
from benchmarks.profiled import profile_of
from benchmarks.report import Line
from benchmarks.size import Size
from benchmarks.volume import make_workspace, rows_of

GOAL = 1.15
_MOST_PAIRS = 3
MANY = 1000  # entities whose year takes minutes: one pair tells enough, and no profile is taken


def rows(size: Size) -> list[Line]:
    """A year of a made-up group, a process each in turn; seconds are taken inside, without imports."""
    with tempfile.TemporaryDirectory(prefix="flashreport-bench-") as folder:
        workspace = Path(folder) / "volume"
        workspace.mkdir()
        make_workspace(workspace, size.entities)
        many = size.entities >= MANY
        pairs = 1 if many else min(size.pairs, _MOST_PAIRS)
        ours, theirs = paired(lambda: _ours(workspace), lambda: _theirs(workspace), pairs)
        _print(ours, theirs, rows_of(size.entities))
        return _lines(ours, theirs, None if many else workspace)


def _lines(ours: list[Any], theirs: list[Any], workspace: Path | None) -> list[Line]:
    sums = ratio([lap["facts"]["own"] for lap in ours], [lap["sums"] for lap in theirs])
    whole = ratio(
        [sum(lap[stage]["own"] for stage in ("inputs", "checks", "facts")) for lap in ours],
        [lap["read"] + lap["sums"] for lap in theirs],
    )
    through = ratio(
        [lap["facts"]["own"] + lap["measures"]["own"] for lap in ours], [lap["sums"] for lap in theirs]
    )
    missed = max(sums, whole) > GOAL
    profiled = missed and workspace is not None
    profile = profile_of(["-m", "benchmarks.stages", str(workspace), "--sums"]) if profiled else ""
    checked = "every row is checked on our side, none on theirs"
    return [
        Line("rows: facts : the same sums in bare DuckDB", sums, GOAL, "from tables in memory", profile),
        Line("rows: files to facts : bare read and sums", whole, GOAL, checked, profile),
        Line("rows: facts and measures : the same sums", through, None, "measures have no counterpart there"),
    ]


def _print(ours: list[Any], theirs: list[Any], count: int) -> None:
    middle = {
        stage: {key: median(lap[stage][key] for lap in ours) for key in ("wall", "own", "cpu", "memory")}
        for stage in ours[0]
    }
    print(f"  {count:,} rows")
    print_laps(middle)
    for stage in ("inputs", "checks", "facts", "measures"):
        rates = (count / max(middle[stage][clock], 1e-9) / 1e6 for clock in ("own", "cpu"))
        print("  {:<16} {:7.2f} million rows a second, {:.2f} a processor second".format(stage, *rates))
    bare = {key: median(lap[key] for lap in theirs) for key in theirs[0]}
    print(
        "  bare DuckDB      {read:7.3f} s read ({read_cpu:.3f} processor s), {sums:.3f} s sums "
        "({sums_cpu:.3f}), {memory:.0f} MB".format(**bare),
        flush=True,
    )


def _ours(workspace: Path) -> Any:
    return _json(["benchmarks.stages", str(workspace), "--sums"])


def _theirs(workspace: Path) -> Any:
    return _json(["benchmarks.bare_sums", str(workspace)])


def _json(module: list[str]) -> Any:
    done = subprocess.run(
        python("-m", *module), env=environment(), check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)
