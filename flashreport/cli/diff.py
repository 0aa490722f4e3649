"""``flashreport diff``: what differs between two kept reports."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.edition_choice import chosen
from flashreport.cli.kept_money import kept_money
from flashreport.cli.session import Session
from flashreport.errors import phrase

if TYPE_CHECKING:
    from flashreport.archive.compare import Difference
    from flashreport.archive.edition import Edition
    from flashreport.domain.report import Argument
    from flashreport.domain.units import PrintedMoney
    from flashreport.render.format import Formatter

_MOST = 40


@flash_command(
    "diff",
    json=True,
    example="""
    flashreport diff 2026-11-18 2026-11-19
    flashreport diff 2026-11-19-r1 2026-11-19-r2 --json
    flashreport diff 2026-11-18 2026-11-19 --format html --output diff.html
    """,
)
@click.argument("a")
@click.argument("b")
@click.option("--report", default="", help="The report, when the workspace has several.")
@click.option("--entity", default="", help="The report of one entity.")
@click.option("--all", "everything", is_flag=True, help="List all differences, not only the first ones.")
@click.option(
    "--format", "form", type=click.Choice(["text", "html", "json"]), default="text", help="How it is told."
)
@click.option("--output", metavar="FILE", help="Write it to a file instead.")
@click.option("--language", help="The language of the page; without it the one that is spoken.")
@click.pass_obj
def command(  # one argument for each option
    session: Session,
    a: str,
    b: str,
    report: str,
    entity: str,
    everything: bool,
    form: str,
    output: str | None,
    language: str | None,
) -> None:
    """Say what differs from report A to report B, most material first.

    A and B are editions as in 'flashreport show': a number, a day, or a day's revision.
    Statuses and findings come first, then figures, restated days, inputs, settings and program
    versions. Of the figures those that moved by more than their KPI's materiality lead, by how many
    times; then the scorecard, then the tables: money by its amount, the rest by the share that it
    changed. What stays within its KPI's materiality is last.
    """
    from flashreport.archive import open_archive, place_of
    from flashreport.archive.compare import compare

    with open_archive(place_of(session.root())) as archive:
        both = [chosen(archive, text, report, entity) for text in (a, b)]
        spoken = language or session.speech.language
        money = None if session.as_json else kept_money(archive, both[1], spoken)
        old, new = ((edition, archive.report(edition.stored)) for edition in both)
        settings = [archive.files(edition.stored, "settings") for edition in both]
    found = compare(old, new, (settings[0], settings[1]))
    if form == "html":
        _give(session, _page(both, found, new[1].company, spoken, money), output)
    elif form == "json" or session.as_json:
        told = {"from": _named(both[0]), "to": _named(both[1]), "differences": list(map(_as_json, found))}
        _give(session, json.dumps(told, ensure_ascii=False, indent=2), output)
    elif output:
        raise click.UsageError("A file can be made as --format html or json.")
    else:
        _print(session, both, found, None if everything else _MOST, money)


def _give(session: Session, text: str, output: str | None) -> None:
    if output is None:
        session.data(text)
        return
    from flashreport.workspace.atomic import write_whole

    write_whole(Path(output).expanduser(), (text + "\n").encode())
    session.data(output)


def _page(
    both: "list[Edition]",
    found: "list[Difference]",
    company: str,
    language: str,
    money: "PrintedMoney | None",
) -> str:
    """All differences, however many, as one HTML file."""
    from flashreport.render.diff_page import DiffRow, Side, render_diff
    from flashreport.render.page import PageSettings

    rows = [DiffRow(item.kind, item.what, item.was, item.now) for item in found]
    old, new = (
        Side(edition.number, edition.stored.business_date, edition.revision, edition.hash) for edition in both
    )
    return render_diff(rows, (old, new), company, PageSettings(language=language, money=money))


def _print(
    session: Session,
    both: "list[Edition]",
    found: "list[Difference]",
    most: int | None,
    money: "PrintedMoney | None",
) -> None:
    from flashreport.render.diff_page import told_apart

    writer = session.formatter(money)
    before, after = (
        phrase(
            "edition {number} ({day} r{revision})",
            number=str(edition.number),
            day=date.fromisoformat(edition.business_date),
            revision=edition.revision,
        )
        for edition in both
    )
    if not found:
        session.say(phrase("Nothing differs between {before} and {after}.", before=before, after=after))
        return
    session.say(phrase("From {before} to {after}:", before=before, after=after))
    headings = ("what", "where", "was", "is")
    rows = [
        (phrase(item.kind), _path(item, writer), *told_apart(item.was, item.now, writer))
        for item in found[:most]
    ]
    session.table(headings, rows)
    left = len(found) - len(rows)
    if left:
        session.data(phrase("and {n} more: add --all", n=left))


def _path(item: "Difference", writer: "Formatter") -> str:
    return " · ".join(filter(None, map(writer.words, item.what)))


def _told(value: "Argument | None") -> str | None:
    from flashreport.archive.summary import said
    from flashreport.domain.report import Figure

    if isinstance(value, Figure) and value.value is not None:
        return f"{value.value}"
    return None if value is None else said(value)


def _named(edition: "Edition") -> dict[str, object]:
    return {
        "edition": edition.number,
        "report": edition.report_name,
        "entity": edition.scope,
        "business_date": edition.business_date,
        "revision": edition.revision,
    }


def _as_json(item: "Difference") -> dict[str, object]:
    from flashreport.archive.summary import said

    where = list(map(said, item.what))
    return {"what": item.kind, "where": where, "was": _told(item.was), "is": _told(item.now)}
