"""One KPI for each department, platform or line: its contract, held by every member."""

import re
from collections.abc import Iterable, Iterator

from flashreport.domain.measure_frame import Measures
from flashreport.workspace.kpis import Kpi
from flashreport.workspace.settings import WorkspaceSettings

_OTHER = re.compile("[^a-z0-9]+")


def each_member(
    kpis: Iterable[Kpi], measures: Measures, settings: WorkspaceSettings, scope: str
) -> tuple[Kpi, ...]:
    """The KPIs, with those that ask for it in the place of one once per member that has figures.

    Their ids are the KPI's with the member's name; one without any member stays as it is.
    """
    names = {department.id: department.name for department in settings.departments}
    found: list[Kpi] = []
    for kpi in kpis:
        members = measures.members(kpi.measure, kpi.each, scope) if kpi.each else []
        found += list(_for_members(kpi, members, names)) or [kpi]
    return tuple(found)


def _for_members(kpi: Kpi, members: list[str], names: dict[str, str]) -> Iterator[Kpi]:
    taken: set[str] = set()
    for at, member in enumerate(members, start=1):
        own = f"{kpi.id}-{_OTHER.sub('-', member.lower()).strip('-') or at}"
        own = f"{own}-{at}" if own in taken else own
        taken.add(own)
        place = names.get(member, member) if kpi.each == "department" else member
        where = {kpi.each: member}
        yield kpi.model_copy(
            update={
                "id": own,
                "where": where,
                "each": "",
                "label": f"{kpi.label}, {place}" if kpi.label else "",
                "version": tuple(version.model_copy(update={"where": where}) for version in kpi.version),
            }
        )
