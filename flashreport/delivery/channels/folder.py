"""A folder, on a share for instance: the report's files, and its text beside them."""

from pathlib import Path
from typing import Self

from flashreport.delivery.channels.interface import HandOver, Outcome, Parcel
from flashreport.delivery.means import Means
from flashreport.delivery.message import named_files, slug
from flashreport.errors.system import reason_of
from flashreport.workspace.atomic import write_whole
from flashreport.workspace.ways_out import ChannelSettings


class Folder:
    """Writes each file whole, under a name that carries company, report, date and revision."""

    repeatable = True

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self._folder = name, folder

    @classmethod
    def of(cls, settings: ChannelSettings, means: Means) -> Self:
        """The folder of a channel of the workspace."""
        return cls(means.root / Path(settings.path).expanduser(), f"channel:{settings.name}")

    def send(self, parcel: Parcel, hand_over: HandOver) -> dict[str, Outcome]:
        """Write the files; a second time they replace themselves."""
        return dict.fromkeys(parcel.to, self._written(parcel, hand_over))

    def _written(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        files = files_of(parcel)
        hand_over(parcel.to)
        try:
            for name, content in files:
                write_whole(self._folder / name, content)
        except OSError as error:
            detail = f"{self._folder} cannot be written: {reason_of(error)}"
            return Outcome("deferred", detail)
        return Outcome("written", f"{len(files)} files in {self._folder}", str(self._folder / files[0][0]))

    def close(self) -> None:
        """Nothing is open."""


def files_of(parcel: Parcel) -> list[tuple[str, bytes]]:
    """The report's files by name, and its text under the name of the first of them."""
    files = [(name, attachment.content) for name, attachment in named_files(parcel.copy)]
    key = parcel.copy.key
    stem = (
        files[0][0].rpartition(".")[0] if files else f"{slug(key.report)}-{key.business_date}-r{key.revision}"
    )
    return [*files, (f"{stem}.txt", parcel.copy.body.text.encode())]
