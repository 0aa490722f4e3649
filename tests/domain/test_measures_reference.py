"""The page of measures and the register say the same, and the register is sound."""

import re
from pathlib import Path

import pytest

from flashreport.domain.measures import BLOCKS, MEASURES, runs_on
from flashreport.domain.measures_reference import reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "measures.md"


def test_the_page_is_what_the_register_makes() -> None:
    assert PAGE.read_text("utf-8") == reference()


def test_the_page_names_every_measure_once() -> None:
    named = re.findall(r"^\| `([a-z_.0-9]+)` \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(MEASURES)


@pytest.mark.parametrize("key", MEASURES)
def test_a_measure_is_made_of_measures_and_told_in_words(key: str) -> None:
    measure = MEASURES[key]
    assert measure.block in BLOCKS
    assert set(measure.parts) <= set(MEASURES)
    assert measure.formula.endswith(".")
    if measure.nature == "ratio":
        assert len(measure.parts) == 2
    else:
        assert measure.times == 1


def test_balances_run_on_and_flows_do_not() -> None:
    assert runs_on("cash.closing")
    assert runs_on("credit.utilization")
    assert not runs_on("cash.net")
    assert not runs_on("audience.reach")
    assert not runs_on("audience.rate_by_followers")
