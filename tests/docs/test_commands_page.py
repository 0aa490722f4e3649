"""The page of commands is the one that the click objects make, and holds what ``--help`` prints."""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from flashreport.cli.commands_reference import reference
from flashreport.cli.group import root

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "commands.md"


def every_command() -> Iterator[click.Context]:
    """Each command and each command of a command, in its context."""
    top = click.Context(root, info_name="flashreport")
    waiting: list[click.Context] = [top]
    while waiting:
        context = waiting.pop()
        yield context
        if isinstance(context.command, click.Group):
            for name in context.command.list_commands(context):
                command = context.command.get_command(context, name)
                assert command is not None
                waiting.append(click.Context(command, context, name))


def section(path: str) -> str:
    found = re.search(
        rf"^#+ {re.escape(path)}\n(.*?)(?=^#|\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found, f"the page has no section {path}"
    return found[1]


def test_the_page_is_the_one_that_the_commands_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "run: python -m flashreport.cli.commands_reference > docs/reference/commands.md"
    )


def test_every_option_that_help_prints_stands_in_its_section() -> None:
    shared = set(re.findall(r"--[a-z][a-z-]*", section("flashreport"))) | {"--help"}
    assert shared >= {"--quiet", "--verbose", "--no-color", "--version"}
    for context in every_command():
        told = re.findall(r"^  (?:-\w, )?(--[a-z][a-z-]*)", context.command.get_help(context), re.MULTILINE)
        assert told, context.command_path
        missing = set(told) - shared - set(re.findall(r"--[a-z][a-z-]*", section(context.command_path)))
        assert not missing, context.command_path
