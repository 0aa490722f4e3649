"""Very many rows: read again rather than kept, and on disk beyond a gigabyte; nothing else differs."""

import gc
import tempfile
from pathlib import Path
from typing import Any

import pytest

from flashreport.tables import CheckedTables

BANK = "\n".join(
    [
        "date,account,amount,category,reference",
        *(f"2026-11-{day:02},main,{day}.50,sales,r{day}" for day in range(1, 23)),
        "2026-11-22,main,22.50,sales,r22",
        "2026-11-31,main,1.00,sales,r31",
        "2026-11-02,main,soon,,r32",
        "2026-12-02,main,2.00,sales,r33",
    ]
)
HOURS = "employee,date,hours\nann,2026-11-02,8\nann,2026-11-02,17\nbob,2026-11-03,7.5\n"
INPUTS = (
    {"table": "transactions", "path": "bank.csv", "date_format": "%Y-%m-%d"},
    {"table": "timesheets", "path": "hours.csv"},
)


def content(checked: CheckedTables) -> Any:
    rows = {
        table: checked.connection.execute(f'select * from "{table}" order by line').fetchall()
        for table in sorted(checked.tables)
    }
    return rows, checked.inputs, checked.problems


def test_many_rows_are_checked_as_few_are(
    workspace: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.put({"bank.csv": BANK, "hours.csv": HOURS})
    few = content(workspace.check(*INPUTS))
    scratch = tmp_path / "scratch"
    (scratch / "flashreport-rows-killed").mkdir(parents=True)  # left by a program that was killed
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    for module in ("room", "stage"):
        monkeypatch.setattr(f"flashreport.tables.{module}.MANY_ROWS", 0)
    monkeypatch.setattr("flashreport.inputs.bulk.BULK_BYTES", 0)
    checked = workspace.check(*INPUTS)
    assert content(checked) == few
    assert len(checked.problems) == 5
    (folder,) = scratch.iterdir()
    assert folder.name != "flashreport-rows-killed"
    again = workspace.check(*INPUTS)
    assert len(list(scratch.iterdir())) == 2  # what is in use stays
    del again
    gc.collect()
    assert folder.stat().st_mode & 0o077 == 0
    checked.connection.execute("set memory_limit = '100MB'")  # more than that goes to the folder
    checked.connection.execute(
        "create table more as select range as n, range::varchar as t from range(5000000)"
    )
    assert any(folder.rglob("*"))
    del checked
    gc.collect()
    assert not folder.exists()
