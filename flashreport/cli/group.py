"""The root of the command line: all commands by name, none of them loaded before it runs."""

from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from flashreport.cli.command import shared_options
from flashreport.cli.commands import COMMANDS
from flashreport.cli.help_page import HelpPage, speech_of
from flashreport.errors.phrase import did_you_mean, joined, phrase

Parsed = tuple[str | None, click.Command | None, list[str]]


class LazyGroup(HelpPage, click.Group):
    """The group of all commands; a command's module is imported when the command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the table: the order of first use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command; None for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name][0]} is not a command")
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Parsed:
        """As click does, with the nearest names for one that is unknown."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(_unknown(name), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands out of the registry alone."""
        self.write_commands(ctx, formatter, COMMANDS)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What to try first."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(speech_of(ctx)(_EPILOG))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names and help for the shell, out of the registry alone."""
        found = [
            CompletionItem(name, help=speech_of(ctx)(line))
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]


def _unknown(name: str) -> str:
    import difflib

    said = phrase("No such command '{name}'.", name=name)
    near = did_you_mean(difflib.get_close_matches(name, COMMANDS, n=2))
    return joined([said, near], " ") if near else said


class Root(LazyGroup):
    """``flashreport`` itself."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(params=[*shared_options(of_root=True), _version()], **attrs)


def _version() -> click.Option:
    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            from flashreport import __version__

            click.echo(f"flashreport {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        allow_from_autoenv=False,
        callback=show,
        help="Print the version.",
    )


_EPILOG = phrase(
    """\b
Examples:
  flashreport init demo && cd demo
  flashreport build
  flashreport explain cash.closing

\b
Each command tells more: flashreport build --help
Completion for bash: eval "$(_FLASHREPORT_COMPLETE=bash_source flashreport)"
"""
)


_SETTINGS = {
    "auto_envvar_prefix": "FLASHREPORT",
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
}


root = Root(
    name="flashreport",
    help="A company's daily figures as a one-minute morning flash report.",
    epilog=_EPILOG,  # told by format_epilog
    context_settings=_SETTINGS,
    no_args_is_help=True,
)
