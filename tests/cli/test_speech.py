"""Texts with values: English as they are made, in the user's language when they are told."""

import copy
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from flashreport.errors import (
    FlashreportError,
    Phrase,
    Place,
    Problem,
    counted_phrase,
    did_you_mean,
    joined,
    phrase,
)


def test_a_phrase_is_its_english_text() -> None:
    said = phrase("{n} rows of '{file}' until {day}.", n=1234, file="bank.csv", day=date(2026, 11, 19))
    assert said == "1,234 rows of 'bank.csv' until 2026-11-19."
    assert f"{said}" == str(said)


def test_values_are_not_read_as_messages() -> None:
    assert phrase("{file} is gone.", file="{day}.csv") == "{day}.csv is gone."
    assert phrase("{a}{b}", a="{b}", b="x") == "{b}x"
    assert phrase("{amount}", amount=Decimal("-1234.50")) == "-1,234.50"


@pytest.mark.parametrize(("number", "text"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_a_number_picks_the_form(number: int, text: str) -> None:
    assert counted_phrase("{n} row", "{n} rows", number) == text


def test_phrases_in_phrases() -> None:
    assert joined([phrase("column {name}", name="date"), 3, "x"]) == "column date, 3, x"
    assert did_you_mean([]) == ""
    assert did_you_mean(["check"]) == "Did you mean 'check'?"
    assert did_you_mean(["check", "ack"]) == "Did you mean 'check' or 'ack'?"


def pickled(said: Phrase) -> object:
    return pickle.loads(pickle.dumps(said))  # noqa: S301 - made on this line


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_a_copy_keeps_its_parts(again: Callable[[Phrase], object]) -> None:
    said = counted_phrase("{n} row of {file}", "{n} rows of {file}", 3, file="a.csv")
    twin = again(said)
    assert isinstance(twin, Phrase)
    assert (twin, twin.message, twin.plural, twin.number, twin.args) == (
        "3 rows of a.csv", said.message, said.plural, 3, said.args,
    )  # fmt: skip


def test_a_problem_tells_place_message_and_advice() -> None:
    place = Place(file="bank.csv", line=1204, sheet="May", column="date")
    problem = Problem("tables.bad", phrase("'{value}' is no date.", value="x"), "Mend it.", place)
    assert str(problem) == "bank.csv:1204: sheet May: column date: 'x' is no date. Mend it."
    assert problem.said == "'x' is no date. Mend it."
    assert str(FlashreportError("tables.bad", problem.message)) == "'x' is no date."
