"""Tables of the report: departments on the front, detail of each block behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from flashreport.compose.context import Context
from flashreport.compose.figures import difference, figure, read, shown
from flashreport.compose.member_names import member_names
from flashreport.domain.alphabet import sort_key
from flashreport.domain.calendar import Period
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Reading
from flashreport.domain.measures import made_of
from flashreport.domain.report import Cell, Column, Day, Figure, Level, Row, Table, Words, name, words

MOST_ROWS = 60


@dataclass(frozen=True)
class Spec:
    """One number column of a member table: a measure for a period."""

    key: str
    label: Words
    measure: str
    period: Period = "day"
    decimals: int | None = None


def text_cell(words_: Words, level: Level = "none") -> Cell:
    """A cell of words."""
    return Cell(content=words_, level=level)


def number_cell(shown_: Figure, level: Level = "none") -> Cell:
    """A cell with a figure."""
    return Cell(content=shown_, level=level)


def member_table(
    context: Context,
    key: str,
    titles: tuple[Words, Words],
    dimension: str,
    first: Words,
    specs: Sequence[Spec],
    *,
    with_total: bool = True,
    last: "tuple[Column, Callable[[Context, str], Cell]] | None" = None,
) -> Table | None:
    """One row per member of a dimension that has any of the columns, and a total.

    ``last`` adds a column whose cells are made per member; it has no total.
    """
    found = {m for spec in specs for m in context.measures.members(spec.measure, dimension, context.scope)}
    members = sorted(found, key=lambda member: _place(_label(context, dimension, member)))
    rows = [_member_row(context, dimension, member, specs, last) for member in members]
    rows = [row for row in rows if any(_has_value(cell) for cell in row.cells[1:])]
    if not rows:
        return None
    cut = max(0, len(rows) - MOST_ROWS)
    shown_rows = rows[:MOST_ROWS]
    if with_total and len(rows) > 1:
        total = [number_cell(shown(context, s.measure, s.period, decimals=s.decimals)) for s in specs]
        shown_rows.append(Row(cells=(text_cell(words("Total")), *total), kind="total"))
    columns = (
        Column(key="member", label=first, kind="text", width=1.6),
        *(Column(key=spec.key, label=spec.label) for spec in specs),
        *((last[0],) if last else ()),
    )
    return Table(
        key=key, title=titles[0], subtitle=titles[1], columns=columns, rows=tuple(shown_rows), cut=cut
    )


def _has_value(cell: Cell) -> bool:
    return isinstance(cell.content, Figure) and cell.content.value is not None


def _member_row(
    context: Context,
    dimension: str,
    member: str,
    specs: Sequence[Spec],
    last: "tuple[Column, Callable[[Context, str], Cell]] | None",
) -> Row:
    label = _label(context, dimension, member)
    cells = [
        number_cell(shown(context, s.measure, s.period, None, dimension, member, decimals=s.decimals))
        for s in specs
    ]
    if last is not None:
        cells.append(last[1](context, member))
    return Row(cells=(text_cell(label), *cells))


def _place(label: Words) -> tuple[bool, int, tuple[str, str]]:
    """Where a row stands: by its printed name; ours come after the company's, in their own order."""
    if label.verbatim:
        return False, 0, sort_key(label.message)
    reasons = list(_REASONS.values())
    return True, reasons.index(label) if label in reasons else 0, sort_key(label.message)


def _label(context: Context, dimension: str, member: str) -> Words:
    """What a member is called on the page."""
    if dimension == "department":
        return name(context.department(member))
    if dimension == "category":
        plain = member.replace("_", " ").replace("-", " ").capitalize()
        return words("Uncategorized") if member == "uncategorized" else name(plain)
    if dimension == "reason":
        return _REASONS[member]
    return name(member_names(context, dimension).get(member, member))


_REASONS = {
    "excluded": words("Debtor is excluded"),
    "past_due": words("Too old"),
    "cross_aged": words("Debtor mostly too old"),
    "contra": words("Owed to the debtor"),
    "concentration": words("Over the debtor's share"),
    "certified": words("As certified"),
}


def departments(context: Context) -> Table | None:
    """Where the hours went: the front page's table."""
    end = context.calendar.month_end(context.business_date)
    return member_table(
        context,
        "departments",
        (
            words("Where the hours went"),
            words("month to date, pay projected to {day}", day=Day(on=end, form="long")),
        ),
        "department",
        words("Department"),
        (
            Spec("hours_day", words("Hours, day"), "staff.hours"),
            Spec("overtime", words("Overtime"), "staff.overtime_hours", "month"),
            Spec("share", words("Share"), "staff.overtime_share", "month"),
            Spec("low_yield", words("On low-yield jobs"), "staff.low_yield_overtime", "month"),
            Spec("revenue_per_hour", words("Revenue / hour"), "staff.revenue_per_hour", "month"),
            Spec("pay", words("Pay to date"), "staff.pay", "month"),
            Spec("month_end", words("Month-end pay"), "staff.pay_month_end"),
        ),
        with_total=False,
        last=(Column(key="vs_budget", label=words("vs budget")), budget_gap),
    )


def budget_gap(context: Context, member: str) -> Cell:
    """A department's month-end pay less its budget; over by more than a twentieth calls for action."""
    end = read(context, "staff.pay_month_end", "day", None, "department", member)
    budget = read(context, "staff.pay_budget", "month", None, "department", member)
    return against_budget(context, end, budget)


def against_budget(context: Context, end: Reading, budget: Reading) -> Cell:
    """Month-end pay less budget; over by more than a twentieth calls for action."""
    gap = difference(context, "staff.pay", end, budget)
    if isinstance(end, Unavailable) or isinstance(budget, Unavailable) or end.amount <= budget.amount:
        return number_cell(gap)
    far = budget.amount == 0 or (end.amount - budget.amount) / budget.amount > Fraction(1, 20)
    return number_cell(gap, "act" if far else "watch")


PERIOD_LABELS: tuple[tuple[Period, Words], ...] = (
    ("day", words("Day")),
    ("week", words("Week")),
    ("month", words("Month")),
    ("quarter", words("Quarter")),
    ("year", words("Year")),
)


def period_table(context: Context, key: str, title: Words, measures: Sequence[str]) -> Table:
    """Measures by period to date: day, week, month, quarter and year."""
    rows = []
    for measure in measures:
        cells = [number_cell(shown(context, measure, period)) for period, _ in PERIOD_LABELS]
        if any(_has_value(cell) for cell in cells):
            rows.append(Row(cells=(text_cell(context.label(measure)), *cells)))
    columns = (
        Column(key="measure", label=words("Measure"), kind="text", width=1.8),
        *(Column(key=period, label=label) for period, label in PERIOD_LABELS),
    )
    return Table(key=key, title=title, subtitle=words("to date"), columns=columns, rows=tuple(rows))


def comparison_table(context: Context, key: str, title: Words, measures: Sequence[tuple[str, str]]) -> Table:
    """The month to date against plan, the same days of last month, and last year as the company compares.

    ``measures`` pairs an actual with its plan measure ('' when there is none).
    """
    rows = [_comparison_row(context, measure, plan) for measure, plan in measures]
    columns = (
        Column(key="measure", label=words("Measure"), kind="text", width=1.5),
        Column(key="actual", label=words("Month to date")),
        Column(key="plan", label=words("Plan")),
        Column(key="vs_plan", label=words("vs plan")),
        Column(key="prior", label=words("Last month")),
        Column(key="vs_prior", label=words("vs last month")),
        Column(key="last_year", label=words("Last year")),
        Column(key="vs_last_year", label=words("vs last year")),
    )
    kept = tuple(row for row in rows if any(_has_value(cell) for cell in row.cells[1:]))
    return Table(key=key, title=title, columns=columns, rows=kept, note=_compared(context))


def _compared(context: Context) -> Words:
    """Which days last month's and last year's figures are of."""
    if context.calendar.compare_by == "weekday":
        return words(
            "Last month: as many days. Last year: the same days 52 weeks before, so that weekdays match."
        )
    if context.calendar.system == "jalali":
        return words("Last month: as many days. Last year: the same dates of the Jalali calendar.")
    return words("Last month: as many days. Last year: the same dates.")


def _comparison_row(context: Context, measure: str, plan: str) -> Row:
    today, calendar = context.business_date, context.calendar
    first = calendar.start(today, "month")
    actual = _between(context, measure, first, today)
    planned: Reading = _between(context, plan, first, today) if plan else Unavailable("no plan")
    prior_first = calendar.start(first - timedelta(days=1), "month")
    prior_last = min(prior_first + (today - first), first - timedelta(days=1))
    prior = _between(context, measure, prior_first, prior_last)
    last_year = _whole(context, measure, calendar.last_year(first), calendar.last_year(today))
    cells = [figure(context, measure, actual)]
    for other in (planned, prior, last_year):
        cells += [figure(context, measure, other), difference(context, measure, actual, other)]
    return Row(cells=(text_cell(context.label(measure)), *(number_cell(cell) for cell in cells)))


def _between(context: Context, measure: str, first: date, last: date) -> Reading:
    return context.measures.read_between(measure, first, last, context.scope)


def _whole(context: Context, measure: str, first: date, last: date) -> Reading:
    """Only when data reach back to the first day: half a month would compare wrongly."""
    for part in made_of(measure, context.register):
        span = context.measures.span(part, context.scope)
        if not len(span) or span.dates[0].astype("datetime64[D]").astype(object) > first:
            return Unavailable("no data that far back")
    return _between(context, measure, first, last)
