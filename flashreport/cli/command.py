"""A command of ours: click's, with the shared options and an example under its help."""

from collections.abc import Callable
from typing import Any

import click

from flashreport.cli.help_page import HelpPage
from flashreport.cli.session import Session
from flashreport.errors.phrase import phrase


def _changes(attribute: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that puts an option's value into the session, when the option was given."""

    def put(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value not in (None, False):
            setattr(ctx.ensure_object(Session), attribute, value)

    return put


def shared_options(*, of_root: bool = False) -> list[click.Option]:
    """``-C -q -v --no-color``: they may stand before or after the command's name.

    Only the root reads FLASHREPORT_DIR, so that it never beats a flag.
    """
    return [
        click.Option(
            ["-C", "folder"],
            metavar="DIR",
            envvar="FLASHREPORT_DIR" if of_root else None,
            allow_from_autoenv=False,
            expose_value=False,
            callback=_changes("folder"),
            help="Work as if started in DIR.",
        ),
        _flag(["-q", "--quiet"], "quiet", phrase("Print only results and errors.")),
        _flag(["-v", "--verbose"], "verbose", phrase("Print what is done, on standard error.")),
        _flag(["--no-color"], "no_color", phrase("Print without colors.")),
        click.Option(
            ["--lang", "spoken"],
            metavar="LANGUAGE",
            allow_from_autoenv=False,  # the variables are read before, for the help as well
            expose_value=False,
            help="Speak this language: en, fa. FLASHREPORT_LANG or the locale sets it too.",
        ),
    ]


def _flag(names: list[str], attribute: str, text: str) -> click.Option:
    return click.Option(names, is_flag=True, expose_value=False, callback=_changes(attribute), help=text)


def json_option() -> click.Option:
    """``--json``: the result, or the problems, as one JSON document on standard output."""
    return _flag(["--json"], "as_json", phrase("Print the result as JSON."))


class Command(HelpPage):
    """A command with the shared options, and an example under its help."""

    def __init__(self, name: str, example: str, json: bool = False, **attrs: Any) -> None:
        own = attrs.pop("params", None) or []
        taken = {name for option in own for name in option.opts}
        shared = [option for option in shared_options() if not taken.intersection(option.opts)]
        params = [*own, *([json_option()] if json else []), *shared]
        super().__init__(name, params=params, **attrs)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The example."""
        self.write_example(ctx, formatter, self.example)


def flash_command(
    name: str, example: str, *, json: bool = False, **attrs: Any
) -> Callable[[Callable[..., Any]], Command]:
    """``click.command`` for ours: ``example`` is printed under the help, ``json`` adds ``--json``.

    The function gets its own options as arguments; it reaches the session by
    ``@click.pass_obj``. It returns None or an ExitCode.
    """

    def made(function: Callable[..., Any]) -> Command:
        return click.command(name, cls=Command, example=example, json=json, **attrs)(function)

    return made
