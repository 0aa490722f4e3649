"""``flashreport build``: the report of a day."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.door import now
from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import phrase

if TYPE_CHECKING:
    from flashreport.pipeline import Built
    from flashreport.workspace.load import Workspace

_WAIT = 10.0


@flash_command("build", json=True, example="flashreport build --date 2026-11-19 --no-send")
@click.option("--date", "business_date", type=day, help="The business date; else the newest due.")
@click.option("--report", default="", help="A report of the workspace; without it the first.")
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
) -> ExitCode | None:
    """Build the report of a day, keep it in the archive and send it.

    A second build from the same inputs makes nothing new and sends nothing twice. One from
    changed inputs makes the next revision.
    """
    from flashreport.domain.measures import MEASURES
    from flashreport.pipeline import Order, build
    from flashreport.workspace.lock import build_lock

    workspace = session.workspace(MEASURES)
    moment = now(workspace.settings.company.timezone)
    order = Order(
        now=moment,
        business_date=business_date,
        report=report,
        scope=entity,
        dry_run=dry_run,
        send=not no_send,
        progress=session.progress,
    )
    with build_lock(workspace.root, wait, moment):
        built = build(workspace, order)
        paths = _written(workspace, built, dry_run)
    session.progress("")
    _tell(session, built, paths)
    return None if all(receipt.done for receipt in built.receipts) else ExitCode.DELIVERY


def _written(workspace: "Workspace", built: "Built", dry_run: bool) -> dict[str, Path]:
    """Copies for people: the newest report under plain names, beside the archive."""
    from flashreport.workspace.atomic import write_whole

    folder = workspace.root / ("dry-run" if dry_run else "reports")
    folder.mkdir(exist_ok=True)
    paths = {name: folder / name for name in built.files}
    for name, path in paths.items():
        if not path.is_file() or path.read_bytes() != built.files[name]:
            write_whole(path, built.files[name], durable=False)
    return paths


def _tell(session: Session, built: "Built", paths: dict[str, Path]) -> None:
    set_aside = sum(item.set_aside for item in built.checked.tables.inputs)
    if session.as_json:
        session.json(_as_json(built, paths, set_aside))
        return
    state = "is as it was" if not built.new else ("was tried" if built.stored is None else "is built")
    revision = f", revision {built.report.revision}" if built.report.revision > 1 else ""
    session.say(
        phrase(
            "{report} of {business_date}{revision} {state}.",
            report=built.report.report,
            business_date=built.report.business_date,
            revision=revision,
            state=state,
        )
    )
    for item in built.checked.states:
        if item.state != "ok":
            session.warn(
                f"Input {item.name}: {item.state}" + (f", newest day {item.as_of}" if item.as_of else "")
            )
    if set_aside:
        session.warn(
            phrase("{set_aside} rows were set aside: `flashreport check` lists them.", set_aside=set_aside)
        )
    for name, path in paths.items():
        session.data(f"{name.rsplit('.', 1)[-1].upper()}\t{path}")
    for receipt in built.receipts:
        where = receipt.path if receipt.path else receipt.detail
        session.data(f"MAIL\t{receipt.recipient}\t{receipt.state}\t{where}")


def _as_json(built: "Built", paths: dict[str, Path], set_aside: int) -> dict[str, object]:
    return {
        "report": built.report.report,
        "business_date": built.report.business_date.isoformat(),
        "revision": built.report.revision,
        "id": built.report.id,
        "new": built.new,
        "files": {name: str(path) for name, path in paths.items()},
        "inputs": [
            {"name": item.name, "state": item.state, "as_of": item.as_of} for item in built.checked.states
        ],
        "rows_set_aside": set_aside,
        "mails": [
            {"address": receipt.recipient, "state": receipt.state, "detail": receipt.detail}
            for receipt in built.receipts
        ],
    }
