"""The commands of the pages run, and their settings load."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.measures import MEASURES
from flashreport.workspace.load import load

ROOT = Path(__file__).resolve().parents[2]
README, STARTED, HOW_TO = ROOT / "README.md", ROOT / "docs/getting-started.md", ROOT / "docs/how-to.md"
DELIVERY = ROOT / "docs/delivery.md"
Blocks = Callable[[Path], list[Any]]
_COMPANY = '[company]\nname = "A"\ncurrency = "USD"\n'
_ENTITY = '[[entities]]\nid = "main"\nname = "A"\n[[entities]]\nid = "shop"\nname = "S"\n'


def test_the_commands_of_the_readme_run(run_page: Callable[..., str], tmp_path: Path) -> None:
    run_page(README)
    assert list((tmp_path / "page" / "company" / "reports").glob("*.pdf"))


def test_getting_started_runs_and_shows_what_it_says(
    run_page: Callable[..., str], blocks: Blocks, tmp_path: Path
) -> None:
    output = run_page(STARTED)
    shown = [
        line for block in blocks(STARTED) if block.language == "text" for line in block.text.splitlines()
    ]
    assert shown
    for line in shown:
        assert line in output
    assert (tmp_path / "page/mine/reports/flash-2026-11-20-r2.pdf").is_file()


def test_the_commands_of_the_how_to_run_in_the_sample(run_page: Callable[..., str]) -> None:
    output = run_page(HOW_TO, "flashreport init -q sample > /dev/null && cd sample")
    assert "OnCalendar=" in output


@pytest.mark.parametrize("page", [README, STARTED, HOW_TO, DELIVERY], ids=lambda page: page.stem)
def test_settings_load(page: Path, blocks: Blocks, tmp_path: Path) -> None:
    found = [block for block in blocks(page) if block.language == "toml" and block.name != "kpis.toml"]
    assert found
    for block in found:
        given = tomllib.loads(block.text)
        text = "".join(
            part for key, part in (("company", _COMPANY), ("entities", _ENTITY)) if key not in given
        )
        (tmp_path / "flashreport.toml").write_text(text + block.text, encoding="utf-8")
        workspace = load(tmp_path, MEASURES)
        assert len(workspace.settings.inputs) == len(given.get("inputs", ()))


def test_what_is_installed_by_hand_is_what_the_program_needs(blocks: Blocks) -> None:
    script = (ROOT / "scripts" / "install").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    lines = [line for page in (README, STARTED) for block in blocks(page) for line in block.text.splitlines()]
    makes = [line.split()[1] for line in lines if line.startswith("make ")]
    packages = [
        name for line in lines if line.startswith("sudo apt-get install ") for name in line.split()[3:]
    ]
    assert set(makes) <= set(targets)
    assert makes
    assert packages
    assert all(name in script for name in packages)
