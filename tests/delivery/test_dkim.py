"""Signed mails, checked by the library's verifier with the public key out of a DNS of the tests' own."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dkim
import pytest

from flashreport.delivery import Attachment
from flashreport.delivery.dkim_key import DkimKey, aligned
from flashreport.errors import FlashreportError
from flashreport.workspace.ways_out import DkimSettings

Make = Callable[..., Any]
SIGNED = {
    "from", "to", "subject", "date", "message-id", "mime-version", "content-type", "list-unsubscribe",
    "list-unsubscribe-post", "reply-to", "auto-submitted",
}  # fmt: skip
UNSUBSCRIBE = "https://example.com/u/{token}"


def settings_of(keys: Path, name: str = "good.pem") -> dict[str, str]:
    return {"domain": "example.com", "selector": "flash-2026", "key_file": str(keys / name)}


def tags(content: bytes) -> dict[str, str]:
    """The fields of the signature."""
    found = re.match(rb"DKIM-Signature:((?:[^\r]|\r\n[ \t])*)\r\n", content)
    assert found, content[:200]
    pairs = (part.partition("=") for part in re.sub(r"\s+", "", found[1].decode()).split(";"))
    return {name: value for name, _, value in pairs}


def test_a_mail_is_signed_with_all_that_matters(
    scripted: Make, desk: Make, copy_for: Make, keys: Path, dns: Make
) -> None:
    server = scripted()
    sender = desk(server, dkim=settings_of(keys), unsubscribe=UNSUBSCRIBE, reply_to="cfo@example.com")
    files = (Attachment("a.pdf", "application/pdf", bytes(range(256)) * 50),)
    assert sender.states(copy_for(attachments=files)) == ["sent"]
    (content,) = server.to("ana@example.com")
    assert dkim.verify(content, dnsfunc=dns)
    found = tags(content)
    assert (found["d"], found["s"], found["a"]) == ("example.com", "flash-2026", "rsa-sha256")
    assert found["c"] == "relaxed/relaxed"
    assert "l" not in found
    names = found["h"].split(":")
    assert set(names) >= SIGNED
    for single in ("from", "to", "cc", "subject", "date", "message-id", "reply-to"):
        there = len(re.findall(rb"(?im)^" + single.encode() + b":", content.split(b"\r\n\r\n")[0]))
        assert names.count(single) == there + 1, single  # none can be added on the way


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: ", b"Subject: Re: "),
        (b"To: ", b"Cc: thief@evil.example\r\nTo: "),
        (b"From: ", b"From: thief@evil.example\r\nFrom: "),
        (b"List-Unsubscribe: <https://example.com/", b"List-Unsubscribe: <https://evil.example/"),
        (b"\r\n\r\n", b"\r\n\r\nmore"),
        (b"Cash 1,250", b"Cash 9,250"),
    ],
)
def test_what_was_changed_on_the_way_does_not_hold(
    old: bytes, new: bytes, desk: Make, copy_for: Make, keys: Path, dns: Make
) -> None:
    sender = desk(dkim=settings_of(keys), unsubscribe=UNSUBSCRIBE)
    body = copy_for().body.__class__("Flash", "Cash 1,250\n", "")
    (receipt,) = sender.send(copy_for(body=body))
    content = Path(receipt.path).read_bytes()
    assert dkim.verify(content, dnsfunc=dns)
    assert old in content
    assert not dkim.verify(content.replace(old, new, 1), dnsfunc=dns)
    assert not dkim.verify(content + b"appended\r\n", dnsfunc=dns)


def test_the_record_is_the_one_that_openssl_makes(keys: Path, dns: Make) -> None:
    for name in ("good.pem", "old.pem"):
        key = DkimKey(DkimSettings.model_validate(settings_of(keys, name)), Path())
        assert key.record.encode() == dns(b"flash-2026._domainkey.example.com.")
        assert (key.name, key.bits) == ("flash-2026._domainkey.example.com", 2048)
        assert "PRIVATE" not in repr(key) + str(vars(key).keys())


@pytest.mark.parametrize(
    "name",
    ["gone.pem", "empty.pem", "text.pem", "public.pem", "locked.pem", "curve.pem", "short.pem", "."],
)
def test_38_a_key_that_cannot_sign_stops_before_anything_is_sent(
    name: str, scripted: Make, desk: Make, copy_for: Make, keys: Path
) -> None:
    server = scripted()
    sender = desk(server, dkim=settings_of(keys, name))
    with pytest.raises(FlashreportError, match=re.escape(name)) as caught:
        sender.send(copy_for())
    assert caught.value.problem.code == "delivery.dkim-key"
    assert caught.value.problem.place.key == "delivery.dkim.key_file"
    assert "PRIVATE KEY" not in str(caught.value)
    assert server.connections == 0
    assert sender.ledger.entries() == ()


def test_38_without_the_package_the_command_is_named(
    desk: Make, copy_for: Make, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dkim", None)
    with pytest.raises(FlashreportError, match=r"pip install 'flashreport\[dkim\]'") as caught:
        desk(dkim=settings_of(keys)).send(copy_for())
    assert caught.value.problem.code == "delivery.no-dkim"


def test_the_key_is_in_nothing_that_is_kept_or_sent(
    desk: Make, copy_for: Make, keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    sender = desk(dkim=settings_of(keys))
    receipts = sender.send(copy_for())
    kept = b"".join(path.read_bytes() for path in sender.root.rglob("*") if path.is_file())
    kept += caplog.text.encode() + repr(receipts).encode()
    for line in (keys / "good.pem").read_bytes().splitlines()[1:-1]:
        assert line not in kept


@pytest.mark.parametrize(
    ("domain", "sender", "fits"),
    [
        ("example.com", "example.com", True),
        ("example.com", "mail.example.com", True),
        ("mail.example.com", "example.com", True),
        ("example.com", "notexample.com", False),
        ("example.org", "example.com", False),
    ],
)
def test_whose_signature_it_is(domain: str, sender: str, fits: bool) -> None:
    assert aligned(domain, sender) == fits
