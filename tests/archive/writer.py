"""A process that adds editions, for the tests to kill, to starve, or to run beside others.

An order has a ``file`` with a pickled place, draft and moment, ``kill``: the step of ``tests/killing.py`` at
which the process ends (0: at none), and ``limit``: how many bytes a file may have at most (0: any).
The answer is the number of steps, or the error's code.
"""

import pickle
import resource
from pathlib import Path
from typing import Any

from flashreport.archive import open_archive
from flashreport.errors import FlashreportError
from tests.killing import Steps, serve


def child(order: dict[str, Any]) -> str:
    """Add one edition and end."""
    place, draft, now = pickle.loads(Path(order["file"]).read_bytes())  # noqa: S301 - written by the test itself
    if order["limit"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"],) * 2)
    steps = Steps(order["kill"])
    steps.watch()
    steps.watch_servers()
    try:
        with open_archive(place) as archive:
            archive.add(draft, now)
    except FlashreportError as error:
        return error.problem.code
    return str(steps.count)


if __name__ == "__main__":
    serve(child)
