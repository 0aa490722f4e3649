from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.decomposition import (
    Part,
    RatioChange,
    ratio_contributions,
    shown_parts,
    sum_contributions,
)
from flashreport.domain.exact import Unavailable

MEMBERS = st.sampled_from(["kitchen", "service", "bar", "delivery", "office"])
MONEY = st.decimals(-(10**7), 10**7, places=2)
POSITIVE = st.decimals(Decimal("0.01"), 10**7, places=2)


def test_the_largest_part_comes_first_and_new_and_gone_members_count() -> None:
    parts = sum_contributions({"bar": 100, "kitchen": 50}, {"kitchen": 70, "delivery": 30})
    assert [(part.member, int(part.change)) for part in parts] == [
        ("bar", -100),
        ("delivery", 30),
        ("kitchen", 20),
    ]
    assert parts[0].share(-50) == 2
    assert parts[0].share(0) == Unavailable("the sum did not change")


def test_labour_share_splits_into_rate_and_mix() -> None:
    # kitchen keeps 40 %, service keeps 20 %; only the weights move: all of it is mix
    before = {"kitchen": Part.of(40, 100), "service": Part.of(20, 100)}
    after = {"kitchen": Part.of(120, 300), "service": Part.of(20, 100)}
    split = ratio_contributions(before, after)
    assert isinstance(split, RatioChange)
    assert (split.before, split.after) == (Fraction(3, 10), Fraction(35, 100))
    assert [part.rate for part in split.parts] == [0, 0]
    # weights move by 25 points; the mean of the total ratio is 32.5 %, kitchen 7.5 points above it
    assert {part.member: part.mix for part in split.parts} == {
        "kitchen": Fraction(1, 4) * Fraction(75, 1000),
        "service": Fraction(1, 4) * Fraction(125, 1000),
    }
    # the weights stay and kitchen's rate rises by 10 points at half the weight
    split = ratio_contributions(before, before | {"kitchen": Part.of(50, 100)})
    assert isinstance(split, RatioChange)
    assert {part.member: part.rate for part in split.parts} == {"kitchen": Fraction(5, 100), "service": 0}
    assert all(part.mix == 0 for part in split.parts)


def test_wages_without_revenue_are_told_apart() -> None:
    before = {"bar": Part.of(10, 100)}
    split = ratio_contributions(before, before | {"office": Part.of(5, 0)})
    assert isinstance(split, RatioChange)
    office = next(part for part in split.parts if part.member == "office")
    assert office.rate == 0
    assert (office.mix, office.unmatched) == (Fraction(0), Fraction(5, 100))


def test_a_ratio_over_nothing_has_no_split() -> None:
    assert isinstance(ratio_contributions({}, {"bar": Part.of(1, 1)}), Unavailable)
    assert isinstance(
        ratio_contributions({"a": Part.of(1, 2)}, {"a": Part.of(1, 1), "b": Part.of(0, -1)}), Unavailable
    )


@given(st.dictionaries(MEMBERS, MONEY), st.dictionaries(MEMBERS, MONEY))
def test_parts_of_a_sum_add_up(before: dict[str, Decimal], after: dict[str, Decimal]) -> None:
    parts = sum_contributions(before, after)
    assert sum(part.change for part in parts) == Fraction(sum(after.values())) - Fraction(
        sum(before.values())
    )
    assert len({part.member for part in parts}) == len(parts)


PARTS = st.dictionaries(MEMBERS, st.builds(Part.of, MONEY, st.one_of(st.just(0), POSITIVE)))


@given(PARTS, PARTS)
def test_parts_of_a_ratio_add_up_exactly(before: dict[str, Part], after: dict[str, Part]) -> None:
    split = ratio_contributions(before, after)
    if isinstance(split, Unavailable):
        assert 0 in (sum(p.denominator for p in before.values()), sum(p.denominator for p in after.values()))
        return
    assert split.after == sum(p.numerator for p in after.values()) / sum(
        p.denominator for p in after.values()
    )
    assert sum(part.change for part in split.parts) == split.change


@given(PARTS, PARTS)
def test_swapping_the_dates_swaps_the_signs(before: dict[str, Part], after: dict[str, Part]) -> None:
    there, back = ratio_contributions(before, after), ratio_contributions(after, before)
    if isinstance(there, RatioChange) and isinstance(back, RatioChange):
        forth = {part.member: (part.rate, part.mix) for part in there.parts}
        assert {part.member: (-part.rate, -part.mix) for part in back.parts} == forth


@given(st.lists(MONEY, max_size=8), st.sampled_from([1, 10, Decimal("0.1")]))
def test_shown_parts_add_up_to_the_shown_total(parts: list[Decimal], step: Decimal) -> None:
    shown = shown_parts(parts, step)
    size = Fraction(step)
    assert all(abs(one - Fraction(part)) < size for one, part in zip(shown, parts, strict=True))
    assert abs(sum(shown) - Fraction(sum(parts))) <= size / 2
    assert all((one / size).denominator == 1 for one in shown)


def test_shown_parts_give_the_last_step_to_the_part_cut_most() -> None:
    assert list(map(int, shown_parts([Decimal("33.4"), Decimal("33.3"), Decimal("33.3")], 1))) == [34, 33, 33]
