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
    """,
)
@click.argument("target", metavar="DIR|URL")
@click.option("--files", metavar="DIR", help="With a database: the folder of the files; else the one of now.")
@click.pass_obj
def command(session: Session, target: str, files: str | None) -> None:
    """Copy all editions and the delivery ledger to a folder or a PostgreSQL database.

    The copy has the same records and so the same hashes; it is verified at the end. A second
    run adds what came since. Then set path and url of [archive] to use it.
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
    if target.startswith(_DATABASE):
        folder = Path(files).expanduser().absolute() if files else place.folder
        other = replace(place, url=target, folder=folder)
    else:
        other = replace(place, url="", folder=Path(target).expanduser().absolute())
    if (other.url, other.folder.resolve()) == (place.url, place.folder.resolve()):
        raise FlashreportError(
            "archive.other-chain",
            "that is the archive itself.",
            "Name another folder or database.",
            Place(key="TARGET", value=target),
        )
    return other


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
