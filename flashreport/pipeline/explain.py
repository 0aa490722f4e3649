"""Where a figure comes from, down to the rows of the inputs."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from flashreport.errors import Problem
from flashreport.pipeline.check import check_workspace, measures_of
from flashreport.pipeline.context import context_of, report_settings
from flashreport.pipeline.forecast import with_forecast
from flashreport.pipeline.order import Order

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.compose.context import Context
    from flashreport.compose.explain import Explained
    from flashreport.domain.calendar import Period
    from flashreport.domain.report import Figure
    from flashreport.facts.trace import TracedRow
    from flashreport.workspace.load import Workspace


@dataclass(frozen=True)
class Traced:
    """The input rows of one measure: at most as many as asked, and how many there are."""

    measure: str
    table: str
    rows: tuple["TracedRow", ...]
    total: int


@dataclass(frozen=True)
class Explanation:
    """A figure with its parts, the rows behind them, and the rows that were set aside.

    ``kept`` is the figure as an edition told it, when one is explained.
    """

    business_date: date
    explained: "Explained"
    rows: tuple[Traced, ...]
    excluded: tuple[Problem, ...]
    kept: "Figure | None" = None


def explain(
    workspace: "Workspace",
    order: Order,
    measure: str,
    period: str,
    where: tuple[str, str],
    most: int,
    kept: "pd.DataFrame | None" = None,
) -> Explanation:
    """Formula, parts and input rows of a measure on the business date.

    ``kept`` is the frame of measures of an edition that is held against what is worked out now.
    """
    from typing import cast

    from flashreport.compose.explain import explain as explained_by
    from flashreport.compose.explain import leaves
    from flashreport.domain.calendar import Period
    from flashreport.facts.trace import trace, trace_of

    settings = report_settings(workspace, order)
    checked = check_workspace(workspace, order.business_date, order.now)
    frame, outlook = with_forecast(workspace, checked, measures_of(workspace, checked), order.scope)
    context = context_of(workspace, order, settings, checked, frame, outlook)
    asked = cast(Period, period)
    explained = explained_by(context, measure, asked, *where)
    span = (checked.calendar.start(checked.business_date, asked), checked.business_date)
    conditions = [pair for pair in (("entity", order.scope), where) if pair[1]]
    transfers = workspace.settings.cash.transfers
    found = []
    for leaf in leaves(explained):
        rows, total = trace(checked.tables.connection, leaf, span, conditions, transfers, most)
        place = trace_of(leaf)
        if total and place is not None:
            found.append(Traced(leaf, place.table, rows, total))
    tables = {item.table for item in found}
    names = {item.name for item in workspace.settings.inputs if item.table in tables}
    excluded = [
        problem for report in checked.tables.inputs if report.name in names for problem in report.problems
    ]
    told = None if kept is None else _told(context, kept, measure, asked, where)
    return Explanation(checked.business_date, explained, tuple(found), tuple(excluded[:most]), told)


def _told(
    context: "Context", frame: "pd.DataFrame", measure: str, period: "Period", where: tuple[str, str]
) -> "Figure":
    """The figure out of another frame of measures."""
    from flashreport.compose.figures import shown
    from flashreport.domain.measure_frame import Measures

    then = Measures(frame, context.calendar, context.register)
    dimension, member = where
    return shown(replace(context, measures=then), measure, period, None, dimension, member)
