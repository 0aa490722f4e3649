"""Every message that a page may print, gathered from templates, sources and the measures' register.

In the sources a message is a literal in ``words``, ``counted``, ``gettext``, ``ngettext``,
``pgettext`` or ``Words``; a reason for a missing figure is one in ``Unavailable``, where a figure
of the report may carry it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flashreport.domain.hidden import REASON
from flashreport.domain.measure_frame import NOT_ADDITIVE
from flashreport.domain.measures import BLOCKS, MEASURES
from flashreport.domain.overtime import builtin_rules
from flashreport.workspace.resources import data_dir

PACKAGE = Path(__file__).resolve().parents[1]
_ROOMS = ("compose", "render", "tables", "archive", "pipeline", "domain")
# Reasons that become the reason of a figure; the others stay inside a calculation.
_REASONS_FROM = ("compose", "domain/measure_frame.py")
_SINGLE = ("words", "gettext", "_")
_PLURAL = ("counted", "ngettext")
_JINJA = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


class Message(NamedTuple):
    """A message id, with its plural form and its context where it has them."""

    text: str
    plural: str = ""
    context: str = ""


def every_message() -> list[Message]:
    """All messages, each once, in the order of their texts."""
    found = {
        *_of_templates(data_dir("templates")),
        *(message for path in _sources() for message in _of_source(path)),
        *(Message(text) for measure in MEASURES.values() for text in (measure.label, measure.formula)),
        *map(Message, BLOCKS.values()),
        Message(NOT_ADDITIVE),
        Message(REASON),
        *map(Message, default_titles()),
        *map(Message, sources()),
    }
    return sorted(message for message in found if message.text)


def default_titles() -> Iterator[str]:
    """Titles of reports that a workspace has without naming them."""
    from flashreport.workspace.settings import ReportSettings

    yield str(ReportSettings.model_fields["title"].default)
    yield from ("Weekly review", "Monthly review", "Month-end report")  # of the sample companies


def sources() -> Iterator[str]:
    """Laws and textbooks that definitions name: those of the measures and of the overtime rules."""
    texts = [measure.source for measure in MEASURES.values()]
    texts += [rule.source for rule in builtin_rules().values()]
    for text in texts:
        yield from text.split("; ")


def _sources() -> Iterator[Path]:
    for room in _ROOMS:
        yield from sorted((PACKAGE / room).rglob("*.py"))


def _of_templates(folder: Path) -> Iterator[Message]:
    from babel.messages.extract import extract

    for path in sorted(folder.rglob("*.html")):
        with path.open("rb") as file:
            options = {"silent": "false", "newstyle_gettext": "true"}
            for _, texts, _, context in extract("jinja2", file, _JINJA, options=options):
                text, plural = texts if isinstance(texts, tuple) else (texts, "")
                yield Message(text, plural, context or "")


def _of_source(path: Path) -> Iterator[Message]:
    reasons = path.relative_to(PACKAGE).as_posix().startswith(_REASONS_FROM)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield from _of_call(node, called(node.func), reasons=reasons)


def _of_call(node: ast.Call, name: str, *, reasons: bool) -> Iterator[Message]:
    if name in _SINGLE or (reasons and name == "Unavailable"):
        yield from (Message(text) for text in literals(node.args[:1]))
    elif name in _PLURAL:
        texts = literals(node.args[:2])
        if len(texts) == 2:
            yield Message(texts[0], texts[1])
    elif name == "pgettext":
        context, *texts = literals(node.args[:2])
        yield from (Message(text, context=context) for text in texts)
    elif name == "Words":
        named = {word.arg: word.value for word in node.keywords}
        texts = literals([named[key] for key in ("message", "plural") if key in named])
        if texts:
            yield Message(texts[0], texts[1] if len(texts) > 1 else "")


def called(function: ast.expr) -> str:
    """The name of what is called, without what it belongs to."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def literals(nodes: list[ast.expr]) -> list[str]:
    """Texts written out among the arguments; both ways of an ``a if b else c``."""
    found = []
    for node in nodes:
        ways = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
        found += [way.value for way in ways if isinstance(way, ast.Constant) and isinstance(way.value, str)]
    return found
