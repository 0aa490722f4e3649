"""An object store: the report's files below one address, and its text beside them."""

from flashreport.delivery.channels.folder import files_of
from flashreport.delivery.channels.interface import HandOver, Outcome, Parcel
from flashreport.delivery.means import Means
from flashreport.errors import FlashreportError
from flashreport.workspace.object_store import ObjectFolder
from flashreport.workspace.ways_out import ChannelSettings


class Bucket:
    """Writes each file whole, under the names that a folder gets."""

    repeatable = True

    def __init__(self, settings: ChannelSettings, _means: Means) -> None:
        self.name = f"channel:{settings.name}"
        self._objects = ObjectFolder(settings.url, key="delivery.channels.url")

    def send(self, parcel: Parcel, hand_over: HandOver) -> dict[str, Outcome]:
        """Write the files; a second time they replace themselves."""
        return dict.fromkeys(parcel.to, self._written(parcel, hand_over))

    def _written(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        files = files_of(parcel)
        hand_over(parcel.to)
        try:
            for name, content in files:
                self._objects.put(name, content)
        except FlashreportError as error:
            passing = error.problem.code == "workspace.store-unreachable"
            return Outcome("deferred", str(error), retry=passing, down=True)
        where = self._objects.where(files[0][0])
        return Outcome("written", f"{len(files)} files in {self._objects.url}", where)

    def close(self) -> None:
        """Nothing stays open."""
