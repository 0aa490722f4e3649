"""The command ``doctor``."""

from collections.abc import Iterator

import click

from flashreport.cli.command import flash_command
from flashreport.cli.doctor.finding import Finding, Level
from flashreport.cli.exit_codes import ExitCode, exit_code_of
from flashreport.cli.session import Session
from flashreport.cli.text_table import filled_to, width_of
from flashreport.errors import FlashreportError, as_phrase, joined, phrase

_COLORS = {"ok": "green", "warn": "yellow", "fail": "red"}
_LEVELS: dict[Level, str] = {"ok": phrase("ok"), "warn": phrase("warn"), "fail": phrase("fail")}


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
        lines = [finding.to_json(session.speech) for finding in findings]
        session.json({"ok": not failed, "exit_code": int(code), "findings": lines})
        return code
    say = session.speech
    topics = [say(finding.topic) for finding in findings]
    levels = {level: say(word) for level, word in _LEVELS.items()}
    width, wide = max(map(width_of, topics)), max(map(width_of, levels.values()))
    for finding, topic in zip(findings, topics, strict=True):
        level = session.color(filled_to(wide, levels[finding.level]), _COLORS[finding.level])
        advice = finding.advice if finding.level != "ok" else ""
        told = " ".join(filter(None, map(say, (finding.message, advice))))
        session.data(f"{level}  {filled_to(width, topic)}  {told}")
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
                yield Finding("workspace", "warn", phrase("none here."), problem.advice)
                return
            code = exit_code_of([problem.code])
            yield Finding(
                "settings",
                "fail",
                joined([*problem.place.parts(), as_phrase(problem.message)], ": "),
                problem.advice,
                code,
            )
        return
    here = now(workspace.settings.company.timezone)
    yield from workspace_findings(workspace, here, session.speech.language)
