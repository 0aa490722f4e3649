import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.exact import Unavailable, exact
from flashreport.domain.status_rules import (
    CAMMS,
    CLEARPOINT,
    SCIENTRIX,
    TELESCOPE,
    Scale,
    camms,
    clearpoint,
    gap_status,
    pace_status,
    percent_of_target,
    percent_of_target_status,
    scale,
    scientrix,
    telescope,
    tolerance_status,
)

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "golden" / "kpi.json"
CASES = json.loads(GOLDEN.read_text(), parse_float=Decimal)["cases"]
Row = Mapping[str, Any]


def first_number(text: str) -> Decimal | None:
    found = re.search(r"\d+(?:\.\d+)?", text)
    return Decimal(found.group()) if found else None


def camms_row(inputs: Row, row: Row) -> dict[str, Any]:
    method = camms(inputs["on_track_from"], inputs["off_track_to"])
    days = [date.fromisoformat(row[key]) for key in ("start", "end", "today")]
    found = pace_status(row["done_pct"], days[0], days[1], days[2], method)
    return {"target_pct": found.target_pct, "performance": found.performance, "status": found.status}


def clearpoint_row(inputs: Row, row: Row) -> dict[str, Any]:
    method = clearpoint(first_number(inputs["green"]) or 100, first_number(inputs["yellow"]) or 0)
    return {"status": percent_of_target_status(row["actual"], row["target"], method)}


def scientrix_row(inputs: Row, row: Row) -> dict[str, Any]:
    words = inputs[row["kind"]]
    amber = first_number(words.get("amber", words.get("green", "")))
    red = first_number(words["red"])
    assert amber is not None
    assert red is not None
    methods = {row["kind"]: scientrix(row["kind"], amber, red, "")}
    return {"status": tolerance_status(row["kind"], row["actual"], row["target"], methods)}


def telescope_row(inputs: Row, row: Row) -> dict[str, Any]:
    method = telescope(first_number(inputs["off_track"]) or 0)
    return {"status": gap_status(row["expected_pct"], row["actual_pct"], method)}


# a method is known by its case's kind, its thresholds come from the case's inputs
METHODS: dict[str, Callable[[Row, Row], dict[str, Any]]] = {
    "pace-to-target status": camms_row,
    "RAG by percent of target": clearpoint_row,
    "RAG tolerance, direction aware": scientrix_row,
    "off track by gap": telescope_row,
}


def rows(case: Row) -> Iterator[Row]:
    for source in ("expected", "expected_derived"):
        table = case.get(source, {})
        for row in table.get("examples", ()):
            yield row if isinstance(row, dict) else dict(zip(table["columns"], row, strict=True))


WANTED = [
    pytest.param(case, row, id=f"{case['id']}-{number}")
    for case in CASES
    for number, row in enumerate(rows(case))
]


@pytest.mark.parametrize(("case", "row"), WANTED)
def test_published_methods(case: Row, row: Row) -> None:
    found = METHODS[case["kind"]](case["inputs"], row)
    for name, actual in found.items():
        if isinstance(row.get(name), str):
            assert actual == row[name]
        elif name in row:
            assert abs(exact(actual) - exact(row[name])) <= exact(Decimal(case["tolerance"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_default_thresholds_are_the_published_ones(case: Row) -> None:
    inputs = case["inputs"]
    if "on_track_from" in inputs:
        assert camms(inputs["on_track_from"], inputs["off_track_to"]) == CAMMS
    elif "yellow" in inputs:
        assert clearpoint(100, first_number(inputs["yellow"]) or 0) == CLEARPOINT
    elif "off_track" in inputs:
        assert telescope(first_number(inputs["off_track"]) or 0) == TELESCOPE
    else:
        for kind, words in inputs.items():
            amber = first_number(words.get("amber", words.get("green", "")))
            assert SCIENTRIX[kind].bands[0].threshold == exact(first_number(words["red"]) or 0)
            assert SCIENTRIX[kind].bands[1].threshold == exact(amber or 0)


def test_a_complete_task_is_on_track_however_late() -> None:
    start, end = date(2026, 1, 1), date(2026, 2, 1)
    assert pace_status(100, start, end, date(2027, 1, 1)).status == "on track"
    assert pace_status(99, start, end, date(2027, 1, 1)).status == "on track"
    assert pace_status(70, start, end, date(2027, 1, 1)).status == "off track"
    assert pace_status(0, start, end, date(2025, 12, 1)).status == "on track"
    assert pace_status(0, start, start, start).status == "off track"


def test_inventory_is_bad_both_ways() -> None:
    assert [tolerance_status("inventory", 50 + gap, 50) for gap in (-9, -8, -3, 0, 3, 4, 9)] == [
        "red", "amber", "green", "green", "green", "amber", "red",
    ]  # fmt: skip


def test_a_percentage_of_nothing_has_no_status() -> None:
    assert isinstance(percent_of_target(5, 0), Unavailable)
    assert isinstance(percent_of_target_status(5, -10), Unavailable)
    assert isinstance(tolerance_status("cost", 5, 0), Unavailable)
    assert tolerance_status("cost", -90, -100) == "red"


def test_a_scale_takes_its_bands_in_order_and_its_text_exactly() -> None:
    mine = scale("ours", "points", (">", "0.1", "high"), (">=", 0, "even"), otherwise="low")
    assert isinstance(mine, Scale)
    assert [mine.status(figure) for figure in (0.2, 0.1, 0, -1)] == ["high", "even", "even", "low"]
