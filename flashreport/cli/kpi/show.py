"""``flashreport kpi show``: one KPI in full."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.cli.text_table import filled_to, width_of
from flashreport.errors import counted_phrase, joined, phrase

if TYPE_CHECKING:
    from flashreport.compose.context import Context
    from flashreport.render.format import Formatter
    from flashreport.workspace.kpis import Kpi
    from flashreport.workspace.load import Workspace

Write = Callable[[Decimal], str]


@flash_command("show", json=True, example="flashreport kpi show overtime")
@click.argument("kpi_id", metavar="ID")
@click.option("--date", "business_date", type=day, metavar="DATE", help="As of another business date.")
@click.pass_obj
def command(session: Session, kpi_id: str, business_date: date | None) -> None:
    """Print a KPI's contract, its earlier terms and reviews, its newest figure and its path.

    The figure comes out of the inputs; where they cannot be read, the contract is printed
    without it. Nothing is built.
    """
    from flashreport.cli.door import now
    from flashreport.cli.kpi.figures import value_writer
    from flashreport.cli.kpi.wording import gap_text, kpi_json
    from flashreport.domain.measures import MEASURES
    from flashreport.workspace.kpi_file import kpi_named
    from flashreport.workspace.kpi_gaps import contract_gaps, gaps, next_review

    workspace = session.workspace(MEASURES)
    kpi = kpi_named(workspace, kpi_id)
    today = business_date or now(workspace.settings.company.timezone).date()
    context = _context(session, workspace, business_date)
    if context is None:
        found, figures = contract_gaps(kpi, today), {}
    else:
        from flashreport.compose.register import newest

        found = gaps(kpi, context.business_date, context.calendar, newest(context, kpi))
        money = workspace.settings.company.printed_money(session.speech.language, context.business_date)
        figures = dict(_figures(context, kpi, session.formatter(money)))
    if session.as_json:
        session.json({**kpi_json(kpi, found, next_review(kpi)), "figures": figures})
        return
    write = value_writer(session, workspace, kpi.measure, today)
    lines = [*_contract(kpi, write), *figures.items(), *_past(kpi, write)]
    lines += [(phrase("gaps"), joined(map(gap_text, found), phrase("; ")) if found else phrase("none"))]
    say = session.speech
    told = [(say(name), say.value(text)) for name, text in lines]
    width = max(width_of(name) for name, _ in told)
    session.data("\n".join(f"{filled_to(width, name)}  {text}".rstrip() for name, text in told))


def _context(session: Session, workspace: "Workspace", business_date: date | None) -> "Context | None":
    from flashreport.cli.kpi.figures import context_for
    from flashreport.errors import FlashreportError

    if not workspace.settings.inputs:
        return None
    try:
        return context_for(session, workspace, business_date)
    except FlashreportError as error:
        session.progress("")
        session.warn(phrase("No figures: {problem}", problem=session.speech.problem(error.problem)))
        return None


def _contract(kpi: "Kpi", write: Write) -> Iterator[tuple[str, str]]:
    from flashreport.cli.kpi.wording import CADENCES, measured, target_text
    from flashreport.workspace.kpi_gaps import next_review

    retired = phrase("{kpi} (retired)", kpi=kpi.id)
    yield phrase("id"), retired if kpi.status == "retired" else kpi.id
    yield phrase("measure"), measured(kpi)
    yield phrase("objective"), kpi.objective or "-"
    yield phrase("owner"), kpi.owner or "-"
    yield phrase("target"), target_text(kpi.target, write) or "-"
    if kpi.baseline is not None:
        start = phrase("{value} on {day}", value=write(kpi.baseline.value), day=kpi.baseline.on)
        yield phrase("baseline"), start
    yield phrase("cadence"), CADENCES[kpi.cadence]
    yield (
        phrase("next review"),
        phrase("{day} (every {n} months)", day=next_review(kpi) or phrase("now"), n=kpi.review_every_months),
    )


def _past(kpi: "Kpi", write: Write) -> Iterator[tuple[str, str]]:
    from flashreport.cli.kpi.wording import measured, target_text

    for version in kpi.version:
        terms = phrase(
            "{measure}, {target}",
            measure=measured(version),
            target=target_text(version.target, write) or phrase("no target"),
        )
        yield (
            phrase("until {day}", day=version.until),
            joined([terms, version.reason], ": ") if version.reason else terms,
        )
    for event in kpi.event:
        yield f"event {event.on}", event.reason
    for review in kpi.review:
        yield phrase("review {day}", day=review.on), joined([phrase(review.decision), review.reason], ": ")


def _figures(context: "Context", kpi: "Kpi", writer: "Formatter") -> Iterator[tuple[str, str]]:
    """The newest figure, what is due, and what it would take."""
    from flashreport.compose.figures import figure, plain
    from flashreport.compose.memory import standing
    from flashreport.compose.pace import days_behind
    from flashreport.compose.verdicts import reading_of, verdict
    from flashreport.domain.exact import Unavailable
    from flashreport.domain.measure_frame import Value

    reading = reading_of(context, kpi.on(context.business_date), context.business_date)
    newest = writer.figure(figure(context, kpi.measure, reading))
    if isinstance(reading, Value):
        yield phrase("newest"), phrase("{value} on {day}", value=newest, day=reading.as_of)
    else:
        yield phrase("newest"), phrase("{value} ({reason})", value=newest, reason=phrase(reading.reason))
    held = verdict(context, kpi)
    if isinstance(held, Unavailable):
        return
    stands = standing(context, kpi)
    level = _LEVELS[held.level]
    yield (
        phrase("status"),
        phrase("{status}, day {n}", status=level, n=stands.day) if stands.day else level,
    )
    path = held.path
    if path is not None:
        yield phrase("due today"), writer.figure(plain(context, kpi.measure, path.expected))
        behind = days_behind(path)
        late = counted_phrase("{n} working day behind", "{n} working days behind", behind)
        yield phrase("on its path"), phrase("yes") if not behind else late
        if not isinstance(path.needed_per_day, Unavailable):
            needed = plain(context, kpi.measure, path.needed_per_day, gap=True)
            yield (
                phrase("it takes"),
                phrase(
                    "{amount} each of {n} working days",
                    amount=writer.figure(needed),
                    n=path.schedule.days_left,
                ),
            )


_LEVELS = {
    "good": phrase("on target"),
    "watch": phrase("near its target"),
    "act": phrase("off target"),
}
