from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flashreport.errors import Problem
from flashreport.inputs import read_input
from flashreport.tables import CheckedTables, check_tables
from flashreport.workspace.settings import WorkspaceSettings

NEWEST = date(2026, 11, 23)


@dataclass
class Workspace:
    """A folder with settings, to read and check as the program does."""

    root: Path

    def put(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def settings(self, inputs: Sequence[Mapping[str, Any]], **more: Any) -> WorkspaceSettings:
        return WorkspaceSettings.model_validate(
            {
                "company": {"name": "Harbor Grill", "currency": "USD"},
                "entities": [{"id": "east", "name": "East Side"}],
                "inputs": [{"name": f"in{number}", **item} for number, item in enumerate(inputs)],
                **more,
            }
        )

    def check(self, *inputs: Mapping[str, Any], newest: date = NEWEST, **more: Any) -> CheckedTables:
        settings = self.settings(inputs, **more)
        return check_tables([read_input(item, self.root) for item in settings.inputs], settings, newest)


def rows_of(checked: CheckedTables, table: str, columns: str) -> list[tuple[Any, ...]]:
    query = f'select {columns} from "{table}" order by input, file, line'
    return checked.connection.execute(query).fetchall()


def told(problems: Sequence[Problem]) -> list[tuple[str, str, int | None, str, str | None]]:
    return [(p.code, p.place.file, p.place.line, p.place.column, p.place.value) for p in problems]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def rows() -> Callable[[CheckedTables, str, str], list[tuple[Any, ...]]]:
    return rows_of


@pytest.fixture
def places() -> Callable[[Sequence[Problem]], list[tuple[str, str, int | None, str, str | None]]]:
    return told
