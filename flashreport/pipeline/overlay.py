"""An archive that is read, and written to only in mind: what a process adds is handed on."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from flashreport.archive import Archive, ArchivePlace, Stored
from flashreport.archive.edition import Edition, Kept, moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from flashreport.archive import Draft


class Overlay(Archive):
    """The archive as it will be once the reports that are being made are in it.

    ``read`` has the sha256 of each input file: all reports in mind are made from these.
    """

    def __init__(self, place: ArchivePlace, read: "Mapping[str, str]") -> None:
        super().__init__(place)
        self._read = read
        self._frames: dict[tuple[str, str, date], pd.DataFrame] = {}
        self._draft: Draft | None = None

    def taken(self) -> "Draft | None":
        """The draft that was added last; it is handed out once."""
        draft, self._draft = self._draft, None
        return draft

    def remember(self, name: str, scope: str, day: date, frame: "pd.DataFrame") -> None:
        """A report's measures that are not in the archive yet. Only the newest are of use."""
        self._frames = {(name, scope, day): frame}

    def recalls(self, name: str, scope: str, day: date) -> bool:
        """Whether that report's measures are in mind still."""
        return (name, scope, day) in self._frames

    def add(self, draft: "Draft", now: datetime) -> Stored:
        """Keep the draft in mind."""
        report = draft.report
        self._draft = draft
        self.remember(draft.report_name, draft.scope, report.business_date, draft.measures)
        return _stand_in(draft.report_name, draft.scope, report.business_date)

    def before(self, report_name: str, scope: str, business_date: date) -> Stored | None:
        """The newest earlier business date, in the archive or in mind."""
        kept = super().before(report_name, scope, business_date)
        minded = [day for name, of, day in self._frames if (name, of) == (report_name, scope)]
        newest = max((day for day in minded if day < business_date), default=None)
        if newest is None or (kept is not None and kept.business_date > newest):
            return kept
        return _stand_in(report_name, scope, newest)

    def edition(self, number: int) -> Edition:
        """All that is known of an edition; of a report in mind what it was made from."""
        if number:
            return super().edition(number)
        ((name, scope, day),) = self._frames
        files = tuple(Kept("input", file, sha256, 0) for file, sha256 in self._read.items())
        known_at = moment(_stand_in(name, scope, day).known_at)
        return Edition(0, name, scope, "", day.isoformat(), 1, known_at, "", "", (), {}, "", files)

    def measures(self, stored: Stored, only: "Sequence[str]" = ()) -> "pd.DataFrame":
        """The measures as that report knew them."""
        if stored.number:
            return super().measures(stored, only)
        frame = self._frames[stored.report_name, stored.scope, stored.business_date]
        return frame[frame["measure"].isin(only)] if only else frame


def _stand_in(name: str, scope: str, day: date) -> Stored:
    """What the archive would give for a report in mind: number 0 is no edition's."""
    return Stored(0, name, scope, day, 1, "", datetime.min.replace(tzinfo=UTC), "")
