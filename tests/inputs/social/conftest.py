"""Files as the platforms export them, and a workspace that reads them."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flashreport.errors import Problem
from flashreport.inputs import read_input
from flashreport.tables import CheckedTables, check_tables
from flashreport.workspace.settings import WorkspaceSettings

Told = tuple[str, str, int | None, str, str | None]


@dataclass
class Audience:
    """A folder with exports and the input that names them all."""

    root: Path
    item: dict[str, Any] = field(default_factory=dict)

    def put(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.root / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def check(self, **more: Any) -> CheckedTables:
        settings = WorkspaceSettings.model_validate(
            {
                "company": {"name": "Harbor Grill", "currency": "USD"},
                "entities": [{"id": "main", "name": "Main Street"}],
                "inputs": [{"name": "audience", "table": "audience", "path": "in/**/*", **self.item, **more}],
            }
        )
        raw = [read_input(item, self.root) for item in settings.inputs]
        return check_tables(raw, settings, date(2026, 11, 23))


def rows(checked: CheckedTables, columns: str) -> list[tuple[Any, ...]]:
    return checked.connection.execute(f"select {columns} from audience order by all").fetchall()


def told(problems: Sequence[Problem]) -> list[Told]:
    return [(p.code, p.place.file, p.place.line, p.place.column, p.place.value) for p in problems]


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for line in lines:
            sheet.append(list(line))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def old_workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    for name, lines in sheets.items():
        sheet = book.add_sheet(name.replace("_", " "))
        for at, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write(at, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def audience(tmp_path: Path) -> Audience:
    return Audience(tmp_path)


@pytest.fixture
def seen() -> Callable[[CheckedTables, str], list[tuple[Any, ...]]]:
    return rows


@pytest.fixture
def places() -> Callable[[Sequence[Problem]], list[Told]]:
    return told


@pytest.fixture
def xlsx() -> Callable[..., bytes]:
    return workbook


@pytest.fixture
def xls() -> Callable[..., bytes]:
    return old_workbook
