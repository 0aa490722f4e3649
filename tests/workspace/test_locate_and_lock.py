import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flashreport.errors import FlashreportError
from flashreport.workspace.locate import find_workspace
from flashreport.workspace.lock import STATE_DIR, build_lock

Write = Callable[..., Path]
NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from flashreport.workspace.lock import build_lock
with build_lock(Path(sys.argv[1]), 0, datetime(2026, 11, 24, 6, 0, tzinfo=UTC), "build of daily"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_workspace_is_found_from_below(write: Write) -> None:
    root = write()
    below = root / "bank" / "2026"
    below.mkdir(parents=True)
    assert find_workspace(below) == root
    assert find_workspace(root) == root


def test_the_nearest_workspace_counts(write: Write) -> None:
    inner = write() / "branch"
    inner.mkdir()
    (inner / "flashreport.toml").touch()
    assert find_workspace(inner) == inner


def test_a_folder_behind_a_link_is_found_where_it_lies(write: Write, tmp_path: Path) -> None:
    (write() / "bank").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "bank")
    assert find_workspace(link) == tmp_path


def test_no_workspace_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FlashreportError, match="flashreport init") as caught:
        find_workspace(tmp_path)
    assert caught.value.problem.code == "workspace.not-found"
    with pytest.raises(FlashreportError, match="no such folder"):
        find_workspace(tmp_path / "gone")


def hold(root: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(root)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_build_is_told_who_holds_the_workspace(tmp_path: Path) -> None:
    holder = hold(tmp_path)
    try:
        with pytest.raises(FlashreportError) as caught, build_lock(tmp_path, 0.1, NOW):
            pytest.fail("two hold the lock")
        assert caught.value.problem.code == "workspace.locked"
        told = caught.value.problem.message
        assert f"build of daily, process {holder.pid} on " in told
        assert "since 2026-11-24T06:00:00+00:00" in told
    finally:
        holder.kill()
        holder.communicate()


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    holder = hold(tmp_path)
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    with build_lock(tmp_path, 0.1, NOW):
        assert str(os.getpid()) in (tmp_path / STATE_DIR / "build.holder.json").read_text()


def test_a_second_build_waits(tmp_path: Path) -> None:
    holder = hold(tmp_path)
    waiting = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from flashreport.workspace.lock import build_lock\n"
        "with build_lock(Path(sys.argv[1]), 30, datetime.now(UTC)): print('mine')"
    )
    second = subprocess.Popen(
        [sys.executable, "-c", waiting, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(0.5)
    holder.kill()
    holder.communicate()
    assert second.communicate(timeout=20)[0] == "mine\n"


def test_the_lock_is_freed_when_the_build_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), build_lock(tmp_path, 0, NOW):
        _ = 1 / 0
    with build_lock(tmp_path, 0, NOW):
        pass
    assert not (tmp_path / STATE_DIR / "build.holder.json").exists()


def test_a_workspace_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / STATE_DIR).write_text("a file where the folder should be")
    with pytest.raises(FlashreportError) as caught, build_lock(tmp_path, 0, NOW):
        pytest.fail("no lock can be made")
    assert caught.value.problem.code == "workspace.not-writable"
