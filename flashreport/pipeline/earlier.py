"""What earlier editions told otherwise: the day before's of past days, the last revision's of this day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flashreport.errors import FlashreportError
from flashreport.pipeline.cause import cause_of
from flashreport.pipeline.order import Checked

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.archive import Archive, Stored
    from flashreport.compose.context import Context
    from flashreport.domain.measure_frame import Restated


@dataclass(frozen=True)
class Told:
    """``parts`` are fields of the report model; ``marks`` the days whose figures bear a mark."""

    parts: Mapping[str, object] = field(default_factory=dict)
    marks: "Restated" = field(default_factory=dict)


def earlier_told(context: "Context", checked: Checked, archive: "Archive", report_name: str) -> Told:
    """Hold the measures against the report before, and against the revision before."""
    from flashreport.compose.restated import how_many, listed, marks, restated, revised

    day = checked.business_date
    earlier = {
        "restated": (archive.before(report_name, context.scope, day), restated),
        "revised": (archive.newest(report_name, context.scope, day), revised),
    }
    parts: dict[str, object] = {}
    found = []
    for name, (stored, differing) in earlier.items():
        before = measures_kept(archive, stored)
        if stored is None or before is None:
            continue
        changed = differing(before, context.measures.frame)
        found.append(changed)
        shown = listed(context, changed, cause_of(checked, archive.edition(stored.number)))
        parts |= {name: shown, f"{name}_more": how_many(context, changed) - len(shown)}
    return Told(parts, marks(*found))


def measures_kept(
    archive: "Archive", stored: "Stored | None", only: Sequence[str] = ()
) -> "pd.DataFrame | None":
    """What an edition knew; None without one, and where its measures were pruned."""
    if stored is None:
        return None
    try:
        return archive.measures(stored, only)
    except FlashreportError as error:
        if error.problem.code == "archive.pruned":
            return None
        raise
