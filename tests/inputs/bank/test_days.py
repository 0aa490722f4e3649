"""The day that a printed balance speaks for, where banks date it otherwise."""

from datetime import date
from decimal import Decimal

import pytest

from flashreport.inputs.bank.days import dated_balances
from flashreport.inputs.bank.model import Entry, Statement


def on(day: int) -> date:
    return date(2026, 3, day)


def statement(opening: str, first: int, closing: str, last: int, *days: int, **kinds: str) -> Statement:
    """A statement of the days given; its entries share what lies between the balances."""
    moved = Decimal(closing) - Decimal(opening)
    entries = tuple(Entry("1", on(day), None, moved / len(days), "EUR", "", "", "", False, 1) for day in days)
    return Statement(
        "1", "EUR", Decimal(opening), Decimal(closing), on(first), on(last), "", entries, None, 1,
        **kinds,  # type: ignore[arg-type]  # one of the kinds that the model lists
    )  # fmt: skip


def found(*statements: Statement) -> list[tuple[str, int, str]]:
    return [(each.kind, each.day.day, str(each.amount)) for each in dated_balances(statements)]


def test_a_statement_of_one_day_opens_on_it() -> None:
    assert found(statement("5", 3, "9", 3, 3)) == [("opening", 3, "5"), ("closing", 3, "9")]


def test_an_opening_with_the_day_before_speaks_for_the_morning_after() -> None:
    assert found(statement("5", 3, "9", 4, 4)) == [("opening", 4, "5"), ("closing", 4, "9")]
    assert found(statement("5", 3, "9", 4, 3, 4)) == [("opening", 3, "5"), ("closing", 4, "9")]


def test_where_two_statements_meet_the_entries_tell_whose_the_day_is() -> None:
    # the second begins after the day on which the first ends: one balance is enough
    assert found(statement("5", 1, "7", 3, 1, 2), statement("7", 3, "9", 5, 4)) == [
        ("opening", 1, "5"), ("closing", 3, "7"), ("closing", 5, "9"),
    ]  # fmt: skip
    # the second begins with entries of that very day: the first ended in its morning
    assert found(statement("5", 1, "7", 3, 1, 2), statement("7", 3, "9", 5, 3)) == [
        ("opening", 1, "5"), ("opening", 3, "7"), ("closing", 5, "9"),
    ]  # fmt: skip
    # both have entries of the day: the balance between them is neither its morning's nor its evening's
    assert found(statement("5", 1, "7", 3, 1, 3), statement("7", 3, "9", 5, 3)) == [
        ("opening", 1, "5"), ("closing", 5, "9"),
    ]  # fmt: skip


def test_a_derived_opening_stands_at_the_first_entry() -> None:
    long = statement("5", 1, "7", 20, 14, 18, opening_kind="derived")
    assert found(long) == [("opening", 14, "5"), ("closing", 20, "7")]
    assert found(statement("5", 1, "5", 20, opening_kind="derived")) == [("closing", 20, "5")]


@pytest.mark.parametrize("kind", ["page", "interim"])
def test_balances_between_pages_are_none(kind: str) -> None:
    assert found(statement("5", 1, "7", 3, 2, opening_kind=kind)) == [("closing", 3, "7")]
    assert found(statement("5", 1, "7", 3, 2, closing_kind=kind)) == [("opening", 2, "5")]
