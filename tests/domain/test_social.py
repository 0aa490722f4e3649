import json
import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.exact import Result, Unavailable, exact
from flashreport.domain.social import (
    DEFINITIONS,
    ENGAGEMENT_PARTS,
    Definition,
    daily_changes,
    market_share,
    mean_of_rates,
    net_followers,
    pooled_rate,
    ratio,
    total_engagements,
)

GOLDEN = json.loads(
    (Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "social.json").read_text(
        encoding="utf-8"
    ),
    parse_float=Decimal,
)
CASES = GOLDEN["cases"]
PARTS = ("likes", "comments", "shares", "saves", "clicks", "reactions")
BASES = ("reach", "impressions", "views", "followers")


def total(value: Any) -> Fraction:
    return sum(map(exact, value), Fraction(0)) if isinstance(value, list) else exact(value)


def base_of(case: Mapping[str, Any]) -> str:
    """The denominator that a case's kind names, else the only one it has."""
    named = [base for base in BASES if base in case["kind"]]
    return (named or [base for base in BASES if base in case["inputs"]] or ["none"])[0]


def audience(case: Mapping[str, Any]) -> dict[str, Any]:
    """Every figure that a case's inputs allow, by its printed name."""
    given = case["inputs"]
    sums: dict[str, Any] = {name: total(value) for name, value in given.items()}
    parts = [name for name in PARTS if name in given]
    if "engagements" not in sums and parts:
        sums["engagements"] = total_engagements(sums, parts)
        sums["total_interactions"] = sums["engagements"]
    found = dict(sums)
    for name, definition in DEFINITIONS.items():
        if definition.adding == "ratio":
            found[name] = ratio(name, {"link_clicks": sums.get("clicks"), **sums})
    base = base_of(case)
    found["rate"] = found.get(f"er_by_{base}")
    if "market" in given:
        found["share"] = market_share(given["own"], given["market"])
    elif "competitors" in given:
        found["share"] = found["share_of_voice"]
    if isinstance(given.get("engagements"), list):
        found["pooled_rate"] = pooled_rate(given["engagements"], given[base])
        found["mean_of_rates"] = mean_of_rates(given["engagements"], given[base])
    found["growth"] = found["follower_growth"]
    if "gained" in given:
        found["net"] = net_followers(given["gained"], given["lost"])
    percents = {f"{name}_pct": value * 100 for name, value in found.items() if isinstance(value, Fraction)}
    return found | percents


WANTED = [
    pytest.param(case, name, printed, id=f"{case['id']}-{name}")
    for case in CASES
    for source in ("expected", "expected_derived")
    for name, printed in case.get(source, {}).items()
    if not (source == "expected" and case.get("published_answer_is_wrong"))
]


@pytest.mark.parametrize(("case", "name", "printed"), WANTED)
def test_published_figures(case: Mapping[str, Any], name: str, printed: Any) -> None:
    found = audience(case)[name]
    assert isinstance(found, Fraction), found
    assert abs(found - exact(printed)) <= exact(Decimal(case["tolerance"]))


def own_name(printed: str) -> str:
    """Our name of a printed definition: ``viewers (Facebook)`` is viewers."""
    name = printed.split(" (")[0]
    return {"tiktok": "tiktok_views"}.get(name, name)


@pytest.mark.parametrize(("name", "text"), GOLDEN["definitions"].items())
def test_every_printed_definition_is_ours(name: str, text: str) -> None:
    definition = DEFINITIONS[own_name(name)]
    lowered = text.casefold()
    if "not additive" in lowered or lowered.startswith("unique"):
        assert definition.adding == "unique"
    elif "additive" in lowered or "repeats count" in lowered or "views = starts" in lowered:
        assert definition.adding == "adds"
    elif " / " in text.split(";")[0]:
        assert definition.adding == "ratio"


def test_parts_of_a_total_are_printed_ones() -> None:
    text = GOLDEN["definitions"]["engagements"]
    assert all(part in text for parts in ENGAGEMENT_PARTS.values() for part in parts)
    assert "+ follows" in GOLDEN["definitions"]["linkedin_er"]
    values = {"clicks": 1, "likes": 2, "comments": 3, "shares": 4, "follows": 5, "impressions": 100}
    assert ratio("linkedin_er", values) == Fraction(10, 100)
    assert ratio("linkedin_er_with_follows", values) == Fraction(15, 100)


OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}


def spoken(text: str, values: Mapping[str, Fraction]) -> Fraction:
    """The value of a formula in words, such as ``own / (own + competitors) * 1000``."""
    tokens = re.findall(r"[-+*/()]|[a-z_]+|\d+", text)

    def term() -> Fraction:
        word = tokens.pop(0)
        if word == "(":
            inside = formula(0)
            tokens.pop(0)
            return inside
        return Fraction(word) if word.isdigit() else values[word]

    def formula(above: int) -> Fraction:
        left = term()
        while tokens and STRENGTH.get(tokens[0], 0) > above:
            sign = tokens.pop(0)
            left = OPERATIONS[sign](left, formula(STRENGTH[sign]))
        return left

    return formula(0)


def leading_formula(text: str) -> str:
    """The formula that a definition begins with, its parts as single words."""
    formula = re.split(r"[;=]|\(say|\(or", text)[0].casefold()
    formula = re.sub(r"\[[^]]*\]", "", formula)
    renamed = {
        "engagements of the day": "engagements",
        "followers at the end of the period": "followers",
        "link clicks": "link_clicks",
        "own mentions": "own",
    }
    for words, name in renamed.items():
        formula = formula.replace(words, name)
    return formula.strip()


FORMULAS = [
    (name, leading_formula(text))
    for name, text in GOLDEN["definitions"].items()
    if DEFINITIONS[own_name(name)].adding == "ratio"
]


@pytest.mark.parametrize(("name", "formula"), FORMULAS)
def test_printed_formulas_give_what_ours_give(name: str, formula: str) -> None:
    words = sorted(set(re.findall(r"[a-z_]+", formula)))
    values = {word: Fraction(prime) for word, prime in zip(words, (7, 11, 13, 17, 19, 23, 29), strict=False)}
    assert ratio(own_name(name), values) == spoken(formula, values)


def test_the_wrong_published_growth_is_not_ours() -> None:
    # 500 to 700 followers is 40 %; a page that prints 6.67 % shows followers a day
    assert ratio("follower_growth", {"start": 500, "end": 700}) == Fraction(40, 100)


def test_a_missing_part_is_not_zero() -> None:
    assert total_engagements(
        {"likes": 5, "comments": 2, "shares": None}, ENGAGEMENT_PARTS["instagram"]
    ) == Unavailable("no saves, shares")
    assert ratio("ctr", {"link_clicks": 5}) == Unavailable("no impressions")
    assert ratio("ctr", {"impressions": 5}) == Unavailable("no link_clicks")
    assert ratio("ctr", {"link_clicks": 0, "impressions": 0}) == Unavailable("no impressions")
    assert ratio(
        "linkedin_er", {"clicks": 1, "likes": -3, "comments": 0, "shares": 0, "impressions": 10}
    ) == Fraction(-1, 5)


def test_posts_without_a_base_have_no_rate() -> None:
    assert mean_of_rates([1, 5], [10, 0]) == Fraction(1, 10)
    assert mean_of_rates([5], [0]) == Unavailable("no post has a rate")
    assert pooled_rate([1, 5], [10, 0]) == Fraction(6, 10)
    assert pooled_rate([], []) == Unavailable("nothing to divide by")


def test_daily_change_is_the_difference_of_snapshots() -> None:
    day = [date(2026, 11, number) for number in range(20, 26)]
    steps = daily_changes({day[3]: 150, day[0]: 100, day[1]: 120, day[2]: None, day[4]: 149})
    assert [(step.day, step.change, step.days) for step in steps] == [
        (day[1], 20, 1),
        (day[3], 30, 2),
        (day[4], -1, 1),
    ]
    assert daily_changes({day[0]: 5}) == ()


COUNTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**9)), min_size=1, max_size=20)


@given(COUNTS)
def test_both_rates_lie_between_the_posts(posts: list[tuple[int, int]]) -> None:
    above, below = [count for count, _ in posts], [base for _, base in posts]
    rates = [Fraction(count, base) for count, base in posts]
    for found in (pooled_rate(above, below), mean_of_rates(above, below)):
        assert isinstance(found, Fraction)
        assert min(rates) <= found <= max(rates)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_changes_add_up_to_the_last_snapshot(values: list[int]) -> None:
    snapshots: dict[date, int | None] = {
        date.fromordinal(738000 + place): v for place, v in enumerate(values)
    }
    assert sum(step.change for step in daily_changes(snapshots)) == values[-1] - values[0]


def test_names_are_keys() -> None:
    assert all(isinstance(one, Definition) and one.name == name for name, one in DEFINITIONS.items())
    assert all(one.above and one.below for one in DEFINITIONS.values() if one.adding == "ratio")


def test_a_result_is_a_fraction_or_a_reason() -> None:
    found: Result = ratio("cpm", {"cost": Decimal("12.50"), "impressions": 5000})
    assert found == Fraction(5, 2)
