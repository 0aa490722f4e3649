"""A session with a mail server: connect, secure, log in. What fails here fails for everybody."""

import base64
import smtplib
import socket
import ssl
from ipaddress import ip_address

from flashreport.delivery.credentials import oauthbearer, xoauth2
from flashreport.errors import FlashreportError, Place, phrase
from flashreport.workspace.ways_out import ServerSettings

_CHALLENGE = 334


class Down(Exception):
    """Nothing can be sent by this server now. ``retry``: it may be better in a moment."""

    def __init__(self, detail: str, *, retry: bool) -> None:
        super().__init__(detail)
        self.retry = retry


def connected(server: ServerSettings, secret: str, ehlo: str) -> smtplib.SMTP:
    """A session that is ready for mail. Raises Down."""
    where = f"{server.host}:{server.port_number}"
    try:
        return _ready(server, secret, ehlo)
    except ssl.SSLCertVerificationError as error:
        raise Down(
            f"the certificate of {where} does not hold: {error.verify_message}", retry=False
        ) from error
    except ssl.SSLError as error:
        raise Down(f"{where} speaks no TLS that fits: {error.reason or error}", retry=False) from error
    except smtplib.SMTPAuthenticationError as error:
        raise Down(_answer("the login was refused", error), retry=_passing(error.smtp_code)) from error
    except smtplib.SMTPResponseException as error:
        raise Down(
            _answer(f"{where} does not want to talk", error), retry=_passing(error.smtp_code)
        ) from error
    except socket.gaierror as error:
        raise Down(f"the name {server.host} is not known: {error.strerror}", retry=True) from error
    except (OSError, smtplib.SMTPException) as error:
        if timed_out(error):
            raise Down(f"{where} did not answer within {server.timeout} s", retry=True) from error
        raise Down(f"no connection to {where}: {reason(error)}", retry=True) from error


def _ready(server: ServerSettings, secret: str, ehlo: str) -> smtplib.SMTP:
    context = _context(server)
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(local_hostname=ehlo, timeout=server.timeout, context=context)
    else:
        smtp = smtplib.SMTP(local_hostname=ehlo, timeout=server.timeout)
    try:
        smtp._host = server.host  # type: ignore[attr-defined]  # smtplib checks this name in the certificate
        _greeted(smtp.connect(server.host, server.port_number))
        _hello(smtp)
        if server.security == "starttls":
            if not smtp.has_extn("starttls"):
                raise Down(f"{server.host} offers no STARTTLS, and mail is not sent in clear", retry=False)
            _greeted(smtp.starttls(context=context))
            _hello(smtp)
        if server.username:
            _log_in(smtp, server, secret)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _context(server: ServerSettings) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=server.ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not server.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _greeted(answer: tuple[int, bytes]) -> None:
    code, text = answer
    if code != 220:
        raise smtplib.SMTPResponseException(code, text)


def _hello(smtp: smtplib.SMTP) -> None:
    code, text = smtp.ehlo()
    if code // 100 != 2:
        raise smtplib.SMTPResponseException(code, text)


def _log_in(smtp: smtplib.SMTP, server: ServerSettings, secret: str) -> None:
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if server.login == "oauth2":
        _log_in_by_token(smtp, server, secret, offered)
    elif "PLAIN" in offered:
        token = base64.b64encode(f"\0{server.username}\0{secret}".encode()).decode()
        _accepted(smtp.docmd("AUTH", f"PLAIN {token}"))
    elif "LOGIN" in offered:
        smtp.docmd("AUTH", "LOGIN")
        smtp.docmd(base64.b64encode(server.username.encode()).decode())
        _accepted(smtp.docmd(base64.b64encode(secret.encode()).decode()))
    else:
        raise Down(f"{server.host} offers no login by PLAIN or LOGIN", retry=False)


def _log_in_by_token(smtp: smtplib.SMTP, server: ServerSettings, secret: str, offered: list[str]) -> None:
    """By the way that the server offers; where it names none, by that of Microsoft and Google."""
    if "OAUTHBEARER" in offered and "XOAUTH2" not in offered:
        way, first, sorry = "OAUTHBEARER", oauthbearer(server.username, secret), "AQ=="
    else:
        way, first, sorry = "XOAUTH2", xoauth2(server.username, secret), ""
    answer = smtp.docmd("AUTH", f"{way} {first}")
    if answer[0] == _CHALLENGE:  # its reason; the refusal itself comes after this line
        answer = smtp.docmd(sorry)
    _accepted(answer)


def _accepted(answer: tuple[int, bytes]) -> None:
    if answer[0] != 235:
        raise smtplib.SMTPAuthenticationError(*answer)


def _answer(lead: str, error: smtplib.SMTPResponseException) -> str:
    text = error.smtp_error
    return f"{lead}: {error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"


def _passing(code: int) -> bool:
    return code // 100 == 4 or code < 200


def timed_out(error: BaseException) -> bool:
    """Whether silence was the reason; smtplib wraps it in an error of its own."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def reason(error: Exception) -> str:
    """Why a connection failed, in words."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def refuse_clear_password(server: ServerSettings) -> None:
    """Raise ``delivery.clear-password`` when a password would travel unencrypted to another machine."""
    if server.security == "none" and server.username and not is_here(server.host):
        raise FlashreportError(
            "delivery.clear-password",
            phrase("the password for {host} would be sent unencrypted.", host=server.host),
            "Set security to 'starttls' or 'tls'.",
            Place(file="flashreport.toml", key="delivery.server.security", value="none"),
        )


def is_here(host: str) -> bool:
    """Whether the host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
