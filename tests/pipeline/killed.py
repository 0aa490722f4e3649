"""Whole commands in processes that kill themselves at a chosen write. Run by test_whole_run_killed.py.

It reads JSON lines from standard input: ``arguments`` of the program, ``now`` as it shall see it, and
``kill``: the number of the write at which the process ends (0: at none). For each it forks, so that the heavy
packages are loaded once. It answers with the child's exit code and the number of its writes.

A write is: a file opened for writing, renamed, removed or forced to the disk, a folder made, a lock taken,
a statement in a SQLite database that changes it; for each of these the moment before it and the one after.
"""

import fcntl
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from typing import Any

import duckdb  # noqa: F401 - loaded before forking
import pandas  # noqa: F401 - loaded before forking

import flashreport.archive.add
import flashreport.archive.copy
import flashreport.archive.prune
import flashreport.cli.run
import flashreport.pipeline.send
import flashreport.render.html
import flashreport.render.mail

_CHANGES = ("begin", "commit", "insert", "update", "delete", "create", "alter", "drop")
_CONNECT = sqlite3.connect
_EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.link", "os.truncate", "fcntl.flock"}


class Steps:
    """Counts what is written, and ends the process, as a power cut does, at the chosen one."""

    def __init__(self, last: int) -> None:
        self.last, self.count = last, 0

    def step(self) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*arguments: Any, **named: Any) -> Any:
            self.step()
            result = function(*arguments, **named)
            self.step()
            return result

        return stepped

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _EVENTS or (event == "open" and self._writes(arguments)):
            self.step()

    def connect(self, *arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = _CONNECT(*arguments, **named)
        connection.set_trace_callback(self.statement)
        return connection

    def statement(self, sql: str) -> None:
        if sql.lstrip().lower().startswith(_CHANGES):
            self.step()

    def _writes(self, arguments: tuple[Any, ...]) -> bool:
        path, _, flags = arguments
        return isinstance(path, (str, bytes)) and bool(flags & (os.O_WRONLY | os.O_RDWR))

    def watch(self) -> None:
        for module, name in ((os, "fsync"), (os, "replace"), (os, "write"), (fcntl, "flock")):
            setattr(module, name, self.around(getattr(module, name)))
        sqlite3.connect = self.connect  # type: ignore[assignment] # it is called alike
        sys.addaudithook(self.audit)


def render_pdf(report: Any, _page: Any) -> bytes:
    """Drawing writes nothing, and takes most of a build's time: the writes around it are what counts here."""
    return f"%PDF-1.7\n{report.id} {report.revision}\n".encode() * 2000


def child(order: dict[str, Any], answer: int) -> None:
    """Run one command and end."""
    os.environ["FLASHREPORT_NOW"] = order["now"]
    silent = os.open(os.devnull, os.O_RDWR)
    told = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number, stream in ((0, silent), (1, told), (2, told)):
        os.dup2(stream, number)
    steps = Steps(order["kill"])
    write = os.write
    steps.watch()
    flashreport.render.render_pdf = render_pdf  # type: ignore[assignment] # it is called alike
    code = flashreport.cli.run.run(order["arguments"])
    count = steps.count
    write(answer, json.dumps([int(code or 0), count]).encode())


def main() -> None:
    """Serve until the input ends."""
    for line in sys.stdin:
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                child(json.loads(line), write)
            finally:
                os._exit(0)
        os.close(write)
        _, status = os.waitpid(pid, 0)
        said = json.loads(os.read(read, 1000) or "[null, 0]")
        os.close(read)
        print(json.dumps([os.waitstatus_to_exitcode(status), *said]), flush=True)  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
