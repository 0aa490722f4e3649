"""``--help`` is quick, complete, and the pages agree with the code."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flashreport.cli.commands import COMMANDS
from flashreport.cli.exit_codes import ExitCode, exit_code_of

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "babel",
    "duckdb",
    "filelock",
    "holidays",
    "ibis",
    "jinja2",
    "matplotlib",
    "numpy",
    "pandas",
    "pydantic",
    "rich",
    "sqlalchemy",
    "tomlkit",
    "weasyprint",
)
Program = Callable[..., subprocess.CompletedProcess[str]]


def loaded_by(*arguments: str) -> set[str]:
    """The modules in memory after a run in a process of its own."""
    code = (
        "import sys\nfrom flashreport.cli.run import run\n"
        f"run({list(arguments)!r})\nprint('LOADED', *sys.modules, file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    return set(ended.stderr.rsplit("LOADED", 1)[1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["chek"], ["init", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert not loaded_by(*arguments) & set(HEAVY)


def test_help_loads_no_command() -> None:
    assert not loaded_by("--help") & {place.split(":")[0] for place, _ in COMMANDS.values()}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_help_with_an_example(flash: Callable[..., Any], name: str) -> None:
    shown = flash(name, "--help")
    assert shown.code == 0
    example = shown.out.split("Example:\n", 1)[1]
    assert example.startswith(f"  flashreport {name}")


def test_completion_knows_the_commands(program: Program) -> None:
    ended = program(
        env={
            "_FLASHREPORT_COMPLETE": "bash_complete",
            "COMP_WORDS": "flashreport do",
            "COMP_CWORD": "1",
        }
    )
    assert ended.stdout == "plain,doctor\n"


def test_the_page_of_exit_codes_is_the_enumeration() -> None:
    page = (ROOT / "docs" / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    listed = {name: int(code) for code, name in re.findall(r"^\| (\d+) \| `(\w+)` \|", page, re.MULTILINE)}
    assert listed == {code.name: code.value for code in ExitCode}


def test_an_unknown_problem_is_a_fault_of_ours() -> None:
    assert exit_code_of(["nobody.knows"]) == ExitCode.INTERNAL
    assert exit_code_of(["nobody.knows", "inputs.empty"]) == ExitCode.INPUT
