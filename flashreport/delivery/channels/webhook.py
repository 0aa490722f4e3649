"""A webhook: the report's text by HTTPS, signed, for chat rooms and own programs.

The body is JSON with ``text`` for chat rooms and the delivery's key. The header
``X-Flashreport-Signature: t=SECONDS,v1=HEX`` holds the HMAC-SHA256 of ``SECONDS.BODY``.
"""

import hashlib
import hmac
import http.client
import json
import ssl
from urllib.parse import urlsplit

from flashreport.delivery.channels.interface import HandOver, Outcome, Parcel
from flashreport.delivery.channels.smtp_session import is_here, reason
from flashreport.delivery.credentials import password, scrubbed
from flashreport.delivery.means import Means
from flashreport.delivery.message import one_line
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.workspace.ways_out import ChannelSettings

_PASSING = (408, 425, 429)
_LOST = (OSError, http.client.HTTPException)


class Webhook:
    """One POST for each delivery; redirections are not followed."""

    repeatable = False

    def __init__(self, settings: ChannelSettings, means: Means) -> None:
        self.name = f"channel:{settings.name}"
        self._settings, self._url = settings, urlsplit(settings.url)
        if self._url.scheme != "https" and not is_here(self._url.hostname or ""):
            raise FlashreportError(
                "delivery.clear-webhook",
                phrase("the channel '{name}' would send the report unencrypted.", name=settings.name),
                "Write its url with https.",
                Place(file="flashreport.toml", key="delivery.channels.url"),
            )
        self._key = password(settings, means, f"delivery.channels.{settings.name}")

    def send(self, parcel: Parcel, hand_over: HandOver) -> dict[str, Outcome]:
        """Post it. A connection lost after the post leaves the outcome unknown."""
        return dict.fromkeys(parcel.to, self._posted(parcel, hand_over))

    def _posted(self, parcel: Parcel, hand_over: HandOver) -> Outcome:
        body = payload(parcel)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "flashreport",
            "Idempotency-Key": parcel.envelope.message_id.strip("<>"),
            "X-Flashreport-Signature": signature(body, self._key, int(parcel.envelope.date.timestamp())),
        }
        connection = self._connection()
        try:
            try:
                connection.connect()
            except _LOST as error:
                detail = f"no connection to {self._url.hostname}: {reason(error)}"
                fatal = isinstance(error, ssl.SSLError)
                return Outcome("deferred", one_line(detail), retry=not fatal, down=True)
            hand_over(parcel.to)
            try:
                target = (self._url.path or "/") + (f"?{self._url.query}" if self._url.query else "")
                connection.request("POST", target, body, headers)
                answer = connection.getresponse()
                return self._judged(answer.status, answer.reason)
            except _LOST as error:
                detail = f"the connection was lost before the answer: {reason(error)}"
                return Outcome("unknown", one_line(detail))
        finally:
            connection.close()

    def close(self) -> None:
        """Nothing stays open."""

    def _connection(self) -> http.client.HTTPConnection:
        host, port, timeout = self._url.hostname or "", self._url.port, self._settings.timeout
        if self._url.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=timeout)
        context = ssl.create_default_context(cafile=self._settings.ca_file or None)
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=context)

    def _judged(self, status: int, text: str) -> Outcome:
        shown = one_line(scrubbed(f"{status} {text}", "", self._key))
        if 200 <= status < 300:
            return Outcome("sent", shown)
        if status >= 500 or status in _PASSING:
            return Outcome("deferred", shown, retry=True)
        return Outcome("refused", shown)


def payload(parcel: Parcel) -> bytes:
    """The JSON that is posted."""
    copy = parcel.copy
    document = {
        "text": f"{one_line(copy.body.subject)}\n\n{copy.body.text}",
        "subject": one_line(copy.body.subject),
        "company": copy.company,
        "report": copy.report_name,
        "scope": copy.scope,
        "business_date": copy.business_date.isoformat(),
        "revision": copy.revision,
        "delivery": parcel.envelope.message_id.strip("<>"),
    }
    return json.dumps(document, ensure_ascii=False).encode()


def signature(body: bytes, key: str, seconds: int) -> str:
    """The header's value; the time in it lets the receiver turn away what is old."""
    signed = hmac.new(key.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={signed.hexdigest()}"
