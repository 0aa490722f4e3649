"""Each fault of docs/delivery.md, by the number of its line there."""

import base64
import logging
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flashreport.delivery import Attachment
from flashreport.errors import FlashreportError

FIVE = [f"{name}@example.com" for name in ("ana", "ben", "cara", "dev", "eli")]
Make = Callable[..., Any]


def at(step: str, *replies: str, only: str = "") -> Callable[[str, str, int], str | None]:
    """Give these replies at a step, the last one from then on; '' is the usual reply."""

    def answer(reached: str, argument: str, n: int) -> str | None:
        if reached != step or (only and only != argument):
            return None
        return replies[min(n, len(replies)) - 1] or None

    return answer


def test_01_one_refused_recipient_does_not_stop_the_four_others(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(at("RCPT", "550 5.1.1 no such user", only=FIVE[2]))
    sender = desk(server)
    receipts = sender.send(*map(copy_for, FIVE))
    assert [receipt.state for receipt in receipts] == ["sent", "sent", "refused", "sent", "sent"]
    assert "550 5.1.1 no such user" in receipts[2].detail
    assert [len(server.to(address)) for address in FIVE] == [1, 1, 0, 1, 1]
    assert sender.clock.waits == []
    assert sender.states(*map(copy_for, FIVE)) == ["already", "already", "refused", "already", "already"]
    assert sum("RCPT" in line for line in server.lines) == 5


def test_02_a_server_that_closes_with_421_is_asked_again(scripted: Make, desk: Make, copy_for: Make) -> None:
    server = scripted(at("MAIL", "421 4.3.2 shutting down", ""))
    sender = desk(server)
    assert sender.states(copy_for()) == ["sent"]
    assert sender.clock.waits == [5.0]
    assert len(server.mails) == 1
    assert server.connections == 2


def test_03_a_greylisted_recipient_is_tried_after_the_others(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(at("RCPT", "450 4.7.1 come back later", "450 4.7.1 later", "", only=FIVE[0]))
    sender = desk(server)
    assert sender.states(*map(copy_for, FIVE)) == ["sent"] * 5
    assert [to for to, _ in server.mails] == [*FIVE[1:], FIVE[0]]
    assert sender.clock.waits == [5.0, 15.0]


def test_04_when_the_window_ends_the_mail_is_deferred_and_the_next_run_sends_it(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(at("RCPT", "451 4.3.0 busy"))
    sender = desk(server, retry_minutes=5)
    assert sender.states(copy_for()) == ["deferred"]
    assert sender.clock.waits == [5.0, 15.0, 45.0, 135.0]  # 300 more would pass the five minutes
    server.answer = lambda step, argument, n: None
    assert sender.states(copy_for()) == ["sent"]
    assert len(server.mails) == 1


def test_05_552_sends_the_mail_without_its_attachment_and_says_so(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(at("END", "552 5.3.4 message too big", ""))
    assert desk(server).states(copy_for()) == ["sent"]
    (content,) = server.to("ana@example.com")
    assert b"application/pdf" not in content
    assert b"too large for this mail" in content


def test_06_the_servers_size_limit_is_kept_before_anything_is_sent(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(extensions=("STARTTLS", "AUTH PLAIN", "SIZE 6000"))
    big = copy_for(attachments=(Attachment("a.pdf", "application/pdf", bytes(9000)),))
    assert desk(server).states(big) == ["sent"]
    assert b"application/pdf" not in server.mails[0][1]
    sizes = [int(line.rpartition("=")[2]) for line in server.lines if line.upper().startswith("MAIL")]
    assert len(sizes) == 1
    assert sizes[0] <= 6000


def test_07_a_connection_lost_before_the_answer_is_unknown_and_never_sent_again(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(at("END", "drop", only=FIVE[1]))
    sender = desk(server)
    assert sender.states(*map(copy_for, FIVE)) == ["sent", "unknown", "sent", "sent", "sent"]
    again = sender.send(*map(copy_for, FIVE))
    assert [receipt.state for receipt in again] == ["already", "unknown", "already", "already", "already"]
    assert "--resolve" in again[1].detail
    assert [len(server.to(address)) for address in FIVE] == [1] * 5


def test_08_no_answer_within_the_timeout_after_the_mail_is_unknown(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(at("END", "hang", only=FIVE[0]))
    sender = desk(server, server={"timeout": 1})
    assert sender.states(copy_for(FIVE[0]), copy_for(FIVE[1])) == ["unknown", "sent"]
    assert len(server.to(FIVE[0])) == 1


def test_09_a_connection_lost_amid_the_mail_is_tried_again(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(at("BODY", "drop", ""))
    big = copy_for(attachments=(Attachment("a.pdf", "application/pdf", bytes(3_000_000)),))
    sender = desk(server)
    assert sender.states(big) == ["sent"]
    assert len(server.mails) == 1
    assert sender.clock.waits == [5.0]


@pytest.mark.parametrize("step", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
def test_10_a_server_that_hangs_is_given_up_once_for_all(
    step: str, scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(at(step, "hang"))
    sender = desk(server, server={"timeout": 1}, retry_minutes=0)
    receipts = sender.send(*map(copy_for, FIVE))
    assert [receipt.state for receipt in receipts] == ["deferred"] * 5
    assert "did not answer within 1 s" in receipts[0].detail
    assert server.connections == 1
    assert server.mails == []


@pytest.mark.parametrize(("cert", "said"), [("expired", "expired"), ("other", "IP address mismatch")])
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_11_a_certificate_that_does_not_hold_stops_before_the_login(
    cert: str, said: str, security: str, scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(cert=cert, tls=security == "tls")
    sender = desk(server, server={"security": security})
    (receipt,) = sender.send(copy_for())
    assert receipt.state == "deferred"
    assert said in receipt.detail
    assert sender.clock.waits == []
    assert not any("AUTH" in line for line in server.lines)


def test_11_an_unknown_authority_stops_and_verify_false_goes_on(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(cert="expired")
    (receipt,) = desk(server, server={"ca_file": ""}).send(copy_for())
    assert receipt.state == "deferred"
    assert "certificate" in receipt.detail
    assert desk(server, server={"ca_file": "", "verify": False}).states(copy_for()) == ["sent"]


def test_12_without_starttls_nothing_is_sent_in_clear(scripted: Make, desk: Make, copy_for: Make) -> None:
    server = scripted(extensions=("AUTH PLAIN LOGIN",))
    (receipt,) = desk(server).send(copy_for())
    assert receipt.state == "deferred"
    assert "no STARTTLS" in receipt.detail
    assert [line.split()[0] for line in server.lines] == ["EHLO"]


def test_13_a_refused_login_defers_all_and_shows_no_secret(
    scripted: Make,
    desk: Make,
    copy_for: Make,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def echo(step: str, argument: str, n: int) -> str | None:
        return f"535 5.7.8 bad credentials {argument} corréct-horse" if step == "AUTH" else None

    caplog.set_level(logging.DEBUG)
    server = scripted(echo)
    sender = desk(server)
    receipts = sender.send(*map(copy_for, FIVE))
    assert [receipt.state for receipt in receipts] == ["deferred"] * 5
    assert "535 5.7.8 bad credentials" in receipts[0].detail
    assert server.connections == 1
    token = next(line for line in server.lines if line.startswith("AUTH")).split()[2]
    kept = b"".join(path.read_bytes() for path in sender.root.rglob("*") if path.is_file())
    out, err = capfd.readouterr()
    for secret in ("corréct-horse", token):
        assert secret.encode() not in kept
        assert secret not in caplog.text + out + err + repr(receipts) + repr(sender.means)


def test_14_a_passing_fault_of_the_login_is_tried_again(scripted: Make, desk: Make, copy_for: Make) -> None:
    seen = []

    def busy(step: str, argument: str, n: int) -> str | None:
        seen.append(step)
        return "454 4.7.0 temporary failure" if step == "AUTH" and seen.count("AUTH") == 1 else None

    sender = desk(scripted(busy))
    assert sender.states(copy_for()) == ["sent"]
    assert sender.clock.waits == [5.0]


def test_15_a_server_that_is_not_there_defers_all(desk: Make, copy_for: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    sender = desk(port, retry_minutes=1)
    receipts = sender.send(*map(copy_for, FIVE))
    assert [receipt.state for receipt in receipts] == ["deferred"] * 5
    assert "Connection refused" in receipts[0].detail
    assert sender.clock.waits == [5.0, 15.0]


def test_16_a_host_name_that_nobody_knows(desk: Make, copy_for: Make) -> None:
    sender = desk(25, server={"host": "mail.invalid"}, retry_minutes=0)
    (receipt,) = sender.send(copy_for())
    assert receipt.state == "deferred"
    assert "mail.invalid" in receipt.detail


def test_17_a_busy_greeting_is_tried_again(scripted: Make, desk: Make, copy_for: Make) -> None:
    sender = desk(scripted(at("CONNECT", "421 4.3.2 too many connections", "")))
    assert sender.states(copy_for()) == ["sent"]
    assert sender.clock.waits == [5.0]


def test_18_a_server_that_drops_the_idle_connection(scripted: Make, desk: Make, copy_for: Make) -> None:
    server = scripted(at("RSET", "drop"))
    sender = desk(server)
    assert sender.states(*map(copy_for, FIVE)) == ["sent"] * 5
    assert server.connections == 5
    assert sender.clock.waits == []


def test_19_a_sender_that_the_server_does_not_take_is_not_the_recipients_fault(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(at("MAIL", "553 5.7.1 not your address"))
    sender = desk(server)
    receipts = sender.send(*map(copy_for, FIVE))
    assert [receipt.state for receipt in receipts] == ["deferred"] * 5
    assert "takes no mail from flash@example.com" in receipts[0].detail
    server.answer = lambda step, argument, n: None
    assert sender.states(*map(copy_for, FIVE)) == ["sent"] * 5


def test_20_content_refused_for_good_is_not_sent_again(scripted: Make, desk: Make, copy_for: Make) -> None:
    server = scripted(at("END", "554 5.7.1 looks like spam"))
    sender = desk(server)
    assert sender.states(copy_for(), copy_for(FIVE[1])) == ["refused", "refused"]
    assert sender.states(copy_for()) == ["refused"]
    assert sum(line.upper() == "DATA" for line in server.lines) == 2


def test_21_a_full_mailbox_is_refused_with_its_attachment(scripted: Make, desk: Make, copy_for: Make) -> None:
    server = scripted(at("END", "552 5.2.2 mailbox full"))
    assert desk(server).states(copy_for()) == ["refused"]
    assert sum(line.upper() == "DATA" for line in server.lines) == 1


@pytest.mark.parametrize(("step", "state"), [("END", "unknown"), ("RCPT", "deferred")])
def test_22_an_answer_that_is_none(step: str, state: str, scripted: Make, desk: Make, copy_for: Make) -> None:
    sender = desk(scripted(at(step, "what is this?")), retry_minutes=0)
    assert sender.states(copy_for()) == [state]


def test_23_a_451_after_the_content_is_tried_again(scripted: Make, desk: Make, copy_for: Make) -> None:
    server = scripted(at("END", "451 4.3.1 disk full", ""))
    assert desk(server).states(copy_for()) == ["sent"]
    assert len(server.mails) == 1


def test_24_a_password_never_travels_in_clear_to_another_machine(desk: Make, copy_for: Make) -> None:
    sender = desk(25, server={"host": "mail.example.com", "security": "none"})
    with pytest.raises(FlashreportError, match="unencrypted") as caught:
        sender.send(copy_for())
    assert caught.value.problem.code == "delivery.clear-password"


@pytest.mark.parametrize(
    "source", [{"password_env": "NOT_SET"}, {"password_file": "nowhere"}, {"password_command": ["false"]}]
)
def test_25_a_password_that_cannot_be_had(source: dict[str, Any], desk: Make, copy_for: Make) -> None:
    sender = desk(25, server={"password_env": "", **source})
    with pytest.raises(FlashreportError) as caught:
        sender.send(copy_for())
    assert caught.value.problem.code == "delivery.no-password"
    assert sender.ledger.entries() == ()


def test_26_recipients_outside_the_allowed_domains_get_nothing(
    scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted()
    sender = desk(server, addresses=("Auditor@big4.example.org",))
    people = [copy_for(address) for address in (
        "ana@example.com", "ana@sub.example.com", "auditor@big4.example.org",
        "other@big4.example.org", "ana@badexample.com", "ana@example.com.evil.org",
    )]  # fmt: skip
    assert sender.states(*people) == ["sent", "sent", "sent", "refused", "refused", "refused"]
    assert len(server.mails) == 3
    assert desk(server, domains=()).states(copy_for("new@example.com")) == ["refused"]


def test_login_by_plain_with_the_first_line_of_a_file(
    scripted: Make, desk: Make, copy_for: Make, tmp_path: Path
) -> None:
    plain = scripted()
    (tmp_path / "secret").write_text("from-file\nsecond line\n")
    assert desk(plain, server={"password_env": "", "password_file": "secret"}).states(copy_for()) == ["sent"]
    token = next(line for line in plain.lines if line.startswith("AUTH PLAIN")).split()[2]
    assert base64.b64decode(token) == b"\0flash\0from-file"


def test_login_where_only_login_is_offered(scripted: Make, desk: Make, copy_for: Make) -> None:
    name, secret = (base64.b64encode(text.encode()).decode() for text in ("flash", "corréct-horse"))

    def login(step: str, argument: str, n: int) -> str | None:
        replies = {("AUTH", "LOGIN"): "334 VXNlcm5hbWU6", (name.upper(), ""): "334 UGFzc3dvcmQ6"}
        return replies.get((step, argument), "235 welcome" if step == secret.upper() else None)

    server = scripted(login, extensions=("STARTTLS", "AUTH LOGIN"))
    assert desk(server).states(copy_for()) == ["sent"]


@pytest.mark.parametrize(
    ("offered", "way", "line"),
    [
        ("XOAUTH2", "XOAUTH2", b"user=flash\x01auth=Bearer tok\x01\x01"),
        ("PLAIN LOGIN XOAUTH2 OAUTHBEARER", "XOAUTH2", b"user=flash\x01auth=Bearer tok\x01\x01"),
        ("OAUTHBEARER", "OAUTHBEARER", b"n,a=flash,\x01auth=Bearer tok\x01\x01"),
    ],
)
def test_login_by_token(
    offered: str, way: str, line: bytes, scripted: Make, desk: Make, copy_for: Make
) -> None:
    server = scripted(extensions=("STARTTLS", f"AUTH {offered}"))
    sender = desk(server, server={"login": "oauth2", "password_env": "", "password_command": ["echo", "tok"]})
    assert sender.states(copy_for()) == ["sent"]
    (said,) = [one for one in server.lines if one.startswith("AUTH")]
    assert said.split()[1] == way
    assert base64.b64decode(said.split()[2]) == line


@pytest.mark.parametrize(("offered", "sorry"), [("XOAUTH2", ""), ("OAUTHBEARER", "AQ==")])
def test_13_a_token_that_has_expired_defers_all_and_is_not_shown(
    offered: str, sorry: str, scripted: Make, desk: Make, copy_for: Make
) -> None:
    """The server gives its reason as a challenge first, and refuses after the answer to that."""

    def expired(step: str, argument: str, n: int) -> str | None:
        if step == "AUTH":
            return "334 " + base64.b64encode(b'{"status":"401"}').decode()
        return f"535 5.7.3 no {token}" if step == sorry.upper() else None

    server = scripted(expired, extensions=("STARTTLS", f"AUTH {offered}"))
    sender = desk(server, server={"login": "oauth2"})
    token = sender.environment["MAIL_PASSWORD"] = "ya29.expired"  # noqa: S105 # of the test server
    receipts = sender.send(copy_for(), copy_for(FIVE[1]))
    assert [receipt.state for receipt in receipts] == ["deferred"] * 2
    assert receipts[0].detail == "the login was refused: 535 5.7.3 no (hidden)"
    assert server.connections == 1


def test_the_time_of_the_answer_counts_the_waits(scripted: Make, desk: Make, copy_for: Make) -> None:
    sender = desk(scripted(at("RCPT", "450 later", "")))
    sender.send(copy_for())
    (entry,) = sender.ledger.entries()
    from datetime import datetime

    taken = datetime.fromisoformat(entry.closed_at) - datetime.fromisoformat("2026-11-24T05:30:00+00:00")
    assert taken == timedelta(seconds=5)
