"""A formula over measures: Python's parser reads it, and nothing but arithmetic is let through.

``+ - * /``, parentheses, plain numbers and the keys of measures; no names, calls or powers.
Nothing of it is ever run: the tree below is calculated with exact fractions.
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from flashreport.domain.exact import Unavailable
from flashreport.errors import phrase

Sign = Literal["+", "-", "*", "/"]
MOST_LETTERS = 500
_DEEPEST = 100
_PLAIN = re.compile(r"\d{1,15}(\.\d{1,12})?")
_SIGNS: dict[type[ast.operator], Sign] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


class BadFormula(ValueError):
    """The text is no formula; the message says why."""


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number, as it is written."""

    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Operand:
    """A measure, by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts and what is done with them."""

    sign: Sign
    left: "Node"
    right: "Node"


Node = Number | Operand | Operation


@dataclass(frozen=True)
class Formula:
    """A formula: its text on one line, and its tree."""

    text: str
    root: Node

    @cached_property
    def operands(self) -> tuple[str, ...]:
        """The measures that it names, each once, from left to right."""
        return tuple(dict.fromkeys(_operands(self.root)))


def parse(text: str) -> Formula:
    """The formula that a text writes; BadFormula when it is none or names no measure."""
    if len(text) > MOST_LETTERS:
        raise BadFormula(phrase("it is longer than {n} letters", n=MOST_LETTERS))
    line = " ".join(text.split())
    try:
        tree = ast.parse(line, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise BadFormula(_unread(error)) from error
    formula = Formula(line, _node(tree.body, line, 0))
    if not formula.operands:
        raise BadFormula("it names no measure")
    return formula


def _unread(error: BaseException) -> str:
    column = getattr(error, "offset", None)
    return f"it cannot be read at letter {column}" if column else "it cannot be read"


def _node(tree: ast.expr, text: str, depth: int) -> Node:
    if depth > _DEEPEST:
        raise BadFormula("it is nested too deeply")
    if isinstance(tree, ast.BinOp) and type(tree.op) in _SIGNS:
        left, right = (_node(part, text, depth + 1) for part in (tree.left, tree.right))
        return Operation(_SIGNS[type(tree.op)], left, right)
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return Operation("*", Number(Fraction(-1), "-1"), _node(tree.operand, text, depth + 1))
    written = ast.get_source_segment(text, tree) or ""
    if isinstance(tree, ast.Constant) and _PLAIN.fullmatch(written):
        return Number(Fraction(written), written)
    key = _key(tree)
    if key is None:
        raise BadFormula(
            phrase("'{part}' is neither a number, a measure nor one of + - * / ( )", part=written)
        )
    return Operand(key)


def _key(tree: ast.expr) -> str | None:
    """``cash.receipts`` as it was written; None for anything but names with dots."""
    if isinstance(tree, ast.Name):
        return tree.id
    if isinstance(tree, ast.Attribute):
        before = _key(tree.value)
        return None if before is None else f"{before}.{tree.attr}"
    return None


def _operands(node: Node) -> list[str]:
    if isinstance(node, Operand):
        return [node.key]
    return [*_operands(node.left), *_operands(node.right)] if isinstance(node, Operation) else []


def evaluate(formula: Formula, amounts: Mapping[str, Fraction]) -> Fraction | Unavailable:
    """The exact result, from an amount for each operand.

    A base that measures make is the same as in a ratio: zero or less gives no figure.
    """
    return _value(formula.root, amounts)


def _value(node: Node, amounts: Mapping[str, Fraction]) -> Fraction | Unavailable:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Operand):
        return amounts[node.key]
    left, right = _value(node.left, amounts), _value(node.right, amounts)
    if isinstance(left, Unavailable):
        return left
    if isinstance(right, Unavailable):
        return right
    if node.sign == "/":
        return _quotient(left, right, measured=bool(_operands(node.right)))
    return {"+": left + right, "-": left - right, "*": left * right}[node.sign]


def _quotient(left: Fraction, right: Fraction, *, measured: bool) -> Fraction | Unavailable:
    if right == 0:
        return Unavailable("divided by zero")
    return Unavailable("the base is negative") if measured and right < 0 else left / right
