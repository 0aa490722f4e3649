"""Published credit line cases, read as they are; figures are found by the names of their inputs."""

import ast
import json
import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.amounts import Exact, half_up
from flashreport.domain.credit import (
    AssetClass,
    CapRule,
    LineUse,
    Step,
    UnusedFeeTerms,
    UseStep,
    availability,
    average,
    average_over,
    borrowing_base,
    fee_compounded_daily,
    fee_on_average,
    implied_cap,
    interest_at,
    line_cap,
    lost_to_base,
    springing_trigger,
    springs,
    unused_amounts,
    unused_fee,
    utilization,
)
from flashreport.domain.daycount import DayCount, day_count

GOLDEN = Path(__file__).resolve().parents[3].parent / "shared" / "golden" / "credit.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"), parse_float=Decimal)["cases"]
TEXTS = ("formula", "trigger_rule")

Figures = dict[str, Exact | None]


def amounts(inputs: Mapping[str, Any]) -> dict[str, Decimal]:
    """The inputs that are numbers."""
    number = re.compile(r"-?\d+(\.\d+)?")
    return {name: Decimal(str(text)) for name, text in inputs.items() if number.fullmatch(str(text))}


def base_figures(given: Mapping[str, Decimal], case: Mapping[str, Any]) -> Figures:
    """A certificate: every asset with a rate of its own, whatever it is called."""
    names = {"ar": "ar", "inventory": "inventory", "inv": "inventory", "nfa": "net_fixed_assets"}
    classes = [
        AssetClass(
            label,
            given.get(f"gross_{label}", given.get(names.get(label, label), Decimal(0))),
            rate,
            ineligible=sum((given[key] for key in given if key.startswith(f"{label}_over")), Decimal(0)),
            sub_limit=given.get(f"{label}_cap"),
        )
        for key, rate in given.items()
        if key.endswith("_rate")
        for label in [key.removesuffix("_rate")]
    ]
    base = borrowing_base(classes, {"reserves": given.get("reserves", Decimal(0))})
    figures: Figures = {"borrowing_base": base.amount}
    for asset in base.classes:
        figures |= {f"{asset.name}_net": asset.eligible, f"{asset.name}_base": asset.advance}
    if "line" in given:
        figures["line_cap"] = line_cap(CapRule.MIN, commitment=given["line"], base=base.amount)
    return figures


def cap_of(given: Mapping[str, Decimal], case: Mapping[str, Any]) -> Decimal:
    """The line's cap by the figures at hand; a bound base that is not printed is implied."""
    use = use_of(given)
    commitment, base = given.get("commitment"), given.get("borrowing_base")
    if base is None and "borrowing base below" in case["rule"]:
        return implied_cap(Decimal(case["expected"]["availability"]), use)
    if commitment is None or "counted on the borrowing base" in case["rule"]:
        return line_cap(CapRule.BASE, base=base)
    rule = CapRule.COMMITMENT if base is None else CapRule.MIN
    return line_cap(rule, commitment=commitment, base=base)


def use_of(given: Mapping[str, Decimal]) -> LineUse:
    zero = Decimal(0)
    return LineUse(given["drawn"], given.get("letters_of_credit", zero), reserves=given.get("reserves", zero))


def line_figures(given: Mapping[str, Decimal], case: Mapping[str, Any]) -> Figures:
    use, cap = use_of(given), cap_of(given, case)
    figures: Figures = {"availability": availability(cap, use), "used": use.used, "implied_line_cap": cap}
    if "elected_commitment" in given:
        elected = line_cap(CapRule.ELECTED, base=given["borrowing_base"], elected=given["elected_commitment"])
        figures["availability_on_commitment"] = availability(elected, use)
    if "commitment" in given:
        commitment = given["commitment"]
        shares = utilization(commitment, cap, use)
        of_commitment = utilization(commitment, commitment, use)
        figures |= {
            "headroom_lost_to_base": lost_to_base(commitment, cap),
            "utilization_drawn_pct": percent(shares.drawn_of_commitment),
            "utilization_of_cap_pct": percent(shares.used_of_cap),
            "utilization_of_commitment_pct": percent(of_commitment.used_of_cap),
            "utilization_with_lc_pct": percent(of_commitment.used_of_cap),
        }
    return figures


def percent(share: Fraction | None) -> Fraction | None:
    return None if share is None else share * 100


def trigger_figures(given: Mapping[str, Decimal], case: Mapping[str, Any]) -> Figures:
    facility, base = given["facility"], given.get("borrowing_base")
    return {
        "ten_pct": springing_trigger(given["pct"], facility, base, Decimal(0)),
        "trigger": springing_trigger(given["pct"], facility, base, given["floor"]),
    }


def fee_figures(given: Mapping[str, Decimal], case: Mapping[str, Any]) -> Figures:
    start = date(2026, 7, 1)
    line = [Step(start, given.get("line", given.get("commitment", Decimal(0))))]
    uses = [UseStep(start, LineUse(given["average_drawn"]))]
    terms = UnusedFeeTerms(given.get("apr", given.get("rate", Decimal(0))))
    days = int(given["days"])
    unused = average(
        unused_amounts(line, uses, terms, start, start + timedelta(days=days)),
        start,
        start + timedelta(days=days),
    )
    simple = {basis: fee_on_average(unused, terms.rate, days, basis) for basis in (360, 365)}
    basis = int(given.get("basis", Decimal(360)))
    compound = fee_compounded_daily(unused, terms.rate, days, basis)
    return {
        "unused": unused,
        "fee": compound if "compounded" in case["rule"] else simple[basis],
        "simple_act_365": simple[365],
        "simple_act_360": simple[360],
    }


def accrual_figures(given: Mapping[str, Decimal], case: Mapping[str, Any]) -> Figures:
    start, end = (date.fromisoformat(case["inputs"][name]) for name in ("start", "end"))
    named = re.search(r"(ACT|30E?)/(360|365F?|ACT ISDA|ACT)", case["rule"])
    convention = day_count(named.group()) if named else DayCount.ACT_360
    accrual = interest_at(given["principal"], given["rate"], start, end, convention)
    return {"days": accrual.days, "interest": accrual.amount}


KINDS: list[tuple[set[str], Callable[[Mapping[str, Decimal], Mapping[str, Any]], Figures]]] = [
    ({"principal", "rate"}, accrual_figures),
    ({"average_drawn", "days"}, fee_figures),
    ({"pct", "floor", "facility"}, trigger_figures),
    ({"drawn"}, line_figures),
    ({"ar_rate"}, base_figures),
]


def figures_of(case: Mapping[str, Any]) -> Figures:
    given = amounts(case["inputs"])
    for needed, figures in KINDS:
        if needed <= set(given):
            return figures(given, case)
    raise AssertionError(f"{case['id']}: no figures are known for the inputs {sorted(given)}")


def agrees(published: str, found: Exact | None, tolerance: str | None) -> bool:
    if found is None:
        return False
    if tolerance is not None:
        return abs(Fraction(found) - Fraction(published)) <= Fraction(tolerance)
    if "." not in published:
        return Fraction(found) == Fraction(published)
    return half_up(found, Decimal(1).scaleb(-len(published.partition(".")[2]))) == Decimal(published)


def published(case: Mapping[str, Any], part: str) -> list[tuple[str, str]]:
    """Figures with their names; an average of past days cannot be found from one day's figures."""
    return [
        (name, str(value))
        for name, value in case.get(part, {}).items()
        if name not in TEXTS and not name.startswith("average_drawn")
    ]


RIGHT = [
    pytest.param(case, name, value, id=f"{case['id']}-{name}")
    for case in CASES
    for part in ("expected", "expected_derived")
    if not (part == "expected" and case.get("published_answer_is_wrong"))
    for name, value in published(case, part)
]
WRONG = [
    pytest.param(case, id=case["id"])
    for case in CASES
    if case.get("published_answer_is_wrong") and published(case, "expected")
]


@pytest.mark.parametrize(("case", "name", "value"), RIGHT)
def test_published_figure(case: Mapping[str, Any], name: str, value: str) -> None:
    found = figures_of(case)
    assert name in found
    assert agrees(value, found[name], case.get("tolerance"))


@pytest.mark.parametrize("case", WRONG)
def test_wrong_published_answer_is_not_repeated(case: Mapping[str, Any]) -> None:
    found = figures_of(case)
    answers = [(name, value) for name, value in published(case, "expected") if name in found]
    assert answers
    assert not all(agrees(value, found[name], case.get("tolerance")) for name, value in answers)


OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Lt: operator.lt,
}


def evaluate(text: str, names: Mapping[str, Decimal]) -> Any:
    """A printed rule such as ``min(line, 0.85*AR)`` worked out for the figures given."""
    text = re.sub(r"(\d+)%", lambda found: str(Decimal(found.group(1)) / 100), text)
    text = re.sub(r"(?<=\d) x ", " * ", text).replace("excess availability", "excess_availability")

    def value(node: ast.expr) -> Any:
        match node:
            case ast.BinOp():
                return OPERATORS[type(node.op)](value(node.left), value(node.right))
            case ast.Compare():
                return OPERATORS[type(node.ops[0])](value(node.left), value(node.comparators[0]))
            case ast.Call(func=ast.Name(id="min" | "max" as which)):
                return {"min": min, "max": max}[which](value(part) for part in node.args)
            case ast.Name():
                return Fraction(names[node.id])
            case ast.Constant():
                return Fraction(str(node.value))
        raise AssertionError(f"cannot read {ast.dump(node)}")

    return value(ast.parse(text, mode="eval").body)


FORMULAS = [pytest.param(case, id=case["id"]) for case in CASES if "formula" in case["expected"]]
TRIGGERS = [pytest.param(case, id=case["id"]) for case in CASES if "trigger_rule" in case["expected"]]


def formula_base(given: Mapping[str, Decimal], assets: Mapping[str, Decimal]) -> Decimal:
    classes = [
        AssetClass("billed", assets["AR"], given["ar_rate"]),
        AssetClass("unbilled", assets["unbilled"], given["unbilled_rate"], sub_limit=given["unbilled_cap"]),
        AssetClass("inventory", assets["inventory"], given["inv_rate"]),
    ]
    base = borrowing_base(classes, {"letters of credit": assets["LC"]})
    return line_cap(CapRule.MIN, commitment=given["line"], base=base.amount)


@pytest.mark.parametrize("case", FORMULAS)
def test_printed_formula(case: Mapping[str, Any]) -> None:
    given, formula = amounts(case["inputs"]), case["expected"]["formula"]
    if "unused" in formula:
        start = date(2026, 7, 1)
        for rate, unused, days in product(
            [given["rate"], Decimal("0.0075")], [Decimal(0), Decimal(15_000_000)], [1, 31, 360]
        ):
            names = {"avg_daily_unused": unused, "rate": rate, "actual_days": Decimal(days)}
            fee = unused_fee(
                [Step(start, unused)],
                [UseStep(start, LineUse(Decimal(0)))],
                UnusedFeeTerms(rate),
                start,
                start + timedelta(days=days),
            )
            assert fee.exact == fee_on_average(unused, rate, days) == evaluate(formula, names)
        return
    for parts in product([Decimal(0), Decimal(2_000_000), Decimal("6543210.98")], repeat=4):
        assets = dict(zip(("AR", "unbilled", "inventory", "LC"), parts, strict=True))
        assert formula_base(given, assets) == evaluate(formula, assets | {"line": given["line"]})


@pytest.mark.parametrize("case", TRIGGERS)
def test_printed_trigger_rule(case: Mapping[str, Any]) -> None:
    given = amounts(case["inputs"])
    for base, excess in product(
        map(Decimal, ["55.6", "240", "400"]), map(Decimal, ["5", "22.5", "23", "35"])
    ):
        names = {"facility": given["facility"], "base": base, "excess_availability": excess}
        trigger = springing_trigger(given["pct"], given["facility"], base, given["floor"])
        assert springs(excess, trigger) is evaluate(case["expected"]["trigger_rule"], names)


AVERAGES = [
    pytest.param(case, weeks, value, id=f"{case['id']}-{weeks}w")
    for case in CASES
    for name, value in case["expected"].items()
    if (found := re.fullmatch(r"average_drawn_(\d+)w", name))
    for weeks in [int(found.group(1))]
]


@pytest.mark.parametrize(("case", "weeks", "value"), AVERAGES)
def test_published_average_from_daily_history(case: Mapping[str, Any], weeks: int, value: str) -> None:
    """The filing prints no daily balances: a history is made that ends on its drawn balance."""
    drawn, last = amounts(case["inputs"])["drawn"], date(2015, 5, 2)
    window = 7 * weeks
    earlier = (Decimal(value) * window - drawn) / (window - 1)
    history = [Step(last - timedelta(days=window), earlier), Step(last, drawn)]
    assert agrees(value, average_over(history, last, window), case.get("tolerance"))
