"""A small company of two shops whose files a test writes row by row."""

import csv
import hashlib
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import pandas as pd

    from flashreport.domain.report import Report
    from flashreport.pipeline import Checked

NOW = datetime(2026, 3, 4, 13, tzinfo=UTC)
TODAY = date(2026, 3, 3)
COLUMNS = {
    "transactions": ("entity", "account", "date", "amount", "category", "text"),
    "balances": ("entity", "account", "date", "kind", "amount"),
    "employees": ("employee", "entity", "department", "pay_type", "rate"),
    "timesheets": ("entity", "employee", "date", "department", "hours"),
    "output": ("entity", "date", "department", "revenue", "units"),
    "credit_lines": ("facility", "entity", "limit", "rate", "target_utilization", "target_date"),
    "credit_balances": ("facility", "date", "drawn"),
    "plan": ("entity", "month", "item", "department", "amount"),
}
SETTINGS = """
[company]
name = "Two Shops"
currency = "USD"
timezone = "UTC"
[calendar]
business_date = "yesterday"
[[entities]]
id = "east"
name = "East"
[[entities]]
id = "west"
name = "West"
[staff]
overtime_rule = "california"
[[reports]]
name = "daily"
sections = ["cash", "staff", "credit"]
"""
Rows = Sequence[Sequence[object]]


@dataclass
class Shops:
    """A workspace folder; ``tables`` holds the rows, ``settings`` more lines per input."""

    folder: Path
    tables: dict[str, Rows] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)

    def write(self, tables: Mapping[str, Rows], order: int | None = None) -> "Shops":
        """Write each table as a file, its rows shuffled when ``order`` is given."""
        self.folder.mkdir(parents=True, exist_ok=True)
        inputs = "".join(self._input(name) for name in tables)
        (self.folder / "flashreport.toml").write_text(SETTINGS + inputs, "utf-8")
        for name, rows in tables.items():
            listed = list(rows)
            if order is not None:
                random.Random(order).shuffle(listed)  # noqa: S311 - an order, not a secret
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([COLUMNS[name], *listed])
        return self

    def _input(self, name: str) -> str:
        plain = f'[[inputs]]\nname = "{name}"\ntable = "{name}"\npath = "{name}.csv"\n'
        return plain + 'format = "csv"\ndelimiter = ","\n' + self.more.get(name, "")

    def composed(self) -> "tuple[Checked, pd.DataFrame, Report]":
        """Through the pipeline up to the report."""
        from flashreport.compose.report import compose
        from flashreport.pipeline import Order, check_workspace, context_of, measures_of, report_settings
        from flashreport.pipeline.forecast import with_forecast
        from flashreport.workspace.load import load

        workspace, order = load(self.folder), Order(now=NOW)
        checked = check_workspace(workspace, None, NOW)
        frame, outlook = with_forecast(workspace, checked, measures_of(workspace, checked), "")
        settings = report_settings(workspace, order)
        return checked, frame, compose(context_of(workspace, order, settings, checked, frame, outlook))


@pytest.fixture(scope="session")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Shops]:
    """A folder of its own for each set of rows, and for each ``on``."""
    root = tmp_path_factory.mktemp("shops")

    def make(tables: Mapping[str, Rows], order: int | None = None, on: str = "", **more: str) -> Shops:
        name = hashlib.sha256(repr((sorted(tables.items()), order, on, more)).encode()).hexdigest()[:16]
        return Shops(root / name, more=more).write(tables, order)

    return make


def _three_days() -> Iterable[tuple[str, Rows]]:
    yield (
        "transactions",
        [
            ("east", "e1", "2026-03-02", "120.00", "sales", "till"),
            ("east", "e1", "2026-03-03", "-45.50", "rent", "March"),
            ("west", "w1", "2026-03-03", "80.25", "sales", "till"),
        ],
    )
    yield (
        "employees",
        [("ann", "east", "kitchen", "hourly", "20.00"), ("bob", "west", "bar", "salary", "3000")],
    )
    yield (
        "timesheets",
        [
            ("east", "ann", "2026-03-02", "kitchen", "9"),
            ("east", "ann", "2026-03-03", "kitchen", "7.5"),
        ],
    )
    yield (
        "output",
        [("east", "2026-03-03", "kitchen", "310.00", "12"), ("west", "2026-03-03", "bar", "99.90", "4")],
    )


@pytest.fixture
def three_days() -> dict[str, Rows]:
    """A few good rows."""
    return dict(_three_days())


@pytest.fixture
def now() -> datetime:
    return NOW
