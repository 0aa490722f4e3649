"""The mail as it goes out: headers, parts, names, nothing injected."""

import email
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.delivery import Attachment, Body, Copy
from flashreport.delivery.channels import Parcel
from flashreport.delivery.message import Envelope, mail, mail_address, message_id, named_files, one_line
from flashreport.delivery.unsubscribe import signed, signed_text, unsubscribe_url
from flashreport.workspace.settings import DeliverySettings, Recipient

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
ENVELOPE = Envelope(
    "Flash <flash@example.com>",
    "cfo@example.com",
    "<1@example.com>",
    NOW,
    "mailto:x@example.com?subject=u%20t",
)
Make = Callable[..., Copy]


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    defects = [defect for part in message.walk() for defect in part.defects]
    defects += [defect for part in message.walk() for value in part.values() for defect in value.defects]
    assert defects == []
    return message


def test_the_mail_has_its_headers_and_parts(copy_for: Make) -> None:
    content = mail(copy_for(), ENVELOPE)
    assert content.isascii()
    assert not re.search(rb"(?<!\r)\n", content)
    assert max(map(len, content.split(b"\r\n"))) <= 200
    message = parsed(content)
    assert message["From"] == "Flash <flash@example.com>"
    assert message["To"] == "Ana Ruiz <ana@example.com>"
    assert message["Reply-To"] == "cfo@example.com"
    assert message["Subject"] == "Harbor Grill · Flash report, 23 Nov 2026"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<1@example.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert b"\r\nList-Unsubscribe: <mailto:x@example.com?subject=u%20t>\r\n" in content
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
        "image/png", "application/pdf",
    ]  # fmt: skip
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == "Cash 1,250.00 €\n.\n..two dots\n"
    assert 'src="cid:cash@x"' in html.get_content()
    (image,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert (image["Content-ID"], image.get_content()) == ("<cash@x>", b"\x89PNG picture")
    (pdf,) = message.iter_attachments()
    assert pdf.get_filename() == "harbor-grill-daily-2026-11-23.pdf"
    assert pdf.get_content() == b"%PDF-1.7 " + bytes(range(256))


def test_the_same_copy_gives_the_same_bytes(copy_for: Make) -> None:
    assert mail(copy_for(), ENVELOPE) == mail(copy_for(), ENVELOPE)
    assert mail(copy_for(), ENVELOPE) != mail(copy_for("ben@example.com"), ENVELOPE)


def test_the_id_follows_from_the_key_and_the_copys_number(copy_for: Make) -> None:
    one = message_id(copy_for(), "Flash <flash@example.com>")
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.com>", one)
    others = {
        message_id(copy_for(**change), "Flash <flash@example.com>", number)
        for change, number in (
            ({}, 2), ({"revision": 2}, 1), ({"scope": "east"}, 1), ({"report_name": "weekly"}, 1),
            ({"business_date": date(2026, 11, 24)}, 1), ({"address": "ben@example.com"}, 1),
        )
    }  # fmt: skip
    assert len(others | {one}) == 7
    assert message_id(copy_for("ANA@Example.com"), "flash@example.com") == message_id(
        copy_for(), "flash@example.com"
    )


def test_a_persian_company_has_an_ascii_file_name(copy_for: Make) -> None:
    copy = copy_for(
        company="رستوران", revision=3, scope="Süd", recipient=Recipient(address="a@b.ir", name="سارا")
    )
    content = mail(copy, ENVELOPE)
    message = parsed(content)
    (pdf,) = message.iter_attachments()
    assert pdf.get_filename() == "daily-sud-2026-11-23-r3.pdf"
    assert message["To"].addresses[0].display_name == "سارا"


def test_two_files_of_a_kind_keep_two_names(copy_for: Make) -> None:
    files = (Attachment("a.pdf", "application/pdf", b"1"), Attachment("b.pdf", "application/pdf", b"2"))
    named = named_files(copy_for(attachments=files))
    assert [name for name, _ in named] == [
        "harbor-grill-daily-2026-11-23.pdf",
        "harbor-grill-daily-2026-11-23-2.pdf",
    ]


EVIL = st.text(st.sampled_from('ab\r\n\t\0\x0b\x85\u2028\u2029: <>,;"@é\u200f'), max_size=30)


@given(subject=EVIL, name=EVIL, company=EVIL, filename=EVIL, cid=EVIL, too_large=EVIL)
def test_no_text_of_the_data_becomes_a_header(
    subject: str, name: str, company: str, filename: str, cid: str, too_large: str
) -> None:
    inject = "\r\nBcc: thief@evil.example\r\n\r\nbody"
    copy = Copy(
        "daily", date(2026, 11, 23), 1, company + inject, "Flash",
        Recipient(address="ana@example.com", name=name + inject),
        Body(subject + inject, "text", "<body></body>", ((cid + inject, b"png"),), too_large + inject),
        (Attachment(filename + inject, "application/pdf", b"%PDF"),),
    )  # fmt: skip
    for attached in (True, False):
        message = email.message_from_bytes(mail(copy, ENVELOPE, attached=attached), policy=policy.default)
        assert set(message.keys()) == {
            "Message-ID", "List-Unsubscribe", "From", "To", "Reply-To", "Subject", "Date", "Auto-Submitted",
            "X-Auto-Response-Suppress", "MIME-Version", "Content-Type",
        }  # fmt: skip
        assert [address.addr_spec for address in message["To"].addresses] == ["ana@example.com"]
        assert all("Bcc" not in part for part in message.walk())


def test_a_message_over_the_limit_goes_without_its_files_and_says_so(copy_for: Make) -> None:
    files = (Attachment("a.pdf", "application/pdf", bytes(600_000)),)
    copy = copy_for(attachments=files)
    whole = mail(copy, ENVELOPE)
    assert 800_000 < len(whole) < 850_000  # base64 makes 4 bytes of 3, and line ends
    assert Parcel(copy, ENVELOPE, len(whole)).message() == whole
    light = parsed(Parcel(copy, ENVELOPE, len(whole) - 1).message())
    assert list(light.iter_attachments()) == []
    for kind in ("plain", "html"):
        body = light.get_body((kind,))
        assert body is not None
        assert "too large for this mail" in body.get_content()


def test_the_sentence_is_the_readers(copy_for: Make) -> None:
    body = replace(copy_for().body, too_large="خیلی بزرگ & <است>")
    page = parsed(mail(copy_for(body=body), ENVELOPE, attached=False)).get_body(("html",))
    assert page is not None
    assert re.search(r"<body><p [^>]*>خیلی بزرگ &amp; &lt;است&gt;</p>", page.get_content())


def test_the_sentence_stands_where_the_page_has_room_for_it(copy_for: Make) -> None:
    body = replace(
        copy_for().body, html="<body>preview<h1>Flash</h1><!--note--><p>more</p></body>", locked="Locked."
    )
    for attached, sentence in ((True, "Locked."), (False, "too large for this mail")):
        page = parsed(mail(copy_for(body=body), ENVELOPE, attached=attached)).get_body(("html",))
        assert page is not None
        assert re.search(rf"</h1><p [^>]*>[^<]*{sentence}[^<]*</p><p>more", page.get_content())
    bare = parsed(mail(copy_for(body=replace(body, locked="")), ENVELOPE)).get_body(("html",))
    assert bare is not None
    assert "</h1><p>more" in bare.get_content()


def test_an_international_domain_is_written_in_ascii() -> None:
    assert mail_address("Ana <ana@bücher.example>").addr_spec == "ana@xn--bcher-kva.example"
    with pytest.raises(ValueError, match="before the @"):
        mail_address("añá@example.com")
    with pytest.raises(ValueError, match="is not a mail address"):
        mail_address("nobody")


def test_a_test_copy_is_marked(copy_for: Make) -> None:
    assert parsed(mail(copy_for(), replace(ENVELOPE, test=True)))["Subject"].startswith("[TEST] Harbor")


def test_a_line_for_a_header_has_no_control_characters() -> None:
    assert one_line("a\r\nBcc: x\t\0 b\u2028c ") == "a Bcc: x b c"


def test_the_unsubscribe_token_is_signed(copy_for: Make) -> None:
    key, other = bytes(32), bytes([1]) * 32
    settings = DeliverySettings(sender="flash@example.com", unsubscribe="https://example.com/u/{token}")
    url = unsubscribe_url(settings, copy_for("Ana@example.com"), key)
    token = url.removeprefix("https://example.com/u/")
    assert signed_text(token, key) == "ana@example.com daily"
    assert signed_text(token, other) is None
    assert signed_text("ä", key) is None
    assert signed_text(token[:-4] + "AAAA", key) is None
    assert signed("x", key) != signed("y", key)
    content = mail(copy_for(), replace(ENVELOPE, unsubscribe=url))
    assert f"List-Unsubscribe: <{url}>\r\n".encode() in content
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in content


def test_without_the_setting_a_mail_to_the_reply_address_unsubscribes(copy_for: Make) -> None:
    settings = DeliverySettings(sender="flash@example.com", reply_to="cfo@example.com")
    assert unsubscribe_url(settings, copy_for(), bytes(32)).startswith(
        "mailto:cfo@example.com?subject=unsubscribe%20"
    )


@pytest.mark.parametrize("part", ["local", "domain"])
def test_long_addresses_stay_whole(part: str, copy_for: Make) -> None:
    long = (
        "a" * 60 + "@example.com" if part == "local" else "ana@" + "b" * 60 + "." + "c" * 60 + ".example.com"
    )
    sender = f"Flash report of Harbor Grill <{long}>"
    copy = copy_for(recipient=Recipient(address=long, name="Ana Ruiz de la Vega"))
    content = mail(copy, replace(ENVELOPE, sender=sender, message_id=message_id(copy, sender)))
    message: Any = parsed(content)
    assert message["To"].addresses[0].addr_spec == long
    assert message["From"].addresses[0].addr_spec == long
    assert message["Message-ID"] == message_id(copy, sender)
