"""What an earlier report forecast is kept, and held against what came."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flashreport.archive import Draft, open_archive
from flashreport.compose.report import compose
from flashreport.domain.report import Cell, Figure, Table
from flashreport.pipeline import Order, check_workspace, context_of, measures_of, report_settings
from flashreport.pipeline.build import _composed
from flashreport.pipeline.forecast import with_forecast
from flashreport.workspace.load import load

MADE, NOW_ON = date(2026, 2, 3), date(2026, 3, 3)
SETTINGS = """
[company]
name = "One Shop"
currency = "USD"
[[entities]]
id = "east"
name = "East"
[[reports]]
name = "daily"
sections = ["cash"]
"""
FILES: dict[str, list[tuple[object, ...]]] = {
    "balances": [("date", "account", "kind", "amount"), (MADE, "a", "closing", "9000.00")],
    # 1,000 was expected in each week: one came in time, one a week late, one half as much again
    "transactions": [
        ("date", "account", "amount", "category", "text"),
        (MADE, "a", "0.00", "supplies", ""),
        ("2026-02-06", "a", "-1000.00", "supplies", "A"),
        ("2026-02-13", "a", "0.00", "supplies", ""),
        ("2026-02-20", "a", "-2000.00", "supplies", "B and C"),
        ("2026-02-27", "a", "-1500.00", "supplies", "D"),
        (NOW_ON, "a", "0.00", "supplies", ""),
    ],
    "expected": [
        ("date", "amount", "category"),
        *((MADE + timedelta(days=3 + 7 * week), "-1000.00", "supplies") for week in range(6)),
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = "".join(
        f'[[inputs]]\nname = "{name}"\ntable = "{name}"\npath = "{name}.csv"\n' for name in FILES
    )
    (tmp_path / "flashreport.toml").write_text(SETTINGS + inputs, "utf-8")
    for name, rows in FILES.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    return tmp_path


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=1)


def parts(folder: Path, day: date) -> tuple[Any, ...]:
    workspace, order = load(folder), Order(now=morning(day), business_date=day)
    checked = check_workspace(workspace, day, order.now)
    frame, outlook = with_forecast(workspace, checked, measures_of(workspace, checked), "")
    return workspace, order, report_settings(workspace, order), checked, frame, outlook


def test_the_error_of_each_horizon_is_told_beside_the_new_forecast(folder: Path) -> None:
    workspace, order, settings, checked, frame, outlook = parts(folder, MADE)
    first = compose(context_of(workspace, order, settings, checked, frame, outlook))
    with open_archive(workspace) as archive:
        archive.add(Draft("daily", "", first, {"flash.html": b"x"}, frame, {}), order.now)
        workspace, order, settings, checked, frame, outlook = parts(folder, NOW_ON)
        report = _composed(workspace, order, settings, checked, frame, outlook, archive)
    (found,) = [table for table in tables_of(report) if table.key == "cash-forecast-accuracy"]
    assert [[number(cell) for cell in row.cells[1:]] for row in found.rows] == [
        # forecasts, forecast, came, bias, error, timing, permanent
        [1, -1000, -1000, 0, 0, 0, 0],
        [1, -1000, 0, 1000, 1000, 1000, 0],
        [1, -1000, -2000, -1000, 1000, -1000, 0],
        [1, -1000, -1500, -500, 500, 0, -500],
    ]
    assert not [table for table in tables_of(first) if table.key == "cash-forecast-accuracy"]


def tables_of(report: Any) -> list[Table]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Table)]


def number(cell: Cell) -> int | None:
    assert isinstance(cell.content, Figure)
    return None if cell.content.value is None else int(cell.content.value)
