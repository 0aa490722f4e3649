"""Formulas: only arithmetic gets through, the result is exact, units are held."""

import operator
import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.exact import Unavailable
from flashreport.domain.formula import BadFormula, evaluate, parse
from flashreport.domain.formula_units import check_units, written
from flashreport.domain.units import Kind

KEYS = {"cash.receipts": Fraction(250_000), "staff.hours": Fraction(25, 2), "own.share": Fraction(1, 7)}
KINDS: dict[str, Kind] = {
    "cash.receipts": "money", "cash.net": "money", "staff.hours": "hours", "staff.revenue_per_hour": "rate",
    "staff.units": "count", "staff.overtime_share": "percent", "cash.runway": "days",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "cash.receipts()",
        "cash.receipts ** 2",
        "cash.receipts // 2",
        "cash.receipts % 2",
        "cash.receipts[0]",
        "(lambda: 1)() + cash.receipts",
        "cash.receipts if 1 else 2",
        "cash.receipts and staff.hours",
        "cash.receipts < staff.hours",
        "[cash.receipts]",
        "'a' + cash.receipts",
        "True * cash.receipts",
        "1e9 * cash.receipts",
        "0x10 * cash.receipts",
        "1_000 * cash.receipts",
        "2j * cash.receipts",
        "f'{cash.receipts}'",
        "(x := cash.receipts)",
        "cash.receipts = 1",
        "cash.receipts; staff.hours",
        "~cash.receipts",
        "cash..receipts",
        "cash.receipts +",
        "(" * 300 + "cash.receipts" + ")" * 300,
        "-" * 300 + "cash.receipts",
        "cash.receipts" + " + 1" * 150,
        "cash.receipts + " * 80 + "1",
        "\0",
        "",
        "1 + 1",
    ],
)
def test_nothing_but_arithmetic_over_measures_is_read(text: str) -> None:
    with pytest.raises(BadFormula):
        parse(text)


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_a_bad_one(text: str) -> None:
    try:
        formula = parse(text)
    except BadFormula:
        return
    assert formula.operands


def test_operands_stand_once_from_left_to_right() -> None:
    formula = parse("(cash.receipts - own.share * cash.receipts)\n / staff.hours")
    assert formula.operands == ("cash.receipts", "own.share", "staff.hours")
    assert formula.text == "(cash.receipts - own.share * cash.receipts) / staff.hours"


SIGNS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


@st.composite
def drawn(draw: st.DrawFn, depth: int = 4) -> tuple[str, Fraction | None]:
    """A text and its value by Python's own fractions; None where a base is not above zero."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        if draw(st.booleans()):
            key = draw(st.sampled_from(sorted(KEYS)))
            return key, KEYS[key]
        number = draw(st.decimals(0, 1000, places=2))
        return f"{number:f}", Fraction(number)
    left, a = draw(drawn(depth - 1))
    right, b = draw(drawn(depth - 1))
    sign = draw(st.sampled_from("+-*/"))
    if sign == "/" and b is not None and (b == 0 or (b < 0 and any(key in right for key in KEYS))):
        return f"({left} {sign} {right})", None
    value = None if a is None or b is None else SIGNS[sign](a, b)
    return f"({left} {sign} {right})", value


@given(drawn())
def test_the_result_is_what_fractions_give(case: tuple[str, Fraction | None]) -> None:
    text, value = case
    if not any(key in text for key in KEYS):
        text, value = f"{text} + own.share", None if value is None else value + KEYS["own.share"]
    formula = parse(text)
    found = evaluate(formula, KEYS)
    assert found == value if value is not None else isinstance(found, Unavailable)
    assert evaluate(parse(written(formula.root)), KEYS) == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cash.receipts / (staff.hours - staff.hours)", "divided by zero"),
        ("cash.receipts / (own.share - staff.hours)", "the base is negative"),
        ("1 - cash.receipts / 0", "divided by zero"),
    ],
)
def test_without_a_base_there_is_no_figure(text: str, reason: str) -> None:
    assert evaluate(parse(text), KEYS) == Unavailable(reason)


def test_a_number_may_be_a_negative_base() -> None:
    assert evaluate(parse("own.share / -2"), KEYS) == Fraction(-1, 14)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("cash.receipts / staff.hours", "rate"),
        ("cash.receipts + cash.net * 2", "money"),
        ("staff.revenue_per_hour * staff.hours - cash.net", "money"),
        ("cash.receipts / staff.units", "money"),
        ("cash.net / cash.receipts", "percent"),
        ("1 - staff.overtime_share", "percent"),
        ("staff.units / staff.hours", "number"),
        ("cash.runway / 7", "days"),
        ("cash.receipts / staff.revenue_per_hour", "hours"),
    ],
)
def test_units_that_fit(text: str, unit: Kind) -> None:
    check_units(parse(text), KINDS, unit)


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("cash.receipts + staff.hours", "money", "'cash.receipts + staff.hours' adds hours to money"),
        ("cash.receipts - 100", "money", "takes a plain number from money"),
        ("cash.receipts / staff.hours", "money", "the result is money per hours, the unit says money"),
        ("cash.receipts * cash.net", "money", "the result is money times money"),
        ("1 / cash.receipts", "number", "the result is one per money"),
        ("staff.hours", "days", "the result is hours, the unit says days"),
        ("staff.units / staff.hours", "percent", "the result is one per hours"),
    ],
)
def test_units_that_do_not_fit(text: str, unit: Kind, told: str) -> None:
    with pytest.raises(BadFormula, match=re.escape(told)):
        check_units(parse(text), KINDS, unit)
