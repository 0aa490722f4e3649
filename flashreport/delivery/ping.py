"""Pings: a monitoring service hears that a build began, ended or failed, so that silence is an alarm.

As healthchecks.io and its kin take them: a POST to the check's address, with ``/start`` or
``/fail`` behind it. Whatever goes wrong with a ping never stops a build. Each is recorded in
``.flashreport/pings.jsonl``, without the address, which is a secret.
"""

import http.client
import json
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import SplitResult, urlsplit

from flashreport.delivery.means import Means

if TYPE_CHECKING:
    from pathlib import Path

    from flashreport.workspace.settings import PingSettings

Kind = Literal["start", "success", "fail"]
PINGS = "pings.jsonl"
_STATE_DIR = ".flashreport"
_KEPT = 500
_BEHIND: dict[Kind, str] = {"start": "/start", "success": "", "fail": "/fail"}


@dataclass(frozen=True)
class Pinged:
    """What came of a ping: the server's status, or why there is none."""

    kind: Kind
    status: int = 0
    error: str = ""

    @property
    def heard(self) -> bool:
        """Whether the service took it."""
        return 200 <= self.status < 300


def ping(
    settings: "PingSettings | None", means: Means, kind: Kind, text: str, now: datetime
) -> Pinged | None:
    """Tell the service, and record it; None when there is nobody to tell.

    ``text`` goes along for whoever reads the alarm: codes only, no figures.
    """
    if settings is None or (kind == "start" and not settings.start):
        return None
    try:
        found = Pinged(kind, _posted(settings, _address(settings, means), kind, text))
    except (OSError, ValueError, http.client.HTTPException) as error:
        found = Pinged(kind, error=_reason(error))
    _record(means.root, found, now)
    return found


def _address(settings: "PingSettings", means: Means) -> str:
    if settings.url_env:
        return means.environment.get(settings.url_env, "").strip()
    if settings.url_file:
        return (means.root / settings.url_file).expanduser().read_text(encoding="utf-8").strip()
    return settings.url


def _posted(settings: "PingSettings", address: str, kind: Kind, text: str) -> int:
    url = urlsplit(address)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError("no address")
    connection = _connection(settings, url)
    try:
        query = f"?{url.query}" if url.query else ""
        target = f"{url.path.rstrip('/') or ''}{_BEHIND[kind]}" or "/"
        headers = {"User-Agent": "flashreport", "Content-Type": "text/plain; charset=utf-8"}
        connection.request("POST", target + query, text.encode(), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _connection(settings: "PingSettings", url: SplitResult) -> http.client.HTTPConnection:
    assert url.hostname  # noqa: S101 - the caller has looked
    if url.scheme == "http":
        return http.client.HTTPConnection(url.hostname, url.port, timeout=settings.timeout)
    context = ssl.create_default_context(cafile=settings.ca_file or None)
    return http.client.HTTPSConnection(url.hostname, url.port, timeout=settings.timeout, context=context)


def _reason(error: Exception) -> str:
    """Why, without the address, which some messages repeat."""
    known = error.strerror if isinstance(error, OSError) else ""
    return f"{type(error).__name__}: {known}" if known else type(error).__name__


def _record(root: "Path", found: Pinged, now: datetime) -> None:
    """One more line; the oldest go. A disk that is full does not stop a build here."""
    line: dict[str, object] = {"at": now.isoformat(timespec="seconds"), "kind": found.kind}
    line |= {"status": found.status} if found.status else {"error": found.error}
    path = root / _STATE_DIR / PINGS
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        kept = [*before[-_KEPT + 1 :], json.dumps(line)]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
