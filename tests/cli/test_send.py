"""``send``: each way of sending, against an archive that holds one report."""

import email
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from email import policy
from pathlib import Path
from typing import Any

import pytest

from flashreport import archive, pipeline
from flashreport.cli import edition_choice, send
from flashreport.delivery import Attachment, Body, Copy, open_ledger
from flashreport.delivery.ledger import Claim
from flashreport.workspace.settings import Recipient

Flash = Callable[..., Any]
PEOPLE = ("ana@example.com", "ben@example.com", "cara@elsewhere.example")
MORE = """
[delivery]
domains = ["example.com"]
sender = "Flash <flash@example.com>"
"""


@dataclass(frozen=True)
class Stored:
    report_name: str = "daily"
    business_date: date = date(2026, 11, 23)
    revision: int = 1
    scope: str = ""


@dataclass(frozen=True)
class Edition:
    stored: Stored = field(default_factory=Stored)


@pytest.fixture
def sending(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace, with a kept report for three people, one of whom may not get mail."""
    with (workspace / "flashreport.toml").open("a") as file:
        file.write(MORE)
    body = Body("Flash report, 23 Nov 2026", "Cash 1", '<body><img src="cid:a@x"></body>', (("a@x", b"PNG"),))
    copies = [
        Copy(
            "daily", date(2026, 11, 23), 1, "Harbor Grill", "Flash report", Recipient(address=address), body,
            (Attachment("a.pdf", "application/pdf", b"%PDF"),),
        )
        for address in PEOPLE
    ]  # fmt: skip

    @contextmanager
    def opened(_workspace: object) -> Iterator[None]:
        yield None

    monkeypatch.setattr(archive, "open_archive", opened)
    monkeypatch.setattr(send, "chosen", lambda *_: Edition())
    monkeypatch.setattr(edition_choice, "chosen", lambda *_: Edition())
    monkeypatch.setattr(pipeline, "copies_of", lambda *_: copies)
    return workspace


def states(ended: Any) -> list[str]:
    return [line.split("\t")[2] for line in ended.out.splitlines()]


def test_it_sends_once_and_says_where_the_mails_lie(sending: Path, flash: Flash) -> None:
    ended = flash("-C", sending, "send")
    assert states(ended) == ["written", "written", "refused"]
    assert ended.code == 8
    assert f"No mail server is set: mails lie in {sending / 'outbox'}." in ended.err
    assert states(flash("-C", sending, "send", "--recipient", "ANA@example.com")) == ["already"]
    assert len(list((sending / "outbox").rglob("*.eml"))) == 2


def test_a_dry_run_writes_the_mails_and_records_nothing(sending: Path, flash: Flash) -> None:
    ended = flash("-C", sending, "send", "--dry-run", "--recipient", "ana@example.com")
    assert ended.code == 0
    (path,) = (sending / "dry-run" / "mail").rglob("*.eml")
    tried = path.read_bytes()
    assert not (sending / "outbox").exists()
    flash("-C", sending, "send", "--recipient", "ana@example.com")
    (sent,) = (sending / "outbox").rglob("*.eml")
    dates = (b"\r\nDate: ", b"\r\n")
    strip = [
        text.split(dates[0])[0] + text.split(dates[0])[1].split(dates[1], 1)[1]
        for text in (tried, sent.read_bytes())
    ]
    assert strip[0] == strip[1]


def test_a_test_copy_is_marked_and_kept_out_of_the_ledger(sending: Path, flash: Flash) -> None:
    ended = flash("-C", sending, "send", "--to", "me@example.com")
    assert ended.code == 0
    (path,) = (sending / "outbox").rglob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["Subject"] == "[TEST] Flash report, 23 Nov 2026"
    assert message["To"] == "me@example.com"
    assert flash("-C", sending, "send", "--list").err == "Nothing was sent of the report of 2026-11-23.\n"
    assert flash("-C", sending, "send", "--to", "me@evil.example").code == 8
    assert flash("-C", sending, "send", "--to", "nobody").code == 2


def test_force_needs_a_reason_and_sends_one_more_copy(sending: Path, flash: Flash) -> None:
    who = ("--recipient", "ana@example.com")
    flash("-C", sending, "send", *who)
    assert flash("-C", sending, "send", *who, "--force").code == 2
    assert states(flash("-C", sending, "send", *who, "--force", "--reason", "she lost it")) == ["written"]
    assert len(list((sending / "outbox").rglob("*.eml"))) == 2
    (entry,) = json.loads(flash("-C", sending, "send", "--list", "--json").out)
    assert (entry["recipient"], entry["copy"], entry["state"]) == ("ana@example.com", 2, "written")
    ids = {
        email.message_from_bytes(p.read_bytes())["Message-ID"] for p in (sending / "outbox").rglob("*.eml")
    }
    assert len(ids) == 2


@pytest.mark.parametrize(("way", "mails"), [("sent", 0), ("again", 1)])
def test_an_unknown_outcome_is_settled_by_a_person(sending: Path, flash: Flash, way: str, mails: int) -> None:
    from datetime import UTC, datetime

    moment = datetime(2026, 11, 24, tzinfo=UTC)
    key = Copy("daily", date(2026, 11, 23), 1, "", "", Recipient(address=PEOPLE[0]), Body("", "", "")).key
    with open_ledger(sending / "archive") as ledger:
        claim = ledger.claim(key, "smtp", moment, repeatable=False)
        assert isinstance(claim, Claim)
        ledger.hand_over(claim, moment)
    who = ("--recipient", PEOPLE[0])
    assert states(flash("-C", sending, "send", *who)) == ["unknown"]
    listed = flash("-C", sending, "send", "--list")
    assert listed.code == 8
    assert "unknown" in listed.out
    flash("-C", sending, "send", "--resolve", way, "--reason", "asked her")
    assert len(list((sending / "outbox").rglob("*.eml"))) == mails
    assert flash("-C", sending, "send", "--list").code == 0
    assert states(flash("-C", sending, "send", *who)) == ["already"]


def test_a_preview_is_one_page_with_its_pictures(sending: Path, flash: Flash) -> None:
    ended = flash("-C", sending, "send", "--preview")
    page = Path(ended.out.strip()).read_text()
    assert page == '<body><img src="data:image/png;base64,UE5H"></body>'


def test_a_stranger_is_a_mistake_of_the_call(sending: Path, flash: Flash) -> None:
    ended = flash("-C", sending, "send", "--recipient", "dora@example.com")
    assert ended.code == 2
    assert "dora@example.com does not get this report" in ended.err
    assert flash("-C", sending, "send", "--list", "--preview").code == 2


def test_json_tells_the_receipts(sending: Path, flash: Flash) -> None:
    told = json.loads(flash("-C", sending, "send", "--json").out)
    assert [receipt["state"] for receipt in told] == ["written", "written", "refused"]
    assert told[0]["message_id"].endswith("@example.com>")


def test_the_token_of_a_mail_says_who_unsubscribes(sending: Path, flash: Flash) -> None:
    flash("-C", sending, "send", "--recipient", "ana@example.com")
    (path,) = (sending / "outbox").rglob("*.eml")
    token = email.message_from_bytes(path.read_bytes())["List-Unsubscribe"].rpartition("%20")[2].rstrip(">")
    assert flash("-C", sending, "send", "--token", token).out == "ana@example.com daily\n"
    assert flash("-C", sending, "send", "--token", "A" + token).code == 8
