"""The archive after ten years: how fast it answers, and whether ``verify`` reads at the disk's speed."""

import tempfile
from pathlib import Path

from benchmarks.decade import decade
from benchmarks.processes import Took, flashreport, middle, paired, python, ratio, run
from benchmarks.profiled import profile_of
from benchmarks.report import Line
from benchmarks.size import Size

SECONDS = 0.5
VERIFY = 2.0
_READER = """
import hashlib, pathlib, sys
for path in pathlib.Path(sys.argv[1]).rglob("*"):
    if path.is_file():
        hashlib.sha256(path.read_bytes()).hexdigest()
"""


def archive(size: Size) -> list[Line]:
    """Whole processes; the goal of ``verify`` is against a bare loop that reads and hashes every file.

    The commands wait for nothing but the processor, so its seconds are told: other work on the machine
    does not count.
    """
    with tempfile.TemporaryDirectory(prefix="flashreport-decade-") as name:
        place = decade(Path(name))
        root = place.root
        asked = {
            "history": ("history",),
            "history --search": ("history", "--search", "overtime"),
            "show": ("show",),
            "history --measure": ("history", "--measure", "staff.hours", "--from", "2031-01-01"),
        }
        lines = [_answer(label, root, *arguments, runs=size.pairs) for label, arguments in asked.items()]
        left, right = paired(
            lambda: run(flashreport("-C", root, "verify")),
            lambda: run(python("-c", _READER, place.folder)),
            max(1, size.pairs // 2),
        )
    print(f"  verify:             {middle(left)}\n  read and hash only: {middle(right)}", flush=True)
    found = ratio([took.wall for took in left], [took.wall for took in right])
    note = f"{middle(left).wall:.1f} s against {middle(right).wall:.1f} s"
    return [*lines, Line("verify : reading and hashing every file", found, VERIFY, note)]


def _answer(label: str, root: Path, *arguments: str, runs: int) -> Line:
    command = flashreport("-C", root, *arguments)
    run(command)
    took: list[Took] = [run(command) for _ in range(runs)]
    used = middle(took).cpu
    print(f"  {label}: {middle(took)}", flush=True)
    profile = profile_of(["-m", "flashreport", "-C", str(root), *arguments]) if used > SECONDS else ""
    return Line(f"{label}, processor seconds : {SECONDS} s", used / SECONDS, 1.0, f"{used:.2f} s", profile)
