"""Every measure is explained: by its formula, its parts, and the rows that it was made from."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from flashreport.domain.measures import MEASURES
from flashreport.facts.trace import TRACES
from flashreport.pipeline import Order
from flashreport.pipeline.explain import Explainer, explainer
from flashreport.workspace.load import load

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "en"
ALL = 1_000_000


@pytest.fixture(scope="module")
def sample() -> Explainer:
    """The sample company on a Thursday in November."""
    return explainer(load(SAMPLE), Order(now=datetime(2026, 11, 20, 13, tzinfo=UTC)))


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_ends_in_rows(measure: str) -> None:
    """All the way down there are measures whose rows are known; none is a part of itself."""

    def walk(key: str, above: tuple[str, ...]) -> None:
        assert key not in above
        parts = () if MEASURES[key].nature == "opening" else MEASURES[key].parts
        for part in parts:
            walk(part, (*above, key))
        if not parts:
            assert key in TRACES or MEASURES[key].nature == "opening", f"{key} has neither parts nor rows"

    assert MEASURES[measure].formula
    walk(measure, ())


@pytest.mark.parametrize("measure", MEASURES)
def test_a_figure_of_the_sample_has_rows(measure: str, sample: Explainer) -> None:
    found = sample.explain(measure, "month", ("", ""), 3)
    assert found.explained.formula
    if found.explained.figure.value and MEASURES[measure].nature != "opening":
        assert found.rows, f"{measure} is {found.explained.figure.value} out of nothing"
    for traced in found.rows:
        assert 1 <= len(traced.rows) <= 3
        assert traced.total >= len(traced.rows)
        for row in traced.rows:
            assert (SAMPLE / row.file).is_file()
            assert row.line > 0


SUMS: dict[str, Callable[[dict[str, object]], Decimal]] = {
    "cash.receipts": lambda row: Decimal(str(row["amount"])),
    "cash.disbursements": lambda row: -Decimal(str(row["amount"])),
    "cash.net": lambda row: Decimal(str(row["amount"])),
    "staff.hours": lambda row: Decimal(str(row["hours"])),
    "staff.revenue": lambda row: Decimal(str(row["revenue"])),
    "staff.units": lambda row: Decimal(str(row["units"])),
}


@pytest.mark.parametrize("period", ["day", "week", "month"])
@pytest.mark.parametrize("measure", SUMS)
def test_the_rows_add_up_to_the_figure(measure: str, period: str, sample: Explainer) -> None:
    found = sample.explain(measure, period, ("", ""), ALL)  # type: ignore[arg-type]
    traced = found.rows[0]
    assert traced.measure == measure
    assert len(traced.rows) == traced.total
    told = found.explained.figure.value
    assert told is not None
    total = sum((SUMS[measure](row.cells) for row in traced.rows), Decimal(0))
    assert total in (told, told * 100, told * 3600)  # as they are kept: cents, seconds


def test_a_months_plan_is_found_on_any_day(sample: Explainer) -> None:
    """The plan's line is dated by its month, not by the day that is asked for."""
    found = sample.explain("cash.planned_disbursements", "day", ("category", "rent"), ALL)
    (traced,) = found.rows
    assert {row.cells["item"] for row in traced.rows} == {"disbursements:rent"}
    assert {str(row.cells["month"])[:7] for row in traced.rows} == {str(date(2026, 11, 1))[:7]}


def test_a_slice_has_the_rows_of_the_slice(sample: Explainer) -> None:
    whole = sample.explain("staff.hours", "week", ("", ""), ALL).rows[0]
    part = sample.explain("staff.hours", "week", ("department", "kitchen"), ALL).rows[0]
    assert 0 < part.total < whole.total
    assert {row.cells["department"] for row in part.rows} == {"kitchen"}
