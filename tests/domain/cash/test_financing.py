from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.cash import (
    BalanceBasis,
    BudgetLine,
    CycleBasis,
    Flow,
    RevolverTerms,
    WorkingCapital,
    budget_total,
    burn,
    cash_cycle,
    change,
    collections,
    minimum_cash_plug,
    revolver,
    runway,
    uncollected,
)
from flashreport.errors import FlashreportError

MONEY = st.integers(0, 10**9).map(Decimal)
FLOWS = st.lists(st.tuples(MONEY, MONEY), min_size=1, max_size=12)


def amounts(*values: int | str) -> list[Decimal]:
    return [Decimal(value) for value in values]


def test_no_shortfall_no_loan() -> None:
    plug = minimum_cash_plug(Decimal(9000), Decimal(7000), Decimal(1000))
    assert plug.shortfall == 2000
    assert plug.borrow == 0
    assert plug.closing == 9000


def test_a_cushion_in_whole_dollars() -> None:
    # a published budget: cushion 14,000, 2 % a month, all in whole dollars; July borrows 11,526
    terms = RevolverTerms(Decimal(0), Decimal("0.02"), cushion=Decimal(14_000), step=Decimal(1))
    july, august = revolver(Decimal(42_500), amounts(180_000, 200_000), amounts(220_026, 200_790), terms)
    assert july.loan_change == 11_526
    assert august.interest == 231
    assert august.preliminary == 12_979
    assert august.loan_change == 1_021
    assert august.closing == 14_000


def test_borrowing_in_multiples_stops_at_the_limit() -> None:
    terms = RevolverTerms(Decimal(100), multiple=Decimal(50), limit=Decimal(120))
    (found,) = revolver(Decimal(0), amounts(0), amounts(60), terms)
    assert found.loan_change == 120
    assert found.closing == 60
    assert found.unmet == 40


def test_repayment_in_multiples_goes_down() -> None:
    terms = RevolverTerms(Decimal(100), multiple=Decimal(50), repay_in_multiples=True)
    (found,) = revolver(Decimal(100), amounts(90), amounts(0), terms, loan=Decimal(200))
    assert found.loan_change == -50
    assert found.closing == 140


def test_no_repayment_when_it_is_not_allowed() -> None:
    terms = RevolverTerms(Decimal(0), repay=False)
    (found,) = revolver(Decimal(0), amounts(90), amounts(0), terms, loan=Decimal(50))
    assert found.loan == 50


@given(MONEY, FLOWS, st.sampled_from([None, Decimal(1000)]), MONEY)
def test_cash_never_closes_under_the_target_without_a_limit(
    opening: Decimal, flows: list[tuple[Decimal, Decimal]], multiple: Decimal | None, minimum: Decimal
) -> None:
    came, went = zip(*flows, strict=True)
    terms = RevolverTerms(minimum, Decimal("0.01"), multiple, cushion=Decimal(500))
    periods = revolver(opening, came, went, terms)
    interest = sum(period.interest for period in periods)
    assert periods[-1].closing == opening + sum(came) - sum(went) - interest + periods[-1].loan
    for period in periods:
        assert period.closing >= minimum + 500
        assert period.loan >= 0
        assert period.unmet == 0
        assert period.loan_change <= 0 or period.closing - terms.target < (multiple or 1)


@given(MONEY, FLOWS, MONEY)
def test_ten_times_the_cash_is_ten_times_the_loan(
    opening: Decimal, flows: list[tuple[Decimal, Decimal]], minimum: Decimal
) -> None:
    came, went = zip(*flows, strict=True)
    once = revolver(opening, came, went, RevolverTerms(minimum))
    tenfold = RevolverTerms(minimum * 10)
    ten = revolver(opening * 10, [one * 10 for one in came], [one * 10 for one in went], tenfold)
    assert [period.loan for period in ten] == [period.loan * 10 for period in once]


def test_ragged_revolver_rows_are_refused() -> None:
    with pytest.raises(FlashreportError, match="receipts for 1 periods"):
        revolver(Decimal(0), amounts(1), amounts(1, 2), RevolverTerms(Decimal(0)))


def test_collections_from_the_first_month_that_is_known() -> None:
    sales = amounts(560_000, 374_400, 349_500)
    assert list(collections(sales, amounts("0.35", "0.60"))) == amounts(467_040, 346_965)
    assert uncollected(amounts("0.35", "0.60")) == Decimal("0.05")
    assert collections(amounts(5), amounts("0.5", "0.5")) == ()


def test_shares_over_the_whole_are_refused() -> None:
    with pytest.raises(FlashreportError, match="not parts of a whole"):
        collections(amounts(1, 2), amounts("0.6", "0.6"))


@given(st.lists(MONEY, min_size=3, max_size=24))
def test_a_whole_pattern_collects_all_sales_in_the_end(sales: list[Decimal]) -> None:
    padded = [Decimal(0)] * 2 + sales + [Decimal(0)] * 2
    assert sum(collections(padded, amounts("0.5", "0.4", "0.1"))) == sum(sales)


def test_burn_is_an_average_of_months() -> None:
    found = burn(amounts(10, 20, 30), amounts(60, 80, 90))
    assert found.gross == Fraction(230, 3)
    assert found.net == Fraction(170, 3)
    assert runway(Decimal(340), found.net).periods == 6


@pytest.mark.parametrize("net_burn", [0, -5])
def test_runway_is_infinite_and_never_negative(net_burn: int) -> None:
    assert runway(Decimal(100), net_burn).infinite
    assert runway(Decimal(-100), 10).periods == 0


def test_burn_needs_both_sides_of_each_month() -> None:
    with pytest.raises(FlashreportError, match="cash in for 0 periods"):
        burn([], [])


CAPITAL = WorkingCapital(Decimal(100), Decimal(200), Decimal(50), Decimal(10))
OPENING = WorkingCapital(Decimal(300), Decimal(400), Decimal(150), Decimal(30))


@pytest.mark.parametrize(
    ("basis", "days"),
    [
        (CycleBasis(year_days=360), (36, 36, 18)),
        (CycleBasis(BalanceBasis.AVERAGE, 360), (72, 54, 36)),
        (CycleBasis(BalanceBasis.ENDING, 360, accruals_in_payables=True), (36, 36, Fraction(108, 5))),
        (CycleBasis(BalanceBasis.AVERAGE, 360, accruals_in_payables=True), (72, 54, Fraction(216, 5))),
    ],
)
def test_the_basis_of_the_cycle(basis: CycleBasis, days: tuple[Fraction, Fraction, Fraction]) -> None:
    found = cash_cycle(CAPITAL, Decimal(2000), Decimal(1000), basis, OPENING)
    assert (found.inventory_days, found.receivable_days, found.payable_days) == days
    assert found.cycle == days[0] + days[1] - days[2]
    assert found.basis is basis


def test_no_sales_no_cycle() -> None:
    found = cash_cycle(CAPITAL, Decimal(0), Decimal(1000))
    assert found.receivable_days is None
    assert found.cycle is None


def test_an_average_needs_two_ends() -> None:
    with pytest.raises(FlashreportError, match="at the start of the period"):
        cash_cycle(CAPITAL, Decimal(1), Decimal(1), CycleBasis(BalanceBasis.AVERAGE))


def line(flow: Flow, budget: str | None, actual: str) -> BudgetLine:
    return BudgetLine("line", flow, None if budget is None else Decimal(budget), Decimal(actual))


def test_favourable_is_positive_on_both_sides() -> None:
    assert line(Flow.RECEIPT, "100", "120").variance == 20
    assert line(Flow.DISBURSEMENT, "100", "120").variance == -20
    assert line(Flow.DISBURSEMENT, None, "20").variance == -20
    assert line(Flow.DISBURSEMENT, None, "20").share is None
    assert line(Flow.RECEIPT, "0", "20").share is None


def test_a_total_counts_what_nobody_budgeted() -> None:
    lines = [
        line(Flow.DISBURSEMENT, "25", "11"),
        line(Flow.DISBURSEMENT, None, "40"),
        line(Flow.RECEIPT, "9", "9"),
    ]
    found = budget_total(lines, Flow.DISBURSEMENT)
    assert found.share == Fraction(204, 100)
    assert found.unbudgeted == 40
    assert found.variance == sum(one.variance for one in lines[:2])


@pytest.mark.parametrize(("base", "share"), [("200", Fraction(1, 4)), ("0", None), ("-200", None)])
def test_a_change_from_nothing_has_no_percent(base: str, share: Fraction | None) -> None:
    found = change(Decimal(base), Decimal(250))
    assert found.share == share
    assert found.absolute == 250 - Decimal(base)
