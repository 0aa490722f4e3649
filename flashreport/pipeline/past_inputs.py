"""How the inputs stood on the mornings of a review's period, as the daily reports told first."""

from datetime import date
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError

if TYPE_CHECKING:
    from flashreport.archive import Archive
    from flashreport.domain.report import InputState
    from flashreport.workspace.settings import WorkspaceSettings

PastInputs = tuple[tuple[date, "tuple[InputState, ...]"], ...]


def past_inputs(
    archive: "Archive", settings: "WorkspaceSettings", scope: str, first: date | None, last: date
) -> PastInputs:
    """The states of each day that has a daily report, oldest first: those of its first revision.

    A day with several daily reports gives the states of all of them. Reports whose model was pruned
    tell nothing.
    """
    if first is None:
        return ()
    from flashreport.archive.editions import Wanted

    found: dict[date, dict[str, InputState]] = {}
    for report in settings.reports:
        if report.cadence != "daily":
            continue
        editions = archive.editions.find(Wanted(report=report.name, first=first, last=last))
        firsts = {e.business_date: e.number for e in editions if e.scope == scope}  # the oldest comes last
        for day, number in firsts.items():
            states = _states(archive, number)
            found.setdefault(date.fromisoformat(day), {}).update({state.name: state for state in states})
    return tuple((day, tuple(found[day].values())) for day in sorted(found))


def _states(archive: "Archive", number: int) -> "tuple[InputState, ...]":
    try:
        return archive.report(archive.edition(number).stored).inputs
    except FlashreportError as error:
        if error.problem.code == "archive.pruned":
            return ()
        raise
