"""Mail by the company's server. One connection for all, one mail per person.

Nothing has arrived before the line with the single dot: a connection that breaks earlier is
tried again, one that breaks after it leaves the outcome unknown.
"""

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from flashreport.delivery.channels.interface import Outcome, Parcel
from flashreport.delivery.channels.smtp_session import (
    Down,
    connected,
    reason,
    refuse_clear_password,
    timed_out,
)
from flashreport.delivery.credentials import password, scrubbed
from flashreport.delivery.means import Means
from flashreport.delivery.message import mail_address, one_line
from flashreport.workspace.ways_out import ServerSettings

Answer = tuple[int, bytes]
Step = Literal["sender", "recipient", "content"]
_LOST = (smtplib.SMTPException, OSError)


class Smtp:
    """A session that opens with the first mail and is opened anew after a loss."""

    name = "smtp"
    repeatable = False

    def __init__(self, server: ServerSettings, sender: str, means: Means) -> None:
        refuse_clear_password(server)
        self._server, self._sender = server, mail_address(sender).addr_spec
        self._secret = password(server, means, "delivery.server")
        self._session: smtplib.SMTP | None = None

    def send(self, parcel: Parcel, hand_over: Callable[[], None]) -> Outcome:
        """Send it; without its attachments when the server finds it too large."""
        try:
            to = mail_address(parcel.copy.recipient.address).addr_spec
        except ValueError as error:
            return Outcome("refused", str(error))
        outcome, too_large = self._tried(parcel, to, hand_over, attached=True)
        if too_large and parcel.copy.attachments:
            outcome, _ = self._tried(parcel, to, hand_over, attached=False)
        return outcome

    def close(self) -> None:
        """Take leave; the mail is safe whatever the server says to that."""
        if self._session is not None:
            with suppress(*_LOST):
                self._session.quit()
            self._session.close()
            self._session = None

    def _tried(
        self, parcel: Parcel, to: str, hand_over: Callable[[], None], *, attached: bool
    ) -> tuple[Outcome, bool]:
        """The outcome, and whether the message was too large."""
        try:
            session = self._fresh()
        except Down as error:
            return Outcome("deferred", self._shown(str(error)), retry=error.retry, down=True), False
        content = parcel.message(_size_limit(session), attached=attached)
        try:
            refusal = self._announced(session, to, len(content))
            if refusal is not None:
                return self._judged(*refusal)
            session.send(_dotted(content))
        except _LOST as error:
            return self._broken("deferred", error), False
        try:
            hand_over()
        except BaseException:
            self._drop()  # without the dot nothing was sent
            raise
        try:
            session.send(b".\r\n")
            answer = session.getreply()
        except _LOST as error:
            return self._broken("unknown", error), False
        return self._judged(answer, "content")

    def _fresh(self) -> smtplib.SMTP:
        """The open session, cleared of what went before; else a new one."""
        if self._session is not None:
            with suppress(*_LOST):
                if self._session.rset()[0] == _OK:
                    return self._session
            self._drop()
        self._session = connected(self._server, self._secret, self._sender.rpartition("@")[2])
        return self._session

    def _announced(self, session: smtplib.SMTP, to: str, size: int) -> tuple[Answer, Step] | None:
        """Say from whom, to whom, and that the content follows; the answer that stops it, if any."""
        answer = session.mail(self._sender, [f"SIZE={size}"] if session.has_extn("size") else [])
        if answer[0] // 100 != 2:
            return answer, "sender"
        answer = session.rcpt(to)
        if answer[0] // 100 != 2:
            return answer, "recipient"
        answer = session.docmd("DATA")
        return None if answer[0] == _GO_ON else (answer, "recipient")

    def _judged(self, answer: Answer, step: Step) -> tuple[Outcome, bool]:
        code, text = answer
        shown = self._shown(f"{code} {text.decode('utf-8', 'replace')}")
        if code // 100 not in (2, 4, 5):
            self._drop()
            lead = "the server's answer is no answer"
            return (
                Outcome("unknown", lead) if step == "content" else Outcome("deferred", lead, retry=True)
            ), False
        if code // 100 == 2:
            return Outcome("sent", shown), False
        if code == _CLOSING:
            self._drop()
        if code // 100 == 4:
            return Outcome("deferred", shown, retry=True), False
        too_large = code in _TOO_LARGE and not text.startswith(_FULL_MAILBOX)
        if code in _OUR_FAULT or (step == "sender" and not too_large):
            return Outcome(
                "deferred", f"the server takes no mail from {self._sender}: {shown}", down=True
            ), False
        return Outcome("refused", shown), too_large

    def _broken(self, state: Literal["deferred", "unknown"], error: Exception) -> Outcome:
        self._drop()
        hung = timed_out(error)
        when = (
            "after the mail was sent, before the answer" if state == "unknown" else "before the mail was sent"
        )
        what = (
            f"the server did not answer within {self._server.timeout} s"
            if hung
            else "the connection was lost"
        )
        detail = self._shown(f"{what}, {when}: {reason(error)}")
        return Outcome(state, detail, retry=state == "deferred", down=hung and state == "deferred")

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _shown(self, text: str) -> str:
        return one_line(scrubbed(text, self._server.username, self._secret))


_OK = 250
_GO_ON = 354
_CLOSING = 421
_OUR_FAULT = (502, 503, 530, 535, 538)
_TOO_LARGE = (523, 552)
_FULL_MAILBOX = b"5.2.2"  # RFC 3463: also said with 552


def _size_limit(session: smtplib.SMTP) -> int | None:
    """The largest message that the server takes (RFC 1870); None when it names none."""
    given = session.esmtp_features.get("size", "").strip()
    return int(given) if given.isdigit() and int(given) > 0 else None


def _dotted(content: bytes) -> bytes:
    """The lines, those that begin with a dot with one more (RFC 5321, 4.5.2); the last one ended."""
    whole = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)
