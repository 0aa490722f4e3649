"""A copy made ready for its channel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flashreport.delivery.channels import Parcel
from flashreport.delivery.copies import Copy
from flashreport.delivery.dkim_key import DkimKey
from flashreport.delivery.message import Envelope, message_id
from flashreport.delivery.unsubscribe import unsubscribe_url
from flashreport.workspace.settings import DeliverySettings, Recipient

_MEGABYTE = 1_000_000


def parcel(
    copy: Copy,
    settings: DeliverySettings,
    signing_key: bytes,
    now: datetime,
    number: int,
    dkim: DkimKey | None = None,
    to: Sequence[str] = (),
) -> Parcel:
    """The copy in its envelope, to its recipient or to these of a shared one.

    ``number`` counts the copies of this delivery.
    """
    identity = message_id(copy, settings.sender, number)
    url = unsubscribe_url(settings, copy, signing_key)
    envelope = Envelope(settings.sender, settings.reply_to, identity, now, url)
    addresses = tuple(to) or (copy.recipient.address,)
    return Parcel(copy, envelope, settings.max_message_mb * _MEGABYTE, number, addresses, dkim)


def test_parcel(
    copy: Copy, to: Recipient, settings: DeliverySettings, now: datetime, dkim: DkimKey | None
) -> Parcel:
    """The copy marked as a test for another address; its id is that of no delivery."""
    shown = replace(copy, recipient=to, shared=())
    identity = message_id(shown, settings.sender, 0, "test", now.isoformat())
    envelope = Envelope(settings.sender, settings.reply_to, identity, now, test=True)
    return Parcel(shown, envelope, settings.max_message_mb * _MEGABYTE, to=(to.address,), dkim=dkim)
