"""Delivery: each copy once, through its channel, with the answer in the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from flashreport.delivery.allowed import check_sender, unfit
from flashreport.delivery.channels import Outcome
from flashreport.delivery.channels.opened import Channels
from flashreport.delivery.copies import Copy, Key, Receipt
from flashreport.delivery.dkim_key import DkimKey
from flashreport.delivery.ledger import OPEN, Claim, Entry, Ledger
from flashreport.delivery.means import Means
from flashreport.delivery.parcels import parcel
from flashreport.delivery.retry import growing_waits
from flashreport.delivery.seal import SEALED, Seals
from flashreport.errors import FlashreportError
from flashreport.workspace.settings import DeliverySettings

_HELD = "another process is sending it now"
_SECOND_LOOK = 1.0
_LEFT_OUT = "without its attachments, which make it too large"


@dataclass(frozen=True)
class _Round:
    """What all copies of one call share."""

    settings: DeliverySettings
    channels: Channels
    ledger: Ledger
    now: datetime
    means: Means
    began: float
    seals: Seals
    dkim: DkimKey | None

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
    dkim = DkimKey(settings.dkim, means.root) if settings.dkim else None
    with Channels(settings, outbox, means) as channels:
        seals = Seals(means)
        this = _Round(settings, channels, ledger, now, means, means.elapsed(), seals, dkim)
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
    for numbers in _mails(copies):
        for number, (receipt, retry) in _one_mail(this, {n: copies[n] for n in numbers}, down).items():
            receipts[number] = receipt
            if retry:
                again[number] = copies[number]
    return dict(sorted(again.items()))


def _mails(copies: dict[int, Copy]) -> Iterable[list[int]]:
    """The numbers of the copies that are one mail: a shared one's together, each other by itself."""
    found: dict[Key, list[int]] = {}
    for number, copy in copies.items():
        found.setdefault(copy.mail_key, []).append(number)
    return found.values()


def _one_mail(
    this: _Round, copies: dict[int, Copy], down: dict[str, Outcome]
) -> dict[int, tuple[Receipt, bool]]:
    """A receipt for each person of the mail, and whether another try may help."""
    found: dict[int, tuple[Receipt, bool]] = {}
    claims: dict[int, Claim] = {}
    for number, copy in copies.items():
        reason = unfit(copy.recipient.address, this.settings)
        if reason:
            found[number] = Receipt(copy.recipient.address, "refused", reason), False
            continue
        channel = this.channels.of(copy.recipient)
        claim = this.ledger.claim(copy.key, channel.name, this.moment(), repeatable=channel.repeatable)
        if isinstance(claim, Entry):
            found[number] = _found(copy, claim), False
        else:
            claims[number] = claim
    for count in sorted({claim.number for claim in claims.values()}):  # a copy by force is a mail of its own
        part = {number: claim for number, claim in claims.items() if claim.number == count}
        found |= _claimed(this, {number: copies[number] for number in part}, part, down)
    return found


def _claimed(
    this: _Round, copies: dict[int, Copy], claims: dict[int, Claim], down: dict[str, Outcome]
) -> dict[int, tuple[Receipt, bool]]:
    """Send what was claimed, and close the claims with what became of it."""
    copy = next(iter(copies.values()))
    channel = this.channels.of(copy.recipient)
    name, number = channel.name, next(iter(claims.values())).number
    addresses = {copy.recipient.address: number for number, copy in copies.items()}

    def hand_over(people: Sequence[str]) -> None:
        this.ledger.hand_over_all([claims[addresses[one]] for one in people], this.moment())

    ready = parcel(
        _addressed(this, copy), this.settings, this.ledger.signing_key(), this.moment(), number, this.dkim,
        tuple(addresses),
    )  # fmt: skip
    identity = ready.envelope.message_id
    try:
        ready = replace(ready, copy=this.seals.of(ready.copy))
    except FlashreportError as error:
        outcomes = dict.fromkeys(addresses, Outcome("deferred", str(error)))
    else:
        closed = down.get(name)
        outcomes = dict.fromkeys(addresses, closed) if closed else dict(channel.send(ready, hand_over))
    down.update((name, outcome) for outcome in outcomes.values() if outcome.down)
    found, entries = {}, []
    for address, which in addresses.items():
        outcome = outcomes[address]
        detail = _told(copy, outcome)
        entry = Entry(copies[which].key, outcome.state, number, "", name, identity, detail, outcome.path)
        entries.append((claims[which], entry))
        found[which] = Receipt(address, outcome.state, detail, outcome.path, identity), outcome.retry
    this.ledger.finish_all(entries, this.moment())
    return found


def _addressed(this: _Round, copy: Copy) -> Copy:
    """The copy; a shared one names none of whom mail may not go to."""
    people = tuple(person for person in copy.shared if not unfit(person.address, this.settings))
    return replace(copy, shared=people) if copy.shared else copy


def _told(copy: Copy, outcome: Outcome) -> str:
    """The outcome's detail, with what else is to be known of a copy that may have arrived."""
    if outcome.state not in ("sent", "written", "unknown") or not copy.attachments:
        return outcome.detail
    more = _LEFT_OUT if not outcome.whole else SEALED if copy.encrypt else ""
    return f"{outcome.detail}; {more}" if more else outcome.detail


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
