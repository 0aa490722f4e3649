"""``flashreport prune``: remove files that are past their age, and leave a tombstone."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.door import now
from flashreport.cli.session import Session
from flashreport.domain.alphabet import sort_key
from flashreport.errors import counted_phrase, phrase

if TYPE_CHECKING:
    from flashreport.archive.retention import Hold, Plan, Rule
    from flashreport.workspace.archive import ArchiveSettings

_KINDS = ("pages", "inputs", "settings", "measures", "reports")
_MOST = 20
_MEGABYTE = 1_000_000


@flash_command(
    "prune",
    json=True,
    example="""
    flashreport prune
    flashreport prune --kind inputs --older-than 7y
    flashreport prune --kind inputs --older-than 7y --yes --reason "end of retention"
    """,
)
@click.option("--kind", "kinds", multiple=True, type=click.Choice(_KINDS), help="Only files of this kind.")
@click.option(
    "--older-than", "age", default="", metavar="AGE", help="90d, 18m or 7y; else the settings' ages."
)
@click.option("--yes", is_flag=True, help="Remove them; without it they are only listed.")
@click.option("--reason", default="retention", show_default=True, help="Why; kept in the tombstone.")
@click.pass_obj
def command(session: Session, kinds: tuple[str, ...], age: str, yes: bool, reason: str) -> None:
    """List kept files that are past their age; with --yes remove them for good.

    Ages are those of [archive.retention], by kind. What a hold of [[archive.holds]] covers
    stays, and so do the newest two days of each report. A tombstone in the chain names every
    file that went, so that 'flashreport verify' still proves all that is left.
    """
    from flashreport.archive import open_archive
    from flashreport.archive.prune import prune
    from flashreport.archive.retention import plan

    workspace = session.workspace()
    moment = now(workspace.settings.company.timezone)
    rules = _rules(workspace.settings.archive, kinds, age, moment)
    holds = _holds(workspace.settings.archive)
    with open_archive(workspace) as archive:
        found = plan(archive.editions.references(), rules, holds)
        stored = prune(archive, rules, holds, reason, moment) if yes and archive.store is not None else None
    if session.as_json:
        session.json({**_as_json(found), "removed": yes, "tombstone": stored.number if stored else None})
        return
    _print(session, found, done=yes)


def _rules(settings: "ArchiveSettings", kinds: tuple[str, ...], age: str, moment: datetime) -> "list[Rule]":
    from flashreport.archive.retention import Rule, cutoff

    ages = {kind: age or getattr(settings.retention, kind) for kind in kinds or _KINDS}
    if age and not kinds:
        raise click.UsageError("Name what is to go with --kind.")
    return [Rule(kind, cutoff(held, moment.date())) for kind, held in ages.items() if held]


def _holds(settings: "ArchiveSettings") -> "list[Hold]":
    from flashreport.archive.retention import Hold

    return [Hold(hold.name, hold.first, hold.last, hold.report) for hold in settings.holds]


def _print(session: Session, found: "Plan", *, done: bool) -> None:
    headings = ("edition", "date", "kind", "file", "bytes")
    if found.files:
        rows = [
            (file.number, file.business_date, file.role, file.name, file.size) for file in found.files[:_MOST]
        ]
        session.table(headings, rows, ("edition", "bytes"))
    if len(found.files) > _MOST:
        session.say(phrase("and {n} more files.", n=len(found.files) - _MOST))
    if found.held:
        names = ", ".join(sorted({hold for _, hold in found.held}, key=sort_key))
        session.say(
            counted_phrase(
                "{n} file stays on hold: {names}.",
                "{n} files stay on hold: {names}.",
                len(found.held),
                names=names,
            )
        )
    if not found.files:
        session.say("Nothing is past its age.")
    elif done:
        session.say(phrase("{n} files, {size} bytes, were removed.", n=len(found.files), size=found.size))
    else:
        session.say(
            phrase(
                "{n} files, {size} bytes, would be removed. Do it with --yes.",
                n=len(found.files),
                size=found.size,
            )
        )


def _as_json(found: "Plan") -> dict[str, object]:
    return {
        "files": [
            {
                "edition": file.number,
                "business_date": file.business_date,
                "kind": file.role,
                "name": file.name,
                "sha256": file.sha256,
                "bytes": file.size,
            }
            for file in found.files
        ],
        "bytes": found.size,
        "held": [{"sha256": file.sha256, "name": file.name, "hold": hold} for file, hold in found.held],
    }
