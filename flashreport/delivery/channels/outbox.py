"""The outbox: each mail as an ``.eml`` file that any mail program opens."""

from collections.abc import Callable
from pathlib import Path

from flashreport.delivery.channels.interface import Outcome, Parcel
from flashreport.delivery.message import slug
from flashreport.workspace.atomic import write_whole


class Outbox:
    """Writes below ``folder``, one folder for each business date."""

    name = "outbox"
    repeatable = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, parcel: Parcel, hand_over: Callable[[], None]) -> Outcome:
        """Write the mail; a second time it replaces its own file."""
        path = self.folder / parcel.copy.business_date.isoformat() / eml_name(parcel)
        content = parcel.message()
        hand_over()
        try:
            write_whole(path, content)
        except OSError as error:
            return Outcome("deferred", f"{path} cannot be written: {error.strerror or error}.")
        return Outcome("written", f"in {path}", str(path))

    def close(self) -> None:
        """Nothing is open."""


def eml_name(parcel: Parcel) -> str:
    """A file name for the mail that no other recipient, scope or revision has."""
    key = parcel.copy.key
    parts = [key.report, slug(key.scope), f"r{key.revision}", slug(key.recipient.replace("@", " at "))]
    if parcel.number > 1:
        parts.append(f"copy{parcel.number}")
    if parcel.envelope.test:
        parts.append("test")
    return "-".join(part for part in [*parts, key.digest()[:8]] if part) + ".eml"
