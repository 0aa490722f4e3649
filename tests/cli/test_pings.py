"""Pings to a monitoring service, heard by a real server on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("without_pdf")

Flash = Callable[..., Any]


class Service:
    """A check of a monitoring service; ``status`` is what it answers, None hangs up."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.status: int | None = 200
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                service.heard.append((self.path, self.rfile.read(size).decode()))
                if service.status is None:
                    self.close_connection = True
                    return
                self.send_response(service.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/ping/secret-uuid"


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service()
    thread = threading.Thread(target=found.server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield found
    found.server.shutdown()
    thread.join()
    found.server.server_close()


def watched(workspace: Path, url: str, more: str = "") -> None:
    with (workspace / "flashreport.toml").open("a") as file:
        file.write(f'[schedule.ping]\nurl = "{url}"\n{more}')


def recorded(workspace: Path) -> list[dict[str, Any]]:
    text = (workspace / ".flashreport" / "pings.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def paths(service: Service) -> list[str]:
    return [path.removeprefix("/ping/secret-uuid") for path, _ in service.heard]


def test_start_and_success(workspace: Path, flash: Flash, service: Service) -> None:
    watched(workspace, service.url)
    assert flash("-C", workspace, "build", "--no-send").code == 0
    assert paths(service) == ["/start", ""]
    assert [(line["kind"], line["status"]) for line in recorded(workspace)] == [
        ("start", 200),
        ("success", 200),
    ]
    assert "secret-uuid" not in (workspace / ".flashreport" / "pings.jsonl").read_text()


def test_a_failure_tells_its_codes_and_no_values(workspace: Path, flash: Flash, service: Service) -> None:
    watched(workspace, service.url, "start = false\n")
    with (workspace / "flashreport.toml").open("a") as file:
        file.write(
            '[[inputs]]\nname = "bank"\ntable = "transactions"\npath = "gone.csv"\non_missing = "hold"\n'
        )
    assert flash("-C", workspace, "build").code == 6
    assert service.heard == [("/ping/secret-uuid/fail", "6: report.held")]


@pytest.mark.parametrize("status", [404, 500, None])
def test_35_whatever_the_service_does_the_build_goes_on(
    workspace: Path, flash: Flash, service: Service, status: int | None
) -> None:
    service.status = status
    watched(workspace, service.url)
    ended = flash("-C", workspace, "build", "--no-send")
    assert ended.code == 0
    assert "did not hear 'success'" in ended.err
    assert "secret-uuid" not in ended.err
    assert [line["kind"] for line in recorded(workspace)] == ["start", "success"]


def test_no_service_no_address_no_certificate(workspace: Path, flash: Flash, service: Service) -> None:
    file = workspace / "flashreport.toml"
    plain = file.read_text()
    port = service.server.server_port
    for ping in (
        'url = "http://127.0.0.1:9/x"',
        'url_env = "NO_SUCH_VARIABLE"',
        'url_file = "no-such-file"',
        f'url = "https://127.0.0.1:{port}/x"',
    ):
        file.write_text(plain + f"[schedule.ping]\ntimeout = 1\n{ping}\n")
        assert flash("-C", workspace, "build", "--no-send").code == 0
    assert all("error" in line for line in recorded(workspace))
    assert len(recorded(workspace)) == 8


def test_the_address_may_lie_elsewhere(
    workspace: Path, flash: Flash, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECK", service.url + "?a=b")
    with (workspace / "flashreport.toml").open("a") as file:
        file.write('[schedule.ping]\nurl_env = "CHECK"\n')
    assert flash("-C", workspace, "build", "--no-send").code == 0
    assert paths(service) == ["/start?a=b", "?a=b"]


def test_a_trial_and_a_backfill_say_nothing(workspace: Path, flash: Flash, service: Service) -> None:
    watched(workspace, service.url)
    assert flash("-C", workspace, "build", "--dry-run").code == 0
    assert service.heard == []
