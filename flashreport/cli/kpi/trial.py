"""``flashreport kpi test``: a target or a rule, tried on the past before it is set."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import as_phrase, joined, phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from flashreport.compose.backtest import Backtest
    from flashreport.workspace.kpi_edit import Plain
    from flashreport.workspace.kpis import Kpi

# How often the newest of independent normal points meets one of the four rules, both sides: the sum
# over the rules.
_BY_CHANCE = 0.017
_RULES = {
    "outside": phrase("outside its limits"),
    "two_in_three": phrase("2 of 3 far out"),
    "four_in_five": phrase("4 of 5 off centre"),
    "shift": phrase("8 on one side"),
}


@flash_command(
    "test",
    json=True,
    example="""
    flashreport kpi test overtime
    flashreport kpi test overtime target.value=0.07 --days 90
    """,
)
@click.argument("kpi_id", metavar="ID")
@click.argument("assignments", metavar="[KEY=VALUE]...", nargs=-1)
@click.option("--days", default=180, show_default=True, type=click.IntRange(1, 800), help="How far back.")
@click.option("--date", "business_date", type=day, metavar="DATE", help="The last day of the trial.")
@click.pass_obj
def command(
    session: Session, kpi_id: str, assignments: tuple[str, ...], days: int, business_date: date | None
) -> None:
    """Say how often a KPI's target and run rules would have called on past days.

    KEY=VALUE tries other settings, which are not written. Each day is judged by what was
    known on it.
    """
    from flashreport.cli.kpi.figures import context_for, value_writer
    from flashreport.compose.backtest import backtest
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.kpi_file import assignment, kpi_named

    workspace = session.workspace(MEASURES)
    kpi = _tried(kpi_named(workspace, kpi_id), dict(assignment(text) for text in assignments))
    context = context_for(session, workspace, business_date)
    session.progress("Trying")
    found = backtest(context, kpi, days)
    session.progress("")
    if session.as_json:
        session.json({"id": kpi_id, **asdict(found)})
        return
    _print(session, kpi, found, value_writer(session, workspace, kpi.measure, context.business_date))


def _tried(kpi: "Kpi", changes: "dict[tuple[str, ...], Plain | None]") -> "Kpi":
    """The KPI with other settings; a usage error when they don't fit."""
    from pydantic import ValidationError

    from flashreport.workspace.load import KPIS_FILE
    from flashreport.workspace.mistakes import Source, problem_of
    from flashreport.workspace.toml_lines import KeyLines

    fields = kpi.model_dump(exclude_none=True)
    for path, value in changes.items():
        if len(path) == 1:
            fields[path[0]] = value
        else:
            fields[path[0]] = {**(fields.get(path[0]) or {}), path[1]: value}
    try:
        return type(kpi).model_validate({key: value for key, value in fields.items() if value is not None})
    except ValidationError as wrong:
        told = problem_of(wrong.errors()[0], Source(KPIS_FILE, KeyLines(), type(kpi)))
        where = [told.place.key] if told.place.key else []
        text = joined([*where, as_phrase(told.message)], ": ")
        raise click.UsageError(
            joined([text, as_phrase(told.advice)], " ") if told.advice else text
        ) from wrong


def _print(session: Session, kpi: "Kpi", found: "Backtest", write: "Callable[[Decimal], str]") -> None:
    from flashreport.cli.kpi.wording import target_text

    session.data(
        phrase(
            "{kpi} from {first} to {last}: {n} days with a figure.",
            kpi=kpi.id,
            first=found.first,
            last=found.last,
            n=found.days,
        )
    )
    if found.judged:
        session.data(
            phrase(
                "Target {target}: missed on {n} days ({share} %),",
                target=target_text(kpi.target, write),
                n=found.missed,
                share=Decimal(f"{100 * found.missed / found.judged:.0f}"),
            )
        )
        session.data(
            phrase("  told as {n} stories, the longest of {days} days.", n=found.episodes, days=found.longest)
        )
    else:
        session.data(phrase("No target to hold them against."))
    if not found.with_limits:
        session.data(phrase("No limits: it stood still on most days, or it has fewer than 20 days before."))
        return
    session.data(
        phrase(
            "Signals: {n} on {days} days with limits, {bad} of them bad.",
            n=sum(found.signals.values()),
            days=found.with_limits,
            bad=found.bad_signals,
        )
    )
    for rule, text in _RULES.items():
        if rule in found.signals:
            session.data(phrase("  {rule}: {n}", rule=text, n=found.signals[rule]))
    by_chance = Decimal(f"{_BY_CHANCE * found.with_limits:.0f}")
    session.data(phrase("Chance alone gives about {n} on as many days.", n=by_chance))
