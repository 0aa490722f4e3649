"""What holds for all tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on the machine and on what else runs there; nothing is timed in a test.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


@pytest.fixture(scope="session")
def s3() -> Iterator[Path]:
    """A server that keeps the bucket ``records`` in ``data/records`` of this folder."""
    script = Path(__file__).resolve().parents[1] / "scripts" / "s3"
    started = subprocess.run(
        [script, "start"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "RCLONE": str(Path(sys.executable).with_name("rclone"))},
    )
    folder = Path(started.stdout.strip())
    yield folder
    subprocess.run([script, "stop", folder], check=True)


@pytest.fixture
def bucket(s3: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty folder in it; its key is in the environment."""
    keys = {"ACCESS_KEY_ID": "flash", "SECRET_ACCESS_KEY": "test-secret", "REGION": "us-east-1"}
    server = {"ENDPOINT_URL": f"http://127.0.0.1:{(s3 / 'port').read_text().strip()}", "ALLOW_HTTP": "true"}
    for name, value in (keys | server).items():
        monkeypatch.setenv(f"AWS_{name}", value)
    return f"s3://records/{sha256(request.node.nodeid.encode()).hexdigest()[:20]}"
