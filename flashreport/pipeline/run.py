"""One run of the build: every report that is due, the missed business dates first."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError
from flashreport.pipeline.build import Making
from flashreport.pipeline.check import check_workspace
from flashreport.pipeline.context import report_settings
from flashreport.pipeline.due import Due, Next, due_reports, next_due
from flashreport.pipeline.order import Built, Order

if TYPE_CHECKING:
    from flashreport.workspace.load import Workspace


@dataclass(frozen=True)
class Run:
    """What a run made, oldest business date first; ``held`` are reports that lack an input.

    ``next`` says when each report is due again.
    """

    built: tuple[Built, ...]
    held: tuple[FlashreportError, ...] = ()
    next: tuple[Next, ...] = ()

    @property
    def shown(self) -> Built | None:
        """What a person wants to see of it: the newest date's first report."""
        newest = max((each.checked.business_date for each in self.built), default=None)
        return next((each for each in self.built if each.checked.business_date == newest), None)


def run(workspace: "Workspace", order: Order) -> Run:
    """Build what is due.

    A report that is held does not keep the others back; when nothing could be made for it,
    the error is raised.
    """
    from flashreport.archive import open_archive

    report_settings(workspace, order)  # a name that there is not
    order.progress("Reading inputs")
    checked = check_workspace(workspace, order.business_date, order.now)
    with open_archive(workspace) as archive:
        wanted = due_reports(workspace, order, archive, checked)
        making = Making(workspace, archive, checked)
        built: list[Built] = []
        held: list[FlashreportError] = []
        for day, due in _in_order(wanted):
            own = replace(order, business_date=day, report=due.settings.name)
            last = due.dates[-1]
            try:
                built += making.made(replace(own, superseded_by=last if day < last else None))
            except FlashreportError as error:
                if not all(problem.code == "report.held" for problem in error.problems):
                    raise
                held.append(error)
    if held and not built:
        raise held[-1]
    return Run(tuple(built), tuple(held), tuple(next_due(workspace, order, checked)))


def _in_order(wanted: list[Due]) -> list[tuple[date, Due]]:
    """By business date; on one date in the order of the settings."""
    pairs = [(day, due) for due in wanted for day in due.dates]
    return sorted(pairs, key=lambda pair: pair[0])
