"""``flashreport build``: the report of a day."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.door import now
from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.params import day
from flashreport.cli.pings import watched
from flashreport.cli.session import Session
from flashreport.errors import FlashreportError, counted_phrase, phrase

if TYPE_CHECKING:
    from flashreport.pipeline import Built, Order, Run
    from flashreport.workspace.load import Workspace

_WAIT = 10.0


@flash_command(
    "build",
    json=True,
    example="""
    flashreport build
    flashreport build --date 2026-11-19 --no-send
    flashreport build --report weekly
    flashreport build --from 2025-11-01 --to 2026-11-20
    """,
)
@click.option("--date", "business_date", type=day, help="The business date; else all that is due.")
@click.option("--from", "first", type=day, metavar="DATE", help="Make a history from this day; send nothing.")
@click.option("--to", "last", type=day, metavar="DATE", help="The history's last day; else yesterday.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), help="Processes that make the history; else one per core."
)
@click.option("--due", is_flag=True, help="With --report: only if it is due; for timers.")
@click.option("--report", default="", help="One report of the workspace; else each that is due.")
@click.option("--entity", default="", help="One entity; without it the whole group.")
@click.option("--dry-run", is_flag=True, help="Write the pages to a folder; keep and send nothing.")
@click.option("--no-send", is_flag=True, help="Keep the report, and send it to nobody.")
@click.option("--wait", default=_WAIT, show_default=True, help="Seconds to wait for another build.")
@click.pass_obj
def command(
    session: Session,
    business_date: date | None,
    report: str,
    entity: str,
    dry_run: bool,
    no_send: bool,
    wait: float,
    first: date | None,
    last: date | None,
    jobs: int | None,
    due: bool,
) -> ExitCode | None:
    """Build the reports that are due, keep them in the archive and send them.

    That is the daily report, and the weekly and monthly ones when their period has ended. After
    days on which nothing was built, each missed business date is made and only the newest is
    sent. A second build from the same inputs makes nothing new and sends nothing twice. One from
    changed inputs makes the next revision.

    With --from: a history out of old inputs, for each business date that has no report. It is
    marked as made later, and a run that was stopped goes on where it was.
    """
    from flashreport.domain.measures import MEASURES
    from flashreport.pipeline import Order

    _check_span(first, last, business_date, dry_run=dry_run)
    workspace = session.workspace(MEASURES)
    order = Order(
        now=now(workspace.settings.company.timezone),
        business_date=business_date,
        report=report,
        scope=entity,
        dry_run=dry_run,
        send=not no_send,
        only_due=due,
        progress=session.progress,
    )
    if first is not None:
        from flashreport.cli.backfill import run_backfill
        from flashreport.pipeline import Span

        span = Span(first, last or order.now.date())
        return run_backfill(session, workspace, order, span, jobs or os.cpu_count() or 1, wait)
    if dry_run:
        return _build(session, workspace, order, wait)
    with watched(session, workspace, order.now) as watch:
        watch.code = _build(session, workspace, order, wait)
    return watch.code


def _check_span(first: date | None, last: date | None, on: date | None, *, dry_run: bool) -> None:
    if last is not None and first is None:
        raise click.UsageError(phrase("--to needs --from, the history's first day."))
    if first is None:
        return
    if on is not None or dry_run:
        raise click.UsageError(phrase("--from makes a history: it goes with neither --date nor --dry-run."))
    if last is not None and last < first:
        raise click.UsageError(phrase("--to {last} is before --from {first}.", last=last, first=first))


def _build(session: Session, workspace: "Workspace", order: "Order", wait: float) -> ExitCode | None:
    from flashreport.workspace.lock import build_lock

    with build_lock(workspace.root, wait, order.now):
        made = _made(session, workspace, order)
        paths = [_written(workspace, built, order.dry_run) for built in made.built]
    session.progress("")
    _tell(session, made, paths)
    _raise_alarm(session, workspace, order, made.held)
    if made.held:
        return ExitCode.HELD
    done = all(receipt.done for built in made.built for receipt in built.receipts)
    return None if done else ExitCode.DELIVERY


def _made(session: Session, workspace: "Workspace", order: "Order") -> "Run":
    """The run; when it fails, the keeper hears of it before the command ends."""
    from flashreport.pipeline import run

    try:
        return run(workspace, order)
    except Exception as error:
        session.progress("")
        _raise_alarm(session, workspace, order, [error])
        raise


def _raise_alarm(
    session: Session, workspace: "Workspace", order: "Order", errors: Sequence[Exception]
) -> None:
    """Mail about what went wrong; that this mail fails, too, hides nothing."""
    from flashreport.cli.alarm import alarm

    try:
        receipts = alarm(workspace, order, errors)
    except FlashreportError as error:
        session.warn(
            phrase("Nobody could be told by mail: {reason}", reason=session.speech.problem(error.problem))
        )
        return
    for receipt in receipts:
        if receipt.state != "already":
            told = phrase("Told {address}: {state}", address=receipt.recipient, state=receipt.state)
            session.say(told)


def _written(workspace: "Workspace", built: "Built", dry_run: bool) -> dict[str, Path]:
    """Copies for people: the newest reports under plain names, beside the archive."""
    from flashreport.workspace.atomic import write_whole

    folder = workspace.root / ("dry-run" if dry_run else "reports")
    folder.mkdir(exist_ok=True)
    for part in folder.glob(".*.part"):  # of a run that was killed while it wrote: this one has the lock
        part.unlink(missing_ok=True)
    paths = {name: folder / name for name in built.files}
    for name, path in paths.items():
        if not path.is_file() or path.read_bytes() != built.files[name]:
            write_whole(path, built.files[name], durable=False)
    return paths


def _tell(session: Session, made: "Run", paths: list[dict[str, Path]]) -> None:
    if session.as_json:
        session.json(_as_json(made, paths))
        return
    for built, files in zip(made.built, paths, strict=True):
        _tell_one(session, built, files, newest=built is made.shown)
    for error in made.held:
        for problem in error.problems:
            session.warn(
                phrase("{problem} [{code}]", problem=session.speech.problem(problem), code=problem.code)
            )
    if not made.built:
        session.say("No report is due.")
        for coming in made.next:
            session.say(
                phrase(
                    "{name}: the report of {business_date} is due on {day}.",
                    name=coming.report,
                    business_date=coming.business_date,
                    day=coming.on,
                )
            )


def _tell_one(session: Session, built: "Built", paths: dict[str, Path], *, newest: bool) -> None:
    report = built.report
    what = phrase("{report} of {business_date}", report=report.report, business_date=report.business_date)
    if report.scope:
        what = phrase("{report}, {entity}", report=what, entity=report.scope)
    if report.revision > 1:
        what = phrase("{report}, revision {n}", report=what, n=report.revision)
    session.say(_state(built, what))
    if newest:
        _tell_inputs(session, built)
    for name, path in paths.items():
        session.data(f"{name.rsplit('.', 1)[-1].upper()}\t{path}")
    for receipt in built.receipts:
        where = receipt.path if receipt.path else receipt.detail
        session.data(f"MAIL\t{receipt.recipient}\t{receipt.state}\t{where}")


def _state(built: "Built", report: str) -> str:
    if not built.new:
        return phrase("{report}: as it was.", report=report)
    if built.stored is None:
        return phrase("{report}: tried.", report=report)
    return phrase("{report}: built.", report=report)


def _tell_inputs(session: Session, built: "Built") -> None:
    for item in built.checked.states:
        if item.state == "ok":
            continue
        told = phrase("Input {name}: {state}", name=item.name, state=phrase(item.state))
        if item.as_of:
            told = phrase("{input}, newest day {day}", input=told, day=item.as_of)
        session.warn(told)
    set_aside = _set_aside(built)
    if set_aside:
        session.warn(
            counted_phrase(
                "{n} row was set aside: `flashreport check` lists it.",
                "{n} rows were set aside: `flashreport check` lists them.",
                set_aside,
            )
        )


def _set_aside(built: "Built") -> int:
    return sum(item.set_aside for item in built.checked.tables.inputs)


def _as_json(made: "Run", paths: list[dict[str, Path]]) -> dict[str, object]:
    """The newest date's first report, and beside it the other editions of the run."""
    told = [_built_json(built, files) for built, files in zip(made.built, paths, strict=True)]
    shown = [one for built, one in zip(made.built, told, strict=True) if built is made.shown]
    return {
        **(shown[0] if shown else {"report": None, "new": False, "mails": []}),
        "others": [one for built, one in zip(made.built, told, strict=True) if built is not made.shown],
        "held": [problem.to_json() for error in made.held for problem in error.problems],
        "next": [
            {"report": one.report, "business_date": one.business_date, "on": one.on} for one in made.next
        ],
    }


def _built_json(built: "Built", paths: dict[str, Path]) -> dict[str, object]:
    return {
        "report": built.report.report,
        "name": built.name,
        "entity": built.stored.scope if built.stored else "",
        "business_date": built.report.business_date.isoformat(),
        "revision": built.report.revision,
        "id": built.report.id,
        "new": built.new,
        "files": {name: str(path) for name, path in paths.items()},
        "inputs": [
            {"name": item.name, "state": item.state, "as_of": item.as_of} for item in built.checked.states
        ],
        "rows_set_aside": _set_aside(built),
        "mails": [
            {"address": receipt.recipient, "state": receipt.state, "detail": receipt.detail}
            for receipt in built.receipts
        ],
    }
