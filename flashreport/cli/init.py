"""``flashreport init``: a new workspace."""

from pathlib import Path

import click

from flashreport.cli.command import flash_command
from flashreport.cli.session import Session


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
    "--lang", type=click.Choice(["en", "fa"]), default="en", show_default=True, help="Whose sample company."
)
@click.pass_obj
def command(session: Session, target: str | None, empty: bool, lang: str) -> None:
    """Make a workspace in DIR (default: here).

    Without --empty it holds the sample company: settings, KPIs and some fourteen months of
    data; with --lang fa the Persian one, in rials and the Jalali calendar. No existing file is
    overwritten.
    """
    from flashreport.workspace.init import make_workspace

    root = Path(session.folder) / Path(target or ".").expanduser()
    made = make_workspace(root.absolute(), empty=empty, language=lang)
    if session.as_json:
        session.json({"workspace": str(made.root), "written": made.written, "kept": made.kept})
        return
    session.data(str(made.root))
    session.say(f"{len(made.written)} files written.")
    at = "" if target is None else f"cd {target} && "
    session.say(f"Next: {at}flashreport {'check' if empty else 'build'}")
