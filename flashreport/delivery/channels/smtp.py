"""Mail by the company's server: one connection for all mails.

Nothing has arrived before the line with the single dot: a connection that breaks earlier is
tried again, one that breaks after it leaves the outcome unknown.
"""

import re
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Literal

from flashreport.delivery.channels.interface import HandOver, Outcome, Parcel
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

    def send(self, parcel: Parcel, hand_over: HandOver) -> dict[str, Outcome]:
        """Send it; without its attachments to those for whom the server finds it too large."""
        this = _Try(parcel, parcel.to, attached=True)
        self._try(this, hand_over)
        if not (this.large and parcel.copy.attachments):
            return this.outcomes
        again = _Try(parcel, tuple(this.large), attached=False)
        self._try(again, hand_over)
        return this.outcomes | again.outcomes

    def close(self) -> None:
        """Take leave; the mail is safe whatever the server says to that."""
        if self._session is not None:
            with suppress(*_LOST):
                self._session.quit()
            self._session.close()
            self._session = None

    def _try(self, this: "_Try", hand_over: HandOver) -> None:
        try:
            session = self._fresh()
        except Down as error:
            this.settle(Outcome("deferred", self._shown(str(error)), retry=error.retry, down=True))
            return
        content, this.whole = this.parcel.written(_size_limit(session), attached=this.attached)
        try:
            if not self._announced(session, this, len(content)):
                return
            session.send(_dotted(content))
        except _LOST as error:
            this.settle(self._broken("deferred", error))
            return
        try:
            hand_over(this.left)
        except BaseException:
            self._drop()  # without the dot nothing was sent
            raise
        try:
            session.send(b".\r\n")
            answer = session.getreply()
        except _LOST as error:
            this.settle(self._broken("unknown", error))
            return
        this.settle(*self._judged(answer, "content"))

    def _fresh(self) -> smtplib.SMTP:
        """The open session, cleared of what went before; else a new one."""
        if self._session is not None:
            with suppress(*_LOST):
                if self._session.rset()[0] == _OK:
                    return self._session
            self._drop()
        self._session = connected(self._server, self._secret, self._sender.rpartition("@")[2])
        return self._session

    def _announced(self, session: smtplib.SMTP, this: "_Try", size: int) -> bool:
        """Say from whom, to whom, and that the content follows; whether it may, for those who are left."""
        answer = session.mail(self._sender, [f"SIZE={size}"] if session.has_extn("size") else [])
        if answer[0] // 100 != 2:
            this.settle(*self._judged(answer, "sender"))
            return False
        for address in this.left:
            answer = self._recipient(session, address)
            if answer[0] // 100 == 2:
                continue
            refusal = self._judged(answer, "recipient")
            this.settle(*refusal, only=address)
            if self._session is None:  # the connection went with that answer
                this.settle(*refusal)
        if not this.left:
            return False
        answer = session.docmd("DATA")
        if answer[0] != _GO_ON:
            this.settle(*self._judged(answer, "recipient"))
        return answer[0] == _GO_ON

    def _recipient(self, session: smtplib.SMTP, address: str) -> Answer:
        try:
            return session.rcpt(mail_address(address).addr_spec)
        except ValueError as error:
            return _UNFIT, str(error).encode()

    def _judged(self, answer: Answer, step: Step) -> tuple[Outcome, bool]:
        code, text = answer
        if code == _UNFIT:
            return Outcome("refused", text.decode()), False
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


class _Try:
    """One message on its way: to whom, and how it ended for each of them so far."""

    def __init__(self, parcel: Parcel, people: Sequence[str], *, attached: bool) -> None:
        self.parcel, self.attached = parcel, attached
        self.whole = attached
        self.outcomes: dict[str, Outcome] = {}
        self.large: list[str] = []
        self._people = people

    @property
    def left(self) -> list[str]:
        """Those of whom nothing is decided."""
        return [address for address in self._people if address not in self.outcomes]

    def settle(self, outcome: Outcome, too_large: bool = False, *, only: str = "") -> None:
        """How it ended for this one, or for all who are left."""
        for address in [only] if only else self.left:
            self.outcomes[address] = replace(outcome, whole=self.whole)
            if too_large:
                self.large.append(address)


_OK = 250
_UNFIT = 599  # no server says so: the address fits no mail
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
