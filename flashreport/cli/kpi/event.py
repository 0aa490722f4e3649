"""``flashreport kpi event``: a known change, from which on another level is normal."""

from datetime import date

import click

from flashreport.cli.command import flash_command
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import phrase


@flash_command(
    "event",
    json=True,
    example="""
    flashreport kpi event overtime --on 2026-06-01 --reason "The second oven is in use"
    """,
)
@click.argument("kpi_id", metavar="ID")
@click.option("--on", "on", type=day, metavar="DATE", help="The first day of the change; today without.")
@click.option("--reason", required=True, help="What has changed.")
@click.pass_obj
def command(session: Session, kpi_id: str, on: date | None, reason: str) -> None:
    """Record a lasting change that is known: its limits are learned anew from that day.

    Figures before the day have no say in what is normal any more. Until there are 20 days
    since, the report says that it has no limits yet, and why. Kept as [[kpi.event]].
    """
    from flashreport.cli.door import now
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.kpi_edit import with_event
    from flashreport.workspace.kpi_file import changed_register, kpi_named

    workspace = session.workspace(MEASURES, check_country=False)
    kpi = kpi_named(workspace, kpi_id)
    since = on or now(workspace.settings.company.timezone).date()
    changed_register(workspace.root, lambda text: with_event(text, kpi.id, since, reason), MEASURES)
    if session.as_json:
        session.json({"id": kpi_id, "on": since, "reason": reason})
        return
    session.say(phrase("{kpi}: what is normal is learned anew from {day}.", kpi=kpi_id, day=since))
