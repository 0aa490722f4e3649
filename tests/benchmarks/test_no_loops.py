"""No stage loops over entities or days in Python: counted are SQL statements and steps of the interpreter.

A step is one instruction of bytecode in the program's own modules, so that no loop hides in one line.
From 7 entities with 30 days to 40 with 90 the rows grow seventeenfold, and no stage takes a step more,
but for two things that are no rows: a file is read block by block to take its hash, and the company's
months are looked up in its calendar, week by week. (The settings are read before the stages.)
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb
import pytest

import flashreport
from benchmarks.stages import SUMS
from benchmarks.volume import make_workspace
from flashreport.domain.measures import MEASURES
from flashreport.inputs.fingerprint import CHUNK
from flashreport.pipeline import check_workspace, measures_of
from flashreport.workspace.load import load

SMALL, LARGE = (7, 30), (40, 90)
MOMENT = datetime(2026, 11, 20, 11, 30, tzinfo=UTC)
STEPS_OF_A_BLOCK, STEPS_OF_A_WEEK = 150, 60
_OWN = str(Path(flashreport.__file__).parent)


@dataclass
class Counts:
    """Steps and SQL statements by stage."""

    steps: dict[str, int] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    stage: str = ""

    def trace(self, frame: FrameType, event: str, _argument: object) -> Any:
        """Count each instruction of the program's modules; other frames aren't looked into."""
        if event == "call":
            if not frame.f_code.co_filename.startswith(_OWN):
                return None
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        elif event == "opcode":
            self.steps[self.stage] = self.steps.get(self.stage, 0) + 1
        return self.trace

    def state(self) -> None:
        """Count a statement."""
        self.statements[self.stage] = self.statements.get(self.stage, 0) + 1


class Connection:
    """A connection of DuckDB that counts what it is asked."""

    def __init__(self, real: duckdb.DuckDBPyConnection, counts: Counts) -> None:
        self._real, self._counts = real, counts

    def __getattr__(self, name: str) -> Any:
        if name in ("execute", "executemany", "sql"):
            self._counts.state()
        return getattr(self._real, name)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self._real.close()


def watched(function: Callable[..., Any], stage: str, counts: Counts) -> Callable[..., Any]:
    """The function, with its steps counted for the stage."""

    def run(*arguments: Any, **named: Any) -> Any:
        counts.stage = stage
        with traced(counts):
            return function(*arguments, **named)

    return run


@contextmanager
def traced(counts: Counts) -> Iterator[None]:
    """Whatever traced before (a debugger, a coverage) traces again afterwards."""
    before = sys.gettrace()
    sys.settrace(counts.trace)
    try:
        yield
    finally:
        sys.settrace(before)


def counted(folder: Path, entities: int, days: int, patch: pytest.MonkeyPatch) -> Counts:
    """One calculation of a made-up group, stage by stage."""
    folder.mkdir()
    make_workspace(folder, entities, days)
    workspace = load(folder, MEASURES)
    counts = Counts()
    with patch.context() as patched:
        real = duckdb.connect
        patched.setattr("flashreport.inputs.bulk.BULK_BYTES", 0)  # small files are read row by row
        patched.setattr(duckdb, "connect", lambda *a, **k: Connection(real(*a, **k), counts))
        for stage, module, name in (stage for group in SUMS for stage in group):
            holder = import_module(module)
            patched.setattr(holder, name, watched(getattr(holder, name), stage, counts))
        measures = measures_of(workspace, check_workspace(workspace, None, MOMENT))
    assert len(measures) > entities * days
    return counts


def test_no_stage_loops_over_entities_or_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = counted(tmp_path / "small", *SMALL, monkeypatch)
    large = counted(tmp_path / "large", *LARGE, monkeypatch)
    assert set(large.steps) == {stage for group in SUMS for stage, _, _ in group}
    assert large.statements == small.statements
    blocks = sum(file.stat().st_size // CHUNK + 1 for file in (tmp_path / "large").rglob("*.csv"))
    weeks = (LARGE[1] - SMALL[1]) // 7 + 1
    most = {"inputs": STEPS_OF_A_BLOCK * blocks, "measures": STEPS_OF_A_WEEK * weeks}
    grown = {stage: large.steps[stage] - small.steps[stage] for stage in large.steps}
    assert {stage: steps for stage, steps in grown.items() if steps > most.get(stage, 0)} == {}, grown
