"""The outbox: each mail as an ``.eml`` file that any mail program opens."""

from pathlib import Path

from flashreport.delivery.channels.interface import HandOver, Outcome, Parcel
from flashreport.delivery.message import slug
from flashreport.errors.system import reason_of
from flashreport.workspace.atomic import write_whole


class Outbox:
    """Writes below ``folder``, one folder for each business date."""

    name = "outbox"
    repeatable = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, parcel: Parcel, hand_over: HandOver) -> dict[str, Outcome]:
        """Write the mail; a second time it replaces its own file."""
        path = self.folder / parcel.copy.business_date.isoformat() / eml_name(parcel)
        content, whole = parcel.written()
        hand_over(parcel.to)
        try:
            write_whole(path, content)
        except OSError as error:
            outcome = Outcome("deferred", f"{path} cannot be written: {reason_of(error)}.")
        else:
            outcome = Outcome("written", f"in {path}", str(path), whole=whole)
        return dict.fromkeys(parcel.to, outcome)

    def close(self) -> None:
        """Nothing is open."""


def eml_name(parcel: Parcel) -> str:
    """A file name for the mail that no other recipient, scope or revision has."""
    key = parcel.copy.mail_key
    parts = [key.report, slug(key.scope), f"r{key.revision}", slug(key.recipient.replace("@", " at "))]
    if parcel.number > 1:
        parts.append(f"copy{parcel.number}")
    if parcel.envelope.test:
        parts.append("test")
    return "-".join(part for part in [*parts, key.digest()[:8]] if part) + ".eml"
