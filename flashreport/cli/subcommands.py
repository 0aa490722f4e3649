"""A command that has commands of its own, none of them loaded before it runs."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from flashreport.cli.command import shared_options
from flashreport.cli.help_page import HelpPage


class Subcommands(HelpPage, click.Group):
    """A group out of a table: name to place of the command and its one line of help."""

    def __init__(self, name: str, table: Mapping[str, tuple[str, str]], example: str, **attrs: Any) -> None:
        super().__init__(name, params=[*shared_options()], no_args_is_help=True, **attrs)
        self.table = table
        self.example = example

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command; None for an unknown name."""
        if cmd_name not in self.table:
            return None
        module, attribute = self.table[cmd_name][0].split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{self.table[cmd_name][0]} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands out of the table alone."""
        self.write_commands(ctx, formatter, self.table)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The example."""
        self.write_example(ctx, formatter, self.example)
