"""A whole build that logs in, locks a PDF, signs and pings: its secrets stay where the settings say."""

import base64
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flashreport.delivery.credentials import oauthbearer, xoauth2

Make = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
WORD, PDF_WORD, CHECK = "mail-word-4711", "pdf-word-0815", "ping-uuid-2342"
SETTINGS = """\
[company]
name = "Harbor Grill"
currency = "USD"

[[entities]]
id = "main"
name = "Main Street"

[[inputs]]
name = "bank"
table = "transactions"
path = "bank.csv"
constants = {{ entity = "main", account = "1" }}

[schedule.ping]
url_env = "CHECK_URL"
timeout = 1

[delivery]
sender = "Flash <flash@example.com>"
domains = ["example.com"]
retry_minutes = 0

[delivery.server]
host = "127.0.0.1"
port = {port}
username = "flash"
{source}
ca_file = "{ca}"

[delivery.dkim]
domain = "example.com"
selector = "flash-2026"
key_file = "{key}"

[[delivery.audiences]]
name = "owners"
report = "daily"
pay = true
encrypt = {{ password_env = "PDF_WORD" }}
recipients = [{{ address = "ana@example.com" }}]
"""
SOURCES = {
    "env": 'password_env = "MAIL_WORD"',
    "command": 'password_command = ["cat", "{outside}/word"]',
}


def command_lines() -> str:
    """The arguments of every process of this machine, as anybody may list them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:
            continue  # it has ended
    return "\n".join(found)


@pytest.mark.parametrize("source", SOURCES)
def test_no_secret_reaches_logs_archive_messages_or_the_list_of_processes(
    source: str, scripted: Make, certificates: Path, keys: Path, tmp_path: Path
) -> None:
    listed: list[str] = []

    def watching(step: str, argument: str, n: int) -> str | None:
        """At each step of the session; the server also repeats the password in its refusals."""
        listed.append(command_lines())
        return f"550 no {WORD}" if step == "RCPT" and source == "env" else None

    server = scripted(watching)
    outside, root = tmp_path / "outside", tmp_path / "company"
    outside.mkdir()
    root.mkdir()
    (outside / "word").write_text(f"{WORD}\n")
    text = SETTINGS.format(
        port=server.port,
        ca=certificates / "ca.pem",
        key=keys / "good.pem",
        source=SOURCES[source].format(outside=outside),
    )
    (root / "flashreport.toml").write_text(text)
    (root / "bank.csv").write_text("date,amount,category,text\n2026-11-19,100.00,sales,till\n")
    environment = {
        "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "MAIL_WORD": WORD, "PDF_WORD": PDF_WORD,
        "CHECK_URL": f"http://127.0.0.1:9/{CHECK}",
    }  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "-m", "flashreport", "-v", "-C", root, "build", "--date", "2026-11-19"],
        capture_output=True, text=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    assert ended.returncode == (8 if source == "env" else 0), ended.stderr
    assert len(server.mails) == (0 if source == "env" else 1)
    assert any("flashreport" in lines and "build" in lines for lines in listed)  # the search sees the process
    kept = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    sent = b"".join(content for _, content in server.mails)
    told = "\n".join([ended.stdout, ended.stderr, *listed])
    plain = base64.b64encode(f"\0flash\0{WORD}".encode()).decode()
    key = (keys / "good.pem").read_text().splitlines()[1]
    for secret in (WORD, PDF_WORD, CHECK, plain, xoauth2("flash", WORD), oauthbearer("flash", WORD), key):
        assert secret not in told, secret
        assert secret.encode() not in kept + sent, secret
    assert any(plain in line for line in server.lines)  # it did log in
