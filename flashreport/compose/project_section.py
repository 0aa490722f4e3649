"""Projects and risks in detail: earned value, dates, what changed status, risks by exposure."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from flashreport.compose.context import Context
from flashreport.compose.figures import displayed, plain, read, shown
from flashreport.compose.member_names import member_names
from flashreport.compose.scorecard import previous_day
from flashreport.compose.tables import MOST_ROWS, Spec, member_table, number_cell, text_cell
from flashreport.domain.alphabet import sort_key
from flashreport.domain.measure_frame import Value
from flashreport.domain.report import NOTHING, Block, Cell, Column, Day, Figure, Row, Table, name, words
from flashreport.domain.risk import Move, movements

if TYPE_CHECKING:
    import pandas as pd

_STATUS = {
    "planned": words("Planned"),
    "running": words("Running"),
    "held": words("Held"),
    "done": words("Done"),
    "cancelled": words("Cancelled"),
}


def project_blocks(context: Context) -> tuple[Block | None, ...]:
    """Earned value, where projects stand, status changes, and risks by exposure."""
    return (
        earned_value_table(context),
        earned_schedule_table(context),
        standing(context),
        status_changes(context),
        risks(context),
        risk_moves(context),
    )


def earned_value_table(context: Context) -> Table | None:
    """A row per project, and the portfolio's total from the sums."""
    return member_table(
        context,
        "projects-earned-value",
        (words("Earned value"), words("on the day")),
        "project",
        words("Project"),
        (
            Spec("budget", words("Budget"), "projects.budget"),
            Spec("planned", words("Planned value"), "projects.planned_value"),
            Spec("earned", words("Earned value"), "projects.earned_value"),
            Spec("cost", words("Actual cost"), "projects.actual_cost"),
            Spec("cpi", words("CPI"), "projects.cpi"),
            Spec("spi", words("SPI"), "projects.spi"),
            Spec("eac", words("At completion"), "projects.eac"),
            Spec("vac", words("vs budget"), "projects.vac"),
            Spec("tcpi", words("CPI needed"), "projects.tcpi"),
        ),
    )


def earned_schedule_table(context: Context) -> Table | None:
    """How late each project is in days of its plan; those without a plan are left out."""
    return member_table(
        context,
        "projects-earned-schedule",
        (words("Earned schedule"), words("in days of the plan")),
        "project",
        words("Project"),
        (
            Spec("planned", words("Planned"), "projects.planned_time", decimals=0),
            Spec("spent", words("Gone"), "projects.time_spent", decimals=0),
            Spec("earned", words("Earned"), "projects.earned_time", decimals=1),
            Spec("variance", words("Ahead or behind"), "projects.time_variance", decimals=1),
            Spec("spi", words("SPI(t)"), "projects.spi_time"),
            Spec("end", words("At completion"), "projects.time_at_completion", decimals=1),
        ),
        with_total=False,
    )


def _reports(context: Context) -> "pd.DataFrame | None":
    """The scope's project reports up to the business date, oldest first."""
    rows = context.facts.get("projects")
    if rows is None:
        return None
    wanted = rows["date"].dt.date <= context.business_date
    if context.scope:
        wanted &= rows["entity"] == context.scope
    held: pd.DataFrame = rows[wanted].sort_values(["project", "date"], kind="stable")
    return held


def standing(context: Context) -> Table | None:
    """Status, due date and lateness of each project by its newest report; the latest first."""
    reports = _reports(context)
    if reports is None:
        return None
    newest = reports.drop_duplicates("project", keep="last")
    names = member_names(context, "project")
    found = []
    for key, status, due, told in zip(
        newest["project"], newest["status"], newest["due"].dt.date, newest["date"].dt.date, strict=True
    ):
        late = read(context, "projects.days_late", "day", None, "project", key)
        days = shown(context, "projects.days_late", "day", None, "project", key)
        done = shown(context, "projects.completion", "day", None, "project", key)
        is_late = isinstance(late, Value) and late.amount > 0
        cells = (
            text_cell(name(names.get(key, key))),
            text_cell(_STATUS.get(status, name(status))),
            number_cell(done),
            Cell(content=Day(on=due)),
            number_cell(days, "act" if is_late and status not in ("done", "cancelled") else "none"),
            Cell(content=Day(on=told)),
        )
        weight = late.amount if isinstance(late, Value) else -1
        found.append((-weight, sort_key(names.get(key, key)), Row(cells=cells)))
    rows = [row for *_, row in sorted(found, key=lambda item: item[:2])]
    return Table(
        key="projects-standing",
        title=words("Where projects stand"),
        subtitle=words("the latest first"),
        columns=(
            Column(key="project", label=words("Project"), kind="text", width=1.6),
            Column(key="status", label=words("Status"), kind="text"),
            Column(key="completion", label=words("Complete")),
            Column(key="due", label=words("Due"), kind="text"),
            Column(key="late", label=words("Days late")),
            Column(key="as_of", label=words("Reported"), kind="text"),
        ),
        rows=tuple(rows[:MOST_ROWS]),
        cut=max(0, len(rows) - MOST_ROWS),
    )


def status_changes(context: Context) -> Table | None:
    """Projects whose status is another one than in their report before, since the last day with data."""
    reports = _reports(context)
    if reports is None:
        return None
    since = previous_day(context)
    before = reports.groupby("project")["status"].shift()
    changed = reports[before.notna() & (before != reports["status"]) & (reports["date"].dt.date > since)]
    was = before.loc[changed.index]
    names = member_names(context, "project")
    rows = tuple(
        Row(
            cells=(
                text_cell(name(names.get(key, key))),
                text_cell(_STATUS.get(old, name(old))),
                text_cell(_STATUS.get(new, name(new))),
                Cell(content=Day(on=on)),
            )
        )
        for key, old, new, on in zip(
            changed["project"], was, changed["status"], changed["date"].dt.date, strict=True
        )
    )
    return Table(
        key="projects-changes",
        title=words("What changed status"),
        subtitle=words("since {day}", day=Day(on=since, form="long")),
        columns=(
            Column(key="project", label=words("Project"), kind="text", width=1.6),
            Column(key="was", label=words("Was"), kind="text"),
            Column(key="now", label=words("Is now"), kind="text"),
            Column(key="on", label=words("Day"), kind="text"),
        ),
        rows=rows,
    )


def risks(context: Context) -> Table | None:
    """Open risks, the largest exposure first."""
    register = context.facts.get("risks")
    if register is None:
        return None
    if "assessed" in register:  # of a risk that was assessed several times the newest row tells
        known = register["assessed"].isna() | (register["assessed"].dt.date <= context.business_date)
        register = register[known].sort_values("assessed", kind="stable", na_position="first")
    register = register.drop_duplicates("risk", keep="last")
    names = member_names(context, "risk")
    found = []
    due_on = register["mitigation_due"]
    columns = (register["risk"], register["owner"], due_on, due_on.notna())
    for key, owner, due, has_due in zip(*columns, strict=True):
        size = read(context, "projects.risk_exposure", "day", None, "risk", key)
        if not isinstance(size, Value):
            continue
        late = shown(context, "projects.mitigation_days_overdue", "day", None, "risk", key)
        cells = (
            text_cell(name(names.get(key, key))),
            text_cell(name(owner) if isinstance(owner, str) else NOTHING),
            number_cell(shown(context, "projects.risk_exposure", "day", None, "risk", key)),
            number_cell(shown(context, "projects.risk_age", "day", None, "risk", key)),
            Cell(content=Day(on=due.date())) if has_due else text_cell(NOTHING),
            number_cell(late, "act" if late.value else "none") if has_due else text_cell(NOTHING),
        )
        found.append((-size.amount, sort_key(names.get(key, key)), Row(cells=cells)))
    rows = [row for *_, row in sorted(found, key=lambda item: item[:2])]
    total = Row(
        cells=(
            text_cell(words("Total")),
            text_cell(NOTHING),
            number_cell(shown(context, "projects.risk_exposure")),
            *(text_cell(NOTHING) for _ in range(3)),
        ),
        kind="total",
    )
    return Table(
        key="risks",
        title=words("Risks by exposure"),
        subtitle=words("probability times impact"),
        columns=(
            Column(key="risk", label=words("Risk"), kind="text", width=1.8),
            Column(key="owner", label=words("Owner"), kind="text", width=1.2),
            Column(key="exposure", label=words("Exposure")),
            Column(key="age", label=words("Days open")),
            Column(key="due", label=words("Mitigation due"), kind="text"),
            Column(key="overdue", label=words("Days overdue")),
        ),
        rows=(*rows[:MOST_ROWS], *((total,) if len(rows) > 1 else ())),
        cut=max(0, len(rows) - MOST_ROWS),
    )


_MOVES = {
    Move.NEW: words("New"),
    Move.CLOSED: words("Closed"),
    Move.UP: words("Higher"),
    Move.DOWN: words("Lower"),
}


def risk_moves(context: Context) -> Table | None:
    """What the exposure of each risk has done since the last day with data; the largest change first."""
    since = previous_day(context)
    before, now = (_exposures(context, day) for day in (since, context.business_date))
    names = member_names(context, "risk")
    rows = tuple(
        Row(
            cells=(
                text_cell(name(names.get(step.id, step.id))),
                text_cell(_MOVES[step.move]),
                number_cell(_exposure(context, before.get(step.id, Fraction(0)))),
                number_cell(_exposure(context, now.get(step.id, Fraction(0)))),
                number_cell(_exposure(context, step.change, signed=True)),
            )
        )
        for step in movements(before, now)
        if step.move is not Move.SAME
    )
    if not rows:
        return None
    return Table(
        key="risk-moves",
        title=words("Risks that moved"),
        subtitle=words("since {day}", day=Day(on=since, form="long")),
        columns=(
            Column(key="risk", label=words("Risk"), kind="text", width=1.8),
            Column(key="move", label=words("Movement"), kind="text"),
            Column(key="before", label=words("Before")),
            Column(key="now", label=words("Now")),
            Column(key="change", label=words("Change")),
        ),
        rows=rows[:MOST_ROWS],
        cut=max(0, len(rows) - MOST_ROWS),
    )


def _exposures(context: Context, on: date) -> dict[str, Fraction]:
    """The exposure of each risk that is open on a day, in displayed money."""
    found = {}
    for member in context.measures.members("projects.risk_exposure", "risk", context.scope):
        size = read(context, "projects.risk_exposure", "day", on, "risk", member)
        if isinstance(size, Value):
            found[member] = displayed(context, "projects.risk_exposure", size)
    return found


def _exposure(context: Context, amount: Fraction, *, signed: bool = False) -> Figure:
    return plain(context, "projects.risk_exposure", amount, signed=signed)
