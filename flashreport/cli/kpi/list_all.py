"""``flashreport kpi list``: the register in a table."""

import click

from flashreport.cli.command import flash_command
from flashreport.cli.session import Session
from flashreport.errors import joined, phrase


@flash_command("list", json=True, example="flashreport kpi list --json")
@click.option("--all", "with_retired", is_flag=True, help="Retired KPIs as well.")
@click.pass_obj
def command(session: Session, with_retired: bool) -> None:
    """List the KPIs: measure, target, owner, cadence, next review, and what each contract lacks.

    Only the register is read. Overdue updates need the figures: `flashreport kpi show ID` and
    the report tell them.
    """
    from flashreport.cli.door import now
    from flashreport.cli.kpi.figures import value_writer
    from flashreport.cli.kpi.wording import CADENCES, gap_text, kpi_json, measured, target_text
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.kpi_gaps import contract_gaps, next_review

    workspace = session.workspace(MEASURES, check_country=False)
    today = now(workspace.settings.company.timezone).date()
    kpis = [kpi for kpi in workspace.kpis.kpi if with_retired or kpi.status == "active"]
    if session.as_json:
        session.json([kpi_json(kpi, contract_gaps(kpi, today), next_review(kpi)) for kpi in kpis])
        return
    if not kpis:
        session.say("The register is empty. Next: flashreport kpi add")
        return
    rows = [
        (
            kpi.id,
            measured(kpi),
            target_text(kpi.target, value_writer(session, workspace, kpi.measure, today)) or None,
            kpi.owner or None,
            CADENCES[kpi.cadence],
            phrase("retired") if kpi.status == "retired" else next_review(kpi),
            joined(map(gap_text, contract_gaps(kpi, today)), phrase("; ")),
        )
        for kpi in kpis
    ]
    headings = ("id", "measure", "target", "owner", "cadence", "next review", "gaps")
    session.table(headings, rows)
