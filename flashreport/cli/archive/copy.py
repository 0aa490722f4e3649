"""``flashreport archive copy``: the same chain in another place."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.session import Session
from flashreport.errors import FlashreportError, Place, phrase

if TYPE_CHECKING:
    from flashreport.archive import ArchivePlace
    from flashreport.archive.copy import Copied

_DATABASE = ("postgresql://", "postgres://")


@flash_command(
    "copy",
    json=True,
    example="""
    flashreport archive copy /mnt/backup/archive
    flashreport archive copy postgresql://flash@db.example/reports
    flashreport archive copy postgresql://flash@db.example/reports --files /mnt/shared/archive
    flashreport archive copy /mnt/new/archive --files s3://company-records/flash
    """,
)
@click.argument("target", metavar="DIR|URL")
@click.option(
    "--files",
    metavar="DIR|URL",
    help="An object store for the files; with a database also a folder, else they stay where they are.",
)
@click.pass_obj
def command(session: Session, target: str, files: str | None) -> None:
    """Copy all editions and the delivery ledger to a folder or a PostgreSQL database.

    The copy has the same records and so the same hashes; it is verified at the end. A second
    run adds what came since. Then set path, url and files of [archive] to use it.
    """
    from flashreport.archive import open_archive, place_of
    from flashreport.archive.copy import copy
    from flashreport.delivery import open_ledger
    from flashreport.delivery.copy import copy_ledger

    place = place_of(session.root())
    other = _place(place, target, files)
    with open_archive(place) as source, open_archive(other) as aim:
        if source.editions.last() is None:
            raise FlashreportError(
                "archive.no-edition", "there is no archive to copy.", "Make a report with: flashreport build"
            )
        copied = copy(
            source, aim, lambda done, of: session.progress(phrase("{done} / {of}", done=done, of=of))
        )
    session.progress("")
    with open_ledger(place.url or place.folder) as old, open_ledger(other.url or other.folder) as new:
        lines = copy_ledger(old, new)
    _tell(session, other, copied, lines)


def _place(place: "ArchivePlace", target: str, files: str | None) -> "ArchivePlace":
    store = files if files and "://" in files else ""
    if target.startswith(_DATABASE):
        folder = Path(files).expanduser().absolute() if files and not store else place.folder
        other = replace(place, url=target, folder=folder, files=store if files else place.files)
    else:
        other = replace(place, url="", folder=Path(target).expanduser().absolute(), files=store)
    if _whole(other) == _whole(place):
        raise FlashreportError(
            "archive.other-chain",
            "that is the archive itself.",
            "Name another folder or database.",
            Place(key="TARGET", value=target),
        )
    return other


def _whole(place: "ArchivePlace") -> tuple[str, Path, str]:
    return place.url, place.folder.resolve(), place.files.rstrip("/")


def _tell(session: Session, other: "ArchivePlace", copied: "Copied", lines: int) -> None:
    if session.as_json:
        told = {"editions": copied.editions, "files": copied.files, "ledger_rows": lines}
        session.json({**told, "newest": copied.newest, "folder": str(other.folder), "verified": True})
        return
    session.say(
        phrase(
            "{editions} editions, {files} files and {lines} ledger rows were copied; the copy verifies.",
            editions=copied.editions,
            files=copied.files,
            lines=lines,
        )
    )
    session.data(copied.newest)
