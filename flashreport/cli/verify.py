"""``flashreport verify``: whether the archive is what was put into it."""

from decimal import Decimal
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.session import Session
from flashreport.errors import as_phrase, counted_phrase, joined, phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from flashreport.archive.verify import Verified
    from flashreport.errors import Problem


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
        session.json(_as_json(found, code, session.speech.problem_json))
    else:
        _print(session, found)
    return code


def _as_json(
    found: "Verified", code: ExitCode, say: "Callable[[Problem], dict[str, object]]"
) -> dict[str, object]:
    return {
        "ok": not found.problems,
        "exit_code": int(code),
        "editions": found.editions,
        "files": found.files,
        "bytes": found.size,
        "newest": found.newest,
        "problems": [say(problem) for problem in found.problems],
        "pruned": found.pruned,
        "leftovers": [str(path) for path in found.leftovers],
    }


def _print(session: Session, found: "Verified") -> None:

    if found.problems:
        headings = ("what", "which", "where")
        rows = [
            (
                phrase(problem.code.removeprefix("archive.")),
                as_phrase(problem.message),
                session.speech.place(problem.place),
            )
            for problem in found.problems
        ]
        session.table(headings, rows)
    looked = phrase(
        "{editions} editions, {files} files, {size} MB",
        editions=found.editions,
        files=found.files,
        size=Decimal(f"{found.size / 1e6:.1f}"),
    )
    if found.pruned:
        gone = counted_phrase("{n} pruned", "{n} pruned", found.pruned)
        looked = phrase("{looked}, {gone}", looked=looked, gone=gone)
    left = counted_phrase(
        "{n} file of commands that were stopped belongs to no edition.",
        "{n} files of commands that were stopped belong to no edition.",
        len(found.leftovers),
    )
    ends = [left] if found.leftovers else []
    if found.problems:
        wrong = counted_phrase(
            "{looked}: {n} thing is not as it was kept.",
            "{looked}: {n} things are not as they were kept.",
            len(found.problems),
            looked=looked,
        )
        session.warn(joined([wrong, *ends], " "))
    elif found.editions:
        session.data(joined([phrase("{looked}: all as they were kept.", looked=looked), *ends], " "))
        session.data(phrase("Newest hash: {hash}", hash=found.newest))
    else:
        session.say("There is no archive yet. Make a report with: flashreport build")
