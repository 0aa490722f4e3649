"""Nobody's pay follows from what is told: held by linear algebra over all figures of many reports."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from flashreport.domain import small_groups
from flashreport.domain.calendar import PERIODS, BusinessCalendar, Period
from flashreport.domain.measure_frame import Measures, Value, tidy
from flashreport.domain.small_groups import with_complements

FIRST = date(2026, 10, 26)  # a Monday: the week runs over the end of a month
LEAST = 5
CALENDAR = BusinessCalendar()
Cell = tuple[str, str]


def frame(counts: dict[Cell, list[int]]) -> pd.DataFrame:
    """Measures of a company of which each cell's people earn a dollar a day."""
    rows = pd.DataFrame(
        [
            (entity, department, pd.Timestamp(FIRST + timedelta(days=day)), people)
            for (entity, department), by_day in counts.items()
            for day, people in enumerate(by_day)
        ],
        columns=["entity", "department", "date", "people"],
    )
    parts = []
    for by in (["entity", "department"], ["entity"], ["department"], []):
        sums = rows.groupby([*by, "date"])["people"].sum().reset_index()
        sums["entity"] = sums["entity"] if "entity" in by else ""
        sliced = "department" if "department" in by else ""
        parts += [
            tidy(sums, measure, "people", sliced, sliced or None)
            for measure in ("staff.pay", "staff.people_paid")
        ]
    return pd.concat(parts, ignore_index=True)


def groups(counts: dict[Cell, list[int]]) -> Iterator[Cell]:
    entities, departments = ({cell[at] for cell in counts} for at in (0, 1))
    yield from ((e, d) for e in sorted({"", *entities}) for d in sorted({"", *departments}))


def told(
    counts: dict[Cell, list[int]], measures: Measures, days: range, periods: tuple[Period, ...] = PERIODS
) -> npt.NDArray[np.float64]:
    """A row for each figure that is told in the reports of these days: which cells of which days it adds."""
    cells, length = list(counts), len(next(iter(counts.values())))
    rows = []
    for at in days:
        day = FIRST + timedelta(days=at)
        for period in periods:
            begin = max((CALENDAR.start(day, period) - FIRST).days, 0)
            for entity, department in groups(counts):
                dimension = "department" if department else ""
                read = measures.read("staff.pay", day, period, entity, dimension, department)
                if not isinstance(read, Value) or read.few:
                    continue
                row = np.zeros((len(cells), length))
                for number, (e, d) in enumerate(cells):
                    if entity in ("", e) and department in ("", d):
                        row[number, begin : at + 1] = 1
                rows.append(row.ravel())
    return np.array(rows) if rows else np.zeros((1, len(cells) * length))


def given_away(counts: dict[Cell, list[int]], rows: npt.NDArray[np.float64]) -> list[tuple[Cell, int]]:
    """Days of one to four people whose pay, or that of the month up to them, follows from what is told."""
    people = np.array(list(counts.values()))
    known = rows.reshape(len(rows), -1)
    # a day on which nobody earned is known to be nothing
    nothing = np.eye(people.size)[(people == 0).ravel()]
    every = np.vstack([known, nothing])
    _, size, basis = np.linalg.svd(every, full_matrices=True)
    space = basis[: int((size > 1e-9).sum())]
    found = []
    for number, cell in enumerate(counts):
        for day in range(people.shape[1]):
            if 0 < people[number, day] < LEAST:
                for first in {
                    day,
                    max((CALENDAR.start(FIRST + timedelta(days=day), "month") - FIRST).days, 0),
                }:
                    unit = np.zeros(people.shape)
                    unit[number, first : day + 1] = 1
                    if np.linalg.norm(unit.ravel() - space.T @ (space @ unit.ravel())) < 1e-6:
                        found.append((cell, day))
    return found


def company(seed: int, entities: int, departments: int, length: int) -> dict[Cell, list[int]]:
    chance = np.random.default_rng(seed)
    return {
        (f"e{e}", f"d{d}"): chance.choice([0, 1, 2, 3, 5, 6, 8, 12], length).tolist()
        if (e + d) % 2
        else chance.choice([0, 5, 6, 7, 9, 12], length).tolist()
        for e in range(entities)
        for d in range(departments)
    }


@pytest.mark.parametrize("seed", range(12))
def test_one_report_gives_no_small_group_away(seed: int) -> None:
    counts = company(seed, 1, 4, 24)
    measures = Measures(frame(counts), CALENDAR, least=LEAST)
    hidden = 0
    for day in range(24):
        rows = told(counts, measures, range(day, day + 1))
        assert given_away(counts, rows) == []
        hidden += len(rows) < len(PERIODS) * 6
    assert hidden > 5  # the company has small groups on many days


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.campaign) for seed in range(3, 40))]
)
def test_the_months_of_all_entities_give_no_small_group_away(seed: int) -> None:
    """Departments by entities, held against both totals."""
    counts = company(seed, 3, 4, 24)
    measures = Measures(frame(counts), CALENDAR, least=LEAST)
    for day in range(24):
        assert given_away(counts, told(counts, measures, range(day, day + 1), ("month",))) == []


@pytest.mark.parametrize("seed", range(6))
def test_the_reports_of_five_weeks_give_no_day_of_too_few_away(seed: int) -> None:
    """One group's own figures, day after day, in every period."""
    counts = company(seed, 1, 1, 35) if seed % 2 else {("e0", "d1"): company(seed, 1, 2, 35)["e0", "d1"]}
    measures = Measures(frame(counts), CALENDAR, least=LEAST)
    rows = told(counts, measures, range(35))
    assert given_away(counts, rows) == []
    assert len(rows) > 50


def test_enough_people_are_told_of() -> None:
    counts = {(f"e{e}", f"d{d}"): [6] * 20 for e in range(2) for d in range(3)}
    measures = Measures(frame(counts), CALENDAR, least=LEAST)
    assert len(told(counts, measures, range(19, 20))) == len(PERIODS) * 12
    nobody = Measures(frame(counts), CALENDAR, least=7)
    assert len(told(counts, nobody, range(19, 20))) < len(PERIODS) * 12


def test_a_wrong_rule_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without hiding a second department the first follows from the total."""
    monkeypatch.setattr(small_groups, "with_complements", lambda small, *_: small)
    counts = company(3, 1, 4, 24)
    measures = Measures(frame(counts), CALENDAR, least=LEAST)
    assert any(given_away(counts, told(counts, measures, range(day, day + 1))) for day in range(24))


def test_the_smallest_other_group_is_hidden_with_a_small_one() -> None:
    """Total 0 of 1, 2 and 3: 1 is small, 2 the smallest of the others."""
    small = np.array([False, True, False, False])
    assert with_complements(small, [(0, [1, 2, 3])], [1, 2, 3, 0]).tolist() == [False, True, True, False]


def test_a_bridge_between_two_hidden_rings_is_no_way_in() -> None:
    """Each line has two hidden cells, and still the cell between the rings would follow."""
    cells = [(row, column) for row in range(4) for column in range(4)]
    ring = {(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)}
    place = {cell: number for number, cell in enumerate(cells)}
    lines = [(16 + row, [place[row, column] for column in range(4)]) for row in range(4)]
    lines += [(20 + column, [place[row, column] for row in range(4)]) for column in range(4)]
    small = np.array([cell in ring for cell in cells] + [False] * 8)
    hidden = with_complements(small, lines, list(range(16)))
    assert hidden.sum() > len(ring)
    equations = np.zeros((8, 16))
    for number, (_, members) in enumerate(lines):
        equations[number, [at for at in members if hidden[at]]] = 1
    unit = np.eye(16)[place[1, 2]]
    _, size, basis = np.linalg.svd(equations)
    space = basis[: int((size > 1e-9).sum())]
    assert np.linalg.norm(unit - space.T @ (space @ unit)) > 0.1
