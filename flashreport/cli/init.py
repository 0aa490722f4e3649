"""``flashreport init``: a new workspace."""

from pathlib import Path

import click

from flashreport.cli.command import flash_command
from flashreport.cli.language import tags
from flashreport.cli.session import Session
from flashreport.errors import counted_phrase, phrase


@flash_command(
    "init",
    json=True,
    example="""
    flashreport init demo
    flashreport init --lang fa nemuneh
    flashreport init --empty ~/morning
    """,
)
@click.argument("target", metavar="[DIR]", required=False)
@click.option("--empty", is_flag=True, help="Settings only, with comments, instead of the sample company.")
@click.option(
    "--lang",
    type=click.Choice(["en", "fa"]),
    help="Whose sample company; without it that of the language spoken.",
)
@click.pass_obj
def command(session: Session, target: str | None, empty: bool, lang: str | None) -> None:
    """Make a workspace in DIR (default: here).

    Without --empty it holds the sample company: settings, KPIs and some fourteen months of
    data; with --lang fa the Persian one, in rials and the Jalali calendar. No existing file is
    overwritten.
    """
    from flashreport.workspace.init import make_workspace

    root = Path(session.folder) / Path(target or ".").expanduser()
    made = make_workspace(root.absolute(), empty=empty, language=lang or _sample_language(session))
    if session.as_json:
        session.json({"workspace": str(made.root), "written": made.written, "kept": made.kept})
        return
    session.data(str(made.root))
    session.say(counted_phrase("{n} file written.", "{n} files written.", len(made.written)))
    at = "" if target is None else f"cd {target} && "
    session.say(phrase("Next: {command}", command=f"{at}flashreport {'check' if empty else 'build'}"))


def _sample_language(session: Session) -> str:
    return "fa" if tags(session.speech.language)[-1] == "fa" else "en"
