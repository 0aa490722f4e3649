import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flashreport.cli.run import run

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = '[company]\nname = "Harbor Grill"\ncurrency = "USD"\n[[entities]]\nid = "east"\nname = "East"\n'


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Flash = Callable[..., Ended]


@pytest.fixture
def flash(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Flash:
    """Run the command line in this process."""
    for name in [name for name in os.environ if name.startswith("FLASHREPORT")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FLASHREPORT_LANG", "en")

    def ran(*arguments: object) -> Ended:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return ran


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``python -m flashreport`` as a process of its own."""

    def ran(*arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "FLASHREPORT_LANG": "en", "PYTHONPATH": str(ROOT), **more.pop("env", {})}
        return subprocess.run(
            [sys.executable, "-m", "flashreport", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=environment,
            **more,
        )

    return ran


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A small workspace that loads."""
    (tmp_path / "flashreport.toml").write_text(SETTINGS)
    return tmp_path
