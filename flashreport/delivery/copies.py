"""One recipient's copy of a report, the key of its delivery, and the receipt for it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from flashreport.workspace.settings import Recipient
    from flashreport.workspace.ways_out import Encryption

State = Literal["sent", "written", "refused", "deferred", "unknown", "already", "superseded"]
TOO_LARGE = "The report is too large for this mail and is not attached."
_SHARED = "shared:"


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail says. ``images`` are (content id, PNG bytes) that the HTML names as ``cid:``.

    ``too_large`` is the sentence, in the reader's language, that a mail carries when its
    attachments were left out; ``locked`` the one that it carries beside attachments that ask
    for a password.
    """

    subject: str
    text: str
    html: str
    images: tuple[tuple[str, bytes], ...] = ()
    too_large: str = TOO_LARGE
    locked: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with the mail; ``mime_type`` such as ``application/pdf``."""

    filename: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Key:
    """What makes a delivery the same delivery. ``recipient`` is the address in small letters."""

    report: str
    scope: str
    business_date: date
    revision: int
    recipient: str

    @property
    def columns(self) -> tuple[str, str, str, int, str]:
        """The key as the ledger holds it."""
        return self.report, self.scope, self.business_date.isoformat(), self.revision, self.recipient

    def digest(self, *more: str) -> str:
        """64 hexadecimal digits that stand for the key, and for ``more`` with it."""
        parts = [*(str(column) for column in self.columns), *more]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Copy:
    """One recipient's copy of one report. ``scope`` is the entity, empty for all of them.

    ``shared`` are all the people of one mail, this one among them; empty where the mail is for one.
    ``encrypt`` is where the password of its PDF is.
    """

    report_name: str
    business_date: date
    revision: int
    company: str
    report_title: str
    recipient: "Recipient"
    body: Body
    attachments: tuple[Attachment, ...] = ()
    scope: str = ""
    audience: str = ""
    shared: "tuple[Recipient, ...]" = ()
    encrypt: "Encryption | None" = None

    @property
    def key(self) -> Key:
        """The key of its delivery: one address in two spellings is one recipient."""
        address = self.recipient.address.strip().lower()
        return Key(self.report_name, self.scope, self.business_date, self.revision, address)

    @property
    def mail_key(self) -> Key:
        """The key of its mail: that of the delivery, or for all people of a shared one the same."""
        return replace(self.key, recipient=f"{_SHARED}{self.audience}") if self.shared else self.key


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a copy. ``recipient`` is the address; ``path`` the file that was written.

    ``sent``: the server took it. ``written``: it lies in a folder. ``refused``: for good.
    ``deferred``: not sent, the next run tries again. ``unknown``: the connection was lost
    before the server's answer. ``already``: an earlier or another run has done or does it.
    ``superseded``: not sent, because a newer report is.
    """

    recipient: str
    state: State
    detail: str = ""
    path: str = ""
    message_id: str = ""

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in ("sent", "written", "already", "superseded")
