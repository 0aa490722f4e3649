from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.risk import Move, Risk, by_exposure, movements, open_exposure, overdue_mitigations

TODAY = date(2026, 11, 24)


def risk(name: str, probability: str = "0.5", impact: int = 100, **dates: date) -> Risk:
    opened = dates.pop("opened", date(2026, 11, 1))
    return Risk(name, Fraction(probability), Fraction(impact), opened, "controller", **dates)


def test_exposure_is_probability_times_impact() -> None:
    assert risk("a", "0.2", 50_000).exposure == 10_000
    closed = risk("b", closed=date(2026, 11, 20))
    future = risk("c", opened=date(2026, 12, 1))
    assert open_exposure([risk("a"), closed, future], TODAY) == 50
    assert open_exposure([closed], date(2026, 11, 19)) == 50
    assert open_exposure([closed], date(2026, 11, 20)) == 0


def test_age_stops_at_the_close() -> None:
    assert risk("a").age(TODAY) == 23
    assert risk("a", closed=date(2026, 11, 11)).age(TODAY) == 10
    assert risk("a", opened=date(2026, 12, 1)).age(TODAY) == 0


def test_overdue_mitigation() -> None:
    due = date(2026, 11, 20)
    late = risk("late", mitigation_due=due)
    older = risk("older", mitigation_due=date(2026, 11, 10))
    rest = [
        risk("done", mitigation_due=due, mitigated=date(2026, 11, 22)),
        risk("closed", mitigation_due=due, closed=date(2026, 11, 21)),
        risk("today", mitigation_due=TODAY),
        risk("none"),
    ]
    assert late.days_overdue(TODAY) == 4
    assert [one.id for one in overdue_mitigations([late, older, *rest], TODAY)] == ["older", "late"]
    # it was late until the day it was done
    assert rest[0].days_overdue(date(2026, 11, 21)) == 1


def test_the_largest_exposure_comes_first_then_the_oldest() -> None:
    risks = [risk("small", impact=10), risk("new"), risk("old", opened=date(2026, 1, 1)), risk("big", "0.9")]
    assert [one.id for one in by_exposure(risks, TODAY)] == ["big", "old", "new", "small"]


def test_movements_are_named() -> None:
    steps = movements({"a": 10, "b": 20, "c": 5, "d": 1}, {"a": 15, "b": 12, "c": 5, "e": 40})
    assert {step.id: step.move for step in steps} == {
        "a": Move.UP,
        "b": Move.DOWN,
        "c": Move.SAME,
        "d": Move.CLOSED,
        "e": Move.NEW,
    }
    assert steps[0].id == "e"


EXPOSURES = st.dictionaries(st.sampled_from("abcdef"), st.decimals(0, 10**6, places=2))


@given(EXPOSURES, EXPOSURES)
def test_movements_add_up_to_the_change(before: dict[str, Fraction], after: dict[str, Fraction]) -> None:
    change = sum(step.change for step in movements(before, after))
    assert change == sum(map(Fraction, after.values())) - sum(map(Fraction, before.values()))
