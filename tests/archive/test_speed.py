"""Ten years of editions are listed, and one is added to a big frame, in good time.

The limits are several times what is measured on a small machine, so that only a change of
kind fails here.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from subprocess import run
from typing import Any

import numpy as np
import pandas as pd
import pytest

from flashreport.archive import Archive, ArchivePlace, open_archive
from flashreport.archive.edition import Edition, Kept
from flashreport.archive.editions import Editions, Wanted
from flashreport.archive.verify import verify

ROOT = Path(__file__).resolve().parents[2]
THE_DAY = date(2026, 11, 19)
MORNING = datetime(2026, 11, 20, 5, 30, tzinfo=UTC)
DAYS = 3650


@pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
def test_ten_years_for_three_entities_answer_at_once(
    archive: Archive, place: ArchivePlace, make_draft: Callable[..., Any]
) -> None:
    archive.add(make_draft(THE_DAY), MORNING)
    store, last = archive.writer, archive.edition(1)
    with store.transaction():
        for step in range(DAYS * 3):
            edition = Edition(
                number=step + 2,
                report_name="daily",
                scope=("", "east", "west")[step % 3],
                audience="",
                business_date=(THE_DAY + timedelta(days=1 + step // 3)).isoformat(),
                revision=1,
                known_at=(MORNING + timedelta(days=1 + step // 3)).isoformat(),
                report_id=f"{step:08x}",
                level=("good", "watch", "act")[step % 7 % 3],
                findings=[{"id": "a", "level": "act", "since_days": 1, "text": f"Overtime is {step}%."}],
                versions=last.versions,
                previous=last.hash,
                files=(Kept("report", "report.json", "0" * 64, 1),),
            )
            Editions(store).add(edition)
            last = edition
    archive.close()
    with open_archive(place) as again:
        begun = time.perf_counter()
        day = THE_DAY + timedelta(days=DAYS // 2)
        assert again.newest("daily", "east", day) is not None
        before = again.before("daily", "east", day)
        assert before is not None
        assert before.business_date == day - timedelta(days=1)
        assert len(again.editions.find(Wanted(search="overtime is 10949%"))) == 1
        assert len(again.editions.find(Wanted(level="act"), most=31)) == 31
        assert time.perf_counter() - begun < 0.5


def test_history_as_a_process_is_quick(root: Path, make_draft: Callable[..., Any]) -> None:
    with open_archive(ArchivePlace(root, root / "archive")) as archive:
        archive.add(make_draft(), MORNING)
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        done = run(
            [sys.executable, "-m", "flashreport", "-C", root, "history"],
            capture_output=True,
            env={"PYTHONPATH": str(ROOT)},
        )
        taken.append(time.perf_counter() - begun)
        assert done.returncode == 0
        assert b"2026-11-19" in done.stdout
    assert min(taken) < 1.5


def test_a_frame_of_150_000_rows_is_added_fast(root: Path, make_draft: Callable[..., Any]) -> None:
    """Measured on two cores: 0.10 s for the changes, 0.20 s for the whole frame."""
    days = pd.date_range("2025-10-01", periods=420).astype("datetime64[s]")
    dice = np.random.default_rng(3)
    parts = [
        pd.DataFrame(
            {
                "entity": entity,
                "measure": f"staff.m{measure}",
                "dimension": "department",
                "member": member,
                "date": days,
                "value": dice.integers(-(10**9), 10**9, len(days)),
                "stale": False,
            }
        )
        for entity in ("", "east", "west")
        for measure in range(24)
        for member in ("kitchen", "floor", "bar", "delivery", "")
    ]
    frame = pd.concat(parts, ignore_index=True)
    assert len(frame) > 150_000
    changed = frame.copy()
    changed.loc[changed.index[::500], "value"] += 1
    changed = changed.iloc[:-200]
    with open_archive(ArchivePlace(root, root / "archive")) as archive:
        archive.add(make_draft(frame=frame), MORNING)
        begun = time.perf_counter()
        second = archive.add(make_draft(THE_DAY + timedelta(days=1), frame=changed), MORNING)
        assert time.perf_counter() - begun < 2
        assert set(archive.edition(2).named("changes")) == {"changes.parquet"}
        keys = list(frame.columns[:5])
        kept = archive.measures(second).sort_values(keys, ignore_index=True)
        pd.testing.assert_frame_equal(kept, changed.sort_values(keys, ignore_index=True), check_dtype=False)
    assert not verify(ArchivePlace(root, root / "archive")).problems
