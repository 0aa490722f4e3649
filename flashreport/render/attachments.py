"""What travels inside the PDF: the report model as JSON, and each table as CSV."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from flashreport.domain.report import Cell, Figure, Report, Table
from flashreport.render.view import View

if TYPE_CHECKING:
    from weasyprint import Attachment

# A cell that begins like this would run as a formula in a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def attachments(seen: View) -> "list[Attachment]":
    """The files of one report, dated by the report itself."""
    built = seen.report.built_at
    model = _file("report.json", seen.report.to_json(), "The report model", "Data", built)
    return [
        model,
        *(
            _file(f"{table.key}.csv", table_csv(seen, table), seen.say(table.title), "Source", built)
            for table in tables(seen.report)
        ),
    ]


def _file(name: str, text: str, description: str, relationship: str, built: datetime) -> "Attachment":
    from weasyprint import Attachment

    return Attachment(
        string=text.encode(),
        name=name,
        description=description,
        relationship=relationship,
        created=built,
        modified=built,
    )


def tables(report: Report) -> Iterator[Table]:
    """Each table of the report once, front first."""
    seen: set[str] = set()
    blocks = [*report.front, *(block for section in report.sections for block in section.blocks)]
    for block in blocks:
        if isinstance(block, Table) and block.key not in seen:
            seen.add(block.key)
            yield block


def table_csv(seen: View, table: Table) -> str:
    """The table with plain numbers: a point, no separators.

    A missing figure is an empty cell; a hidden one says that it is.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_safe(seen.say(column.label)) for column in table.columns])
    for row in table.rows:
        writer.writerow([_plain(seen, cell) for cell in row.cells])
    return text.getvalue()


def _plain(seen: View, cell: Cell) -> str:
    content = cell.content
    if not isinstance(content, Figure):
        return _safe(seen.say(content))
    if content.state == "hidden":
        return seen.say(content)
    if content.on is not None:
        return content.on.isoformat()
    return "" if content.value is None else f"{content.value:f}"


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
