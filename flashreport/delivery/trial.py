"""Trying safely: the mails as files, one test copy, the page in a browser. Nothing is recorded."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from flashreport.delivery.allowed import CHANNEL, check_sender, unfit
from flashreport.delivery.channels import Channel
from flashreport.delivery.channels.folder import Folder
from flashreport.delivery.channels.opened import Channels
from flashreport.delivery.channels.outbox import Outbox
from flashreport.delivery.copies import Copy, Receipt
from flashreport.delivery.dkim_key import DkimKey
from flashreport.delivery.means import Means
from flashreport.delivery.parcels import parcel, test_parcel
from flashreport.delivery.seal import Seals
from flashreport.errors import FlashreportError
from flashreport.workspace.settings import DeliverySettings, Recipient


def dry_run(
    copies: Sequence[Copy],
    settings: DeliverySettings,
    folder: Path,
    signing_key: bytes,
    now: datetime,
    means: Means,
) -> tuple[Receipt, ...]:
    """Write each mail below ``folder`` exactly as it would be sent first."""
    check_sender(settings)
    dkim = DkimKey(settings.dkim, means.root) if settings.dkim else None
    seals = Seals(means)

    def written(copy: Copy) -> Receipt:
        address = copy.recipient.address
        reason = unfit(address, settings)
        if reason:
            return Receipt(address, "refused", reason)
        fit = tuple(person for person in copy.shared if not unfit(person.address, settings))
        try:
            made = parcel(seals.of(replace(copy, shared=fit)), settings, signing_key, now, 1, dkim)
        except FlashreportError as error:
            return Receipt(address, "deferred", str(error))
        outbox: Channel = Outbox(folder)
        if address.startswith(CHANNEL):
            outbox = Folder(folder / address.removeprefix(CHANNEL), address)
        outcome = outbox.send(made, _nothing)[address]
        return Receipt(address, outcome.state, outcome.detail, outcome.path, made.envelope.message_id)

    return tuple(written(copy) for copy in copies)


def send_test(
    copy: Copy, to: Recipient, settings: DeliverySettings, outbox: Path, now: datetime, means: Means
) -> Receipt:
    """Send one copy, marked as a test, to an address that may get mail."""
    check_sender(settings)
    reason = unfit(to.address, settings)
    if reason:
        return Receipt(to.address, "refused", reason)
    dkim = DkimKey(settings.dkim, means.root) if settings.dkim else None
    made = test_parcel(Seals(means).of(copy), to, settings, now, dkim)
    with Channels(settings, outbox, means) as channels:
        outcome = channels.of(to).send(made, _nothing)[to.address]
    return Receipt(to.address, outcome.state, outcome.detail, outcome.path, made.envelope.message_id)


def browser_page(copy: Copy) -> str:
    """The mail's HTML with its pictures in it."""
    html = copy.body.html
    for cid, content in copy.body.images:
        html = html.replace(f"cid:{cid}", f"data:image/png;base64,{base64.b64encode(content).decode()}")
    return html


def _nothing(people: Sequence[str]) -> None:
    """A trial is not in the ledger."""
