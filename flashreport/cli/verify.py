"""``flashreport verify``: whether the archive is what was put into it."""

from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.session import Session
from flashreport.errors import phrase

if TYPE_CHECKING:
    from flashreport.archive.verify import Verified


@flash_command(
    "verify",
    json=True,
    example="""
    flashreport verify
    flashreport verify --hash 3f9a51c2
    """,
)
@click.option(
    "--hash", "noted", default="", metavar="HASH", help="A hash noted elsewhere; it must be in the chain."
)
@click.pass_obj
def command(session: Session, noted: str) -> ExitCode:
    """Check every row, record and file of the archive, and the chain from first to last.

    Nothing is written. Exit code 0: all is as it was kept; 7: something was changed, removed,
    added, reordered or cut off, and is named.
    """
    from flashreport.archive import place_of
    from flashreport.archive.verify import verify

    found = verify(place_of(session.root()), noted)
    code = ExitCode.ARCHIVE if found.problems else ExitCode.OK
    if session.as_json:
        session.json(_as_json(found, code))
    else:
        _print(session, found)
    return code


def _as_json(found: "Verified", code: ExitCode) -> dict[str, object]:
    return {
        "ok": not found.problems,
        "exit_code": int(code),
        "editions": found.editions,
        "files": found.files,
        "bytes": found.size,
        "newest": found.newest,
        "problems": [problem.to_json() for problem in found.problems],
        "leftovers": [str(path) for path in found.leftovers],
    }


def _print(session: Session, found: "Verified") -> None:
    from flashreport.cli.text_table import text_table

    if found.problems:
        rows = [
            (problem.code.removeprefix("archive."), problem.message, str(problem.place))
            for problem in found.problems
        ]
        session.data(text_table(("what", "which", "where"), rows))
    looked = f"{found.editions:,} editions, {found.files:,} files, {found.size / 1e6:,.1f} MB"
    left = f" {len(found.leftovers)} files of builds that were stopped belong to no edition." * bool(
        found.leftovers
    )
    if found.problems:
        session.warn(
            phrase(
                "{looked}: {n} things are not as they were kept.{left}",
                looked=looked,
                n=len(found.problems),
                left=left,
            )
        )
    elif found.editions:
        session.data(f"{looked}: all as they were kept.{left}\nNewest hash: {found.newest}")
    else:
        session.say("There is no archive yet. Make a report with: flashreport build")
