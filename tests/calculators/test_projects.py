"""Projects against the earned value of the domain, published examples, and laws that hold for any report."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashreport.calculators.projects import calculate_projects
from flashreport.domain.calendar import BusinessCalendar
from flashreport.domain.earned_value import EarnedValue, Estimate
from flashreport.domain.exact import Unavailable, rounded
from flashreport.domain.measure_frame import Measures, Value

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden"
FIRST = date(2026, 3, 2)
MONEY = ["percent_complete", "budget", "planned_value", "actual_cost"]
COLUMNS = ["project", "entity", "date", "status", *MONEY, "due"]
STATUSES = ("planned", "running", "held", "done", "cancelled")
KEYS = ["entity", "measure", "dimension", "member", "date"]
PATIENT = settings(max_examples=8, deadline=None)
Drawn = tuple[str, int, str, int, int, int, int, int]
Reader = Callable[..., Fraction | None]

DRAWN = st.lists(
    st.tuples(
        st.sampled_from(["p", "q", "r"]),
        st.integers(0, 20),
        st.sampled_from(STATUSES),
        st.integers(0, 1_000_000),
        st.integers(0, 10**9),
        st.integers(0, 10**9),
        st.integers(0, 10**9),
        st.integers(-10, 20),
    ),
    min_size=1,
    max_size=12,
)


def reports(drawn: list[Drawn]) -> pd.DataFrame:
    held = {(row[0], row[1]): row for row in drawn}
    days = [(FIRST + timedelta(days=row[1]), FIRST + timedelta(days=row[7])) for row in held.values()]
    rows = [
        (row[0], "south" if row[0] == "r" else "north", on, *row[2:7], due)
        for row, (on, due) in zip(held.values(), days, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    for column in ("date", "due"):
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    return frame.astype(dict.fromkeys(MONEY, "Int64"))


def until(ahead: int) -> pd.Timestamp:
    return pd.Timestamp(FIRST + timedelta(days=ahead)).as_unit("s")


def calculated(drawn: list[Drawn], ahead: int = 25) -> pd.DataFrame:
    return calculate_projects(reports(drawn), until(ahead))


def reader(frame: pd.DataFrame) -> Reader:
    """The figure of a measure on a day, of a project or in total; None where there is none."""
    held = Measures(frame, BusinessCalendar())

    def reading(measure: str, day: int, project: str = "") -> Fraction | None:
        on, dimension = FIRST + timedelta(days=day), "project" if project else ""
        found = held.read(f"projects.{measure}", on, "day", "", dimension, project)
        return found.amount if isinstance(found, Value) else None

    return reading


def test_published_earned_value() -> None:
    cases = json.loads((GOLDEN / "evm.json").read_text())["cases"]
    case = next(case for case in cases if case["id"] == "pmcontrols-evm-behind-under-004")
    given_, wanted = case["inputs"], case["expected"]
    budget = given_["pv"][-1] * 100
    share = given_["ev"] * 1_000_000 // given_["pv"][-1]
    planned, cost = given_["pv"][given_["at"]] * 100, given_["ac"] * 100
    read = reader(calculated([("p", 0, "running", share, budget, planned, cost, 9)]))
    assert read("cost_variance", 0, "p") == wanted["cv"] * 100
    assert read("schedule_variance", 0, "p") == wanted["sv"] * 100
    assert float(read("cpi", 0, "p") or 0) == pytest.approx(wanted["cpi"])
    assert float(read("spi", 0, "p") or 0) == pytest.approx(wanted["spi"])
    assert read("eac", 0, "p") == wanted["eac_cpi"] * 100
    assert read("vac", 0, "p") == wanted["vac"] * 100


@PATIENT
@given(DRAWN)
def test_each_project_is_the_domains_earned_value(drawn: list[Drawn]) -> None:
    read = reader(calculated(drawn))
    for project, ahead, status, share, budget, planned, cost, _ in {(r[0], r[1]): r for r in drawn}.values():
        if status == "cancelled":
            assert read("budget", ahead, project) is None
            continue
        earned = (Fraction(budget * share, 10**6) + Fraction(1, 2)).__floor__()
        known = EarnedValue.of(bac=budget, pv=planned, ev=earned, ac=cost)
        assert read("earned_value", ahead, project) == earned
        assert read("cost_variance", ahead, project) == known.cv
        assert read("schedule_variance", ahead, project) == known.sv
        assert read("cpi", ahead, project) == available(known.cpi)
        assert read("spi", ahead, project) == available(known.spi)
        eac = known.eac() if earned and cost else known.eac(Estimate.BUDGET)
        assert not isinstance(eac, Unavailable)
        assert read("eac", ahead, project) == int(rounded(eac, 0))
        assert read("vac", ahead, project) == budget - int(rounded(eac, 0))
        if budget > cost:
            assert read("tcpi", ahead, project) == available(known.tcpi())
        else:
            assert read("tcpi", ahead, project) is None


def available(result: Fraction | Unavailable) -> Fraction | None:
    return None if isinstance(result, Unavailable) else result


@PATIENT
@given(DRAWN)
def test_lateness_and_status_one_day_at_a_time(drawn: list[Drawn]) -> None:
    read, held = reader(calculated(drawn, 22)), {(r[0], r[1]): r for r in drawn}
    for project in "pqr":
        own = sorted(row for key, row in held.items() if key[0] == project)
        first_done = next((row[1] for row in own if row[2] == "done"), None)
        for day in range(23):
            past = [row for row in own if row[1] <= day]
            status = past[-1][2] if past else ""
            told = bool(past) and past[-1][1] == day
            is_open = status in ("planned", "running", "held")
            end = first_done if status == "done" and first_done is not None else day
            late = max(0, end - past[-1][7]) if past else 0
            shown = is_open or told
            wanted = late if shown and status != "cancelled" else None
            assert read("days_late", day, project) == wanted
            assert read("open", day, project) == (int(is_open) if shown else None)
            assert read("late", day, project) == (int(is_open and late > 0) if shown else None)
            changed = told and len(past) > 1 and past[-2][2] != status
            assert read("status_changes", day, project) == (int(changed) if told else None)


@PATIENT
@given(DRAWN)
def test_projects_add_up_to_entities_and_these_to_the_group(drawn: list[Drawn]) -> None:
    frame = calculated(drawn)
    totals = frame[frame["dimension"] == ""]
    own = frame[(frame["dimension"] == "project") & (frame["measure"] != "projects.days_late")]
    by = ["measure", "date"]
    group = totals[totals["entity"] == ""].groupby(by)["value"].sum()
    assert group.equals(totals[totals["entity"] != ""].groupby(by)["value"].sum())
    assert group.equals(own[own["entity"] == ""].groupby(by)["value"].sum())
    stale = totals[totals["entity"] == ""].groupby(by)["stale"].any()
    assert stale.equals(own[own["entity"] == ""].groupby(by)["stale"].any())


@PATIENT
@given(DRAWN, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(drawn, random) -> None:  # type: ignore[no-untyped-def]  # hypothesis' own Random
    frame = reports(drawn)
    shuffled = frame.loc[random.sample(list(frame.index), len(frame))]
    once, again = (
        calculate_projects(rows, until(25)).set_index(KEYS).sort_index() for rows in (frame, shuffled)
    )
    assert once.equals(again)


@PATIENT
@given(DRAWN)
def test_fifty_two_weeks_later_is_the_same(drawn: list[Drawn]) -> None:
    year = pd.Timedelta(days=364)
    frame = reports(drawn)
    later = frame.assign(date=frame["date"] + year, due=frame["due"] + year)
    once, again = calculate_projects(frame, until(25)), calculate_projects(later, until(25) + year)
    assert once.assign(date=(once["date"] + year).astype("datetime64[s]")).equals(again)


@PATIENT
@given(DRAWN)
def test_ten_times_the_money_is_ten_times_the_values(drawn: list[Drawn]) -> None:
    ten = [(p, a, s, share, 10 * b, 10 * v, 10 * c, d) for p, a, s, share, b, v, c, d in drawn]
    once, many = reader(calculated(drawn)), reader(calculated(ten))
    for measure, slack in (("planned_value", 0), ("actual_cost", 0), ("earned_value", 5)):
        for project in "pqr":
            one, all_ten = once(measure, 10, project), many(measure, 10, project)
            assert (one is None) == (all_ten is None)
            assert one is None or all_ten is None or abs(all_ten - 10 * one) <= slack


def test_a_carried_project_is_stale_and_a_done_one_is_not_carried() -> None:
    frame = calculated(
        [("p", 0, "running", 500_000, 100, 60, 40, 9), ("q", 0, "done", 1_000_000, 50, 50, 55, 9)], 2
    )
    rows = frame[(frame["measure"] == "projects.budget") & (frame["entity"] == "")]
    carried = rows[rows["member"] == "p"]
    assert carried["stale"].tolist() == [False, True, True]
    assert rows[rows["member"] == "q"]["value"].tolist() == [50]
    assert rows[rows["dimension"] == ""]["value"].tolist() == [150, 100, 100]


def test_nothing_reported_yet() -> None:
    assert calculate_projects(reports([("p", 5, "running", 0, 1, 1, 1, 1)]), until(4)).empty
