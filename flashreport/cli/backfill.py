"""``flashreport build --from … --to …``: a history out of old inputs, with a bar that shows how far it is."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.session import Session
from flashreport.errors import counted_phrase, phrase

if TYPE_CHECKING:
    from flashreport.pipeline import Filled, Order, Span
    from flashreport.workspace.load import Workspace

Tick = Callable[[int, int, date], None]


def run_backfill(
    session: Session, workspace: "Workspace", order: "Order", span: "Span", jobs: int, wait: float
) -> ExitCode | None:
    """Make what is missing of the span and tell what came of it."""
    from flashreport.pipeline import backfill
    from flashreport.pipeline.workers import end_all, local_processes
    from flashreport.workspace.lock import build_lock

    with build_lock(workspace.root, wait, order.now, "backfill"), local_processes(jobs) as executor:
        try:
            with _bar(session) as tick:
                filled = backfill(workspace, order, span, executor, tick, 2 * jobs)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            end_all()
            raise
    _tell(session, filled, span)
    return ExitCode.HELD if filled.held else None


@contextmanager
def _bar(session: Session) -> Iterator[Tick]:
    """A progress bar on a terminal; elsewhere a line for each date with -v, else nothing."""
    shown = sys.stderr.isatty() and not (session.quiet or session.as_json or session.verbose)
    if not shown:
        yield lambda done, total, day: session.tell(
            phrase("{day}: {done} of {total}", day=day, done=done, total=total)
        )
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    session.progress("")
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def tick(done: int, total: int, day: date) -> None:
            progress.update(task, completed=done, total=total, description=day.isoformat())

        yield tick


def _tell(session: Session, filled: "Filled", span: "Span") -> None:
    if session.as_json:
        session.json(
            {
                "from": span.first,
                "to": span.last,
                "kept": filled.kept,
                "already_there": filled.there,
                "held": [problem.to_json() for error in filled.held for problem in error.problems],
            }
        )
        return
    for error in filled.held:
        for problem in error.problems:
            session.warn(
                phrase("{problem} [{code}]", problem=session.speech.problem(problem), code=problem.code)
            )
    made = counted_phrase("{n} report was made", "{n} reports were made", filled.kept)
    there = counted_phrase("{n} was there already", "{n} were there already", filled.there)
    session.say(phrase("{made}, {there}; nothing was sent.", made=made, there=there))
