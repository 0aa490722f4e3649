"""Help pages in the user's language: click's layout, our texts through the catalogue."""

import inspect
from collections.abc import Mapping
from copy import copy

import click

from flashreport.cli.session import Session
from flashreport.cli.speech import Speech


class HelpPage(click.Command):
    """What commands and groups share: texts are message ids, told when the help is printed."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        shown = copy(self)
        shown.help = speech_of(ctx)(inspect.cleandoc(self.help or ""))
        click.Command.format_help_text(shown, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options; the commands of a group after them."""
        speech = speech_of(ctx)
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [_told(option, speech).get_help_record(ctx) for option in options]
        with formatter.section(speech("Options")):
            formatter.write_dl([record for record in records if record])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def write_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter, table: Mapping[str, tuple[str, str]]
    ) -> None:
        """The commands of a group out of its table alone: none is loaded."""
        speech = speech_of(ctx)
        with formatter.section(speech("Commands")):
            formatter.write_dl([(name, speech(line)) for name, (_, line) in table.items()])

    def write_example(self, ctx: click.Context, formatter: click.HelpFormatter, example: str) -> None:
        """The example, each command line on its own line."""
        with formatter.section(speech_of(ctx)("Example")):
            for line in example.strip().splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line.strip()}\n")


def speech_of(ctx: click.Context) -> Speech:
    """The language of a run."""
    session = ctx.find_object(Session)
    return session.speech if session is not None else Speech()


def _told(option: click.Option, speech: Speech) -> click.Option:
    """The option with its help in the language; click keeps its own help option in the first it spoke."""
    shown = copy(option)
    own = option.name == "_click_default_help"
    shown.help = speech("Show this message and exit." if own else option.help or "")
    return shown
