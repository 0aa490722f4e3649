from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.credit import (
    Bound,
    CapRule,
    Covenant,
    LineUse,
    availability,
    fixed_charge_coverage,
    implied_cap,
    leverage,
    line_cap,
    over_advance,
    paydown_from_collections,
    paydown_to_target,
    paydowns,
    shared_availability,
    springing_trigger,
    springs,
    sub_limit_room,
    utilization,
)
from flashreport.errors import FlashreportError

MONEY = st.integers(0, 10**11).map(lambda cents: Decimal(cents).scaleb(-2))
SHARE = st.integers(0, 100).map(lambda percent: Decimal(percent).scaleb(-2))


@pytest.mark.parametrize(
    ("rule", "cap"), [("commitment", 225), ("base", 300), ("min", 225), ("elected", 200)]
)
def test_the_cap_is_a_setting(rule: str, cap: int) -> None:
    figures = {"commitment": Decimal(225), "base": Decimal(300), "elected": Decimal(200)}
    assert line_cap(CapRule(rule), **figures) == cap


def test_a_cap_without_its_figure_is_refused() -> None:
    with pytest.raises(FlashreportError, match="needs base and elected"):
        line_cap(CapRule.ELECTED, commitment=Decimal(100))


def test_over_advance_is_negative_availability() -> None:
    use = LineUse(Decimal(90), Decimal(20), reserves=Decimal(5))
    assert availability(Decimal(100), use) == -15
    assert over_advance(Decimal(100), use) == 15
    assert over_advance(Decimal(200), use) == 0


def test_two_utilizations_are_two_figures() -> None:
    use = LineUse(Decimal(42), Decimal("38.1"))
    found = utilization(Decimal(225), Decimal("170.9"), use)
    assert found.drawn_of_commitment == Fraction(42, 225)
    assert found.used_of_cap == Fraction(801, 1709)


def test_utilization_of_nothing_is_undefined() -> None:
    assert utilization(Decimal(0), Decimal(0), LineUse(Decimal(1))).used_of_cap is None


def test_lines_that_share_a_cap() -> None:
    caps = {"us": Decimal(100), "ca": Decimal(50)}
    uses = {"us": LineUse(Decimal(70)), "ca": LineUse(Decimal(10), Decimal(5))}
    assert shared_availability(Decimal(120), caps, uses) == {"us": 30, "ca": 35}
    assert shared_availability(Decimal(100), caps, uses) == {"us": 15, "ca": 15}
    uses["ca"] = LineUse(Decimal(10), Decimal(5), reserves=Decimal(3))
    assert shared_availability(Decimal(100), caps, uses) == {"us": 12, "ca": 12}


def test_a_sub_limit_is_bounded_by_the_line() -> None:
    assert sub_limit_room(Decimal(25), Decimal(10), Decimal(90)) == 15
    assert sub_limit_room(Decimal(25), Decimal(10), Decimal(4)) == 4


def test_paydown_to_eighty_percent() -> None:
    use = LineUse(Decimal(90), Decimal(10))
    found = paydowns(Decimal(110), Decimal(100), use, Decimal("0.80"))
    assert found.drawn_of_commitment.amount == 2
    assert found.used_of_cap.amount == 20
    assert found.used_of_cap.reachable


def test_letters_of_credit_cannot_be_paid_down() -> None:
    found = paydowns(Decimal(100), Decimal(100), LineUse(Decimal(5), Decimal(90)), Decimal("0.80"))
    assert found.used_of_cap.amount == 15
    assert not found.used_of_cap.reachable


def test_paydown_from_collections_by_hand() -> None:
    # used 90, base 100, target 80 %, advance rate 85 %: 10 / (1 - .68) = 31.25
    assert paydown_from_collections(Decimal(90), Decimal(100), Decimal("0.80"), Decimal("0.85")) == Fraction(
        "31.25"
    )


def test_a_base_far_above_the_commitment_does_not_bind() -> None:
    found = paydown_from_collections(
        Decimal(90), Decimal(1000), Decimal("0.80"), Decimal("0.85"), commitment=Decimal(100)
    )
    assert found == 10


def test_a_full_target_at_a_full_advance_rate_is_never_reached() -> None:
    with pytest.raises(FlashreportError, match="never reached"):
        paydown_from_collections(Decimal(90), Decimal(80), Decimal(1), Decimal(1))


@given(MONEY, MONEY, SHARE)
def test_a_paydown_reaches_the_target_exactly(used: Decimal, cap: Decimal, target: Decimal) -> None:
    paid = paydown_to_target(used, cap, target)
    left = Fraction(used) - paid
    assert left == min(Fraction(used), Fraction(target) * Fraction(cap))
    assert paydown_to_target(used * 10, cap * 10, target) == 10 * paid


@given(MONEY, MONEY, st.one_of(st.none(), MONEY), SHARE, st.sampled_from(["0.5", "0.75", "0.85"]))
def test_a_paydown_from_collections_reaches_the_target_exactly(
    used: Decimal, base: Decimal, commitment: Decimal | None, target: Decimal, rate: str
) -> None:
    paid = paydown_from_collections(used, base, target, Decimal(rate), commitment)
    shrunk = Fraction(base) - Fraction(rate) * paid
    cap = shrunk if commitment is None else min(Fraction(commitment), shrunk)
    left = Fraction(used) - paid
    assert left <= Fraction(target) * cap
    assert paid == 0 or left == Fraction(target) * cap


@given(MONEY, MONEY, SHARE)
def test_a_payment_in_cents_is_enough_and_no_cent_more(used: Decimal, cap: Decimal, target: Decimal) -> None:
    found = paydowns(cap, cap, LineUse(used), target).used_of_cap
    assert 0 <= Fraction(found.amount) - found.exact < Fraction(1, 100)


@given(MONEY, MONEY, MONEY)
def test_an_implied_cap_gives_the_availability_back(available: Decimal, drawn: Decimal, lc: Decimal) -> None:
    use = LineUse(drawn, lc)
    assert availability(implied_cap(available, use), use) == available


def test_headroom_on_both_sides() -> None:
    coverage = Covenant("coverage", Decimal("1.15"), Decimal("1.10"))
    debt = Covenant("leverage", Decimal("4.2"), Decimal("4.0"), Bound.AT_MOST)
    assert coverage.headroom == Fraction("0.05")
    assert coverage.met
    assert debt.headroom == Fraction("-0.2")
    assert debt.headroom_share == Fraction("-0.05")
    assert not debt.met
    assert Covenant("liquidity", 10, 10).met


def test_a_springing_test_needs_less_than_the_trigger() -> None:
    trigger = springing_trigger(Decimal("0.10"), Decimal(300), Decimal(280), Decimal("22.5"))
    assert trigger == 28
    assert springs(Decimal("27.99"), trigger)
    assert not springs(Decimal(28), trigger)


def test_coverage_and_leverage() -> None:
    assert fixed_charge_coverage(Decimal(100), Decimal(20), Decimal(10), Decimal(50)) == Fraction(7, 5)
    assert leverage(Decimal(300), Decimal(100)) == 3
    assert leverage(Decimal(300), Decimal(-100)) is None
