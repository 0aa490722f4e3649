"""``flashreport note``: what people know about a figure."""

from datetime import date

import click

from flashreport.cli.command import flash_command
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import phrase


@flash_command(
    "note",
    json=True,
    example="""
    flashreport note staff.overtime_share --role "Kitchen chef" --text "Two cooks were ill"
    flashreport note --role Operations --text "Street closed for a marathon" --date 2026-11-15
    """,
)
@click.argument("measure", metavar="[MEASURE]", default="")
@click.option("--text", required=True, help="The note.")
@click.option("--role", required=True, help="The author's role, which is printed with it.")
@click.option("--date", "on", type=day, metavar="DATE", help="The day it is about; without it yesterday.")
@click.option("--where", default="", help="Which part, such as a department's id.")
@click.pass_obj
def command(session: Session, measure: str, text: str, role: str, on: date | None, where: str) -> None:
    """Write a note on a measure, or on the measure of a KPI; the report prints it beside the figure.

    Without MEASURE it is about a department (--where), or about the day as a whole.
    Written to notes.toml. Notes kept in a table of your own may lie beside it as notes.csv
    with the columns date, measure, where, role, text.
    """
    from datetime import timedelta

    from flashreport.cli.door import now
    from flashreport.domain.measures import MEASURES
    from flashreport.errors import FlashreportError, Place
    from flashreport.workspace.key_names import did_you_mean
    from flashreport.workspace.notes import WorkspaceNote, add_note
    from flashreport.workspace.own_measures import is_measure, register_of

    workspace = session.workspace(MEASURES, check_country=False)
    by_kpi = {kpi.id: kpi for kpi in workspace.kpis.kpi}
    if measure in by_kpi:
        where = where or next(iter(by_kpi[measure].where.values()), "")
        measure = by_kpi[measure].measure
    register = register_of(workspace.settings.measures)
    if measure and not is_measure(measure, register):
        known = [*register, *by_kpi]
        raise FlashreportError(
            "usage.unknown-measure",
            phrase("There is no measure '{measure}'.", measure=measure),
            did_you_mean(measure, known),
            Place(value=measure),
        )
    if not (0 < len(text.strip()) <= 1000 and 0 < len(role.strip()) <= 100):
        raise click.UsageError("A note has a text of up to 1,000 letters and its author's role.")
    today = now(workspace.settings.company.timezone).date()
    note = WorkspaceNote(
        on=on or today - timedelta(days=1), measure=measure, where=where, role=role, text=text
    )
    add_note(workspace.root, note)
    if session.as_json:
        session.json(note.model_dump(mode="json"))
        return
    if measure:
        session.say(phrase("The note on {measure} of {on} is kept.", measure=measure, on=note.on))
    else:
        session.say(phrase("The note on {on} is kept.", on=note.on))
