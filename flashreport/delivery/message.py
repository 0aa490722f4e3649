"""A copy as a mail message: text, HTML with its pictures, attachments, headers.

Nothing from the data reaches a header unwashed, and the bytes are the same for the same copy.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from html import escape
from typing import TYPE_CHECKING

from flashreport.delivery.copies import Attachment, Copy

if TYPE_CHECKING:
    from flashreport.workspace.settings import Recipient

POLICY = policy.SMTP.clone(cte_type="7bit")
NOTE_PLACE = "<!--note-->"
_NOTE_STYLE = "margin:10px 0 0;padding:8px 10px;border:1px solid #98a2ac;font-size:13px"
_BODY_TAG = re.compile(r"<body[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a mail carries beside its copy. ``unsubscribe`` is a URL; empty for none."""

    sender: str
    reply_to: str
    message_id: str
    date: datetime
    unsubscribe: str = ""
    test: bool = False


def one_line(text: str, most: int = 300) -> str:
    """The text without line breaks and other control characters, fit for a header."""
    plain = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    return " ".join(plain.split())[:most].strip()


def mail_address(text: str, name: str = "") -> Address:
    """An address for a header; the domain in its ASCII form.

    Raises ValueError when the part before the @ is not ASCII, which few servers take.
    """
    shown, spec = parseaddr(one_line(text))
    user, _, domain = spec.rpartition("@")
    if not user or not domain:
        raise ValueError(f"'{one_line(text)}' is not a mail address")
    if not user.isascii():
        raise ValueError(f"'{spec}' has letters before the @ that mail servers do not take")
    # idna turns each part of the name into ASCII; plain names stay as they are.
    return Address(one_line(name or shown), user, domain.encode("idna").decode("ascii"))


def message_id(copy: Copy, sender: str, number: int = 1, *more: str) -> str:
    """The id that the delivery's key gives; ``number`` counts the copies sent by force."""
    digest = copy.mail_key.digest(copy.company, sender, str(number), *more)
    return f"<{digest[:40]}@{mail_address(sender).domain}>"


def mail(copy: Copy, envelope: Envelope, *, attached: bool = True) -> bytes:
    """The message with CRLF line ends, all of it ASCII. ``attached`` False leaves the files out."""
    body = copy.body
    note = (body.locked if attached else body.too_large) if copy.attachments else ""
    message = EmailMessage(policy=POLICY)
    for name, value in _headers(copy, envelope):
        message[name] = value
    text, html = body.text, _noted(body.html, one_line(note))
    if note:
        text = f"{one_line(note)}\n\n{text}"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
        _add_images(message, body.images)
    for filename, attachment in named_files(copy) if attached else ():
        kind, _, subtype = attachment.mime_type.partition("/")
        message.add_attachment(attachment.content, maintype=kind, subtype=subtype, filename=filename)
    _settle_parts(message, copy)
    return _unfolded(envelope) + message.as_bytes(policy=POLICY)


def _settle_parts(message: EmailMessage, copy: Copy) -> None:
    """Boundaries that the key gives, and no header twice over."""
    for number, part in enumerate(message.walk()):
        if part is not message:
            del part["MIME-Version"]
        if part.get_content_type() == "multipart/related":
            part.set_param("type", "text/html")  # RFC 2387 asks for it
        if part.is_multipart():
            part.set_boundary(f"=={copy.mail_key.digest('boundary', str(number))[:32]}==")


def _unfolded(envelope: Envelope) -> bytes:
    """Headers with long words: the library would break them up by encoding, which readers don't undo."""
    lines = [f"Message-ID: {envelope.message_id}"]
    if envelope.unsubscribe:
        lines.append(f"List-Unsubscribe: <{envelope.unsubscribe}>")
        if envelope.unsubscribe.startswith("https:"):
            lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    if any(not line.isascii() or not line.isprintable() for line in lines):
        raise ValueError("a header of the mail holds letters that are not ASCII")
    return "".join(f"{line}\r\n" for line in lines).encode()


def _headers(copy: Copy, envelope: Envelope) -> Iterator[tuple[str, object]]:
    recipient = copy.recipient
    yield "From", mail_address(envelope.sender)
    for name, people in _people(copy):
        yield name, [mail_address(person.address, person.name) for person in people]
    if envelope.reply_to:
        yield "Reply-To", mail_address(envelope.reply_to)
    yield "Subject", ("[TEST] " if envelope.test else "") + one_line(copy.body.subject)
    yield "Date", format_datetime(envelope.date)
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    if recipient.language:
        yield "Content-Language", recipient.language


def _people(copy: Copy) -> "Iterator[tuple[str, list[Recipient]]]":
    """Who stands under To and who under Cc; a mail is to somebody, whatever became of the others."""
    people = list(copy.shared) or [copy.recipient]
    to = [person for person in people if not (copy.shared and person.cc)] or people
    yield "To", to
    if copied := [person for person in people if person not in to]:
        yield "Cc", copied


def _noted(html: str, sentence: str) -> str:
    """The page with a sentence where it has room for one, else as its first paragraph."""
    note = f'<p dir="auto" style="{_NOTE_STYLE}">{escape(sentence)}</p>' if sentence else ""
    if not note or NOTE_PLACE in html:
        return html.replace(NOTE_PLACE, note, 1)
    found = _BODY_TAG.search(html)
    at = found.end() if found else 0
    return html[:at] + note + html[at:] if html else ""


def _add_images(message: EmailMessage, images: tuple[tuple[str, bytes], ...]) -> None:
    page = message.get_body(("html",))
    if page is None:
        return
    for number, (cid, content) in enumerate(images, 1):
        page.add_related(
            content,
            "image",
            "png",
            cid=f"<{one_line(cid)}>",
            filename=f"chart-{number}.png",
            disposition="inline",
        )


def named_files(copy: Copy) -> list[tuple[str, Attachment]]:
    """The attachments with ASCII names that carry company, report, business date and revision."""
    parts = [slug(copy.company), slug(copy.report_name), slug(copy.scope), copy.business_date.isoformat()]
    if copy.revision > 1:
        parts.append(f"r{copy.revision}")
    stem = "-".join(part for part in parts if part)
    named: dict[str, Attachment] = {}
    for number, attachment in enumerate(copy.attachments, 1):
        suffix = slug(attachment.filename.rpartition(".")[2]) or "bin"
        name = f"{stem}.{suffix}"
        named[name if name not in named else f"{stem}-{number}.{suffix}"] = attachment
    return list(named.items())


def slug(text: str) -> str:
    """Small ASCII letters, digits and hyphens; empty when the text has none of them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
