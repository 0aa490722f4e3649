"""``flashreport kpi review``: whether a KPI still matters."""

import sys
from typing import Literal, cast

import click

from flashreport.cli.command import flash_command
from flashreport.cli.session import Session
from flashreport.errors import counted_phrase, phrase

Decision = Literal["keep", "change", "retire"]
_DECISIONS = ("keep", "change", "retire")


@flash_command(
    "review",
    json=True,
    example="""
    flashreport kpi review
    flashreport kpi review overtime --decision keep --reason "Still the largest cost we steer"
    flashreport kpi review cash --decision change --reason "New loan" target.value=80000
    """,
)
@click.argument("kpi_id", metavar="[ID]", required=False)
@click.argument("assignments", metavar="[KEY=VALUE]...", nargs=-1)
@click.option("--decision", type=click.Choice(_DECISIONS), help="What was decided; asked for without.")
@click.option("--reason", default="", help="Why; asked for without.")
@click.pass_obj
def command(
    session: Session,
    kpi_id: str | None,
    assignments: tuple[str, ...],
    decision: str | None,
    reason: str,
) -> None:
    """Record reviews: keep, change or retire, with reason and date, in [[kpi.review]].

    Without ID, walks through those that are due. A change takes the same KEY=VALUE as
    `flashreport kpi set`.
    """
    from flashreport.cli.door import now
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.kpi_file import kpi_named
    from flashreport.workspace.kpi_gaps import contract_gaps

    workspace = session.workspace(MEASURES, check_country=False)
    today = now(workspace.settings.company.timezone).date()
    if kpi_id is None:
        due = [
            kpi.id
            for kpi in workspace.kpis.kpi
            if any(gap.kind == "review_due" for gap in contract_gaps(kpi, today))
        ]
        if session.as_json or not sys.stdin.isatty():
            _print_due(session, due)
            return
    else:
        due = [kpi_named(workspace, kpi_id).id]
    for name in due:
        _review(session, name, decision, reason, assignments)
    if not due:
        session.say("No review is due.")


def _print_due(session: Session, due: list[str]) -> None:
    """Without a terminal there is nobody to decide: only say what is due."""
    if session.as_json:
        session.json({"due": due})
        return
    for name in due:
        session.data(name)
    session.say(
        counted_phrase("{n} review is due.", "{n} reviews are due.", len(due)) if due else "No review is due."
    )


def _review(
    session: Session, kpi_id: str, decision: str | None, reason: str, assignments: tuple[str, ...]
) -> None:
    from flashreport.cli.door import now
    from flashreport.cli.kpi.figures import value_writer
    from flashreport.cli.kpi.wording import measured, target_text
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.kpi_edit import with_changes, with_review
    from flashreport.workspace.kpi_file import assignment, changed_register, kpi_named

    workspace = session.workspace(MEASURES, check_country=False)
    kpi = kpi_named(workspace, kpi_id)
    today = now(workspace.settings.company.timezone).date()
    asks = decision is None or not reason
    if asks and not sys.stdin.isatty():
        raise click.UsageError("Give --decision and --reason; there is no terminal to ask in.")
    if asks:
        write = value_writer(session, workspace, kpi.measure, today)
        session.say(
            phrase(
                "\n{kpi}: {measured}, {target}",
                kpi=kpi.label or kpi.id,
                measured=measured(kpi),
                target=target_text(kpi.target, write) or phrase("no target"),
            )
        )
        session.say(phrase("Why: {why}  Owner: {owner}", why=kpi.objective or "-", owner=kpi.owner or "-"))
    decided = decision or click.prompt(
        session.speech("Decision"), type=click.Choice(_DECISIONS), default="keep", err=True
    )
    why = reason or click.prompt(session.speech("Reason"), err=True)
    wanted = assignments
    if decided == "change" and not wanted:
        if not sys.stdin.isatty():
            raise click.UsageError("Say what changes, as KEY=VALUE.")
        wanted = tuple(
            click.prompt(session.speech(phrase("Changes (KEY=VALUE KEY=VALUE)")), err=True).split()
        )
    if decided != "change" and wanted:
        raise click.UsageError(
            phrase("KEY=VALUE belongs to the decision 'change', not to '{decided}'.", decided=decided)
        )
    changes = dict(assignment(text) for text in wanted)

    def edited(text: str) -> str:
        changed = with_changes(text, kpi, changes, today, why) if changes else text
        return with_review(changed, kpi_id, today, cast(Decision, decided), why)

    changed_register(workspace.root, edited, MEASURES)
    if session.as_json:
        session.json({"id": kpi_id, "on": today, "decision": decided, "reason": why})
    session.say(phrase("{kpi}: {decision}.", kpi=kpi_id, decision=phrase(decided)))
