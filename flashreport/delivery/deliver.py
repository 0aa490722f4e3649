"""Delivery: each copy once, through its channel, with the answer in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flashreport.delivery.allowed import check_sender, unfit
from flashreport.delivery.channels import Channel, Outcome, Parcel
from flashreport.delivery.channels.opened import Channels
from flashreport.delivery.copies import Copy, Key, Receipt
from flashreport.delivery.ledger import OPEN, Claim, Entry, Ledger
from flashreport.delivery.means import Means
from flashreport.delivery.parcels import parcel
from flashreport.delivery.retry import growing_waits
from flashreport.workspace.settings import DeliverySettings

_HELD = "another process is sending it now"
_SECOND_LOOK = 1.0


@dataclass(frozen=True)
class _Round:
    """What all copies of one call share."""

    settings: DeliverySettings
    channels: Channels
    ledger: Ledger
    now: datetime
    means: Means
    began: float

    def moment(self) -> datetime:
        """The present moment."""
        return self.now + timedelta(seconds=self.means.elapsed() - self.began)


def deliver(
    copies: Sequence[Copy],
    settings: DeliverySettings,
    outbox: Path,
    ledger: Ledger,
    now: datetime,
    means: Means | None = None,
) -> tuple[Receipt, ...]:
    """Send each copy that was not sent before; one receipt for each, in their order.

    What was put off by a passing fault is tried again, with growing waits, as long as the
    server's ``retry_minutes`` last. Raises FlashreportError when the settings' secrets or the
    ledger cannot be used.
    """
    means = means or Means()
    check_sender(settings)
    with Channels(settings, outbox, means) as channels:
        this = _Round(settings, channels, ledger, now, means, means.elapsed())
        receipts = _twice_named(copies)
        left = {number: copy for number, copy in enumerate(copies) if number not in receipts}
        until = this.began + channels.patience
        for wait in growing_waits():
            left = _all_once(this, left, receipts)
            if not left or means.elapsed() + wait > until:
                break
            means.wait(wait)
        held = {number: copies[number] for number, receipt in receipts.items() if receipt.detail == _HELD}
        if held:  # by a process that works, or by one that has just died
            means.wait(_SECOND_LOOK)
            _all_once(this, held, receipts)
    return tuple(receipts[number] for number in sorted(receipts))


def _twice_named(copies: Sequence[Copy]) -> dict[int, Receipt]:
    """Who is in two audiences of one report gets the first one's copy."""
    first: dict[Key, Copy] = {}
    found = {}
    for number, copy in enumerate(copies):
        own = first.setdefault(copy.key, copy)
        if own is not copy:
            detail = f"gets the copy of the audience '{own.audience}', not that of '{copy.audience}'"
            found[number] = Receipt(copy.recipient.address, "already", detail)
    return found


def _all_once(this: _Round, copies: dict[int, Copy], receipts: dict[int, Receipt]) -> dict[int, Copy]:
    """One try for each copy; those for which another try may help."""
    down: dict[str, Outcome] = {}
    again = {}
    for number, copy in copies.items():
        receipts[number], retry = _one(this, copy, down)
        if retry:
            again[number] = copy
    return again


def _one(this: _Round, copy: Copy, down: dict[str, Outcome]) -> tuple[Receipt, bool]:
    reason = unfit(copy.recipient.address, this.settings)
    if reason:
        return Receipt(copy.recipient.address, "refused", reason), False
    channel = this.channels.of(copy.recipient)
    claim = this.ledger.claim(copy.key, channel.name, this.moment(), repeatable=channel.repeatable)
    if isinstance(claim, Entry):
        return _found(copy, claim), False
    ready = parcel(copy, this.settings, this.ledger.signing_key(), this.moment(), claim.number)
    outcome = down.get(channel.name) or _handed(this, channel, ready, claim)
    if outcome.down:
        down[channel.name] = outcome
    identity = ready.envelope.message_id
    entry = Entry(
        copy.key, outcome.state, claim.number, "", channel.name, identity, outcome.detail, outcome.path
    )
    this.ledger.finish(claim, entry, this.moment())
    receipt = Receipt(copy.recipient.address, outcome.state, outcome.detail, outcome.path, identity)
    return receipt, outcome.retry


def _handed(this: _Round, channel: Channel, ready: Parcel, claim: Claim) -> Outcome:
    return channel.send(ready, lambda: this.ledger.hand_over(claim, this.moment()))


def _found(copy: Copy, entry: Entry) -> Receipt:
    """The receipt for a delivery that is not ours to make."""
    when = entry.closed_at or entry.claimed_at
    address = copy.recipient.address
    if entry.state in OPEN:
        return Receipt(address, "already", _HELD)
    if entry.state == "refused":
        detail = f"{entry.detail} ({when}; not tried again: see flashreport send --force)"
        return Receipt(address, "refused", detail, entry.path, entry.message_id)
    if entry.state == "unknown":
        detail = f"{entry.detail} ({when}; not sent again: see flashreport send --resolve)"
        return Receipt(address, "unknown", detail, entry.path, entry.message_id)
    return Receipt(address, "already", f"{entry.state} {when}", entry.path, entry.message_id)
