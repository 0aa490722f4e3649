"""Which unit a formula's result has: money and hours multiply and divide, but never add up."""

from collections.abc import Mapping

from flashreport.domain.formula import BadFormula, Formula, Node, Number, Operand, Operation
from flashreport.domain.units import Kind
from flashreport.errors import phrase

Powers = tuple[int, int, int]
"""The powers of money, hours and days: money per hour is (1, -1, 0)."""

_PLAIN: Powers = (0, 0, 0)
_POWERS: dict[Kind, Powers] = {"money": (1, 0, 0), "hours": (0, 1, 0), "days": (0, 0, 1), "rate": (1, -1, 0)}
_NAMES = ("money", "hours", "days")


def check_units(formula: Formula, kinds: Mapping[str, Kind], unit: Kind) -> None:
    """BadFormula when unlike units are added, or the result is not of ``unit``.

    ``kinds`` has the unit of each operand. Counts, percentages and numbers are plain numbers.
    ``number`` takes any result without money, for money needs its currency.
    """
    found = _powers(formula.root, kinds)
    wanted = _POWERS.get(unit, _PLAIN)
    if found == wanted or (unit == "number" and not found[0]):
        return
    raise BadFormula(phrase("the result is {found}, the unit says {unit}", found=in_words(found), unit=unit))


def _powers(node: Node, kinds: Mapping[str, Kind]) -> Powers:
    if isinstance(node, Number):
        return _PLAIN
    if isinstance(node, Operand):
        return _POWERS.get(kinds[node.key], _PLAIN)
    left, right = _powers(node.left, kinds), _powers(node.right, kinds)
    if node.sign in ("+", "-"):
        return _like(node, left, right)
    turn = 1 if node.sign == "*" else -1
    money, hours, days = (a + turn * b for a, b in zip(left, right, strict=True))
    return money, hours, days


def _like(node: Operation, left: Powers, right: Powers) -> Powers:
    if left == right:
        return left
    what, first, second = written(node), in_words(left), in_words(right)
    if node.sign == "+":
        raise BadFormula(phrase("'{part}' adds {second} to {first}", part=what, second=second, first=first))
    raise BadFormula(phrase("'{part}' takes {second} from {first}", part=what, second=second, first=first))


def in_words(powers: Powers) -> str:
    """``money per hours``, ``hours``, ``a plain number``."""
    over, under = (
        [_power(name, turn * power) for name, power in zip(_NAMES, powers, strict=True) if turn * power > 0]
        for turn in (1, -1)
    )
    text = " times ".join(over) or ("one" if under else "a plain number")
    return " per ".join([text, *under])


def _power(name: str, power: int) -> str:
    return " times ".join([name] * power)


def written(node: Node) -> str:
    """A part of a formula as text; parts of a part in parentheses where they need them."""
    if isinstance(node, Number):
        return node.text
    if isinstance(node, Operand):
        return node.key
    left, right = written(node.left), written(node.right)
    if isinstance(node.left, Operation) and node.left.sign in "+-":
        left = f"({left})"
    if isinstance(node.right, Operation):
        right = f"({right})"
    return f"{left} {node.sign} {right}"
