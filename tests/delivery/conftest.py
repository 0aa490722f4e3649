import shutil
import socket
import ssl
import subprocess
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from flashreport.delivery import Attachment, Body, Copy, Ledger, Means, Receipt, open_ledger
from flashreport.delivery.deliver import deliver
from flashreport.workspace.settings import DeliverySettings, Recipient
from tests.databases import empty_database

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
PASSWORD = "corréct-horse"  # noqa: S105 # of the test server
Answer = Callable[[str, str, int], str | None]


@dataclass
class Clock:
    """Time that passes only when somebody waits."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds

    def elapsed(self) -> float:
        return self.seconds


class ScriptedServer:
    """A mail server that answers as it is told.

    ``answer(step, argument, n)`` gives the reply of the n-th time (from 1) that this step was
    reached with this argument, or None for the usual one. Steps: CONNECT, EHLO, STARTTLS, AUTH,
    RSET, MAIL, RCPT, DATA, BODY (amid the content), END. Replies may be 'drop' and 'hang'.
    """

    def __init__(
        self, context: ssl.SSLContext | None, extensions: tuple[str, ...], *, tls: bool = False
    ) -> None:
        self.answer: Answer = lambda step, argument, n: None
        self.extensions, self.context, self.tls = extensions, context, tls
        self.mails: list[tuple[str, bytes]] = []
        self.lines: list[str] = []
        self.connections = 0
        self._counts: dict[tuple[str, str], int] = {}
        self._ended = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self._ended.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)

    def to(self, address: str) -> list[bytes]:
        """What arrived for an address."""
        return [content for recipient, content in self.mails if recipient == address]

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._session, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _session(self, connection: socket.socket) -> None:
        with suppress(OSError, _Drop):
            if self.tls and self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            Session(self, connection).run()
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    def reply(self, connection: socket.socket, step: str, argument: str, usual: str) -> str:
        count = self._counts[(step, argument)] = self._counts.get((step, argument), 0) + 1
        text = self.answer(step, argument, count)
        text = usual if text is None else text
        if text == "drop":
            raise _Drop
        if text == "hang":
            self._ended.wait(20)
            raise _Drop
        if text:
            connection.sendall(text.encode() + b"\r\n")
        return text


class _Drop(Exception):
    pass


class Session:
    def __init__(self, server: ScriptedServer, connection: socket.socket) -> None:
        self.server, self.connection = server, connection
        self.file = connection.makefile("rb")
        self.recipient = ""  # the last one named
        self.taken: list[str] = []

    def say(self, step: str, usual: str, argument: str = "") -> str:
        return self.server.reply(self.connection, step, argument, usual)

    def run(self) -> None:
        if self.say("CONNECT", "220 test ready")[:1] != "2":
            return
        while raw := self.file.readline():  # STARTTLS puts another file here
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            verb, _, argument = line.partition(" ")
            self.server.lines.append(f"{verb.upper()} {argument}".strip())
            if verb.upper() == "QUIT":
                self.connection.sendall(b"221 bye\r\n")
                return
            if self.handle(verb.upper(), argument)[:3] == "421":
                return

    def handle(self, verb: str, argument: str) -> str:
        if verb == "EHLO":
            *more, last = ["test", *self.server.extensions]
            return self.say("EHLO", "\r\n".join([*[f"250-{line}" for line in more], f"250 {last}"]))
        if verb == "STARTTLS" and self.server.context:
            said = self.say("STARTTLS", "220 go ahead")
            if said.startswith("220"):
                self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
                self.file = self.connection.makefile("rb")
            return said
        if verb == "AUTH":
            return self.say("AUTH", "235 welcome", argument)
        if verb in ("MAIL", "RSET"):
            self.taken = []
        if verb == "RCPT":
            self.recipient = argument[argument.index("<") + 1 : argument.index(">")]
            said = self.say("RCPT", "250 ok", self.recipient)
            if said.startswith("250"):
                self.taken.append(self.recipient)
            return said
        if verb == "DATA":
            said = self.say("DATA", "354 go on", self.recipient)
            return self.content() if said.startswith("354") else said
        return self.say(verb, "250 ok")

    def content(self) -> str:
        lines: list[bytes] = []
        for number, line in enumerate(self.file):
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
            if number == 2:
                self.say("BODY", "", self.recipient)
        else:
            raise _Drop  # cut off: what came so far is thrown away
        self.connection_keeps(b"".join(lines))
        return self.say("END", "250 2.0.0 queued as 1", self.recipient)

    def connection_keeps(self, content: bytes) -> None:
        """Keep the mail when its answer will be good, or when the answer will be lost."""
        server = self.server
        count = server._counts.get(("END", self.recipient), 0) + 1
        text = server.answer("END", self.recipient, count) or "250"
        if text[:1] == "2" or text in ("drop", "hang"):
            server.mails += [(recipient, content) for recipient in self.taken]


@dataclass
class Desk:
    """A workspace's sending side: settings, ledger, outbox, and a clock that needs no waiting."""

    root: Path
    settings: DeliverySettings
    ledger: Ledger
    clock: Clock
    environment: dict[str, str]

    @property
    def means(self) -> Means:
        return Means(self.root, self.environment, self.clock.wait, self.clock.elapsed)

    def send(self, *copies: Copy, now: datetime = NOW) -> tuple[Receipt, ...]:
        return deliver(copies, self.settings, self.root / "outbox", self.ledger, now, self.means)

    def states(self, *copies: Copy) -> list[str]:
        return [receipt.state for receipt in self.send(*copies)]


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority and three certificates of servers: good, of another host, expired."""
    if shutil.which("openssl") is None:
        pytest.fail("the openssl program is needed: make test installs it")
    folder = tmp_path_factory.mktemp("certificates")

    def run(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    run(
        "req",
        "-x509",
        *key,
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-subj",
        "/CN=Test authority",
        "-days",
        "2",
    )
    for name, host, days in (
        ("good", "DNS:localhost,IP:127.0.0.1", "2"),
        ("other", "DNS:mail.example.net", "2"),
        ("expired", "DNS:localhost,IP:127.0.0.1", "-1"),
    ):
        run("req", "-new", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        (folder / f"{name}.ext").write_text(f"subjectAltName={host}\n")
        sign = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", f"{name}.ext")
        run("x509", "-req", "-in", f"{name}.csr", *sign, "-out", f"{name}.pem", "-days", days)
    return folder


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys for DKIM of each kind that openssl writes, and the public half as openssl sees it."""
    folder = tmp_path_factory.mktemp("dkim")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    openssl("genrsa", "-out", "good.pem", "2048")
    openssl("rsa", "-in", "good.pem", "-traditional", "-out", "old.pem")
    openssl("rsa", "-in", "good.pem", "-pubout", "-outform", "DER", "-out", "public.der")
    openssl("rsa", "-in", "good.pem", "-pubout", "-out", "public.pem")
    openssl("rsa", "-in", "good.pem", "-aes256", "-passout", "pass:x", "-out", "locked.pem")
    openssl("genrsa", "-out", "short.pem", "768")
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "curve.pem")
    (folder / "empty.pem").write_text("")
    (folder / "text.pem").write_text(
        "-----BEGIN RSA PRIVATE KEY-----\nnonsense\n-----END RSA PRIVATE KEY-----\n"
    )
    return folder


@pytest.fixture(scope="session")
def dns(keys: Path) -> Callable[..., bytes | None]:
    """A DNS with the one DKIM record, made by openssl and not by the program."""
    record = b"v=DKIM1; k=rsa; p=" + b64encode((keys / "public.der").read_bytes())

    def look_up(name: bytes, timeout: int = 5) -> bytes | None:
        return record if name == b"flash-2026._domainkey.example.com." else None

    return look_up


@pytest.fixture
def server_context(certificates: Path) -> Callable[[str], ssl.SSLContext]:
    def made(name: str = "good") -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
        return context

    return made


@pytest.fixture
def scripted(server_context: Callable[[str], ssl.SSLContext]) -> Iterator[Callable[..., ScriptedServer]]:
    """Start a scripted server; ``cert`` names its certificate, ``tls`` encrypts from the start."""
    started: list[ScriptedServer] = []

    def start(
        answer: Answer | None = None,
        *,
        cert: str = "good",
        extensions: tuple[str, ...] = ("STARTTLS", "AUTH PLAIN LOGIN", "SIZE 50000000"),
        tls: bool = False,
    ) -> ScriptedServer:
        server = ScriptedServer(server_context(cert), extensions, tls=tls)
        if answer:
            server.answer = answer
        started.append(server)
        return server

    yield start
    for server in started:
        server.close()


@pytest.fixture
def copy_for() -> Callable[..., Copy]:
    def made(address: str = "ana@example.com", **more: Any) -> Copy:
        parts: dict[str, Any] = {
            "report_name": "daily",
            "business_date": date(2026, 11, 23),
            "revision": 1,
            "company": "Harbor Grill",
            "report_title": "Flash report",
            "recipient": Recipient(address=address, name="Ana Ruiz"),
            "body": Body(
                "Harbor Grill · Flash report, 23 Nov 2026",
                "Cash 1,250.00 €\n.\n..two dots\n",
                '<html><body><p>Cash</p><img src="cid:cash@x" alt="cash"></body></html>',
                (("cash@x", b"\x89PNG picture"),),
            ),
            "attachments": (
                Attachment("flash-2026-11-23.pdf", "application/pdf", b"%PDF-1.7 " + bytes(range(256))),
            ),
        }
        return Copy(**{**parts, **more})

    return made


@pytest.fixture
def desk(tmp_path: Path, certificates: Path) -> Iterator[Callable[..., Desk]]:
    """A desk that sends by ``server``, logged in over STARTTLS; ``more`` changes settings."""
    opened: list[Ledger] = []

    def made(server: ScriptedServer | int | None = None, /, *, root: Path = tmp_path, **more: Any) -> Desk:
        port = server.port if isinstance(server, ScriptedServer) else server
        own = more.pop("server", {})
        values: dict[str, Any] = {"domains": ("example.com",), "sender": "Flash <flash@example.com>"}
        if port:
            values["server"] = {
                "host": "127.0.0.1", "port": port, "username": "flash", "password_env": "MAIL_PASSWORD",
                "ca_file": str(certificates / "ca.pem"), "timeout": 2, **own,
            }  # fmt: skip
        ledger = open_ledger(root / "archive")
        opened.append(ledger)
        settings = DeliverySettings.model_validate({**values, **more})
        return Desk(root, settings, ledger, Clock(), {"MAIL_PASSWORD": PASSWORD})

    yield made
    for ledger in opened:
        ledger.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger may be, in turn: a folder, and an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "archive")
    return empty_database(request.node.nodeid)


@pytest.fixture
def two_ledgers(ledger_place: str) -> Iterator[tuple[Ledger, Ledger]]:
    """One ledger, opened twice, as by two processes."""
    place: str | Path = ledger_place if "://" in ledger_place else Path(ledger_place)
    with open_ledger(place) as one, open_ledger(place) as other:
        yield one, other
