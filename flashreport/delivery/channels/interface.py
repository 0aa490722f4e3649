"""What every channel does: take a parcel, say what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from flashreport.delivery.copies import Copy
from flashreport.delivery.dkim_key import DkimKey
from flashreport.delivery.message import Envelope, mail

Ended = Literal["sent", "written", "refused", "deferred", "unknown"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A copy with its envelope. ``limit`` is the most bytes that a message may have.

    ``number`` counts the copies of this delivery: 2 and more were sent by force. ``to`` are the
    addresses that it goes to: one, or of a shared copy all that have not got it yet. With
    ``dkim`` mails are signed.
    """

    copy: Copy
    envelope: Envelope
    limit: int
    number: int = 1
    to: tuple[str, ...] = ()
    dkim: DkimKey | None = None

    def message(self, limit: int | None = None, *, attached: bool = True) -> bytes:
        """The mail; without its attachments when they make it larger than the limit."""
        return self.written(limit, attached=attached)[0]

    def written(self, limit: int | None = None, *, attached: bool = True) -> tuple[bytes, bool]:
        """The mail, and whether its attachments are in it."""
        most = self.limit if limit is None else min(limit, self.limit)
        whole = self._signed(attached=attached)
        if len(whole) <= most or not attached:
            return whole, attached
        return self._signed(attached=False), False

    def _signed(self, *, attached: bool) -> bytes:
        plain = mail(self.copy, self.envelope, attached=attached)
        return plain if self.dkim is None else self.dkim.signed(plain)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended. ``retry``: soon again may help. ``down``: nothing gets out by this channel now.

    ``whole``: with its attachments.
    """

    state: Ended
    detail: str = ""
    path: str = ""
    retry: bool = False
    down: bool = False
    whole: bool = True


HandOver = Callable[[Sequence[str]], None]


class Channel(Protocol):
    """A way out.

    ``repeatable`` channels leave one copy however often the same parcel goes through them.
    """

    name: str
    repeatable: bool

    def send(self, parcel: Parcel, hand_over: HandOver) -> Mapping[str, Outcome]:
        """Send to each address of the parcel; how it ended for each.

        ``hand_over`` is called just before the step after which it may have arrived, with the
        addresses that this step is for. It raises when a claim was lost: then nothing may be sent.
        """
        ...

    def close(self) -> None:
        """End connections."""
        ...
