"""The command ``doctor``."""

from collections.abc import Iterator

import click

from flashreport.cli.command import flash_command
from flashreport.cli.doctor.finding import Finding
from flashreport.cli.exit_codes import ExitCode, exit_code_of
from flashreport.cli.session import Session
from flashreport.errors import FlashreportError, phrase

_COLORS = {"ok": "green", "warn": "yellow", "fail": "red"}


@flash_command(
    "doctor",
    json=True,
    example="""
    flashreport doctor
    flashreport doctor --json
    """,
)
@click.pass_obj
def command(session: Session) -> ExitCode:
    """Check the installation, and the workspace when there is one.

    Each line is ok, warn or fail, with what to do. The exit code is 0 when nothing fails,
    else the code of the first failure.
    """
    findings = list(examine(session))
    failed = [finding for finding in findings if finding.level == "fail"]
    code = failed[0].code if failed else ExitCode.OK
    if session.as_json:
        lines = [finding.to_json() for finding in findings]
        session.json({"ok": not failed, "exit_code": int(code), "findings": lines})
        return code
    width = max(len(finding.topic) for finding in findings)
    for finding in findings:
        level = session.color(f"{finding.level:<4}", _COLORS[finding.level])
        advice = (
            phrase(" {advice}", advice=finding.advice) if finding.advice and finding.level != "ok" else ""
        )
        session.data(f"{level}  {finding.topic:<{width}}  {finding.message}{advice}")
    return code


def examine(session: Session) -> Iterator[Finding]:
    """Every line; a workspace that is not there or does not load is told, not raised."""
    from flashreport.cli.doctor.installation import installation_findings
    from flashreport.cli.doctor.surroundings import workspace_findings
    from flashreport.cli.door import now

    yield from installation_findings()
    try:
        workspace = session.workspace()
    except FlashreportError as error:
        for problem in error.problems:
            if problem.code == "workspace.not-found":
                yield Finding("workspace", "warn", "none here.", problem.advice)
                return
            code = exit_code_of([problem.code])
            yield Finding("settings", "fail", f"{problem.place}: {problem.message}", problem.advice, code)
        return
    yield from workspace_findings(workspace, now(workspace.settings.company.timezone))
