"""How tightly page 1 is set, so that it is always one page.

The steps go from roomy to tight; then long labels are cut, the front tables and the charts
move to page 2, and at last the scorecard goes on there. The start is a guess from the number
of lines; the layout decides.
"""

from dataclasses import dataclass, replace

from flashreport.domain.report import Chart, Report, Table


@dataclass(frozen=True, slots=True)
class Density:
    """One step: the class of the document, ems across its page, and what stays on page 1.

    ``letters`` is the length at which a label of the scorecard is cut there, ``rows`` how
    many measures it holds; both are whole on page 2.
    """

    name: str
    line: float
    tables: bool = True
    charts: bool = True
    notes: bool = True
    letters: int = 200
    rows: int = 1000

    @property
    def short_charts(self) -> bool:
        """Charts of less height on the tighter steps."""
        return self.name in ("compact", "tight")


NORMAL = Density("normal", 66.0)
TIGHT = Density("tight", 75.0)
CUT = replace(TIGHT, letters=44)
BARE = replace(CUT, tables=False, charts=False, notes=False)
STEPS = (
    Density("roomy", 59.0),
    NORMAL,
    Density("snug", 69.3),
    Density("compact", 70.0),
    TIGHT,
    CUT,
    replace(CUT, tables=False),
    replace(CUT, tables=False, charts=False),
    BARE,
    *(replace(BARE, rows=rows) for rows in (60, 45, 35, 28, 20, 12)),
)
MANY = 48  # rows that leave no room for anything else
WHOLE = NORMAL  # how the scorecard is set where it is given whole


def first_guess(report: Report) -> int:
    """The step to try first, from a count of lines; a wrong guess costs time, never the layout."""
    score = sum(len(group.rows) for group in report.scorecard)
    tables = sum(len(block.rows) + 2.5 for block in report.front if isinstance(block, Table))
    charts = (sum(isinstance(block, Chart) for block in report.front) + 1) // 2 * 9
    if score > MANY:
        return STEPS.index(BARE)
    lines = len(report.findings) * 2 + score + tables + charts
    return 0 if lines < 24 else 1 if lines < 46 else 3 if lines < 60 else 4
