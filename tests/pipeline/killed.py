"""Whole commands in processes that a step ends or cuts off. Run by test_whole_run_killed.py.

An order has the ``arguments`` of the program, ``now`` as it shall see it, the file ``log`` for what it
prints, and ``at``: the step of ``tests/killing.py`` at which the process ends (0: at none). With
``statements``, these are run on the PostgreSQL server ``url`` instead, and the process goes on.
The answer has the exit code and the number of steps.
"""

import os
from typing import Any

import psycopg

import flashreport.cli.run
import flashreport.render
from tests.killing import Steps, serve


class Drawing:
    """It writes nothing, and takes most of a build's time: the writes around it are what counts here."""

    @staticmethod
    def html(report: Any, page: Any) -> str:
        return f"<p>{report.id} {report.revision}</p>" * 2000

    @staticmethod
    def pdf(report: Any, page: Any) -> bytes:
        return f"%PDF-1.7\n{report.id} {report.revision}\n".encode() * 2000


def child(order: dict[str, Any]) -> tuple[int, int]:
    """Run one command and end."""
    os.environ["FLASHREPORT_NOW"] = order["now"]
    silent = os.open(os.devnull, os.O_RDWR)
    told = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number, stream in ((0, silent), (1, told), (2, told)):
        os.dup2(stream, number)

    def disturb() -> None:
        with psycopg.connect(order["url"], autocommit=True) as server:
            for statement in order["statements"]:
                server.execute(statement)

    steps = Steps(order["at"], disturb if order["statements"] else None)
    steps.watch()
    steps.watch_servers()
    flashreport.render.render_html, flashreport.render.render_pdf = Drawing.html, Drawing.pdf
    code = flashreport.cli.run.run(order["arguments"])
    return int(code or 0), steps.count


if __name__ == "__main__":
    serve(child)
