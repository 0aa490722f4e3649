"""One mail for all people of an audience: still one line each in the ledger, and nobody twice."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from flashreport.delivery.trial import dry_run, send_test
from flashreport.delivery.unsubscribe import signed_text
from flashreport.workspace.settings import Audience, Recipient

Make = Callable[..., Any]
NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
NAMES = ("ana", "ben", "cara", "dev")
PEOPLE = tuple(Recipient(address=f"{name}@example.com", name=name.title(), cc=name > "b") for name in NAMES)
ADDRESSES = [person.address for person in PEOPLE]


@pytest.fixture
def shared(copy_for: Make) -> Make:
    """The copies of one shared mail."""

    def made(people: tuple[Recipient, ...] = PEOPLE, **more: Any) -> list[Any]:
        return [copy_for(recipient=one, shared=people, **{"audience": "board", **more}) for one in people]

    return made


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not [defect for part in message.walk() for defect in part.defects]
    return message


def refusing(**replies: str) -> Callable[[str, str, int], str | None]:
    """These people get this reply to RCPT, each time."""

    def answer(step: str, argument: str, n: int) -> str | None:
        return replies.get(argument.partition("@")[0]) if step == "RCPT" else None

    return answer


def test_one_message_names_all_and_each_has_a_line(scripted: Make, desk: Make, shared: Make) -> None:
    server = scripted()
    sender = desk(server)
    receipts = sender.send(*shared())
    assert [receipt.state for receipt in receipts] == ["sent"] * 4
    assert sum(line.upper() == "DATA" for line in server.lines) == 1
    assert [recipient for recipient, _ in server.mails] == ADDRESSES
    message = parsed(server.mails[0][1])
    assert message["To"] == "Ana <ana@example.com>"
    assert message["Cc"] == "Ben <ben@example.com>, Cara <cara@example.com>, Dev <dev@example.com>"
    entries = sender.ledger.entries()
    assert sorted(entry.key.recipient for entry in entries) == ADDRESSES
    assert {entry.message_id for entry in entries} == {message["Message-ID"]}
    assert sender.states(*shared()) == ["already"] * 4
    assert len(server.mails) == 4


def test_39_one_refused_and_one_put_off_do_not_stop_the_others(
    scripted: Make, desk: Make, shared: Make
) -> None:
    server = scripted(refusing(ben="550 5.1.1 no such user", cara="450 4.2.0 later"))
    sender = desk(server, retry_minutes=0)
    receipts = sender.send(*shared())
    assert [receipt.state for receipt in receipts] == ["sent", "refused", "deferred", "sent"]
    assert "no such user" in receipts[1].detail
    server.answer = lambda step, argument, n: None
    again = sender.send(*shared())
    assert [receipt.state for receipt in again] == ["already", "refused", "sent", "already"]
    assert [len(server.to(address)) for address in ADDRESSES] == [1, 0, 1, 1]
    first, second = parsed(server.to(ADDRESSES[0])[0]), parsed(server.to(ADDRESSES[2])[0])
    assert first["Message-ID"] == second["Message-ID"]  # the same mail, later
    assert second["Cc"] == first["Cc"]


def test_within_a_run_only_those_who_are_left_are_tried_again(
    scripted: Make, desk: Make, shared: Make
) -> None:
    server = scripted(
        lambda step, who, n: "450 later" if (step, who, n) == ("RCPT", ADDRESSES[1], 1) else None
    )
    sender = desk(server)
    assert sender.states(*shared()) == ["sent"] * 4
    assert sender.clock.waits == [5.0]
    assert [recipient for recipient, _ in server.mails] == [ADDRESSES[0], *ADDRESSES[2:], ADDRESSES[1]]


def test_when_all_are_refused_nothing_is_sent(scripted: Make, desk: Make, shared: Make) -> None:
    server = scripted(lambda step, who, n: "550 no" if step == "RCPT" else None)
    assert desk(server).states(*shared()) == ["refused"] * 4
    assert "DATA" not in server.lines


@pytest.mark.parametrize(
    ("step", "reply", "states"),
    [
        ("END", "drop", ["unknown", "refused", "unknown", "unknown"]),
        ("END", "552 5.3.4 too big", ["sent", "refused", "sent", "sent"]),
        ("DATA", "554 no", ["refused"] * 4),
        ("MAIL", "553 not your address", ["deferred"] * 4),
    ],
)
def test_40_a_fault_of_the_mail_is_all_peoples_but_for_who_was_refused(
    step: str, reply: str, states: list[str], scripted: Make, desk: Make, shared: Make
) -> None:
    def answer(reached: str, argument: str, n: int) -> str | None:
        if reached == "RCPT" and argument == ADDRESSES[1]:
            return "550 no such user"
        return reply if reached == step and n == 1 else None

    server = scripted(answer)
    sender = desk(server, retry_minutes=0)
    assert sender.states(*shared()) == states
    if "big" in reply:
        assert b"application/pdf" not in server.mails[0][1]
    closed = {"sent": "already", "unknown": "unknown", "refused": "refused"}
    if "deferred" not in states:
        assert sender.states(*shared()) == [closed[state] for state in states]


def test_a_connection_that_closes_amid_the_recipients_sends_nothing(
    scripted: Make, desk: Make, shared: Make
) -> None:
    server = scripted(
        lambda step, who, n: "421 closing" if (step, who, n) == ("RCPT", ADDRESSES[2], 1) else None
    )
    sender = desk(server)
    assert sender.states(*shared()) == ["sent"] * 4
    assert sum(line.upper() == "DATA" for line in server.lines) == 1
    assert server.connections == 2


def test_a_copy_by_force_is_a_mail_of_its_own(scripted: Make, desk: Make, shared: Make) -> None:
    server = scripted()
    sender = desk(server)
    copies = shared()
    sender.send(*copies)
    sender.ledger.again(copies[1].key, "she lost it", NOW)
    assert sender.states(*copies) == ["already", "sent", "already", "already"]
    one, two = server.to(ADDRESSES[1])
    assert parsed(one)["Message-ID"] != parsed(two)["Message-ID"]
    assert [len(server.to(address)) for address in ADDRESSES] == [1, 2, 1, 1]


def test_whom_mail_may_not_go_to_is_not_named(scripted: Make, desk: Make, shared: Make) -> None:
    server = scripted()
    people = (Recipient(address="thief@evil.example"), *(replace_cc(one) for one in PEOPLE[1:]))
    assert desk(server).states(*shared(people)) == ["refused", "sent", "sent", "sent"]
    message = parsed(server.mails[0][1])
    assert "thief" not in str(message)
    assert len(message["To"].addresses) == 3  # nobody is left under To: all stand there
    assert message["Cc"] is None


def replace_cc(person: Recipient) -> Recipient:
    return person.model_copy(update={"cc": True})


def test_who_gets_an_earlier_audiences_copy_keeps_it(
    scripted: Make, desk: Make, shared: Make, copy_for: Make
) -> None:
    server = scripted()
    own = copy_for(ADDRESSES[1], audience="owners")
    assert desk(server).states(own, *shared()) == ["sent", "sent", "already", "sent", "sent"]
    assert len(server.to(ADDRESSES[1])) == 1


def test_unsubscribing_is_by_mail_which_tells_who_it_is(desk: Make, shared: Make) -> None:
    sender = desk(unsubscribe="https://example.com/u/{token}")
    receipts = sender.send(*shared())
    (path,) = {receipt.path for receipt in receipts}
    content = Path(path).read_bytes()
    found = re.search(
        rb"\r\nList-Unsubscribe: <mailto:flash@example\.com\?subject=unsubscribe%20(\S+)>", content
    )
    assert found
    assert b"List-Unsubscribe-Post" not in content
    assert signed_text(found[1].decode(), sender.ledger.signing_key()) == "shared:board daily"


def test_trials_write_and_send_it_once(desk: Make, shared: Make) -> None:
    sender = desk()
    receipts = dry_run(shared(), sender.settings, sender.root / "dry", bytes(32), NOW, sender.means)
    assert len({receipt.path for receipt in receipts}) == 1
    assert len(parsed(Path(receipts[0].path).read_bytes())["Cc"].addresses) == 3
    to = Recipient(address="me@example.com")
    test = send_test(shared()[0], to, sender.settings, sender.root / "outbox", NOW, sender.means)
    message = parsed(Path(test.path).read_bytes())
    assert (message["To"], message["Cc"]) == ("me@example.com", None)


@pytest.mark.parametrize(
    ("audience", "said"),
    [
        ({"copies": "personal"}, "cc is for"),
        ({"recipients": [{"address": "channel:chat"}]}, "not to channels"),
        ({"recipients": [{"address": "a@b.ir", "language": "fa"}, {"address": "b@b.ir"}]}, "in one language"),
        ({"recipients": [{"address": "a@b.ir", "cc": True}]}, "for somebody"),
    ],
)
def test_what_cannot_be_shared_is_told(audience: dict[str, Any], said: str) -> None:
    people = [person.model_dump() for person in PEOPLE]
    with pytest.raises(ValidationError, match=said):
        Audience.model_validate(
            {"name": "board", "report": "daily", "copies": "shared", "recipients": people, **audience}
        )


def test_two_audiences_never_share_a_mail(scripted: Make, desk: Make, shared: Make) -> None:
    server = scripted()
    board, staff = shared(PEOPLE[:2]), shared(PEOPLE[2:], audience="staff")
    other = [replace(copy, body=replace(copy.body, subject="Staff's")) for copy in staff]
    assert desk(server).states(*board, *other) == ["sent"] * 4
    assert sum(line.upper() == "DATA" for line in server.lines) == 2
    assert [parsed(server.to(address)[0])["Subject"] == "Staff's" for address in ADDRESSES] == [
        False, False, True, True,
    ]  # fmt: skip
