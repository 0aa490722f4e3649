"""Trying safely: the mails as files, one test copy, the page in a browser. Nothing is recorded."""

import base64
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flashreport.delivery.allowed import allowed
from flashreport.delivery.channels.opened import Channels
from flashreport.delivery.channels.outbox import Outbox
from flashreport.delivery.copies import Copy, Receipt
from flashreport.delivery.deliver import NOT_ALLOWED
from flashreport.delivery.means import Means
from flashreport.delivery.parcels import parcel, test_parcel
from flashreport.workspace.settings import DeliverySettings, Recipient


def dry_run(
    copies: Sequence[Copy], settings: DeliverySettings, folder: Path, signing_key: bytes, now: datetime
) -> tuple[Receipt, ...]:
    """Write each mail below ``folder`` exactly as it would be sent first."""
    outbox = Outbox(folder)
    receipts = []
    for copy in copies:
        address = copy.recipient.address
        if not allowed(address, settings):
            receipts.append(Receipt(address, "refused", NOT_ALLOWED))
            continue
        made = parcel(copy, settings, signing_key, now, 1)
        outcome = outbox.send(made, _nothing)
        receipts.append(Receipt(address, outcome.state, outcome.detail, outcome.path, made.envelope.message_id))
    return tuple(receipts)


def send_test(
    copy: Copy, to: Recipient, settings: DeliverySettings, outbox: Path, now: datetime, means: Means
) -> Receipt:
    """Send one copy, marked as a test, to an address that may get mail."""
    if not allowed(to.address, settings):
        return Receipt(to.address, "refused", NOT_ALLOWED)
    made = test_parcel(copy, to, settings, now)
    with Channels(settings, outbox, means) as channels:
        outcome = channels.of(to).send(made, _nothing)
    return Receipt(to.address, outcome.state, outcome.detail, outcome.path, made.envelope.message_id)


def browser_page(copy: Copy) -> str:
    """The mail's HTML with its pictures in it."""
    html = copy.body.html
    for cid, content in copy.body.images:
        html = html.replace(f"cid:{cid}", f"data:image/png;base64,{base64.b64encode(content).decode()}")
    return html


def _nothing() -> None:
    """A trial is not in the ledger."""
