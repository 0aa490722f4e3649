"""What every channel does: take a parcel, say what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from flashreport.delivery.copies import Copy
from flashreport.delivery.message import Envelope, mail

Ended = Literal["sent", "written", "refused", "deferred", "unknown"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A copy with its envelope. ``limit`` is the most bytes that a message may have.

    ``number`` counts the copies of this delivery: 2 and more were sent by force.
    """

    copy: Copy
    envelope: Envelope
    limit: int
    number: int = 1

    def message(self, limit: int | None = None, *, attached: bool = True) -> bytes:
        """The mail; without its attachments when they make it larger than the limit."""
        most = self.limit if limit is None else min(limit, self.limit)
        whole = mail(self.copy, self.envelope, attached=attached)
        return whole if len(whole) <= most else mail(self.copy, self.envelope, attached=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended. ``retry``: soon again may help. ``down``: nothing gets out by this channel now."""

    state: Ended
    detail: str = ""
    path: str = ""
    retry: bool = False
    down: bool = False


class Channel(Protocol):
    """A way out.

    ``repeatable`` channels leave one copy however often the same parcel goes through them.
    """

    name: str
    repeatable: bool

    def send(self, parcel: Parcel, hand_over: Callable[[], None]) -> Outcome:
        """Send; call ``hand_over`` just before the step after which it may have arrived.

        ``hand_over`` raises when the claim was lost: then nothing may be sent.
        """
        ...

    def close(self) -> None:
        """End connections."""
        ...
