"""``flashreport history``: the reports that were built, and what was known of a measure when."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from flashreport.cli.command import flash_command
from flashreport.cli.kept_money import kept_money
from flashreport.cli.language import ENGLISH
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import joined, phrase
from flashreport.errors.phrase import Value

if TYPE_CHECKING:
    from flashreport.archive.archive import Archive
    from flashreport.archive.edition import Edition
    from flashreport.delivery.summary import Identity

_MOST = 30
_WIDEST = 60


@flash_command(
    "history",
    json=True,
    example="""
    flashreport history --from 2026-11-01 --status act
    flashreport history --search overtime
    flashreport history --measure staff.overtime_share --where department=kitchen --as-known 2026-11-10
    """,
)
@click.option("--report", default="", help="Only this report.")
@click.option("--entity", default="", help="Only this entity; of a measure, its figures.")
@click.option("--from", "first", type=day, metavar="DATE", help="Business dates from this day.")
@click.option("--to", "last", type=day, metavar="DATE", help="Business dates up to this day.")
@click.option("--status", type=click.Choice(["act", "watch", "good", "none"]), help="The worst level in it.")
@click.option("--search", default="", help="Text in the findings, the report's or the entity's name.")
@click.option("--limit", default=_MOST, show_default=True, help="At most so many; 0 for all.")
@click.option("--measure", default="", help="The daily figures of this measure instead.")
@click.option("--where", default="", metavar="DIMENSION=MEMBER", help="Of the measure: department=kitchen.")
@click.option("--as-known", type=day, metavar="DATE", help="As it was known at the end of this day.")
@click.option("--days", default=14, show_default=True, help="Of the measure: so many of its last days.")
@click.pass_obj
def command(  # one argument for each option
    session: Session,
    report: str,
    entity: str,
    first: date | None,
    last: date | None,
    status: str | None,
    search: str,
    limit: int,
    measure: str,
    where: str,
    as_known: date | None,
    days: int,
) -> None:
    """List the reports that were kept, newest business date first.

    With --measure: the figures of a measure, day by day, as they are known now, or as they
    were known at the end of the day that --as-known names.
    """
    from flashreport.archive import open_archive, place_of
    from flashreport.archive.editions import Wanted

    with open_archive(place_of(session.root())) as archive:
        if measure:
            from flashreport.cli.measure_history import show_measure

            show_measure(session, archive, measure, where, entity, (first, last), as_known, days)
            return
        until = _until(archive, as_known)
        wanted = Wanted(report, entity, first, last, status or "", search, until)
        found = archive.editions.find(wanted, limit + 1 if limit else None)
        _print(session, archive, found, limit)


def _until(archive: "Archive", as_known: date | None) -> str:
    from flashreport.archive.known import end_of

    return end_of(as_known, archive.place.timezone) if as_known else ""


def _print(session: Session, archive: "Archive", found: "list[Edition]", limit: int) -> None:
    from flashreport.cli.deliveries import as_json, entries_of
    from flashreport.delivery.summary import counts

    shown = found[:limit] if limit else found
    mails = counts(archive.place.folder, archive.store if archive.place.url else None)
    if session.as_json:
        sent = entries_of(archive.place, shown)
        told = [
            {
                **_as_json(edition, mails.get(_identity(edition), {})),
                "deliveries": as_json(sent[edition.number]),
            }
            for edition in shown
        ]
        session.json({"editions": told, "more": len(found) > len(shown)})
        return
    if not found:
        session.say("There are no such reports. Make one with: flashreport build")
        return
    zone = ZoneInfo(archive.place.timezone)
    headings = (
        "edition", "date", "rev", "report", "entity", "kept", "mails", "status", "findings", "first finding",
    )  # fmt: skip
    rows = [_row(session, archive, edition, zone, mails.get(_identity(edition), {})) for edition in shown]
    session.table(headings, rows, ("edition", "rev", "findings"))
    if len(found) > len(shown):
        session.say(phrase("These are the newest {n}. All: flashreport history --limit 0", n=limit))


def _identity(edition: "Edition") -> "Identity":
    return edition.report_name, edition.scope, edition.business_date, edition.revision


def _mails(edition: "Edition", states: Mapping[str, int]) -> str:
    """What became of its mails; that it was made later, and never meant to be sent."""
    if edition.backfilled and not states:
        return phrase("backfilled")
    if set(states) == {"superseded"}:
        return phrase("not sent: superseded")
    return joined(
        phrase("{n} {state}", n=number, state=phrase(state)) for state, number in sorted(states.items())
    )


def _row(
    session: Session, archive: "Archive", edition: "Edition", zone: ZoneInfo, states: Mapping[str, int]
) -> tuple[Value, ...]:
    kept = edition.stored.known_at.astimezone(zone)
    lead = _lead(session, archive, edition)
    return (
        edition.number,
        date.fromisoformat(edition.business_date),
        edition.revision,
        edition.report_name,
        edition.scope,
        phrase("{day} {time}", day=kept.date(), time=f"{kept:%H:%M}"),
        _mails(edition, states),
        phrase(edition.level),
        len(edition.findings),
        lead if len(lead) <= _WIDEST else lead[: _WIDEST - 1] + "…",
    )


def _lead(session: Session, archive: "Archive", edition: "Edition") -> str:
    """The first finding: in English from the index, in another language from the report itself."""
    if not edition.findings:
        return ""
    if session.speech.language == ENGLISH:
        return str(edition.findings[0].get("text", ""))
    first = archive.report(edition.stored).findings[0]
    writer = session.formatter(kept_money(archive, edition, session.speech.language))
    return " ".join(filter(None, map(writer.words, (first.lead, *first.detail, *first.aside))))


def _as_json(edition: "Edition", states: Mapping[str, int]) -> dict[str, object]:
    return {
        "edition": edition.number,
        "report": edition.report_name,
        "entity": edition.scope,
        "business_date": edition.business_date,
        "revision": edition.revision,
        "known_at": edition.known_at,
        "backfilled": bool(edition.backfilled),
        "mails": states,
        "report_id": edition.report_id,
        "status": edition.level,
        "findings": edition.findings,
        "hash": edition.hash,
    }
