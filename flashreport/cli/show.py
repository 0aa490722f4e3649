"""``flashreport show``: a kept report, as text or as the files that were made."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.door import now
from flashreport.cli.edition_choice import chosen
from flashreport.cli.session import Session
from flashreport.errors import phrase

if TYPE_CHECKING:
    from flashreport.archive.archive import Archive
    from flashreport.archive.edition import Edition
    from flashreport.cli.report_text import Paint


@flash_command(
    "show",
    json=True,
    example="""
    flashreport show
    flashreport show 2026-11-19 --format pdf --output flash.pdf
    flashreport show 2026-11-19 --format pdf --language fa --output flash-fa.pdf
    flashreport show 2026-11-19 --sent
    """,
)
@click.argument("edition", required=False)
@click.option("--report", default="", help="The report, when the workspace has several.")
@click.option("--entity", default="", help="The report of one entity.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html", "pdf"]),
    default="text",
    show_default=True,
    help="Text: page 1; json: the whole model; html, pdf: the file as it was made.",
)
@click.option("--output", metavar="FILE", help="Write it to a file instead.")
@click.option("--language", help="In this language: text as it is, a page made again and marked so.")
@click.option("--rerender", is_flag=True, help="Make the page again with the templates of today, marked so.")
@click.option("--sent", is_flag=True, help="What was sent of it to whom, instead.")
@click.pass_obj
def command(  # one argument for each option
    session: Session,
    edition: str | None,
    report: str,
    entity: str,
    form: str,
    output: str | None,
    language: str | None,
    rerender: bool,
    sent: bool,
) -> None:
    """Print a kept report: the newest, or the one with that number or business date.

    EDITION is a number of 'flashreport history', a day (2026-11-19), or one of its revisions
    (2026-11-19-r2). In another language, or with --rerender, the page is made again from the
    kept figures; it says so itself, and the archive stays as it is.
    """
    from flashreport.archive import open_archive, place_of

    with open_archive(place_of(session.root())) as archive:
        found = chosen(archive, edition, report, entity)
        if sent:
            _print_sent(session, archive, found)
            return
        if session.as_json:
            form = "json"
        content = None
        if form in ("html", "pdf") and (rerender or language):
            from flashreport.cli.rerender import rerendered

            content = rerendered(archive, found, form, language, now(archive.place.timezone), anew=rerender)
        if content is not None:
            session.say(
                phrase("Made again from edition {number}; not the page of record.", number=str(found.number))
            )
        else:
            paint = None if output else session.color
            content = _content(archive, found, form, language or session.speech.language, paint)
    if output:
        from flashreport.workspace.atomic import write_whole

        write_whole(Path(output).expanduser(), content)
        session.say(
            phrase(
                "{output}: {n} bytes, from edition {number}.",
                output=output,
                n=len(content),
                number=found.number,
            )
        )
        return
    if form in ("html", "pdf") and sys.stdout.isatty():
        raise click.UsageError("Name a file for it: --output FILE")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def _print_sent(session: Session, archive: "Archive", edition: "Edition") -> None:
    from flashreport.cli.deliveries import as_json, entries_of

    entries = entries_of(archive.place, [edition])[edition.number]
    if session.as_json:
        session.json(as_json(entries))
        return
    headings = ("recipient", "state", "copy", "at", "channel", "detail")
    rows = [
        (
            entry.key.recipient,
            entry.state,
            entry.number,
            entry.closed_at or entry.claimed_at,
            entry.channel,
            entry.detail,
        )
        for entry in entries
    ]
    if rows:
        session.table(headings, rows, ("copy",))
    else:
        session.say(phrase("Nothing was sent of edition {number}.", number=str(edition.number)))


def _content(
    archive: "Archive", edition: "Edition", form: str, language: str, paint: "Paint | None"
) -> bytes:
    if form == "json":
        (kept,) = edition.named("report").values()
        return archive.bytes_of(kept) + b"\n"
    if form == "text":
        from flashreport.cli.kept_money import kept_money
        from flashreport.cli.report_text import report_text

        report = archive.report(edition.stored)
        money = kept_money(archive, edition, language)
        return (report_text(report, language, paint, money) + "\n").encode()
    pages = [kept for name, kept in edition.named("page").items() if name.endswith(f".{form}")]
    if not pages:
        raise click.UsageError(
            phrase("Edition {number} has no {form} file.", number=str(edition.number), form=form)
        )
    return archive.bytes_of(pages[0])
