"""The outbox, folders and webhooks."""

import email
import hashlib
import hmac
import json
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from email import policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from flashreport.errors import FlashreportError

Make = Callable[..., Any]


class Hook(ThreadingHTTPServer):
    """Answers with ``status``; 'drop' takes the post and says nothing. Keeps (headers, body)."""

    status: int | str = 200
    daemon_threads = True

    def __init__(self) -> None:
        self.posts: list[tuple[dict[str, str], bytes]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the library's name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posts.append((dict(self.headers), body))
                if hook.status == "drop":
                    self.close_connection = True
                    return
                self.send_response(int(hook.status))
                self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the library's name
                pass

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def hook(server_context: Callable[[str], ssl.SSLContext]) -> Iterator[Hook]:
    server = Hook()
    server.socket = server_context("good").wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def chat(desk: Make, hook: Hook, certificates: Path) -> Any:
    """A desk with the webhook as ``channel:chat``."""
    sender = desk(
        channels=[
            {
                "name": "chat", "kind": "webhook", "url": f"https://127.0.0.1:{hook.server_port}/hook?room=1",
                "password_env": "HOOK_KEY", "ca_file": str(certificates / "ca.pem"), "timeout": 2,
            }
        ]
    )  # fmt: skip
    sender.environment["HOOK_KEY"] = "webhook-key"
    return sender


def test_without_a_server_mails_lie_in_the_outbox(desk: Make, copy_for: Make) -> None:
    sender = desk()
    receipts = sender.send(
        copy_for(), copy_for("ben@example.com"), copy_for(revision=2), copy_for(scope="east")
    )
    assert [receipt.state for receipt in receipts] == ["written"] * 4
    paths = [Path(receipt.path) for receipt in receipts]
    assert len(set(paths)) == 4
    assert {path.parent for path in paths} == {sender.root / "outbox" / "2026-11-23"}
    message = email.message_from_bytes(paths[0].read_bytes(), policy=policy.default)
    assert message["To"] == "Ana Ruiz <ana@example.com>"
    assert sender.states(copy_for()) == ["already"]


def test_the_outbox_needs_no_allowed_domain_but_keeps_to_one_that_is_set(desk: Make, copy_for: Make) -> None:
    assert desk(domains=()).states(copy_for("ana@anywhere.example")) == ["written"]
    assert desk().states(copy_for("ben@anywhere.example")) == ["refused"]


def test_33_an_outbox_that_cannot_be_written_defers(desk: Make, copy_for: Make) -> None:
    sender = desk()
    (sender.root / "outbox").write_text("a file is in the way")
    (receipt,) = sender.send(copy_for())
    assert receipt.state == "deferred"
    (sender.root / "outbox").unlink()
    assert sender.states(copy_for()) == ["written"]


def test_one_address_in_two_spellings_gets_one_mail(desk: Make, copy_for: Make) -> None:
    assert desk().states(copy_for("ana@example.com"), copy_for("Ana@Example.COM")) == ["written", "already"]


def test_a_folder_gets_the_files_and_the_text(desk: Make, copy_for: Make) -> None:
    sender = desk(channels=[{"name": "share", "kind": "folder", "path": "share/flash"}])
    (receipt,) = sender.send(copy_for("channel:share"))
    assert receipt.state == "written"
    folder = sender.root / "share" / "flash"
    stem = "harbor-grill-daily-2026-11-23"
    assert {path.name for path in folder.iterdir()} == {f"{stem}.pdf", f"{stem}.txt"}
    assert (folder / f"{stem}.pdf").read_bytes().startswith(b"%PDF")
    assert sender.states(copy_for("channel:share")) == ["already"]


def test_an_object_store_gets_the_files_and_the_text(
    desk: Make, copy_for: Make, bucket: str, s3: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = desk(channels=[{"name": "bucket", "kind": "object-store", "url": f"{bucket}/flash"}])
    with monkeypatch.context() as patched:
        patched.setenv("AWS_SECRET_ACCESS_KEY", "another")
        (receipt,) = sender.send(copy_for("channel:bucket"))
        assert (receipt.state, "refuses access" in receipt.detail) == ("deferred", True)
    (receipt,) = sender.send(copy_for("channel:bucket"))
    assert receipt.state == "written"
    folder = s3 / "data" / bucket.removeprefix("s3://") / "flash"
    stem = "harbor-grill-daily-2026-11-23"
    assert {path.name for path in folder.iterdir()} == {f"{stem}.pdf", f"{stem}.txt"}
    assert (folder / f"{stem}.pdf").read_bytes().startswith(b"%PDF")
    assert sender.states(copy_for("channel:bucket")) == ["already"]
    with pytest.raises(ValueError, match="An object store needs a url"):
        desk(channels=[{"name": "bucket", "kind": "object-store", "url": "https://x/y"}])


def test_48_a_store_that_cannot_be_used_is_put_off_and_told(
    desk: Make, copy_for: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("a file is in the way")
    channel = {"name": "bucket", "kind": "object-store", "url": f"file://{tmp_path}/taken/flash"}
    assert desk(channels=[channel]).states(copy_for("channel:bucket")) == ["deferred"]
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    (receipt,) = desk(channels=[channel]).send(copy_for("channel:bucket", revision=2))
    assert receipt.state == "deferred"
    assert "pip install 'flashreport[object-store]'" in receipt.detail
    monkeypatch.undo()
    (tmp_path / "taken").unlink()
    assert desk(channels=[channel]).states(copy_for("channel:bucket")) == ["written"]


def test_a_webhook_posts_the_text_signed(chat: Any, hook: Hook, copy_for: Make) -> None:
    assert chat.states(copy_for("channel:chat")) == ["sent"]
    ((headers, body),) = hook.posts
    document = json.loads(body)
    assert document["business_date"] == "2026-11-23"
    assert document["revision"] == 1
    assert "Cash 1,250.00 €" in document["text"]
    seconds, found = (part.partition("=")[2] for part in headers["X-Flashreport-Signature"].split(","))
    wanted = hmac.new(b"webhook-key", seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert found == wanted
    assert seconds == "1795498200"  # 2026-11-24 05:30 UTC
    assert headers["Idempotency-Key"] == document["delivery"]
    assert chat.states(copy_for("channel:chat")) == ["already"]
    assert len(hook.posts) == 1


@pytest.mark.parametrize(
    ("status", "state", "waits"),
    [(204, "sent", 0), (400, "refused", 0), (302, "refused", 0), (429, "deferred", 1), (503, "deferred", 1)],
)
def test_27_the_webhooks_answers(
    status: int, state: str, waits: int, chat: Any, hook: Hook, copy_for: Make
) -> None:
    hook.status = status
    assert chat.states(copy_for("channel:chat")) == [state]
    assert bool(chat.clock.waits) == bool(waits)


def test_28_a_webhook_that_breaks_off_is_unknown(chat: Any, hook: Hook, copy_for: Make) -> None:
    hook.status = "drop"
    assert chat.states(copy_for("channel:chat")) == ["unknown"]
    assert chat.states(copy_for("channel:chat")) == ["unknown"]
    assert len(hook.posts) == 1


def test_29_a_webhook_with_a_false_certificate_gets_nothing(desk: Make, hook: Hook, copy_for: Make) -> None:
    url = f"https://127.0.0.1:{hook.server_port}/"
    sender = desk(channels=[{"name": "chat", "kind": "webhook", "url": url, "password_env": "HOOK_KEY"}])
    sender.environment["HOOK_KEY"] = "webhook-key"
    assert sender.states(copy_for("channel:chat")) == ["deferred"]
    assert hook.posts == []


def test_30_a_webhook_in_clear_is_for_this_machine_alone(desk: Make, copy_for: Make) -> None:
    hooked = {
        "name": "chat",
        "kind": "webhook",
        "url": "http://chat.example.com/",
        "password_env": "HOOK_KEY",
    }
    with pytest.raises(FlashreportError) as caught:
        desk(channels=[hooked]).send(copy_for("channel:chat"))
    assert caught.value.problem.code == "delivery.clear-webhook"


def test_47_a_channel_that_the_workspace_lacks_is_named(desk: Make, copy_for: Make) -> None:
    with pytest.raises(FlashreportError, match="no channel 'chat'") as caught:
        desk().send(copy_for("channel:chat"))
    assert caught.value.problem.code == "delivery.unknown-channel"


def test_45_a_sender_that_fits_no_mail_is_told(desk: Make, copy_for: Make) -> None:
    with pytest.raises(FlashreportError) as caught:
        desk(sender="Señor <señor@example.com>").send(copy_for())
    assert caught.value.problem.code == "delivery.bad-sender"


def test_46_a_recipient_that_fits_no_mail_is_refused_and_the_others_are_not(
    desk: Make, copy_for: Make
) -> None:
    assert desk().states(copy_for("señora@example.com"), copy_for()) == ["refused", "written"]
