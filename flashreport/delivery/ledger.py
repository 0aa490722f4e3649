"""The delivery ledger: a delivery is claimed before it is sent and closed after.

States in order: ``claimed`` (nothing has left), ``handed`` (it may have arrived), then one of
``sent``, ``written``, ``refused``, ``deferred``, ``unknown``; ``again`` frees it for one more copy.
``superseded`` was never claimed: a newer report went out instead, and a person may still send it.
A claim belongs to one open ledger, its ``owner``. When the owner's process has died, a claim is
taken over and a handed delivery is unknown. Every step is also an event, which is never changed.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self

from flashreport.delivery.copies import Key
from flashreport.errors import FlashreportError, Place, phrase

KEY = "report = ? AND scope = ? AND business_date = ? AND revision = ? AND recipient = ?"
COLUMNS = (
    "report, scope, business_date, revision, recipient, state, number, owner, channel, "
    "message_id, detail, path, claimed_at, closed_at"
)
OPEN = ("claimed", "handed")
FREE = ("deferred", "again", "superseded")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. ``number`` counts the copies; times are ISO text."""

    key: Key
    state: str
    number: int
    owner: str = ""
    channel: str = ""
    message_id: str = ""
    detail: str = ""
    path: str = ""
    claimed_at: str = ""
    closed_at: str = ""

    @property
    def open_question(self) -> bool:
        """Whether somebody has to look at it, or the next run."""
        return self.state not in ("sent", "written", "superseded")


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send one copy. ``resumed`` after another process that died."""

    key: Key
    number: int
    resumed: bool = False


class Rows(Protocol):
    """A transaction that runs statements with ``?`` for values."""

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run it; how many rows it changed."""
        ...

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Run it; its rows."""
        ...


class Ledger(ABC):
    """The ledger's rules; where it is kept is its subclasses' business."""

    owner: str
    tables_query: str
    columns_query: str

    @abstractmethod
    def adopt_key(self, key: bytes) -> None:
        """Take the signing key of another ledger, unless there is one."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Rows]:
        """A transaction that no other one runs beside; durable when the block ends."""

    @abstractmethod
    def alive(self, rows: Rows, owner: str) -> bool:
        """Whether the process of another owner still holds its ledger open."""

    @abstractmethod
    def signing_key(self) -> bytes:
        """32 random bytes that stay the same for this archive."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def claim(self, key: Key, channel: str, now: datetime, *, repeatable: bool) -> Claim | Entry:
        """Take the delivery, or the entry that says why not.

        A ``repeatable`` channel may finish what a dead process had handed over to the same channel.
        """
        with self.transaction() as rows:
            entry = _entry(rows, key)
            if entry is None:
                rows.run(
                    "INSERT INTO delivery (report, scope, business_date, revision, recipient, state, number, "
                    "owner, channel, message_id, detail, path, claimed_at, closed_at) "
                    "VALUES (?, ?, ?, ?, ?, 'claimed', 1, ?, ?, '', '', '', ?, '')",
                    (*key.columns, self.owner, channel, _text(now)),
                )
                note(rows, key, "claimed", 1, now, channel)
                return Claim(key, 1)
            left_behind = entry.state in OPEN and not self._held(rows, entry.owner)
            if left_behind and entry.state == "handed" and not (repeatable and entry.channel == channel):
                return _lost(rows, entry, now)
            if entry.state not in FREE and not left_behind:
                return entry
            rows.run(
                "UPDATE delivery SET state = 'claimed', owner = ?, channel = ?, claimed_at = ?, "
                f"closed_at = '' WHERE {KEY}",
                (self.owner, channel, _text(now), *key.columns),
            )
            note(rows, key, "resumed" if left_behind else "claimed", entry.number, now, channel)
            return Claim(key, entry.number, left_behind)

    def supersede(self, key: Key, detail: str, now: datetime) -> Entry:
        """Note that a report isn't sent because a newer one is; the entry that is there now."""
        with self.transaction() as rows:
            entry = _entry(rows, key)
            if entry is not None:
                return entry
            rows.run(
                "INSERT INTO delivery (report, scope, business_date, revision, recipient, state, number, "
                "owner, channel, message_id, detail, path, claimed_at, closed_at) "
                "VALUES (?, ?, ?, ?, ?, 'superseded', 1, '', '', '', ?, '', '', ?)",
                (*key.columns, detail, _text(now)),
            )
            note(rows, key, "superseded", 1, now, detail)
            return Entry(key, "superseded", 1, detail=detail, closed_at=_text(now))

    def _held(self, rows: Rows, owner: str) -> bool:
        # One ledger sends one copy at a time, so an open claim of its own was left by an error.
        return owner != self.owner and self.alive(rows, owner)

    def hand_over(self, claim: Claim, now: datetime) -> None:
        """Note that the copy may arrive from here on. ``delivery.claim-lost`` when it is not ours."""
        self.hand_over_all([claim], now)

    def hand_over_all(self, claims: Sequence[Claim], now: datetime) -> None:
        """The same for all people of one mail: noted for each of them or, when it fails, for none."""
        with self.transaction() as rows:
            for claim in claims:
                self._move(rows, claim, "state = 'handed'", ())
                note(rows, claim.key, "handed", claim.number, now)

    def finish(self, claim: Claim, entry: Entry, now: datetime) -> None:
        """Close the claim with what ``entry`` says: state, detail, path and message id."""
        self.finish_all([(claim, entry)], now)

    def finish_all(self, closed: Sequence[tuple[Claim, Entry]], now: datetime) -> None:
        """The same for all people of one mail, at once."""
        with self.transaction() as rows:
            for claim, entry in closed:
                values = (entry.state, entry.detail, entry.path, entry.message_id, _text(now))
                change = "state = ?, detail = ?, path = ?, message_id = ?, closed_at = ?"
                self._move(rows, claim, change, values)
                note(rows, claim.key, entry.state, claim.number, now, entry.detail)

    def _move(self, rows: Rows, claim: Claim, change: str, values: Sequence[object]) -> None:
        where = f"{KEY} AND owner = ? AND state IN ('claimed', 'handed')"
        changed = rows.run(
            f"UPDATE delivery SET {change} WHERE {where}", (*values, *claim.key.columns, self.owner)
        )
        if changed != 1:
            raise FlashreportError(
                "delivery.claim-lost",
                phrase(
                    "another process took over the delivery to {recipient}.", recipient=claim.key.recipient
                ),
                "See what became of it with: flashreport send --list",
                Place(key=claim.key.recipient),
            )

    def again(self, key: Key, reason: str, now: datetime) -> Entry | None:
        """Free a closed delivery for one more copy. None when it is unknown here or under way."""
        with self.transaction() as rows:
            entry = _entry(rows, key)
            if entry is None or (entry.state in OPEN and self._held(rows, entry.owner)):
                return None
            rows.run(f"UPDATE delivery SET state = 'again', number = number + 1 WHERE {KEY}", key.columns)
            note(rows, key, "again", entry.number + 1, now, reason)
            return entry

    def settle(self, key: Key, reason: str, now: datetime) -> bool:
        """Close an unknown delivery as sent, because a person has seen it arrive."""
        with self.transaction() as rows:
            entry = _entry(rows, key)
            if entry is None or entry.state != "unknown":
                return False
            values = (f"settled: {reason}", *key.columns)
            rows.run(f"UPDATE delivery SET state = 'sent', detail = ? WHERE {KEY}", values)
            note(rows, key, "settled", entry.number, now, reason)
            return True

    def entries(self, report: str = "", business_date: date | None = None) -> tuple[Entry, ...]:
        """The lines of a report and a day, or all, newest business date first.

        What a dead process had handed over is listed as unknown.
        """
        with self.transaction() as rows:
            return tuple(self._listed(rows, report, business_date))

    def _listed(self, rows: Rows, report: str, business_date: date | None) -> Iterator[Entry]:
        found = rows.rows(
            f"SELECT {COLUMNS} FROM delivery WHERE (? = '' OR report = ?) AND (? = '' OR business_date = ?) "
            "ORDER BY business_date DESC, report, scope, revision DESC, recipient",
            (report, report, *[business_date.isoformat() if business_date else ""] * 2),
        )
        yield from (read_entry(row) for row in found)

    def events(self, key: Key) -> list[tuple[str, int, str]]:
        """All that happened to a delivery, oldest first: (event, copy's number, detail)."""
        with self.transaction() as rows:
            found = rows.rows(
                f"SELECT event, number, detail FROM delivery_event WHERE {KEY} ORDER BY id", key.columns
            )
        return [(str(event), int(str(number)), str(detail)) for event, number, detail in found]


def note(rows: Rows, key: Key, event: str, number: int, now: datetime, detail: str = "") -> None:
    """Add an event."""
    rows.run(
        "INSERT INTO delivery_event (report, scope, business_date, revision, recipient, event, number, "
        "at, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*key.columns, event, number, _text(now), detail),
    )


def _lost(rows: Rows, entry: Entry, now: datetime) -> Entry:
    detail = "the process that sent it ended before the answer"
    rows.run(
        f"UPDATE delivery SET state = 'unknown', detail = ?, closed_at = ? WHERE {KEY}",
        (detail, _text(now), *entry.key.columns),
    )
    note(rows, entry.key, "unknown", entry.number, now, detail)
    return Entry(entry.key, "unknown", entry.number, detail=detail)


def _entry(rows: Rows, key: Key) -> Entry | None:
    found = rows.rows(f"SELECT {COLUMNS} FROM delivery WHERE {KEY}", key.columns)
    return read_entry(found[0]) if found else None


def read_entry(row: tuple[object, ...]) -> Entry:
    """A line of the ledger out of its columns, in the order of COLUMNS."""
    report, scope, day, revision, recipient, state, number, *texts = row
    key = Key(str(report), str(scope), date.fromisoformat(str(day)), int(str(revision)), str(recipient))
    return Entry(key, str(state), int(str(number)), *map(str, texts))


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
