"""``flashreport export``: kept reports as a folder that proves itself."""

from datetime import date
from pathlib import Path

import click

from flashreport.cli.command import flash_command
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import phrase


@flash_command(
    "export",
    json=True,
    example="""
    flashreport export ~/audit-2026 --from 2026-01-01 --to 2026-12-31
    flashreport export ~/audit-2026.zip --from 2026-01-01 --to 2026-12-31
    """,
)
@click.argument("target", metavar="DIR|ZIP")
@click.option("--report", default="", help="Only this report.")
@click.option("--entity", default="", help="Only this entity.")
@click.option("--from", "first", type=day, metavar="DATE", help="Business dates from this day.")
@click.option("--to", "last", type=day, metavar="DATE", help="Business dates up to this day.")
@click.pass_obj
def command(
    session: Session, target: str, report: str, entity: str, first: date | None, last: date | None
) -> None:
    """Write kept reports to a new folder or zip file, with their inputs, settings and records.

    What was sent to whom goes with them. Anybody can check the folder with
    'sha256sum --check SHA256SUMS'; flashreport is not needed.
    """
    from flashreport.archive import open_archive, place_of
    from flashreport.archive.editions import Wanted
    from flashreport.archive.export import export
    from flashreport.cli.deliveries import events_csv
    from flashreport.errors import FlashreportError

    folder = Path(session.folder) / Path(target).expanduser()
    with open_archive(place_of(session.root())) as archive:
        found = archive.editions.find(Wanted(report, entity, first, last))
        if not found:
            raise FlashreportError(
                "archive.no-edition",
                "there are no such reports in the archive.",
                "See what there is with: flashreport history",
            )
        more = {"deliveries.csv": events_csv(archive.place, found)}
        whole = (archive.edition(edition.number) for edition in found)
        files = export(archive, whole, folder.absolute(), more)
    if session.as_json:
        session.json({"folder": str(folder.absolute()), "editions": len(found), "files": files})
        return
    session.data(str(folder.absolute()))
    session.say(
        phrase(
            "{reports} reports, {files} files. Check them: sha256sum --check SHA256SUMS",
            reports=len(found),
            files=files,
        )
    )
