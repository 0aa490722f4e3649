"""``flashreport rebuild``: a kept report's pages made once more, and whether they are the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.edition_choice import chosen
from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.session import Session
from flashreport.errors import phrase

if TYPE_CHECKING:
    from flashreport.archive import Archive
    from flashreport.archive.edition import Edition


@flash_command(
    "rebuild",
    json=True,
    example="""
    flashreport rebuild 2026-11-19
    flashreport rebuild 17 --output ~/again
    """,
)
@click.argument("edition", required=False)
@click.option("--report", default="", help="The report, when the workspace has several.")
@click.option("--entity", default="", help="The report of one entity.")
@click.option("--output", metavar="DIR", help="Also write the new files to this folder.")
@click.pass_obj
def command(session: Session, edition: str | None, report: str, entity: str, output: str | None) -> ExitCode:
    """Make the pages of a kept report again, from what was kept, and compare the bytes.

    The archive is not touched. Exit code 0: every byte is the same; 7: a file differs, which
    is named with the first byte that does and the versions that changed since.
    """
    from flashreport.archive import open_archive, place_of

    with open_archive(place_of(session.root())) as archive:
        found = chosen(archive, edition, report, entity)
        kept = archive.files(found.stored)
        session.progress("Rendering")
        made = _as_named(kept, _rendered(archive, found))
        session.progress("")
    if output:
        _write(Path(session.folder) / Path(output).expanduser(), made)
    differences = {
        name: _difference(kept.get(name), made.get(name)) for name in sorted(kept.keys() | made.keys())
    }
    versions = _versions(found)
    same = not any(differences.values())
    code = ExitCode.OK if same else ExitCode.ARCHIVE
    if session.as_json:
        result = {"ok": same, "exit_code": int(code), "edition": found.number}
        session.json({**result, "files": differences, "versions": versions})
        return code
    for name, difference in differences.items():
        session.data(
            phrase("{name}: {difference}", name=name, difference=difference or phrase("the same bytes"))
        )
    for name, (was, now) in versions.items() if not same else ():
        gone = phrase("not there")
        session.data(phrase("{name} was {was}, is {now}", name=name, was=was or gone, now=now or gone))
    return code


def _as_named(kept: Mapping[str, bytes], made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The new files under the kept names: earlier versions named an entity's files as the group's."""
    names = {Path(name).suffix: name for name in kept}
    return {names.get(Path(name).suffix, name): content for name, content in made.items()}


def _rendered(archive: "Archive", edition: "Edition") -> Mapping[str, bytes]:
    """The pages from the kept model, under the settings and templates that were kept with it."""
    from flashreport.pipeline import rendered
    from flashreport.pipeline.kept import kept_settings, report_settings_of

    with kept_settings(archive, edition) as workspace:
        settings = report_settings_of(workspace, edition)
        return rendered(workspace, settings, archive.report(edition.stored))


def _difference(kept: bytes | None, made: bytes | None) -> str:
    """How a file differs; empty when it doesn't."""
    if kept is None or made is None:
        return phrase("was not kept") if kept is None else phrase("was not made again")
    if kept == made:
        return ""
    first = next(
        (place for place, (was, now) in enumerate(zip(kept, made, strict=False)) if was != now),
        min(len(kept), len(made)),
    )
    return phrase(
        "differs from byte {first} on; {kept} bytes were kept, {made} made",
        first=first,
        kept=len(kept),
        made=len(made),
    )


def _versions(edition: "Edition") -> dict[str, tuple[str | None, str | None]]:
    """The program and libraries whose version is another now."""
    from flashreport.archive import program_versions

    was, now = dict(edition.versions), program_versions()
    return {
        name: (was.get(name), now.get(name))
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    }


def _write(folder: Path, made: Mapping[str, bytes]) -> None:
    from flashreport.workspace.atomic import write_whole

    for name, content in made.items():
        write_whole(folder / name, content)
