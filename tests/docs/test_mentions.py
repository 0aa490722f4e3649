"""No page speaks of a command or an option that is not there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from flashreport.cli.group import root

_SPAN = re.compile(r"`([^`\n]+)`")


def command_lines(page: Path, blocks: Callable[[Path], list[Any]]) -> list[str]:
    """Every line or span of code that calls ``flashreport``."""
    lines = [line for block in blocks(page) if block.language == "sh" for line in block.text.splitlines()]
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    lines += _SPAN.findall(text)
    parts = [part.strip() for line in lines for part in re.split(r"&&|\|\||[;|()]", line)]
    return [part for part in parts if re.match(r"flashreport( |$)", part)]


def unknown(line: str) -> str:
    """What a line asks for that is not there; empty when all is."""
    words = line.split()[1:]
    context = click.Context(root, info_name="flashreport")
    options = {name for parameter in root.params for name in parameter.opts} | {"-h", "--help"}
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            name = word.split("=")[0]
            own = {opt for parameter in context.command.params for opt in parameter.opts} | options
            if name not in own and not (re.fullmatch(r"-\w+", name) and name[:2] in own):
                return f"{context.command_path} {name}"
            skip = name == "-C"
        elif isinstance(context.command, click.Group) and re.fullmatch(r"[a-z]+", word):
            found = context.command.get_command(context, word)
            if found is None:
                return f"{context.command_path} {word}"
            context = click.Context(found, context, word)
    return ""


def test_pages_speak_of_commands_that_are_there(
    pages: list[Path], blocks: Callable[[Path], list[Any]]
) -> None:
    lines = {(page.name, line) for page in pages for line in command_lines(page, blocks)}
    assert len(lines) > 20
    assert sorted((page, wrong) for page, line in lines if (wrong := unknown(line))) == []


def test_what_is_not_there_is_found() -> None:
    assert unknown("flashreport -C demo build --no-send") == ""
    assert unknown("flashreport fly") == "flashreport fly"
    assert unknown("flashreport build --soon") == "flashreport build --soon"
    assert unknown("flashreport kpi forget") == "flashreport kpi forget"
