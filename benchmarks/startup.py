"""Start-up: ``flashreport --help`` against a bare import of click."""

from benchmarks.processes import Took, flashreport, middle, paired, python, ratio, run
from benchmarks.profiled import profile_of
from benchmarks.report import Line
from benchmarks.size import Size

GOAL = 1.6
_RUNS_PER_PAIR = 4  # the runs are short: more of them


def startup(size: Size) -> list[Line]:
    """Wall time of the whole process, both from compiled modules."""

    def ours() -> Took:
        return run(flashreport("--help"))

    def theirs() -> Took:
        return run(python("-c", "import click"))

    left, right = paired(ours, theirs, size.pairs * _RUNS_PER_PAIR)
    print(f"  flashreport --help: {middle(left)}\n  import click:       {middle(right)}", flush=True)
    found = ratio([took.wall for took in left], [took.wall for took in right])
    note = f"{middle(left).wall * 1000:.0f} ms against {middle(right).wall * 1000:.0f} ms"
    profile = profile_of(["-m", "flashreport", "--help"]) if found > GOAL else ""
    return [Line("start-up, --help : import click", found, GOAL, note, profile)]
