"""``flashreport send``: a kept report again, a trial, or what became of its mails."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.door import environment, now
from flashreport.cli.edition_choice import chosen
from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.session import Session
from flashreport.errors import phrase

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from flashreport.archive.edition import Stored
    from flashreport.cli.send_request import Request
    from flashreport.delivery import Copy, Receipt
    from flashreport.workspace.load import Workspace


@flash_command(
    "send",
    json=True,
    example="""
    flashreport send --dry-run
    flashreport send --to me@example.com
    flashreport send --list
    flashreport send --recipient cfo@example.com --force --reason "she lost it"
    flashreport send --resolve sent --reason "they have it"
    """,
)
@click.argument("edition", required=False)
@click.option("--report", default="", help="The report, when the workspace has several.")
@click.option("--entity", default="", help="The report of one entity.")
@click.option("--recipient", "recipients", multiple=True, metavar="ADDRESS", help="Only to this address.")
@click.option("--dry-run", is_flag=True, help="Write the mails to a folder; send and record nothing.")
@click.option("--preview", is_flag=True, help="Open the mail's page in a browser; send nothing.")
@click.option("--to", default="", metavar="ADDRESS", help="Send one copy, marked as a test, to this address.")
@click.option("--list", "listed", is_flag=True, help="List what became of each mail; send nothing.")
@click.option("--force", is_flag=True, help="Send once more what was sent or refused.")
@click.option(
    "--resolve",
    type=click.Choice(["sent", "again"]),
    help="Settle mails of unknown outcome: they were sent, or send them again.",
)
@click.option("--token", metavar="TOKEN", help="Say who asks to unsubscribe, out of the mail's signed token.")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept with --force and --resolve.")
@click.pass_obj
def command(
    session: Session,
    /,
    edition: str | None,
    report: str,
    entity: str,
    recipients: tuple[str, ...],
    **asked: bool | str | None,
) -> ExitCode:
    """Send a kept report to those who have not got it: the newest, or EDITION.

    EDITION is a number of 'flashreport history', a day (2026-11-19), or one of its revisions
    (2026-11-19-r2). Nobody gets a mail twice unless --force says so. Exit code 8: a mail was
    refused, put off, or its outcome is unknown.
    """
    from flashreport.archive import open_archive
    from flashreport.cli.send_request import Request
    from flashreport.pipeline import copies_of

    request = Request.of(recipients, asked)
    workspace = session.workspace()
    moment = now(workspace.settings.company.timezone)
    if request.token:
        return _whose(session, workspace, request.token)
    with open_archive(workspace) as archive:
        stored = chosen(archive, edition, report, entity).stored
        copies = [] if request.listed else request.only(copies_of(workspace, archive, stored))
    if request.listed:
        return _list(session, workspace, stored)
    if request.preview:
        return _preview(session, workspace, copies)
    receipts = _sent(session, workspace, request, copies, moment)
    return _tell(session, workspace, receipts)


def _sent(
    session: Session, workspace: "Workspace", request: "Request", copies: "Sequence[Copy]", moment: "datetime"
) -> "Sequence[Receipt]":
    from flashreport.delivery import Means, open_ledger
    from flashreport.delivery.deliver import deliver
    from flashreport.delivery.trial import dry_run, send_test

    settings, outbox = workspace.settings.delivery, workspace.outbox_path
    means = Means(workspace.root, environment())
    if request.to is not None:
        session.progress("Sending")
        return [send_test(copies[0], request.to, settings, outbox, moment, means)] if copies else []
    with open_ledger(_ledger_place(workspace)) as ledger:
        if request.dry_run:
            folder = workspace.root / "dry-run" / "mail"
            return dry_run(copies, settings, folder, ledger.signing_key(), moment, means)
        wanted = request.freed(ledger, copies, moment)
        session.progress("Sending")
        receipts = deliver(wanted, settings, outbox, ledger, moment, means)
    session.progress("")
    return receipts


def _ledger_place(workspace: "Workspace") -> "str | Path":
    return workspace.settings.archive.url or workspace.archive_path


def _list(session: Session, workspace: "Workspace", stored: "Stored") -> ExitCode:
    from flashreport.delivery import open_ledger

    with open_ledger(_ledger_place(workspace)) as ledger:
        entries = [
            entry
            for entry in ledger.entries(stored.report_name, stored.business_date)
            if (entry.key.scope, entry.key.revision) == (stored.scope, stored.revision)
        ]
    rows = [
        (entry.key.recipient, entry.state, entry.number, entry.closed_at or entry.claimed_at, entry.detail)
        for entry in entries
    ]
    names = ("recipient", "state", "copy", "at", "detail")
    headings = ("recipient", "state", "copy", "at", "detail")
    if session.as_json:
        session.json([dict(zip(names, row, strict=True)) for row in rows])
    elif rows:
        session.table(headings, rows, right=("copy",))
    else:
        session.say(phrase("Nothing was sent of the report of {day}.", day=stored.business_date))
    return ExitCode.DELIVERY if any(entry.open_question for entry in entries) else ExitCode.OK


def _whose(session: Session, workspace: "Workspace", token: str) -> ExitCode:
    from flashreport.delivery import open_ledger
    from flashreport.delivery.unsubscribe import signed_text

    with open_ledger(_ledger_place(workspace)) as ledger:
        text = signed_text(token, ledger.signing_key())
    if text is None:
        session.warn("This token was not signed by this archive.")
        return ExitCode.DELIVERY
    session.data(text)
    return ExitCode.OK


def _preview(session: Session, workspace: "Workspace", copies: "Sequence[Copy]") -> ExitCode:
    from flashreport.delivery.trial import browser_page
    from flashreport.workspace.atomic import write_whole

    if not copies:
        session.warn("No audience of the workspace gets this report.")
        return ExitCode.OK
    path = workspace.root / "dry-run" / "mail" / "preview.html"
    write_whole(path, browser_page(copies[0]).encode())
    session.data(str(path))
    if sys.stdout.isatty():
        import webbrowser

        webbrowser.open(path.as_uri())
    return ExitCode.OK


def _tell(session: Session, workspace: "Workspace", receipts: "Sequence[Receipt]") -> ExitCode:
    if session.as_json:
        names = ("recipient", "state", "detail", "path", "message_id")
        session.json([{name: getattr(receipt, name) for name in names} for receipt in receipts])
    for receipt in () if session.as_json else receipts:
        session.data(f"MAIL\t{receipt.recipient}\t{receipt.state}\t{receipt.path or receipt.detail}")
    if not receipts:
        session.say("Nobody is to get this report: see [[delivery.audiences]] in flashreport.toml.")
    elif workspace.settings.delivery.server is None:
        session.say(phrase("No mail server is set: mails lie in {folder}.", folder=workspace.outbox_path))
    return ExitCode.OK if all(receipt.done for receipt in receipts) else ExitCode.DELIVERY
