"""Where a figure comes from, down to the rows of the inputs."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from flashreport.errors import Problem
from flashreport.pipeline.check import check_workspace, measures_of
from flashreport.pipeline.context import context_of, report_settings
from flashreport.pipeline.forecast import with_forecast
from flashreport.pipeline.order import Checked, Order

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


@dataclass(frozen=True)
class Explainer:
    """What one calculation knows, to explain any of its figures from."""

    context: "Context"
    checked: "Checked"

    def explain(self, measure: str, period: "Period", where: tuple[str, str], most: int) -> Explanation:
        """Formula, parts, and at most ``most`` input rows for each measure that has rows of its own."""
        from flashreport.compose.explain import explain as explained_by
        from flashreport.compose.explain import tree
        from flashreport.facts.trace import Span, trace, trace_of

        checked, settings = self.checked, self.context.settings
        calendar, last = checked.calendar, checked.business_date
        explained = explained_by(self.context, measure, period, *where)
        first = calendar.start(last, period)
        span = Span((first, last), (calendar.start(first, "month"), calendar.month_end(last)))
        conditions = [pair for pair in (("entity", self.context.scope), where) if pair[1]]
        found = []
        for told in tree(explained):
            rows, total = trace(
                checked.tables.connection, told, span, conditions, settings.cash.transfers, most
            )
            place = trace_of(told)
            if total and place is not None:
                found.append(Traced(told, place.table, rows, total))
        tables = {item.table for item in found}
        names = {item.name for item in settings.inputs if item.table in tables}
        excluded = [
            problem for report in checked.tables.inputs if report.name in names for problem in report.problems
        ]
        return Explanation(last, explained, tuple(found), tuple(excluded[:most]))


def explainer(workspace: "Workspace", order: Order) -> Explainer:
    """Read and calculate the business date once."""
    settings = report_settings(workspace, order)
    checked = check_workspace(workspace, order.business_date, order.now)
    frame, outlook = with_forecast(workspace, checked, measures_of(workspace, checked), order.scope)
    return Explainer(context_of(workspace, order, settings, checked, frame, outlook), checked)


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

    from flashreport.domain.calendar import Period

    made, asked = explainer(workspace, order), cast(Period, period)
    found = made.explain(measure, asked, where, most)
    if kept is None:
        return found
    return replace(found, kept=_told(made.context, kept, measure, asked, where))


def _told(
    context: "Context", frame: "pd.DataFrame", measure: str, period: "Period", where: tuple[str, str]
) -> "Figure":
    """The figure out of another frame of measures."""
    from flashreport.compose.figures import shown
    from flashreport.domain.measure_frame import Measures

    then = Measures(frame, context.calendar, context.register)
    dimension, member = where
    return shown(replace(context, measures=then), measure, period, None, dimension, member)
