"""The reference page of the commands: ``python -m flashreport.cli.commands_reference`` prints it."""

from collections.abc import Iterator

import click

from flashreport.cli.command import Command
from flashreport.cli.group import root

_HEAD = """\
# Commands

<!-- Made by: python -m flashreport.cli.commands_reference > docs/reference/commands.md -->

Every command takes the options of `flashreport` itself, before or after its name. Results go to standard
output, everything else to standard error. [Exit codes](exit-codes.md) and
[environment variables](environment.md) have pages of their own.
"""


def reference() -> str:
    """The page in Markdown, made from the click objects that print ``--help``."""
    context = click.Context(root, info_name="flashreport")
    parts = [_HEAD, "## flashreport\n", *_options(root, context, frozenset())]
    shared = frozenset(option for parameter in root.params for option in parameter.opts)
    for name in root.list_commands(context):
        command = root.get_command(context, name)
        if command is not None:
            parts += _command(command, click.Context(command, context, name), shared, depth=2)
    return "\n".join(parts).rstrip() + "\n"


def _command(
    command: click.Command, context: click.Context, shared: frozenset[str], depth: int
) -> Iterator[str]:
    yield f"{'#' * depth} {context.command_path}\n"
    yield f"`{' '.join([context.command_path, *command.collect_usage_pieces(context)])}`\n"
    yield _text(command.help or "") + "\n"
    yield from _options(command, context, shared)
    if isinstance(command, Command) and command.example.strip():
        lines = (line.strip() for line in command.example.strip().splitlines())
        yield "\n".join(["```sh", *lines, "```", ""])
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _command(inner, click.Context(inner, context, name), shared, depth + 1)


def _options(command: click.Command, context: click.Context, shared: frozenset[str]) -> Iterator[str]:
    rows = [
        record
        for parameter in command.get_params(context)
        if not shared.intersection(parameter.opts)
        and not {"-h", "--help"}.intersection(parameter.opts)
        and (record := parameter.get_help_record(context))
    ]
    if rows:
        yield "| option | meaning |\n|---|---|"
        for option, meaning in rows:
            yield f"| `{_cell(option)}` | {_cell(' '.join(meaning.split()))} |"
        yield ""


def _text(help_text: str) -> str:
    """The help as paragraphs; click's marks for its own line breaking are dropped."""
    paragraphs = help_text.replace("\b", "").strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    import sys

    sys.stdout.write(reference())
