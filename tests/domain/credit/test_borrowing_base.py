from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.credit import (
    AssetClass,
    ConcentrationOf,
    EligibilityRules,
    Reason,
    Receivable,
    borrowing_base,
    concentration_excess,
    eligible_receivables,
)
from flashreport.errors import FlashreportError

AS_OF = date(2026, 11, 24)


def invoice(debtor: str, amount: str, age: int, due_in: int = 30, excluded: str = "") -> Receivable:
    invoiced = AS_OF - timedelta(days=age)
    return Receivable(debtor, Decimal(amount), invoiced, invoiced + timedelta(days=due_in), excluded)


def test_concentration_of_40_in_100_at_a_quarter() -> None:
    shares = {f"small {n}": Decimal(6) for n in range(10)}
    over = concentration_excess({"large": Decimal(40), **shares}, Decimal("0.25"))
    assert over["large"] == 15
    assert sum(over.values()) == 15
    base = borrowing_base([AssetClass("ar", Decimal(100), Decimal("0.85"), over["large"])])
    assert base.amount == Decimal("72.25")
    assert base.amount - 70 == Decimal("2.25")


def test_a_debtor_with_its_own_cap() -> None:
    amounts = {"a": Decimal(40), "b": Decimal(30), "c": Decimal(30)}
    over = concentration_excess(amounts, Decimal("0.25"), {"a": Decimal("0.50")})
    assert over == {"a": 0, "b": 5, "c": 5}


@pytest.mark.parametrize(("age", "left"), [(90, "100"), (91, "0")])
def test_age_from_invoice_is_over_90_days(age: int, left: str) -> None:
    rules = EligibilityRules(days_from_invoice=90)
    assert eligible_receivables([invoice("a", "100", age)], AS_OF, rules).eligible == Decimal(left)


@pytest.mark.parametrize(("age", "left"), [(90, "100"), (91, "0")])
def test_age_past_due_is_over_60_days(age: int, left: str) -> None:
    rules = EligibilityRules(days_from_invoice=None, days_past_due=60)
    assert eligible_receivables([invoice("a", "100", age)], AS_OF, rules).eligible == Decimal(left)


def test_cross_ageing_takes_the_whole_debtor_from_its_share_on() -> None:
    book = [invoice("a", "50", 100), invoice("a", "50", 10), invoice("b", "49", 100), invoice("b", "51", 10)]
    found = eligible_receivables(book, AS_OF, EligibilityRules(cross_age=Decimal("0.50")))
    assert found.by_debtor == {"a": 0, "b": 51}
    assert found.ineligible[Reason.PAST_DUE] == 99
    assert found.ineligible[Reason.CROSS_AGED] == 50


def test_contra_takes_no_more_than_there_is() -> None:
    book = [invoice("a", "100", 10), invoice("b", "40", 10)]
    found = eligible_receivables(book, AS_OF, EligibilityRules(), {"a": Decimal(30), "b": Decimal(90)})
    assert found.by_debtor == {"a": 70, "b": 0}
    assert found.ineligible[Reason.CONTRA] == 70


def test_excluded_debtors_are_out_before_age() -> None:
    book = [invoice("a", "100", 200, excluded="affiliate"), invoice("b", "10", 1)]
    found = eligible_receivables(book, AS_OF, EligibilityRules())
    assert found.ineligible[Reason.EXCLUDED] == 100
    assert found.ineligible[Reason.PAST_DUE] == 0


def test_concentration_of_gross_or_of_eligible() -> None:
    book = [invoice("a", "50", 10), invoice("b", "50", 10), invoice("c", "100", 120)]
    of_eligible = EligibilityRules(concentration=Decimal("0.40"))
    of_gross = EligibilityRules(concentration=Decimal("0.40"), concentration_of=ConcentrationOf.GROSS)
    assert eligible_receivables(book, AS_OF, of_eligible).eligible == 80
    assert eligible_receivables(book, AS_OF, of_gross).eligible == 100


def test_an_old_credit_note_still_lowers_what_is_eligible() -> None:
    book = [invoice("a", "100", 10), invoice("a", "-30", 200)]
    assert eligible_receivables(book, AS_OF, EligibilityRules()).eligible == 70


def test_reserves_above_the_advances_make_the_base_negative() -> None:
    base = borrowing_base(
        [AssetClass("ar", Decimal(100), Decimal("0.85"))], {"rent": Decimal(60), "dilution": Decimal(40)}
    )
    assert base.advances == 85
    assert base.reserved == 100
    assert base.amount == -15


def test_ninety_days_is_the_usual_age() -> None:
    book = [invoice("a", "100", 90), invoice("b", "40", 91)]
    assert eligible_receivables(book, AS_OF, EligibilityRules()).eligible == 100


def test_a_class_may_advance_nothing_and_never_less() -> None:
    assert AssetClass("work in progress", Decimal(100), Decimal(0)).advance == 0
    assert AssetClass("ar", Decimal(100), Decimal("0.85"), ineligible=Decimal(120)).advance == 0


def test_an_advance_rate_is_a_share() -> None:
    with pytest.raises(FlashreportError) as caught:
        AssetClass("ar", Decimal(100), Decimal(85))
    assert caught.value.problem.code == "domain.rate-out-of-range"


INVOICES = st.builds(
    Receivable,
    st.sampled_from("abcd"),
    st.integers(-50_000, 500_000).map(lambda cents: Decimal(cents).scaleb(-2)),
    st.dates(AS_OF - timedelta(days=200), AS_OF),
    st.none(),
    st.sampled_from(["", "", "", "foreign"]),
)
RULES = st.builds(
    EligibilityRules,
    days_from_invoice=st.sampled_from([None, 60, 90]),
    cross_age=st.sampled_from([None, Decimal("0.25"), Decimal("0.50")]),
    concentration=st.sampled_from([None, Decimal("0.20"), Decimal("0.35")]),
    concentration_of=st.sampled_from(ConcentrationOf),
)


@given(st.lists(INVOICES), RULES, st.dictionaries(st.sampled_from("abz"), st.just(Decimal("123.45"))))
def test_gross_is_eligible_and_all_the_reasons(
    book: list[Receivable], rules: EligibilityRules, owed: dict[str, Decimal]
) -> None:
    found = eligible_receivables(book, AS_OF, rules, owed)
    assert found.gross == sum(item.amount for item in book)
    assert found.gross == found.eligible + sum(found.ineligible.values())
    assert all(amount >= 0 for reason, amount in found.ineligible.items() if reason is not Reason.EXCLUDED)


@given(st.lists(INVOICES, min_size=1), RULES)
def test_ten_times_the_book_is_ten_times_the_base(book: list[Receivable], rules: EligibilityRules) -> None:
    tenfold = [Receivable(one.debtor, one.amount * 10, one.invoiced, one.due, one.excluded) for one in book]
    once, ten = (eligible_receivables(each, AS_OF, rules) for each in (book, tenfold))
    assert ten.eligible == 10 * once.eligible
    assert {reason: amount / 10 for reason, amount in ten.ineligible.items()} == dict(once.ineligible)
