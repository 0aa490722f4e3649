"""``flashreport kpi show``: one KPI in full."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from flashreport.cli.command import flash_command
from flashreport.cli.params import day
from flashreport.cli.session import Session
from flashreport.errors import phrase

if TYPE_CHECKING:
    from flashreport.compose.context import Context
    from flashreport.workspace.kpis import Kpi
    from flashreport.workspace.load import Workspace


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
        figures = dict(_figures(context, kpi))
    if session.as_json:
        session.json({**kpi_json(kpi, found, next_review(kpi)), "figures": figures})
        return
    lines = [*_contract(kpi), *figures.items(), *_past(kpi)]
    lines += [("gaps", "; ".join(map(gap_text, found)) or "none")]
    width = max(len(name) for name, _ in lines)
    session.data("\n".join(f"{name:<{width}}  {text}".rstrip() for name, text in lines))


def _context(session: Session, workspace: "Workspace", business_date: date | None) -> "Context | None":
    from flashreport.cli.kpi.figures import context_for
    from flashreport.errors import FlashreportError

    if not workspace.settings.inputs:
        return None
    try:
        return context_for(session, workspace, business_date)
    except FlashreportError as error:
        session.progress("")
        session.warn(phrase("No figures: {problem}", problem=error.problem))
        return None


def _contract(kpi: "Kpi") -> Iterator[tuple[str, str]]:
    from flashreport.cli.kpi.wording import CADENCES, measured, target_text
    from flashreport.workspace.kpi_gaps import next_review

    yield "id", kpi.id + (" (retired)" if kpi.status == "retired" else "")
    yield "measure", measured(kpi)
    yield "objective", kpi.objective or "-"
    yield "owner", kpi.owner or "-"
    yield "target", target_text(kpi.target) or "-"
    if kpi.baseline is not None:
        yield "baseline", f"{kpi.baseline.value} on {kpi.baseline.on}"
    yield "cadence", CADENCES[kpi.cadence]
    review = next_review(kpi)
    yield "next review", f"{review or 'now'} (every {kpi.review_every_months} months)"


def _past(kpi: "Kpi") -> Iterator[tuple[str, str]]:
    from flashreport.cli.kpi.wording import measured, target_text

    for version in kpi.version:
        why = f": {version.reason}" if version.reason else ""
        yield (
            f"until {version.until}",
            f"{measured(version)}, {target_text(version.target) or 'no target'}{why}",
        )
    for event in kpi.event:
        yield f"event {event.on}", event.reason
    for review in kpi.review:
        yield f"review {review.on}", f"{review.decision}: {review.reason}"


def _figures(context: "Context", kpi: "Kpi") -> Iterator[tuple[str, str]]:
    """The newest figure, what is due, and what it would take."""
    from flashreport.cli.kpi.figures import figure_text
    from flashreport.compose.figures import figure, plain
    from flashreport.compose.memory import standing
    from flashreport.compose.pace import days_behind
    from flashreport.compose.verdicts import reading_of, verdict
    from flashreport.domain.exact import Unavailable
    from flashreport.domain.measure_frame import Value

    reading = reading_of(context, kpi.on(context.business_date), context.business_date)
    as_of = f" on {reading.as_of}" if isinstance(reading, Value) else f" ({reading.reason})"
    yield "newest", figure_text(figure(context, kpi.measure, reading)) + as_of
    held = verdict(context, kpi)
    if isinstance(held, Unavailable):
        return
    stands = standing(context, kpi)
    day_n = f", day {stands.day}" if stands.day else ""
    yield "status", {"good": "on target", "watch": "near its target", "act": "off target"}[held.level] + day_n
    path = held.path
    if path is not None:
        yield "due today", figure_text(plain(context, kpi.measure, path.expected))
        behind = days_behind(path)
        yield "on its path", "yes" if not behind else f"{behind} working days behind"
        if not isinstance(path.needed_per_day, Unavailable):
            needed = plain(context, kpi.measure, path.needed_per_day, gap=True)
            yield "it takes", f"{figure_text(needed)} each of {path.schedule.days_left} working days"
