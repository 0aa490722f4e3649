"""The covenants: figure, threshold, headroom, whether each is tested now, and its next test."""

from dataclasses import dataclass
from datetime import date

from flashreport.compose.context import Context
from flashreport.compose.figures import displayed, plain, read
from flashreport.compose.member_names import member_names
from flashreport.compose.tables import MOST_ROWS, number_cell, text_cell
from flashreport.domain.alphabet import sort_key
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Reading, Value
from flashreport.domain.report import (
    NOTHING,
    Cell,
    Column,
    Day,
    Figure,
    Level,
    Row,
    Table,
    Words,
    name,
    words,
)
from flashreport.domain.units import PERCENT, Unit, money

NEAR_PERCENT = 10
"""Headroom of less than so many percent of the threshold is near a breach."""


@dataclass(frozen=True)
class CovenantRow:
    """A covenant on the business date: its terms as they hold, and its member in the measures."""

    line: str
    covenant: str
    bound: str
    unit: str
    next_test: date | None

    @property
    def member(self) -> str:
        """Its member of the dimension ``covenant``."""
        return f"{self.line}: {self.covenant}"


def covenant_rows(context: Context) -> list[CovenantRow]:
    """The scope's covenants by line and name, each with the terms of its newest row."""
    facts = context.facts.get("covenants")
    if facts is None or facts.empty:
        return []
    held = facts[facts["date"].dt.date <= context.business_date].sort_values("date", kind="stable")
    newest = held.drop_duplicates(["line", "covenant"], keep="last")
    own = set(context.measures.members("credit.covenant_threshold", "covenant", context.scope))
    days = [
        None if missing else day.date()
        for missing, day in zip(newest["next_test"].isna(), newest["next_test"], strict=True)
    ]
    cells = zip(newest["line"], newest["covenant"], newest["bound"], newest["unit"], days, strict=True)
    rows = [
        CovenantRow(str(line), str(own_name), str(bound), str(unit), day)
        for line, own_name, bound, unit, day in cells
    ]
    names = member_names(context, "line")
    return sorted(
        (row for row in rows if row.member in own),
        key=lambda row: (sort_key(names.get(row.line, row.line)), sort_key(row.covenant)),
    )


def covenant_name(context: Context, row: CovenantRow) -> Words:
    """Its own name, and its line's."""
    line = member_names(context, "line").get(row.line, row.line)
    return words("{covenant}, {line}", covenant=name(row.covenant), line=name(line))


def figure_of(context: Context, row: CovenantRow, measure: str) -> Figure:
    """A covenant's figure in the unit that its table names."""
    reading = read(context, f"credit.covenant_{measure}", "day", None, "covenant", row.member)
    unit = money(context.currency) if row.unit == "money" else _UNITS.get(row.unit, Unit(kind="number"))
    if isinstance(reading, Unavailable):
        return Figure(unit=unit, state="missing", reason=reading.reason)
    shown = plain(
        context, f"credit.covenant_{measure}", displayed(context, "credit.covenant_actual", reading)
    )
    decimals = 2 if row.unit == "number" else None
    return shown.model_copy(update={"unit": unit, "decimals": decimals, "signed": measure == "headroom"})


_UNITS = {"percent": PERCENT, "multiple": Unit(kind="multiple")}


def tested(context: Context, row: CovenantRow) -> Reading:
    """1 while the covenant is tested, 0 while its condition is not met."""
    return read(context, "credit.covenants_tested", "day", None, "covenant", row.member)


def standing(context: Context, row: CovenantRow) -> Level:
    """A breach calls for action, little headroom for a watch; what is not tested is only near."""
    room = read(context, "credit.covenant_headroom", "day", None, "covenant", row.member)
    share = read(context, "credit.covenant_room", "day", None, "covenant", row.member)
    if not isinstance(room, Value):
        return "none"
    now = tested(context, row)
    if room.amount < 0:
        return "act" if isinstance(now, Value) and now.amount else "watch"
    near = isinstance(share, Value) and share.amount * 100 < NEAR_PERCENT
    return "watch" if near else "good"


_BOUNDS = {"at_least": words("at least"), "at_most": words("at most")}


def covenant_table(context: Context) -> Table | None:
    """One row per covenant."""
    rows = covenant_rows(context)
    found = tuple(_row(context, row) for row in rows[:MOST_ROWS])
    return (
        Table(
            key="covenants",
            title=words("Covenants"),
            subtitle=words("figure, threshold and what is left"),
            columns=(
                Column(key="covenant", label=words("Covenant"), kind="text", width=1.8),
                Column(key="actual", label=words("Actual")),
                Column(key="bound", label=words("Bound"), kind="text"),
                Column(key="threshold", label=words("Threshold")),
                Column(key="headroom", label=words("Headroom")),
                Column(key="room", label=words("Headroom in percent")),
                Column(key="tested", label=words("Tested now"), kind="text"),
                Column(key="next", label=words("Next test"), kind="text"),
            ),
            rows=found,
            cut=max(0, len(rows) - MOST_ROWS),
        )
        if found
        else None
    )


def _row(context: Context, row: CovenantRow) -> Row:
    level = standing(context, row)
    share = read(context, "credit.covenant_room", "day", None, "covenant", row.member)
    room = (
        number_cell(plain(context, "credit.covenant_room", share.amount))
        if isinstance(share, Value)
        else text_cell(NOTHING)
    )
    now = tested(context, row)
    said = words("yes") if isinstance(now, Value) and now.amount else words("no")
    overdue = row.next_test is not None and row.next_test < context.business_date
    return Row(
        cells=(
            text_cell(covenant_name(context, row)),
            number_cell(figure_of(context, row, "actual")),
            text_cell(_BOUNDS[row.bound]),
            number_cell(figure_of(context, row, "threshold")),
            number_cell(figure_of(context, row, "headroom"), "none" if level == "good" else level),
            room,
            text_cell(said if isinstance(now, Value) else words("not known")),
            Cell(content=Day(on=row.next_test), level="watch" if overdue else "none")
            if row.next_test
            else text_cell(NOTHING),
        )
    )
