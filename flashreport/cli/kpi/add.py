"""``flashreport kpi add``: a new contract."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.session import Session
from flashreport.errors import as_phrase, joined, phrase

if TYPE_CHECKING:
    from flashreport.workspace.kpi_edit import Plain

_KINDS = ("at_least", "at_most", "between", "reach", "change")
_QUESTIONS = (
    ("measure", phrase("What is measured, such as cash.closing")),
    ("objective", phrase("Why it is measured")),
    ("owner", phrase("Whose it is, a role")),
    ("target.kind", phrase("Kind of target ({kinds}; empty for none yet)", kinds=", ".join(_KINDS))),
)
_OF_TARGET = (
    (
        "target.value",
        phrase("Target, in displayed units (0.08 for 8 %)"),
        ("at_least", "at_most", "reach", "change"),
    ),
    ("target.low", phrase("The low end"), ("between",)),
    ("target.high", phrase("The high end"), ("between",)),
    ("target.by", phrase("By when (2026-12-31)"), ("reach", "change")),
    ("baseline.value", phrase("Where it starts from"), ("reach", "change")),
    ("baseline.on", phrase("On which day"), ("reach", "change")),
)


@flash_command(
    "add",
    json=True,
    example="""
    flashreport kpi add cash
    flashreport kpi add cash measure=cash.closing owner=CFO target.kind=at_least target.value=50000
    """,
)
@click.argument("kpi_id", metavar="ID")
@click.argument("assignments", metavar="[KEY=VALUE]...", nargs=-1)
@click.pass_obj
def command(session: Session, kpi_id: str, assignments: tuple[str, ...]) -> None:
    """Add a KPI to kpis.toml, with the day it begins.

    Without KEY=VALUE, a terminal is asked. The keys are those of the settings page.
    """
    from flashreport.cli.door import now
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.kpi_edit import with_kpi
    from flashreport.workspace.kpi_file import assignment, changed_register

    workspace = session.workspace(MEASURES, check_country=False)
    given = dict(text.partition("=")[::2] for text in assignments)
    if not assignments:
        given = _asked(session, MEASURES)
    today = now(workspace.settings.company.timezone).date()
    fields: dict[str, Plain] = {"id": kpi_id}
    for key, text in {**given, "start": given.get("start") or today.isoformat()}.items():
        path, value = assignment(f"{key}={text}")
        if value is not None:
            _nest(fields, path, value)
    changed_register(workspace.root, lambda text: with_kpi(text, fields), MEASURES)
    if session.as_json:
        session.json(fields)
        return
    session.say(phrase("{kpi_id} is in the register. Next: flashreport kpi show {kpi_id}", kpi_id=kpi_id))


def _asked(session: Session, measures: Mapping[str, object]) -> dict[str, str]:
    """The contract by questions on the terminal; a usage error where nobody can answer."""
    if session.as_json or not sys.stdin.isatty():
        raise click.UsageError("Give the KPI as KEY=VALUE; there is no terminal to ask in.")
    answers: dict[str, str] = {}
    for key, question in _QUESTIONS:
        answers[key] = _ask(session, question)
        while key == "measure" and answers[key] not in measures:
            _tell_near(session, answers[key], measures)
            answers[key] = _ask(session, question)
        while key == "target.kind" and answers[key] not in ("", *_KINDS):
            session.warn(phrase("'{answer}' is none of them.", answer=answers[key]))
            answers[key] = _ask(session, question)
    for key, question, kinds in _OF_TARGET:
        if answers["target.kind"] in kinds:
            answers[key] = _ask(session, question)
    often = phrase("How often it is looked at (daily, weekly, monthly, two_months)")
    answers["cadence"] = _ask(session, often, "daily")
    months = phrase("Ask whether it still matters every how many months")
    answers["review_every_months"] = _ask(session, months, "6")
    return {key: answer for key, answer in answers.items() if answer}


def _ask(session: Session, question: str, usual: str = "") -> str:
    answer: str = click.prompt(session.speech(question), default=usual, show_default=bool(usual), err=True)
    return answer.strip()


def _tell_near(session: Session, measure: str, measures: Mapping[str, object]) -> None:
    from flashreport.workspace.key_names import did_you_mean

    unknown = phrase("There is no measure '{measure}'.", measure=measure)
    session.warn(joined([unknown, as_phrase(did_you_mean(measure, measures))], " "))


def _nest(fields: "dict[str, Plain]", path: tuple[str, ...], value: "Plain") -> None:
    """Put a value at its key; a table of a KPI holds no other table."""
    if len(path) == 1:
        fields[path[0]] = value
        return
    inner = fields.get(path[0], {})
    fields[path[0]] = {**inner, ".".join(path[1:]): value} if isinstance(inner, Mapping) else value
