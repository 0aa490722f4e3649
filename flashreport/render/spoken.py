"""Every message that the command line may say, gathered from the sources and from click.

A message is a literal in ``phrase``, ``counted_phrase`` or the ``help`` of an option, one that
follows an error's code, one that a session says, one of the ``headings`` of a table, the docstring
of a command, or the line about it in a table of commands. What the pages say too is left to their
catalogue.
"""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from flashreport.render.messages import PACKAGE, Message, called, every_message, literals

_SAID_ANYWHERE = ("phrase", "BadFormula")
_SAID = ("say", "warn", "tell", "progress", "UsageError", "BadParameter")
_CLICKS = ("core", "exceptions", "formatting", "parser", "types")
# Words of what click says to those who write commands, not to those who run them.
_OF_PROGRAMMERS = ("eprecat", "decl", "defined twice", "dynamic", "iterable", "start character")
_ALWAYS = (
    "yes",
    "no",
    "act",
    "watch",
    "good",
    "Options",
    "Commands",
    "Example",
    "Show this message and exit.",
)
_CODE = re.compile(
    r"(usage|cli|settings|workspace|inputs|bank|tables|facts|report|render|calculators|compose|pipeline"
    r"|archive|delivery|domain)\.[a-z][a-z0-9-]*"
)


def every_spoken_message() -> list[Message]:
    """All messages, each once, in the order of their texts."""
    found = {
        *(message for path in sorted(PACKAGE.rglob("*.py")) for message in _of_source(path)),
        *(message for name in _CLICKS for message in _of_click(name)),
        *map(Message, _ALWAYS),
    }
    return sorted(message for message in found - set(every_message()) if message.text)


def spoken_arguments(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that are told to a person as they stand."""
    name = called(call.func)
    if name == "Finding":  # of the doctor: topic, level, message, advice
        return [*call.args[:1], *call.args[2:4]]
    if name in _SAID_ANYWHERE or (name in _SAID and not any(map(_is_code, call.args))):
        return call.args[:1]
    if name == "counted_phrase":
        return call.args[:2]
    named = [word.value for word in call.keywords if word.arg in ("help", "advice")]
    return [*after_code(call.args), *named]


def after_code(parts: list[ast.expr]) -> list[ast.expr]:
    """Message and advice, which follow an error's code."""
    for place, part in enumerate(parts):
        if _is_code(part):
            return parts[place + 1 : place + 3]
    return []


def _is_code(node: ast.expr) -> bool:

    return isinstance(node, ast.Constant) and bool(_CODE.fullmatch(str(node.value)))


def _of_source(path: Path) -> Iterator[Message]:
    in_cli = path.is_relative_to(PACKAGE / "cli")
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield from _of_call(node, in_cli=in_cli)
        elif isinstance(node, ast.FunctionDef) and _is_command(node):
            yield Message(ast.get_docstring(node) or "")
        elif isinstance(node, ast.Tuple):
            yield from map(Message, literals(after_code(node.elts)))
        elif isinstance(node, ast.Assign):
            yield from _of_assignment(node)
        elif isinstance(node, ast.Dict) and in_cli:
            yield from _of_table(node)


def _of_call(node: ast.Call, *, in_cli: bool) -> Iterator[Message]:
    name = called(node.func)
    if name in _SAID and not in_cli:  # words of other rooms for other things
        node = ast.Call(node.func, [], []) if not after_code(node.args) else node
    texts = literals(spoken_arguments(node))
    if name == "counted_phrase":
        yield Message(*texts)
    else:
        yield from map(Message, texts)


def _is_command(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Call) and called(mark.func) == "flash_command" for mark in node.decorator_list
    )


def _of_assignment(node: ast.Assign) -> Iterator[Message]:
    """``message``, ``advice`` and ``_ADVICE``, which are told later, and the ``headings`` of a table."""
    names = {getattr(target, "id", "").strip("_").lower() for target in node.targets}
    if names & {"message", "advice"}:
        yield from map(Message, literals([node.value]))
    elif "headings" in names:
        ways = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
        for way in ways:
            yield from map(Message, literals(way.elts if isinstance(way, ast.Tuple) else []))
    else:
        targets = node.targets[0]
        if isinstance(targets, ast.Tuple) and isinstance(node.value, ast.Tuple):
            named = zip(targets.elts, node.value.elts, strict=False)
            told = [value for target, value in named if getattr(target, "id", "") in ("message", "advice")]
            yield from map(Message, literals(told))


def _of_table(node: ast.Dict) -> Iterator[Message]:
    """The lines of a table of commands: name to where it is and what it does."""
    for value in node.values:
        if isinstance(value, ast.Tuple) and len(value.elts) == 2:
            where, line = value.elts
            if isinstance(where, ast.Constant) and str(where.value).startswith("flashreport.cli."):
                yield from map(Message, literals([line]))


def _of_click(name: str) -> Iterator[Message]:
    """What click says itself."""
    spec = find_spec("click")
    folder = Path(str(spec.origin)).parent if spec else Path()
    for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8"))):
        if isinstance(node, ast.Call) and called(node.func) in ("_", "ngettext"):
            texts = literals(node.args[:2])
            if texts and not any(word in texts[0] for word in _OF_PROGRAMMERS):
                yield Message(*texts)
