"""The way out for a reader: a link or a mail that carries a signed token."""

import base64
import hashlib
import hmac
from urllib.parse import quote

from flashreport.delivery.copies import Copy
from flashreport.delivery.message import mail_address
from flashreport.workspace.settings import DeliverySettings

_SIGNATURE_BYTES = 16


def unsubscribe_url(settings: DeliverySettings, copy: Copy, key: bytes) -> str:
    """The address that ``delivery.unsubscribe`` gives with the token in it.

    Without that setting a mail to the reply address, or else to the sender. A shared copy's
    token cannot tell its readers apart: there it is always a mail, whose sender does.
    """
    token = signed(f"{copy.mail_key.recipient} {copy.report_name}", key)
    if settings.unsubscribe and not (copy.shared and settings.unsubscribe.startswith("https:")):
        return settings.unsubscribe.replace("{token}", token)
    to = mail_address(settings.reply_to or settings.sender).addr_spec
    return f"mailto:{to}?subject={quote(f'unsubscribe {token}')}"


def signed(text: str, key: bytes) -> str:
    """A token that holds the text and proves that it comes from this archive."""
    content = text.encode()
    return base64.urlsafe_b64encode(_signature(content, key) + content).decode().rstrip("=")


def signed_text(token: str, key: bytes) -> str | None:
    """The text of a token; None when it was not signed with this key."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    signature, content = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _signature(content, key)):
        return None
    return content.decode()


def _signature(content: bytes, key: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
