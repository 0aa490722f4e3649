"""A process that adds editions, for the tests to kill, to starve, or to run beside others.

It reads lines from standard input: ``add FILE KILL LIMIT`` with a pickled place, draft and
moment. For each it forks, so that the heavy packages are loaded once. The child kills itself
at its KILL-th call that writes (0: never; before the call for an even, after it for an odd
number), and may write files of at most LIMIT bytes (0: any). It answers with the child's
exit code and the last line it wrote: the number of such calls, or the error's code.
"""

import os
import pickle
import resource
import signal
import sys
from types import FrameType

import duckdb  # noqa: F401 - loaded before forking
import pandas  # noqa: F401 - loaded before forking
import pyarrow  # noqa: F401 - loaded before forking

from flashreport.archive import open_archive
from flashreport.archive.add import add_edition  # noqa: F401 - loaded before forking
from flashreport.errors import FlashreportError

WRITES = frozenset(
    {"fsync", "replace", "write", "execute", "executemany", "flock", "unlink", "mkdir", "open", "put"}
)
OURS = (
    "flashreport/archive/",
    "flashreport/workspace/atomic",
    "obstore/",
    "object_store.py",
    "pathlib.py",
    "psycopg/",
)


class Killer:
    """Counts calls into C that write, just before and just after each, and ends the process at one."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.count = 0

    def __call__(self, frame: FrameType, event: str, called: object) -> None:
        if event not in ("c_call", "c_return") or getattr(called, "__name__", "") not in WRITES:
            return
        if not any(part in frame.f_code.co_filename for part in OURS):
            return
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def child(file: str, kill: int, limit: int, answer: int) -> None:
    """Add one edition and end."""
    with open(file, "rb") as stream:  # noqa: PTH123 - Path.open would count as a call of ours
        place, draft, now = pickle.load(stream)  # noqa: S301 - written by the test itself
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    killer = Killer(kill)
    sys.setprofile(killer)
    try:
        with open_archive(place) as archive:
            archive.add(draft, now)
        said = str(killer.count)
    except FlashreportError as error:
        said = error.problem.code
    sys.setprofile(None)
    os.write(answer, said.encode())


def main() -> None:
    """Serve until the input ends."""
    for line in sys.stdin:
        _, file, kill, limit = line.split()
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                child(file, int(kill), int(limit), write)
                code = 0
            finally:
                os._exit(code)
        os.close(write)
        _, status = os.waitpid(pid, 0)
        said = os.read(read, 1000).decode()
        os.close(read)
        print(os.waitstatus_to_exitcode(status), said or "-", flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
