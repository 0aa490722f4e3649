"""``flashreport kpi set``: another target, owner or rhythm."""

from datetime import date

import click

from flashreport.cli.command import flash_command
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import phrase


@flash_command(
    "set",
    json=True,
    example="""
    flashreport kpi set cash owner=CFO cadence=weekly
    flashreport kpi set overtime target.value=0.075 --from 2026-12-01 --reason "Two more cooks"
    """,
)
@click.argument("kpi_id", metavar="ID")
@click.argument("assignments", metavar="KEY=VALUE...", nargs=-1, required=True)
@click.option("--from", "on", type=day, metavar="DATE", help="The first day of the new terms; today without.")
@click.option("--reason", default="", help="Why; kept with the terms that end.")
@click.pass_obj
def command(
    session: Session, kpi_id: str, assignments: tuple[str, ...], on: date | None, reason: str
) -> None:
    """Change a KPI's settings; KEY= takes one away.

    A change of what it means (measure, where, target, baseline) begins a new version: days
    before it stay judged by the old terms, which the file keeps under [[kpi.version]].
    """
    from flashreport.cli.door import now
    from flashreport.cli.kpi.figures import value_writer
    from flashreport.cli.kpi.wording import target_text
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.kpi_edit import with_changes
    from flashreport.workspace.kpi_file import assignment, changed_register, kpi_named

    workspace = session.workspace(MEASURES, check_country=False)
    kpi = kpi_named(workspace, kpi_id)
    changes = dict(assignment(text) for text in assignments)
    start = on or now(workspace.settings.company.timezone).date()
    changed_register(workspace.root, lambda text: with_changes(text, kpi, changes, start, reason), MEASURES)
    after = kpi_named(session.workspace(MEASURES, check_country=False), kpi_id)
    if session.as_json:
        session.json(after.model_dump(mode="json", exclude_none=True))
        return
    session.say(phrase("{kpi} is changed.", kpi=kpi_id))
    write = value_writer(session, workspace, kpi.measure, start)
    if len(after.version) > len(kpi.version):
        session.say(
            phrase(
                "Until {until}: {target}.",
                until=after.version[-1].until,
                target=target_text(kpi.target, write) or phrase("no target"),
            )
        )
        session.say(
            phrase(
                "From {start}: {target}.",
                start=start,
                target=target_text(after.target, write) or phrase("no target"),
            )
        )
