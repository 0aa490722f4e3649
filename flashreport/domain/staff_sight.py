"""What an audience may see of staff's tables and charts: its own departments, and pay where it is granted."""

from typing import Protocol

from flashreport.domain.hidden import shows_pay
from flashreport.domain.measures import MEASURES
from flashreport.domain.pay import PAY
from flashreport.domain.report import Cell, Chart, Row, Table, Words

# Tables of staff that hold no pay, and tell of all departments.
_OPEN_TABLES = frozenset({"staff-jobs"})
_STAFF_COLUMNS = frozenset({"member", "hours_day", "overtime", "share", "revenue_per_hour"})
_OPEN_LABELS = frozenset(
    measure.label for key, measure in MEASURES.items() if key.startswith("staff.") and key not in PAY
)


class StaffEyes(Protocol):
    """What is asked of an audience's eyes. ``departments`` are printed names, ``ids`` their ids."""

    @property
    def departments(self) -> frozenset[str]:
        """Departments by their printed names."""
        ...

    @property
    def ids(self) -> frozenset[str]:
        """Departments by id; none when all are seen."""
        ...

    @property
    def pay(self) -> bool:
        """Whether pay may be seen."""
        ...

    @property
    def pay_charts(self) -> bool:
        """Whether charts in units of pay may be seen."""
        ...


def staff_table(eyes: StaffEyes, table: Table) -> Table | None:
    """Columns of pay go, then rows of pay, of other departments, and totals over them."""
    if table.key in _OPEN_TABLES:
        return None if eyes.ids else table
    by_department = table.columns[0].key == "member"
    if eyes.ids and not by_department:
        return None
    keep = [
        number
        for number, column in enumerate(table.columns)
        if eyes.pay or not by_department or column.key in _STAFF_COLUMNS
    ]
    rows = [row for row in table.rows if _row(eyes, row, by_department)]
    if not rows:
        return None
    return table.model_copy(
        update={
            "columns": tuple(table.columns[number] for number in keep),
            "rows": tuple(_part(row, keep) for row in rows),
            "cut": 0 if eyes.ids else table.cut,
        }
    )


def _row(eyes: StaffEyes, row: Row, by_department: bool) -> bool:
    label = row.cells[0].content
    if not isinstance(label, Words):
        return False
    if by_department:
        return not eyes.ids or (row.kind == "row" and label.message in eyes.departments)
    return eyes.pay or label.message in _OPEN_LABELS


def staff_chart(eyes: StaffEyes, chart: Chart) -> Chart | None:
    """The bars of the departments that may be seen."""
    if not eyes.pay_charts and shows_pay(chart):
        return None
    if not eyes.ids:
        return chart
    keep = [n for n, label in enumerate(chart.categories) if label.message in eyes.departments]
    if not keep:
        return None
    series = tuple(
        one.model_copy(update={"values": tuple(one.values[n] for n in keep if n < len(one.values))})
        for one in chart.series
    )
    kept = tuple(chart.categories[n] for n in keep)
    # Notes, mark and the sentence for screen readers may tell of the others.
    return chart.model_copy(
        update={"categories": kept, "series": series, "notes": (), "mark": None, "alt": chart.title}
    )


def _part(row: Row, keep: list[int]) -> Row:
    cells: tuple[Cell, ...] = tuple(row.cells[number] for number in keep if number < len(row.cells))
    return row.model_copy(update={"cells": cells})
