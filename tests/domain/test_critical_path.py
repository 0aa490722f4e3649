from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashreport.domain.critical_path import (
    Activity,
    Progress,
    current_network,
    duration_variance,
    expected_duration,
    planned_network,
    slips,
)
from flashreport.errors import Mistakes

# Hillier & Lieberman, Reliable Construction Co.: 44 weeks over A B C E F J L N
RELIABLE = [
    Activity.of(name, weeks, before)
    for name, weeks, before in (
        ("A", 2, ""), ("B", 4, "A"), ("C", 10, "B"), ("D", 6, "C"), ("E", 4, "C"),
        ("F", 5, "E"), ("G", 7, "D"), ("H", 9, "EG"), ("I", 7, "C"), ("J", 8, "FI"),
        ("K", 4, "J"), ("L", 5, "J"), ("M", 2, "H"), ("N", 6, "KL"),
    )
]  # fmt: skip


def test_the_textbook_project() -> None:
    plan = planned_network(RELIABLE)
    assert plan.duration == 44
    assert plan.critical_path == tuple("ABCEFJLN")
    assert set(plan.critical) == set("ABCEFJLN")
    assert [int(plan[name].total_float) for name in "DIK"] == [4, 2, 1]
    assert plan["D"].free_float == 0


def test_pert_means() -> None:
    assert expected_duration(1, 2, 3) == 2
    assert expected_duration(3, 4, 11) == 5
    assert duration_variance(3, 11) == Fraction(16, 9)


def test_a_late_activity_moves_the_end_and_the_critical_path() -> None:
    plan = planned_network(RELIABLE)
    done = {"A": (0, 2), "B": (2, 6), "C": (6, 16)}
    progress = {name: Progress(Fraction(first), Fraction(last)) for name, (first, last) in done.items()}
    progress["D"] = Progress(Fraction(16), remaining=Fraction(6))
    progress["E"] = Progress(Fraction(16), Fraction(20))
    progress["I"] = Progress(Fraction(16))
    now = current_network(RELIABLE, progress, 22)
    # D ends 28, G 35, H 44, M 46; the other way: F 22..27, J 35, L 40, N 46
    assert now.duration == 46
    assert set(now.critical) == set("DGHMFJLN")
    moved = {slip.id: slip for slip in slips(plan, now)}
    assert moved["D"].periods == 6
    assert moved["D"].became_critical
    assert [int(moved[name].periods) for name in "NC"] == [2, 0]
    assert now["C"].finished
    assert now["I"].early_finish == 23
    assert now["I"].total_float == 4
    assert slips(plan, now)[0].id == "D"


def test_work_under_way_keeps_its_share_of_the_float() -> None:
    chain = [Activity.of("p", 5), Activity.of("q", 3), Activity.of("a", 4, "pq")]
    under_way = {"p": (0, 3), "q": (2, 1), "a": (2, 2)}
    progress = {name: Progress(Fraction(a), remaining=Fraction(b)) for name, (a, b) in under_way.items()}
    now = current_network(chain, progress, 5)
    assert now.duration == 10
    assert now.critical_path == ("p", "a")
    assert now["q"].total_float == 2
    assert now["q"].free_float == 2


def test_a_finished_activity_holds_nobody_to_a_date() -> None:
    jobs = [Activity.of("p", 10), Activity.of("done_early", 1, ["p"]), Activity.of("q", 12)]
    now = current_network(jobs, {"done_early": Progress(Fraction(2), Fraction(3))}, 0)
    assert now["p"].total_float == 2
    assert now["p"].free_float == 2
    assert now.critical_path == ("q",)


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(Mistakes) as caught:
        planned_network([Activity.of("A", -1, "Z"), Activity.of("A", 1)])
    assert [problem.code for problem in caught.value.problems] == [
        "domain.activity-twice",
        "domain.unknown-predecessor",
        "domain.negative-duration",
    ]


def test_a_cycle_is_named() -> None:
    with pytest.raises(Mistakes, match="B, C") as caught:
        planned_network([Activity.of("A", 1), Activity.of("B", 1, "C"), Activity.of("C", 1, "B")])
    assert caught.value.problems[0].code == "domain.activity-cycle"


def test_no_activities_take_no_time() -> None:
    assert planned_network([]).duration == 0
    assert planned_network([]).critical_path == ()


@st.composite
def projects(draw: st.DrawFn) -> list[Activity]:
    size = draw(st.integers(1, 9))
    chosen = [sorted(draw(st.sets(st.integers(0, place - 1)))) if place else [] for place in range(size)]
    return [
        Activity.of(str(place), draw(st.integers(0, 20)), map(str, before))
        for place, before in enumerate(chosen)
    ]


@given(projects())
def test_the_critical_path_is_as_long_as_the_project(activities: list[Activity]) -> None:
    plan = planned_network(activities)
    by_id = {activity.id: activity for activity in activities}
    assert sum(by_id[name].duration for name in plan.critical_path) == plan.duration
    for timing in plan.timings:
        assert 0 <= timing.free_float <= timing.total_float
        assert timing.late_start - timing.early_start == timing.total_float


@given(projects(), st.data())
def test_total_float_is_what_an_activity_may_slip(activities: list[Activity], data: st.DataObject) -> None:
    plan = planned_network(activities)
    chosen = data.draw(st.sampled_from(activities))
    room = plan[chosen.id].total_float

    def slipped(by: Fraction) -> Fraction:
        longer = Activity(chosen.id, chosen.duration + by, chosen.predecessors)
        return planned_network([longer if one is chosen else one for one in activities]).duration

    assert slipped(room) == plan.duration
    assert slipped(room + 1) == plan.duration + 1
