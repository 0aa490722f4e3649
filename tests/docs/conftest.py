import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^( *)```(\w*) ?([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
# What changes the machine is not run; the targets and packages are looked at instead.
_INSTALLS = re.compile(r"^(make|pip|sudo) ")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it is, its text."""

    language: str
    name: str
    text: str


def blocks_of(page: Path) -> list[Block]:
    return [
        Block(language, name, textwrap.dedent(text))
        for _, language, name, text in _BLOCK.findall(page.read_text(encoding="utf-8"))
    ]


@pytest.fixture
def blocks() -> Callable[[Path], list[Block]]:
    return blocks_of


@pytest.fixture
def pages() -> list[Path]:
    """Every page of the repository."""
    own = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted([*own, ROOT / "sample_data" / "README.md"])


@pytest.fixture
def run_page(tmp_path: Path) -> Callable[..., str]:
    """Run the shell blocks of a page in an empty folder, its named blocks written as files."""

    def ran(page: Path, before: str = "") -> str:
        steps = ["set -eu", before]
        for block in blocks_of(page):
            if block.language == "sh" and not block.name:
                steps += [line for line in block.text.splitlines() if not _INSTALLS.match(line)]
            elif block.name:
                steps.append(f"cat > '{block.name}' <<'END OF THE FILE'\n{block.text}END OF THE FILE")
        folder = tmp_path / "page"
        folder.mkdir()
        done = subprocess.run(
            ["bash", "-c", "\n".join(steps)],
            cwd=folder,
            env=_environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout[-3000:]
        return done.stdout

    return ran


def _environment(folder: Path) -> dict[str, str]:
    """A command ``flashreport`` that is this checkout, on a morning in November 2026."""
    programs = folder / "bin"
    programs.mkdir()
    program = programs / "flashreport"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flashreport "$@"\n')
    program.chmod(0o755)
    own = {name: value for name, value in os.environ.items() if not name.startswith("FLASHREPORT")}
    return {
        **own,
        "PATH": f"{programs}{os.pathsep}{own['PATH']}",
        "PYTHONPATH": str(ROOT),
        "FLASHREPORT_NOW": "2026-11-23T06:30+00:00",
    }
