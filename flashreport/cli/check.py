"""``flashreport check``: what the inputs hold, and every row that doesn't."""

from datetime import date
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.exit_codes import ExitCode
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import Problem, phrase
from flashreport.errors.phrase import Value

if TYPE_CHECKING:
    from flashreport.pipeline import Checked

_MOST_ROWS = 50
_STOPS = ("failed", "missing")


@flash_command(
    "check",
    json=True,
    example="""
    flashreport check
    flashreport check --date 2026-11-23 --json
    """,
)
@click.option(
    "--date",
    "business_date",
    type=day,
    metavar="DATE",
    help="The business date; without it the newest complete one.",
)
@click.option(
    "--all",
    "all_rows",
    is_flag=True,
    help="List every problem, not only the first ones.",
)
@click.pass_obj
def command(session: Session, business_date: date | None, all_rows: bool) -> ExitCode:
    """Read the settings and all inputs, and say what is wrong.

    Nothing is built or written. Exit code 0: all is well; 3: settings are wrong; 4: rows were
    set aside, or an input is late, stale or incomplete; 5: an input is missing or failed.
    """
    from flashreport.cli.door import now
    from flashreport.pipeline import check_workspace

    workspace = session.workspace()
    checked = check_workspace(workspace, business_date, now(workspace.settings.company.timezone))
    code = outcome(checked)
    if session.as_json:
        session.json(as_json(checked, code))
    else:
        print_checked(session, checked, None if all_rows else _MOST_ROWS)
    return code


def outcome(checked: "Checked") -> ExitCode:
    """INPUT when an input is missing or failed, ROWS when anything else is not as it should be."""
    states = {state.state for state in checked.states}
    if states & set(_STOPS):
        return ExitCode.INPUT
    if checked.problems or states - {"ok"} or any(state.set_aside for state in checked.states):
        return ExitCode.ROWS
    return ExitCode.OK


def as_json(checked: "Checked", code: ExitCode) -> dict[str, object]:
    """The document that ``--json`` prints."""
    return {
        "ok": code == ExitCode.OK,
        "exit_code": int(code),
        "business_date": checked.business_date,
        "inputs": [
            {
                "name": report.name,
                "table": report.table,
                "state": state.state,
                "files": [file.path for file in report.files],
                "rows": state.rows,
                "set_aside": state.set_aside,
                "first": report.first,
                "last": report.last,
            }
            for report, state in zip(checked.tables.inputs, checked.states, strict=True)
        ],
        "problems": [problem.to_json() for problem in checked.problems],
    }


def print_checked(session: Session, checked: "Checked", most: int | None) -> None:
    """Two tables: the inputs, then up to ``most`` problems (None: all)."""
    session.say(phrase("Business date {day}", day=checked.business_date))
    inputs = [
        (
            report.name,
            report.table,
            phrase(state.state),
            len(report.files),
            state.rows,
            state.set_aside,
            report.first,
            report.last,
        )
        for report, state in zip(checked.tables.inputs, checked.states, strict=True)
    ]
    headings = ("input", "table", "state", "files", "rows", "set aside", "first", "last")
    session.table(headings, inputs, right=("files", "rows", "set aside"))
    if not checked.problems:
        session.say("Nothing is wrong.")
        return
    _print_problems(session, checked, most)


def _print_problems(session: Session, checked: "Checked", most: int | None) -> None:
    shown = checked.problems[:most]
    headings = ("file", "line", "column", "value", "problem")
    session.data("")
    session.table(headings, [_problem_row(problem) for problem in shown], right=("line",))
    left = len(checked.problems) - len(shown)
    if left:
        session.data(phrase("and {n} more: flashreport check --all", n=left))


def _problem_row(problem: Problem) -> tuple[Value, ...]:
    place = problem.place
    file = f"{place.file} [{place.sheet}]" if place.sheet else place.file
    return (file, place.line, place.column or place.key, place.value, problem.said)
