"""A history out of old inputs: reports of many business dates, made by an executor, archived in order.

The processes calculate and render, each with its own reading of the inputs; one writer keeps the
editions. What was kept stays kept, so that a run that was stopped goes on where it was.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flashreport.domain.cadence import due
from flashreport.errors import FlashreportError
from flashreport.pipeline.build import Making
from flashreport.pipeline.check import check_workspace, measures_of, on_day, yesterday_of
from flashreport.pipeline.due import rhythm_of
from flashreport.pipeline.forecast import with_forecast
from flashreport.pipeline.order import Checked, Order
from flashreport.pipeline.overlay import Overlay

if TYPE_CHECKING:
    from flashreport.archive import Archive, Draft
    from flashreport.workspace.load import Workspace

_DATES_PER_TASK = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """The business dates that are asked for, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Task:
    """Some business dates of one report that follow each other; ``before`` is made by another task."""

    root: Path
    report: str
    scope: str
    dates: tuple[date, ...]
    before: date | None
    now: datetime


@dataclass(frozen=True)
class Made:
    """What came of one business date: a draft, or why its report is held."""

    on: date
    draft: "Draft | None" = None
    held: FlashreportError | None = None


@dataclass(frozen=True)
class Filled:
    """How a backfill ended: editions that were kept, dates that had one, reports that are held."""

    kept: int = 0
    there: int = 0
    held: tuple[FlashreportError, ...] = ()


Tick = Callable[[int, int, date], None]


def backfill(
    workspace: "Workspace", order: Order, span: Span, executor: Executor, tick: Tick, at_once: int
) -> Filled:
    """Make what is missing of a span; nothing is sent.

    ``executor`` runs the tasks, ``at_once`` of them at most wait for the writer, since each holds
    its pages. ``tick`` is told of each date: how many are done, of how many.
    """
    from flashreport.archive import open_archive

    order.progress("Reading inputs")
    checked = check_workspace(workspace, None, order.now)
    with open_archive(workspace) as archive:
        tasks, there = _tasks(workspace, order, span, archive, checked)
        total = sum(len(task.dates) for task in tasks)
        kept, held = 0, []
        for done, made in enumerate(_results(executor, tasks, at_once), start=1):
            if made.draft is not None:
                archive.add(made.draft, order.now)
                kept += 1
            elif made.held is not None:
                held.append(made.held)
            tick(done, total, made.on)
    return Filled(kept, there, tuple(held))


def _tasks(
    workspace: "Workspace", order: Order, span: Span, archive: "Archive", checked: Checked
) -> tuple[list[Task], int]:
    """The dates without an edition, a few to a task, oldest first; how many dates have one."""
    from flashreport.archive.editions import Wanted

    tasks: list[Task] = []
    there = 0
    until = yesterday_of(workspace, order.now)
    for settings in workspace.settings.reports:
        if order.report not in ("", settings.name):
            continue
        every = due(
            rhythm_of(workspace, settings),
            checked.calendar,
            span.first - _DAY,
            min(span.last, until),
            until + _DAY,
        )
        found = archive.editions.find(Wanted(settings.name, order.scope, span.first, span.last))
        have = {edition.stored.business_date for edition in found if edition.scope == order.scope}
        missing = [day for day in every if day not in have]
        there += len(every) - len(missing)
        for at in range(0, len(missing), _DATES_PER_TASK):
            dates = tuple(missing[at : at + _DATES_PER_TASK])
            before = missing[at - 1] if at else None
            tasks.append(Task(workspace.root, settings.name, order.scope, dates, before, order.now))
    return sorted(tasks, key=lambda task: task.dates[0]), there


def _results(executor: Executor, tasks: Sequence[Task], at_once: int) -> Iterator[Made]:
    """The results in the order of the tasks."""
    waiting: deque[Future[list[Made]]] = deque()
    left = iter(tasks)
    for task in left:
        waiting.append(executor.submit(make, task))
        if len(waiting) >= at_once:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def make(task: Task) -> list[Made]:
    """The drafts of a task; in whatever process the executor has."""
    workspace, checked, overlay = _inputs(task.root, task.now)
    order = Order(task.now, report=task.report, scope=task.scope, send=False, backfill=True)
    with overlay:
        if task.before is not None and not overlay.recalls(task.report, task.scope, task.before):
            _remember(overlay, workspace, checked, order, task.before)
        making = Making(workspace, overlay, checked)
        return [_one(making, overlay, replace(order, business_date=day)) for day in task.dates]


def _one(making: Making, overlay: Overlay, order: Order) -> Made:
    assert order.business_date is not None  # noqa: S101 - a task names its dates
    try:
        making.made(order)
    except FlashreportError as error:
        if any(problem.code != "report.held" for problem in error.problems):
            raise
        return Made(order.business_date, held=error)
    return Made(order.business_date, overlay.taken())


def _remember(overlay: Overlay, workspace: "Workspace", checked: Checked, order: Order, day: date) -> None:
    """What the report before knew: another task makes it from the same inputs, at the same time."""
    before = on_day(workspace, checked, day, order.now)
    frame, _ = with_forecast(workspace, before, measures_of(workspace, before), order.scope)
    overlay.remember(order.report, order.scope, day, frame)


@lru_cache(maxsize=1)
def _inputs(root: Path, now: datetime) -> "tuple[Workspace, Checked, Overlay]":
    """The workspace's inputs, read once by each process, and what it has made of them so far."""
    from flashreport.archive.place import place_in
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.load import load

    workspace = load(root, MEASURES)
    checked = check_workspace(workspace, None, now)
    read = {file.path: file.sha256 for each in checked.tables.inputs for file in each.files}
    return workspace, checked, Overlay(place_in(workspace), read)
