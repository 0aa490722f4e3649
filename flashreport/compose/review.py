"""What a weekly or monthly review has beyond a day's report: histories, paths, decisions, findings."""

from flashreport.compose.context import Context
from flashreport.compose.decisions import decisions
from flashreport.compose.episodes import came_and_went
from flashreport.compose.history import kpi_history
from flashreport.compose.path_table import paths
from flashreport.domain.report import Section


def review_sections(context: Context) -> tuple[Section, ...]:
    """The review's sections, before those of the blocks; none in a report of one day."""
    if context.report.cadence not in ("weekly", "monthly"):
        return ()
    found = (kpi_history(context), paths(context), came_and_went(context), decisions(context))
    return tuple(section for section in found if section is not None)
