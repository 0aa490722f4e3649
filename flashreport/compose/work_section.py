"""What overtime was paid for, and what the open jobs still need."""

from datetime import date
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import few_behind, plain, read, shown
from flashreport.compose.sentences import say_counted
from flashreport.compose.tables import MOST_ROWS, number_cell, text_cell
from flashreport.domain.alphabet import sort_key
from flashreport.domain.measure_frame import Value
from flashreport.domain.report import Block, Cell, Column, Day, Level, Note, Row, Table, Words, name, words
from flashreport.domain.units import money

_YIELDS: tuple[tuple[str, Words], ...] = (
    ("low_job", words("Jobs under the floor")),
    ("low_day", words("Department days under the floor")),
    ("fair", words("At the floor or over it")),
    ("unattributed", words("Unattributed: no revenue is known")),
)
_LOW = ("low_job", "low_day")
_MOST_IN_FILE = 1000  # so many rows the table's file has beyond those of the page


def work_blocks(context: Context) -> tuple[Block | None, ...]:
    """Whether overtime is paid for low-yield work, and the jobs that are open."""
    return (_answer(context), _yields(context), _jobs_needed(context), _jobs(context))


def _pay(context: Context, *members: str) -> Value | None:
    """Overtime pay of the month by what it brought; None where none is known."""
    found = [read(context, "staff.overtime_pay", "month", None, "yield", member) for member in members]
    held = [reading for reading in found if isinstance(reading, Value)]
    if not held:
        return None
    amount = sum((each.amount for each in held), held[0].amount * 0)
    return Value(amount, held[0].days, held[0].as_of, few=few_behind(*held))


def _answer(context: Context) -> Note | None:
    """The question in one sentence: how much of the overtime pay went to work under the floor."""
    floor, total = context.settings.staff.yield_floor, _pay(context, *(key for key, _ in _YIELDS))
    if floor is None or total is None or not total.amount:
        return None
    low, unknown, few = _pay(context, *_LOW), _pay(context, "unattributed"), total.few
    step = money(context.currency).step
    amounts = [
        plain(context, "staff.overtime_pay", (each.amount if each else total.amount * 0) / step, few=few)
        for each in (total, low, unknown)
    ]
    text = words(
        "Of {total} overtime pay this month, {low} ({share}) went to work that brings less than {floor} an "
        "hour; for {unknown} no revenue is known.",
        total=amounts[0],
        low=amounts[1],
        share=plain(
            context, "staff.overtime_share", (low.amount if low else total.amount * 0) / total.amount, few=few
        ),
        floor=plain(context, "staff.overtime_pay", Fraction(floor)),
        unknown=amounts[2],
    )
    return Note(text=text, level="watch" if low and low.amount else "none")


def _yields(context: Context) -> Table | None:
    total = _pay(context, *(key for key, _ in _YIELDS))
    if total is None or not total.amount:
        return None
    rows = []
    for member, label in _YIELDS:
        pay = _pay(context, member)
        if pay is None:
            continue
        share = plain(context, "staff.overtime_share", pay.amount / total.amount, few=total.few)
        hours = shown(context, "staff.overtime_hours", "month", None, "yield", member)
        cost = shown(context, "staff.overtime_pay", "month", None, "yield", member)
        level: Level = "watch" if member in _LOW and pay.amount else "none"
        cells = (text_cell(label), number_cell(hours), number_cell(cost), number_cell(share, level))
        rows.append(Row(cells=cells))
    return Table(
        key="overtime-yield",
        title=words("What overtime is paid for"),
        subtitle=words("month to date"),
        columns=(
            Column(key="work", label=words("Work"), kind="text", width=2.2),
            Column(key="overtime", label=words("Overtime")),
            Column(key="overtime_pay", label=words("Overtime pay")),
            Column(key="share", label=words("Share")),
        ),
        rows=tuple(rows),
    )


def _jobs_needed(context: Context) -> Note | None:
    """What finishing on time still takes."""
    needed = read(context, "staff.job_overtime_needed")
    if not isinstance(needed, Value) or not needed.amount:
        return None
    left = shown(context, "staff.job_hours_left")
    hours = shown(context, "staff.job_overtime_needed")
    text = words(
        "Open jobs have {left} hours left; finishing on time takes {hours} hours of overtime.",
        left=left,
        hours=hours,
    )
    return Note(text=text, level="watch")


def _jobs(context: Context) -> Table | None:
    """Open jobs by due date: planned against worked, and the overtime each still needs.

    The page lists those that are late or need overtime; the table's file the others too.
    """
    jobs = context.facts.get("jobs")
    if jobs is None or jobs.empty:
        return None
    found = []
    for job, department, due in zip(jobs["job"], jobs["department"], jobs["due"], strict=True):
        planned = read(context, "staff.job_hours_planned", "day", None, "job", job)
        if not isinstance(planned, Value):
            continue
        found.append((due, sort_key(job), _job_row(context, job, department, due.date(), planned)))
    if not found:
        return None
    rows = [row for *_, row in sorted(found, key=lambda item: item[:2])]
    pressing = [row for row in rows if row.page]
    on_time = [row for row in rows if not row.page]
    kept = {id(row) for row in (*pressing[:MOST_ROWS], *on_time[:_MOST_IN_FILE])}
    meaning = words(
        "Overtime still needed: hours left beyond the regular time that the department gives to jobs, "
        "by the average of the last 8 weeks, until the job is due."
    )
    others = say_counted("jobs_on_time", len(on_time))
    return Table(
        key="staff-jobs",
        title=words("Open jobs"),
        subtitle=words("late, or with overtime to be in time; hours"),
        columns=(
            Column(key="job", label=words("Job"), kind="text", width=1.2),
            Column(key="department", label=words("Department"), kind="text", width=1.2),
            Column(key="due", label=words("Due"), kind="text"),
            *(
                Column(key=key, label=label)
                for key, label in (
                    ("planned", words("Planned")),
                    ("worked", words("Worked")),
                    ("done", words("Worked of planned")),
                    ("left", words("Left")),
                    ("overtime", words("Overtime still needed")),
                )
            ),
        ),
        rows=tuple(row for row in rows if id(row) in kept),
        note=words("{others} {meaning}", others=others, meaning=meaning) if on_time else meaning,
        cut=max(0, len(pressing) - MOST_ROWS) + max(0, len(on_time) - _MOST_IN_FILE),
    )


def _job_row(context: Context, job: str, department: str, due: date, planned: Value) -> Row:
    worked = read(context, "staff.job_hours_worked", "day", None, "job", job)
    needed = read(context, "staff.job_overtime_needed", "day", None, "job", job)
    share = (
        plain(context, "staff.overtime_share", worked.amount / planned.amount)
        if isinstance(worked, Value) and planned.amount
        else None
    )
    short = isinstance(needed, Value) and needed.amount > 0
    late = due < context.business_date
    hours = {
        key: shown(context, f"staff.job_{key}", "day", None, "job", job)
        for key in ("hours_planned", "hours_worked", "hours_left", "overtime_needed")
    }
    return Row(
        cells=(
            text_cell(name(job)),
            text_cell(name(context.department(department))),
            Cell(content=Day(on=due), level="watch" if late else "none"),
            number_cell(hours["hours_planned"]),
            number_cell(hours["hours_worked"]),
            number_cell(share) if share is not None else text_cell(words("none planned")),
            number_cell(hours["hours_left"]),
            number_cell(hours["overtime_needed"], "watch" if short else "none"),
        ),
        page=short or late,
    )
