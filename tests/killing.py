"""For the tests: processes that end themselves at a chosen step, as a power cut does.

A step is the moment before a write and, where it can be told, the one after it: a file opened for
writing, renamed, removed or forced to the disk, a folder made, a lock taken, an object put or deleted,
a statement that changes a SQLite database, a word with a PostgreSQL server.
"""

import fcntl
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

_CHANGES = ("begin", "commit", "insert", "update", "delete", "create", "alter", "drop")
_EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.link", "os.truncate"}
_CONNECT = sqlite3.connect


class Steps:
    """Counts the steps of a process and does something at the chosen one (0: at none): ends it."""

    def __init__(self, last: int, at_last: Callable[[], object] | None = None) -> None:
        self.last, self.count = last, 0
        self.at_last = at_last or (lambda: os.kill(os.getpid(), signal.SIGKILL))

    def step(self) -> None:
        """Take one step."""
        self.count += 1
        if self.count == self.last:
            self.at_last()

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with a step before it and one after it."""

        def stepped(*arguments: Any, **named: Any) -> Any:
            self.step()
            result = function(*arguments, **named)
            self.step()
            return result

        return stepped

    def watch(self) -> None:
        """Count whatever this process writes from now on."""
        for module, name in ((os, "fsync"), (os, "write"), (fcntl, "flock")):
            setattr(module, name, self.around(getattr(module, name)))
        sqlite3.connect = self._connect  # type: ignore[assignment] # it is called alike
        sys.addaudithook(self._audit)

    def watch_servers(self) -> None:
        """Count what it says to PostgreSQL and what it puts into an object store."""
        from psycopg import Connection

        from flashreport.workspace.object_store import ObjectFolder

        for kind, name in ((Connection, "wait"), (ObjectFolder, "put"), (ObjectFolder, "delete")):
            setattr(kind, name, self.around(getattr(kind, name)))

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _EVENTS or (event == "open" and _writes(*arguments)):
            self.step()

    def _connect(self, *arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = _CONNECT(*arguments, **named)
        connection.set_trace_callback(self._statement)
        return connection

    def _statement(self, sql: str) -> None:
        if sql.lstrip().lower().startswith(_CHANGES):
            self.step()


def _writes(path: object, _: object, flags: int) -> bool:
    return isinstance(path, (str, bytes)) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def forked(work: Callable[[], object]) -> tuple[int, Any]:
    """How a process of its own ended (minus the signal that did it), and what the work gave there."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        code, write = 1, os.write  # not counted: it is no write of the work
        try:
            write(writer, json.dumps(work()).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), json.loads(text) if text else None


def serve(work: Callable[[dict[str, Any]], object]) -> None:
    """Do each order, a line of JSON on standard input, in a process of its own.

    The answer to each is a line of JSON: what :func:`forked` gives. What a process loaded is loaded here
    before the next is forked.
    """
    for line in sys.stdin:
        order = json.loads(line)
        ended, answer = forked(lambda: (work(order), list(sys.modules)))  # noqa: B023 # used up within the turn
        result, loaded = answer or (None, ())
        print(json.dumps((ended, result)), flush=True)  # noqa: T201 # its output
        for name in loaded:
            with suppress(ImportError):
                import_module(name)
