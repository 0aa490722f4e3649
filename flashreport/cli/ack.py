"""``flashreport ack``: a finding is known and dealt with."""

from datetime import date

import click

from flashreport.cli.command import flash_command
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import phrase


@flash_command(
    "ack",
    json=True,
    example='flashreport ack overtime --until 2026-12-01 --note "Two temps start on Monday"',
)
@click.argument("finding", metavar="FINDING")
@click.option("--note", "text", required=True, help="What is being done.")
@click.option("--until", type=day, required=True, metavar="DATE", help="The last day on which this holds.")
@click.option("--role", default="", help="Who says so.")
@click.pass_obj
def command(session: Session, finding: str, text: str, until: date, role: str) -> None:
    """Acknowledge a finding: it stands below the others, with the note, until the date.

    FINDING is a KPI's id, an input's name, or the finding's own id: kpi-overtime,
    signal-overtime, input-bank. Written to acks.toml.
    """
    from flashreport.cli.door import now
    from flashreport.domain.measures import MEASURES
    from flashreport.errors import FlashreportError, Place
    from flashreport.workspace.acks import Ack, add_ack

    workspace = session.workspace(MEASURES, check_country=False)
    known = finding_ids(
        [kpi.id for kpi in workspace.kpis.kpi], [item.name for item in workspace.settings.inputs]
    )
    today = now(workspace.settings.company.timezone).date()
    if until < today:
        raise FlashreportError(
            "usage.past-date",
            phrase("{until} has passed.", until=until),
            "Give the last day on which the acknowledgement holds.",
            Place(key="--until", value=str(until)),
        )
    if not 0 < len(text.strip()) <= 500:
        raise click.UsageError("A note has 1 to 500 letters.")
    families = tuple(
        f"{kind}-{kpi.id}-" for kpi in workspace.kpis.kpi if kpi.each for kind in ("kpi", "signal")
    )
    ack = Ack(finding=_known(finding, known, families), on=today, until=until, note=text, role=role)
    add_ack(workspace.root, ack)
    if session.as_json:
        session.json(ack.model_dump(mode="json"))
        return
    session.say(phrase("{finding} is acknowledged until {until}.", finding=ack.finding, until=until))


def finding_ids(kpis: list[str], inputs: list[str]) -> list[str]:
    """Every id that a finding of this workspace can have, but those of headline measures without a KPI."""
    from flashreport.domain.measures import MEASURES

    headlines = [key.replace(".", "-").replace("_", "-") for key in MEASURES]
    return [
        *(f"kpi-{kpi}" for kpi in kpis),
        *(f"input-{name}" for name in inputs),
        *(f"signal-{name}" for name in [*kpis, *headlines]),
    ]


def _known(finding: str, known: list[str], families: tuple[str, ...]) -> str:
    """The id in full. ``families`` begin the ids of a KPI that is kept for each department or the like."""
    from flashreport.errors import FlashreportError, Place
    from flashreport.workspace.key_names import did_you_mean

    for name in (finding, f"kpi-{finding}", f"input-{finding}"):
        if name in known or name.startswith(families):
            return name
    raise FlashreportError(
        "usage.unknown-finding",
        phrase("No finding can have the id '{finding}'.", finding=finding),
        did_you_mean(finding, known),
        Place(value=finding),
    )
