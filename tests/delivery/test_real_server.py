"""Mail by Postfix, read back from Dovecot: STARTTLS, login, mailbox and IMAP are theirs, not ours."""

import email
import imaplib
import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import dkim
import pytest

from flashreport.delivery import Attachment, Body
from flashreport.workspace.settings import Recipient

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "mta"
PDF = b"%PDF-1.7\r\n.\r\n" + bytes(range(256)) * 40
CID, PNG = "cash@x", b"\x89PNG\r\n\x1a\n" + bytes(range(256))
Make = Callable[..., Any]


@dataclass(frozen=True)
class MailServer:
    folder: Path
    smtp: int
    imap: int

    def settings(self, **more: object) -> dict[str, object]:
        return {
            "port": self.smtp, "username": "flash@example.com", "password_env": "MAIL_PASSWORD",
            "ca_file": str(self.folder / "ca.pem"), "timeout": 20, **more,
        }  # fmt: skip

    def mailbox(self, user: str) -> imaplib.IMAP4:
        box = imaplib.IMAP4("127.0.0.1", self.imap, timeout=20)
        box.starttls(ssl.create_default_context(cafile=str(self.folder / "ca.pem")))
        box.login(f"{user}@example.com", "test-password")
        return box

    def mails(self, user: str, most: int = 1) -> list[tuple[EmailMessage, str]]:
        """Each mail with the structure that Dovecot finds in it; waits until so many are there."""
        with self.mailbox(user) as box:
            until = time.monotonic() + 30
            while time.monotonic() < until:
                box.select("INBOX", readonly=True)
                numbers = box.search(None, "ALL")[1][0].split()
                if len(numbers) >= most:
                    break
                time.sleep(0.1)
            return [self._mail(box, number.decode()) for number in numbers]

    def raw(self, user: str) -> bytes:
        """The newest mail as Dovecot gives it out."""
        with self.mailbox(user) as box:
            box.select("INBOX", readonly=True)
            whole: Any = box.fetch("*", "(RFC822)")[1]
            content: bytes = whole[0][1]
            return content

    def _mail(self, box: imaplib.IMAP4, number: str) -> tuple[EmailMessage, str]:
        whole: Any = box.fetch(number, "(RFC822)")[1]
        structure: Any = box.fetch(number, "(BODYSTRUCTURE)")[1]
        message = email.message_from_bytes(whole[0][1], policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message, structure[0].decode()


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    path = f"{os.environ['PATH']}:/usr/sbin"
    if not all(shutil.which(program, path=path) for program in ("postfix", "dovecot", "openssl")):
        pytest.skip("Postfix and Dovecot are not installed")
    if os.geteuid() and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode:
        pytest.skip("Postfix and Dovecot start as root only")
    started = subprocess.run([SCRIPT, "start"], capture_output=True, text=True)
    assert started.returncode == 0, started.stderr
    folder = Path(started.stdout.strip())
    smtp, imap = map(int, (folder / "ports").read_text().split())
    yield MailServer(folder, smtp, imap)
    subprocess.run([SCRIPT, "stop", folder], check=True)


@pytest.fixture
def office(desk: Make, mail_server: MailServer) -> Make:
    """A desk that sends by the real server; ``more`` changes its settings, ``delivery`` the others."""

    def made(delivery: dict[str, object] | None = None, **more: object) -> Any:
        sender = desk(mail_server.smtp, server=mail_server.settings(**more), **(delivery or {}))
        sender.environment["MAIL_PASSWORD"] = "test-password"  # noqa: S105 # of the test server
        return sender

    return made


def test_the_mail_arrives_as_it_was_sent(office: Make, mail_server: MailServer, copy_for: Make) -> None:
    files = (Attachment("flash.pdf", "application/pdf", PDF),)
    people = ("ana", "ben", "nobody", "cara")
    copies = [copy_for(f"{person}@example.com", attachments=files) for person in people]
    sender = office()
    receipts = sender.send(*copies)
    assert [receipt.state for receipt in receipts] == ["sent", "sent", "refused", "sent"]
    assert receipts[0].detail.startswith("250 2.0.0 Ok: queued as ")
    assert "550 5.1.1 <nobody@example.com>: Recipient address rejected" in receipts[2].detail
    assert sender.states(*copies) == ["already", "already", "refused", "already"]
    for person in ("ana", "ben", "cara"):
        ((message, structure),) = mail_server.mails(person)
        assert [address.addr_spec for address in message["To"].addresses] == [f"{person}@example.com"]
        others = set(people) - {person}
        assert not [other for other in others if f"{other}@example.com" in str(message)]
        (pdf,) = message.iter_attachments()
        assert (pdf.get_filename(), pdf.get_content()) == ("harbor-grill-daily-2026-11-23.pdf", PDF)
        text = message.get_body(("plain",))
        assert text is not None
        assert text.get_content().replace("\r\n", "\n") == "Cash 1,250.00 €\n.\n..two dots\n"
        for part in (
            '"mixed"',
            '"alternative"',
            '"related"',
            '"text" "html"',
            '"image" "png"',
            '"application" "pdf"',
        ):
            assert part in structure.lower()
        assert not [defect for part in message.walk() for defect in part.defects]
    assert receipts[0].message_id in {message["Message-ID"] for message, _ in mail_server.mails("ana")}


def test_dovecot_finds_and_decodes_each_part_as_it_was_made(
    office: Make, mail_server: MailServer, copy_for: Make
) -> None:
    """Another parser than Python's cuts the mail, undoes base64 and quoted-printable, and agrees."""
    body = Body(
        "گزارش فوری", "ماندهٔ نقد ۱۲٬۵۰۰\n.\n", f"<html><body>{'نقد ' * 400}</body></html>", ((CID, PNG),)
    )
    person = Recipient(address="kim@example.com", name="سارا")
    copy = copy_for(recipient=person, body=body, attachments=(Attachment("a.pdf", "application/pdf", PDF),))
    assert office().states(copy) == ["sent"]
    mail_server.mails("kim")
    wanted = {"1.1": body.text.encode(), "1.2.1": body.html.encode(), "1.2.2": PNG, "2": PDF}
    with mail_server.mailbox("kim") as box:
        box.select("INBOX", readonly=True)
        for number, content in wanted.items():
            found: Any = box.fetch("*", f"(BINARY.PEEK[{number}])")[1]
            raw = found[0][1] if isinstance(found[0], tuple) else b""
            plain = raw.replace(b"\r\n", b"\n") if number.startswith("1.") and content != PNG else raw
            assert plain.rstrip(b"\n") == content.rstrip(b"\n"), number


def test_a_pdf_over_the_servers_limit_is_left_out(
    office: Make, mail_server: MailServer, copy_for: Make
) -> None:
    big = copy_for("dev@example.com", attachments=(Attachment("a.pdf", "application/pdf", bytes(1_000_000)),))
    assert office().states(big) == ["sent"]
    ((message, _),) = mail_server.mails("dev")
    assert list(message.iter_attachments()) == []
    body = message.get_body(("plain",))
    assert body is not None
    assert "too large for this mail" in body.get_content()


def test_a_wrong_password_sends_nothing_and_the_next_run_does(
    office: Make, mail_server: MailServer, copy_for: Make
) -> None:
    sender = office()
    sender.environment["MAIL_PASSWORD"] = "wrong-one"  # noqa: S105 # it is wrong
    (receipt,) = sender.send(copy_for("eli@example.com"))
    assert receipt.state == "deferred"
    assert receipt.detail.startswith("the login was refused: 535 5.7.8")
    sender.environment["MAIL_PASSWORD"] = "test-password"  # noqa: S105 # of the test server
    assert sender.states(copy_for("eli@example.com")) == ["sent"]
    assert len(mail_server.mails("eli")) == 1


def test_a_certificate_of_an_unknown_authority_stops(office: Make, copy_for: Make) -> None:
    (receipt,) = office(ca_file="").send(copy_for("fay@example.com"))
    assert receipt.state == "deferred"
    assert "does not hold" in receipt.detail


def test_a_forced_copy_is_a_second_mail_with_its_own_id(
    office: Make, mail_server: MailServer, copy_for: Make
) -> None:
    sender, copy = office(), copy_for("gil@example.com")
    assert sender.states(copy) == ["sent"]
    from datetime import UTC, datetime

    sender.ledger.again(copy.key, "lost it", datetime(2026, 11, 24, tzinfo=UTC))
    assert sender.states(copy) == ["sent"]
    assert len({message["Message-ID"] for message, _ in mail_server.mails("gil", 2)}) == 2


def test_a_signature_holds_after_the_way_through_postfix(
    office: Make, mail_server: MailServer, copy_for: Make, keys: Path, dns: Make
) -> None:
    signing = {"domain": "example.com", "selector": "flash-2026", "key_file": str(keys / "good.pem")}
    delivery = {
        "dkim": signing,
        "unsubscribe": "https://example.com/u/{token}",
        "reply_to": "cfo@example.com",
    }
    files = (Attachment("flash.pdf", "application/pdf", PDF),)
    copy = copy_for("hal@example.com", attachments=files)
    assert office(delivery).states(copy) == ["sent"]
    mail_server.mails("hal")
    content = mail_server.raw("hal")
    assert b"\r\nReceived: from example.com" in content  # Postfix has put its lines on top
    assert dkim.verify(content, dnsfunc=dns)
    assert not dkim.verify(content.replace(b"Cash", b"Dash", 1), dnsfunc=dns)


def test_a_shared_copy_is_one_mail_for_those_whom_the_server_takes(
    office: Make, mail_server: MailServer, copy_for: Make
) -> None:
    people = (
        Recipient(address="ida@example.com", name="Ida"),
        Recipient(address="nobody@example.com"),
        Recipient(address="jon@example.com", name="Jon", cc=True),
    )
    sender = office()
    receipts = sender.send(*(copy_for(recipient=one, shared=people, audience="board") for one in people))
    assert [receipt.state for receipt in receipts] == ["sent", "refused", "sent"]
    assert (
        len({receipt.detail for receipt in receipts if receipt.state == "sent"}) == 1
    )  # one answer for both
    for user in ("ida", "jon"):
        ((message, _),) = mail_server.mails(user)
        assert message["To"] == "Ida <ida@example.com>, nobody@example.com"
        assert message["Cc"] == "Jon <jon@example.com>"
        assert message["Message-ID"] == receipts[0].message_id
