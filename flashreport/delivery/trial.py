"""Trying safely: the mails as files, one test copy, the page in a browser. Nothing is recorded."""

import base64
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from flashreport.delivery.allowed import CHANNEL, check_sender, unfit
from flashreport.delivery.channels import Channel
from flashreport.delivery.channels.folder import Folder
from flashreport.delivery.channels.opened import Channels
from flashreport.delivery.channels.outbox import Outbox
from flashreport.delivery.copies import Copy, Receipt
from flashreport.delivery.means import Means
from flashreport.delivery.parcels import parcel, test_parcel
from flashreport.workspace.settings import DeliverySettings, Recipient


def dry_run(
    copies: Sequence[Copy], settings: DeliverySettings, folder: Path, signing_key: bytes, now: datetime
) -> tuple[Receipt, ...]:
    """Write each mail below ``folder`` exactly as it would be sent first."""
    check_sender(settings)
    return tuple(_written(copy, settings, folder, signing_key, now) for copy in copies)


def _written(
    copy: Copy, settings: DeliverySettings, folder: Path, signing_key: bytes, now: datetime
) -> Receipt:
    address = copy.recipient.address
    reason = unfit(address, settings)
    if reason:
        return Receipt(address, "refused", reason)
    made = parcel(copy, settings, signing_key, now, 1)
    outbox: Channel = Outbox(folder)
    if address.startswith(CHANNEL):
        outbox = Folder(folder / address.removeprefix(CHANNEL), address)
    outcome = outbox.send(made, _nothing)
    return Receipt(address, outcome.state, outcome.detail, outcome.path, made.envelope.message_id)


def send_test(
    copy: Copy, to: Recipient, settings: DeliverySettings, outbox: Path, now: datetime, means: Means
) -> Receipt:
    """Send one copy, marked as a test, to an address that may get mail."""
    check_sender(settings)
    reason = unfit(to.address, settings)
    if reason:
        return Receipt(to.address, "refused", reason)
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
