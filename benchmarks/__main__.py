"""``python -m benchmarks [NAME…] [--full] [--pairs N]``."""

import argparse
import sys
from collections.abc import Callable, Sequence

from benchmarks.alarms import alarms
from benchmarks.archive import archive
from benchmarks.backfill import backfill
from benchmarks.cold import cold
from benchmarks.report import Line, print_lines
from benchmarks.rows import rows
from benchmarks.size import Size
from benchmarks.startup import startup
from benchmarks.warm import warm

BENCHMARKS: dict[str, Callable[[Size], list[Line]]] = {
    "startup": startup,
    "cold": cold,
    "warm": warm,
    "rows": rows,
    "archive": archive,
    "backfill": backfill,
    "alarms": alarms,
}


def main(arguments: Sequence[str]) -> int:
    """Run the named benchmarks, all without a name; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of: {', '.join(BENCHMARKS)}")
    parser.add_argument("--full", action="store_true", help="1,000 entities, some 10 million rows; minutes")
    parser.add_argument("--pairs", type=int, default=5, help="paired runs of each comparison")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    size = Size(entities=1000 if chosen.full else 100, pairs=max(1, chosen.pairs))
    lines: list[Line] = []
    for name in chosen.names or BENCHMARKS:
        print(f"\n{name}", flush=True)
        lines += BENCHMARKS[name](size)
    return print_lines(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
