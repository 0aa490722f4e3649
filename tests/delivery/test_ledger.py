"""The ledger's contract, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flashreport.delivery import Entry, Key, Ledger, open_ledger
from flashreport.delivery.ledger import Claim
from flashreport.errors import FlashreportError

NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
KEY = Key("daily", "", date(2026, 11, 23), 1, "ana@example.com")
Two = tuple[Ledger, Ledger]


def taken(ledger: Ledger, key: Key = KEY, *, repeatable: bool = False) -> Claim:
    claim = ledger.claim(key, "smtp", NOW, repeatable=repeatable)
    assert isinstance(claim, Claim)
    return claim


def closed(claim: Claim, state: str, detail: str = "250 ok") -> Entry:
    return Entry(claim.key, state, claim.number, channel="smtp", detail=detail, message_id="<1@x>")


def test_a_claim_keeps_others_out_until_it_is_closed(two_ledgers: Two) -> None:
    one, other = two_ledgers
    claim = taken(one)
    held = other.claim(KEY, "smtp", NOW, repeatable=False)
    assert isinstance(held, Entry)
    assert held.state == "claimed"
    one.hand_over(claim, NOW)
    one.finish(claim, closed(claim, "sent"), NOW)
    done = other.claim(KEY, "smtp", NOW, repeatable=False)
    assert isinstance(done, Entry)
    assert (done.state, done.detail, done.message_id) == ("sent", "250 ok", "<1@x>")
    assert [event for event, _, _ in other.events(KEY)] == ["claimed", "handed", "sent"]


@pytest.mark.parametrize(
    "change",
    [
        {"report": "weekly"},
        {"scope": "east"},
        {"business_date": date(2026, 11, 24)},
        {"revision": 2},
        {"recipient": "ben@example.com"},
    ],
)
def test_each_part_of_the_key_makes_another_delivery(two_ledgers: Two, change: dict[str, object]) -> None:
    one, other = two_ledgers
    taken(one)
    taken(other, replace(KEY, **change))  # type: ignore[arg-type]  # one field each
    assert len(one.entries()) == 2


def test_a_claim_of_a_dead_process_is_taken_over(two_ledgers: Two) -> None:
    one, other = two_ledgers
    taken(one)
    one.close()
    assert taken(other).resumed
    assert [event for event, _, _ in other.events(KEY)] == ["claimed", "resumed"]


def test_what_a_dead_process_had_handed_over_is_unknown_for_good(two_ledgers: Two) -> None:
    one, other = two_ledgers
    one.hand_over(taken(one), NOW)
    one.close()
    for _ in range(2):
        entry = other.claim(KEY, "smtp", NOW, repeatable=False)
        assert isinstance(entry, Entry)
        assert entry.state == "unknown"


def test_a_repeatable_channel_finishes_what_was_handed_over(two_ledgers: Two) -> None:
    one, other = two_ledgers
    one.hand_over(taken(one, repeatable=True), NOW)
    one.close()
    assert taken(other, repeatable=True).resumed


def test_a_repeatable_channel_does_not_repeat_what_another_channel_may_have_sent(two_ledgers: Two) -> None:
    one, other = two_ledgers
    one.hand_over(taken(one), NOW)
    one.close()
    entry = other.claim(KEY, "outbox", NOW, repeatable=True)
    assert isinstance(entry, Entry)
    assert entry.state == "unknown"


def test_a_lost_claim_can_be_neither_handed_over_nor_closed(two_ledgers: Two) -> None:
    one, other = two_ledgers
    claim = taken(one)
    with one.transaction() as rows:  # as if the other had found its owner dead
        rows.run("UPDATE delivery SET owner = ?", (other.owner,))
    with pytest.raises(FlashreportError) as caught:
        one.hand_over(claim, NOW)
    assert caught.value.problem.code == "delivery.claim-lost"
    with pytest.raises(FlashreportError) as caught:
        one.finish(claim, closed(claim, "sent"), NOW)
    assert caught.value.problem.code == "delivery.claim-lost"


@pytest.mark.parametrize(
    ("state", "free"),
    [("deferred", True), ("sent", False), ("written", False), ("refused", False), ("unknown", False)],
)
def test_only_a_deferred_delivery_is_free_again(two_ledgers: Two, state: str, free: bool) -> None:
    one, other = two_ledgers
    claim = taken(one)
    one.finish(claim, closed(claim, state), NOW)
    assert isinstance(other.claim(KEY, "smtp", NOW, repeatable=False), Claim) == free


def test_force_frees_it_for_one_more_numbered_copy_with_its_reason(two_ledgers: Two) -> None:
    one, other = two_ledgers
    claim = taken(one)
    assert other.again(KEY, "meanwhile", NOW) is None
    one.finish(claim, closed(claim, "sent"), NOW)
    assert other.again(KEY, "she lost it", NOW) is not None
    assert taken(one).number == 2
    assert ("again", 2, "she lost it") in other.events(KEY)


def test_settling_is_for_unknown_only(two_ledgers: Two) -> None:
    one, other = two_ledgers
    claim = taken(one)
    one.finish(claim, closed(claim, "refused"), NOW)
    assert not other.settle(KEY, "no", NOW)
    other.again(KEY, "again", NOW)
    claim = taken(one)
    one.finish(claim, closed(claim, "unknown"), NOW)
    assert other.settle(KEY, "she has it", NOW)
    assert other.entries()[0].state == "sent"
    assert not other.entries()[0].open_question


def test_entries_are_listed_by_report_and_day(two_ledgers: Two) -> None:
    one, _ = two_ledgers
    for key in (KEY, replace(KEY, report="weekly"), replace(KEY, business_date=date(2026, 11, 20))):
        taken(one, key)
    assert len(one.entries()) == 3
    assert [entry.key.report for entry in one.entries(business_date=date(2026, 11, 23))] == [
        "daily",
        "weekly",
    ]
    assert [entry.key for entry in one.entries("weekly")] == [replace(KEY, report="weekly")]


def test_the_signing_key_is_one_for_the_archive(two_ledgers: Two) -> None:
    one, other = two_ledgers
    assert len(one.signing_key()) == 32
    assert one.signing_key() == other.signing_key()


def test_only_this_user_reads_the_signing_key(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        ledger.signing_key()
    assert (tmp_path / "delivery.key").stat().st_mode & 0o777 == 0o600


def test_44_a_ledger_that_cannot_be_opened_says_where(tmp_path: Path) -> None:
    (tmp_path / "delivery.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(FlashreportError) as caught:
        open_ledger(tmp_path)
    assert caught.value.problem.code == "delivery.ledger-unusable"
    with pytest.raises(FlashreportError, match="127") as caught:
        open_ledger("postgresql://me:hidden@127.0.0.1:1/none")
    assert "hidden" not in str(caught.value)


def test_closing_leaves_no_lock_behind(tmp_path: Path) -> None:
    with open_ledger(tmp_path):
        assert len(list((tmp_path / "delivery.locks").iterdir())) == 1
    assert list((tmp_path / "delivery.locks").iterdir()) == []
