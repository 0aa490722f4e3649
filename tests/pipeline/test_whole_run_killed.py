"""Builds, prunes and copies that are killed at any write: the next run finds everything whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from flashreport.archive import ArchivePlace, open_archive
from flashreport.archive.editions import Wanted
from flashreport.archive.verify import verify
from flashreport.delivery.reading import kept_entries

ROOT = Path(__file__).resolve().parents[2]
Tables = dict[str, object]
MONDAY, TUESDAY = "2026-03-03T05:00:00+00:00", "2026-03-04T05:00:00+00:00"
MORE = """
[archive.retention]
pages = "1d"
inputs = "1d"
reports = "1d"
[delivery]
sender = "flash@example.com"
[[delivery.audiences]]
name = "owners"
report = "daily"
recipients = [{ address = "ana@example.com" }, { address = "ben@example.com" }]
"""


class Server:
    """The process that forks; see ``killed.py``."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("killed.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def run(self, now: str, *arguments: object, kill: int = 0) -> tuple[int, int]:
        """The command's exit code (minus the signal that ended it) and its number of writes."""
        order = {"now": now, "kill": kill, "arguments": list(map(str, arguments)), "log": str(self.log)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        ended, code, count = json.loads(self.process.stdout.readline())
        return (ended if code is None else code), count


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("log") / "log")
    yield started
    started.process.communicate(timeout=60)


@pytest.fixture
def pristine(shops: Callable[..., object], three_days: Tables, server: Server, tmp_path: Path) -> Path:
    """A workspace with Monday's report, and Tuesday's rows waiting."""
    made = shops(three_days)
    root = tmp_path / "pristine"
    shutil.copytree(made.folder, root)  # type: ignore[attr-defined] # the fixture's own class
    settings = root / "flashreport.toml"
    settings.write_text(settings.read_text() + MORE)
    assert server.run(MONDAY, "-C", root, "build")[0] == 0, server.log.read_text()
    return root


def place_of(root: Path, folder: str = "archive") -> ArchivePlace:
    return ArchivePlace(root, root / folder, "", "UTC")


def whole(root: Path, editions: range) -> None:
    """The archive verifies, and nothing that people see is a part of a file or an orphan."""
    found = verify(place_of(root))
    assert not found.problems, [str(problem) for problem in found.problems]
    assert found.editions in editions
    with open_archive(place_of(root)) as archive:
        numbers = [edition.number for edition in archive.editions.find(Wanted())]
        kept = {
            sha256(content).hexdigest()
            for number in numbers
            for content in archive.files(archive.edition(number).stored).values()
        }
    shown = [path for path in (root / "reports").iterdir() if not path.name.startswith(".")]
    assert {sha256(path.read_bytes()).hexdigest() for path in shown} <= kept
    for mail in (root / "outbox").rglob("*.eml"):
        text = mail.read_bytes()
        boundary = text.partition(b'boundary="')[2].partition(b'"')[0]
        assert text.rstrip().endswith(b"--" + boundary + b"--"), mail


def points(
    server: Server, root: Path, now: str, most: int, *arguments: object
) -> tuple[range | list[int], int]:
    """The writes at which to kill: all of them, or so many spread over all."""
    copy = root.with_name("counted")
    shutil.copytree(root, copy)
    code, count = server.run(now, "-C", copy, *arguments)
    assert code == 0, server.log.read_text()
    shutil.rmtree(copy)
    if not most:
        return range(1, count + 1), count
    return [1 + number * (count - 1) // (most - 1) for number in range(most)], count


@pytest.mark.parametrize("most", [4, pytest.param(0, marks=pytest.mark.campaign)])
def test_a_whole_build_that_is_killed_at_any_write(
    most: int, server: Server, pristine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kills, count = points(server, pristine, TUESDAY, most, "build")
    assert count > 100
    left = []
    for kill in kills:
        root = pristine.with_name(f"killed{kill}")
        shutil.copytree(pristine, root)
        code, _ = server.run(TUESDAY, "-C", root, "build", kill=kill)
        assert code == -signal.SIGKILL, kill
        whole(root, range(1, 3))
        left.append(verify(place_of(root)).editions)
        code, _ = server.run(TUESDAY, "-C", root, "build")
        assert code == 0, (kill, server.log.read_text())
        whole(root, range(2, 3))
        names = {path.name for path in (root / "reports").iterdir()}
        assert names == {f"flash-2026-03-0{day}.{kind}" for day in (2, 3) for kind in ("html", "pdf")}, kill
        entries = kept_entries(root / "archive", date(2026, 3, 3), date(2026, 3, 3))
        assert {entry.key.recipient: entry.state for entry in entries} == {
            "ana@example.com": "written", "ben@example.com": "written",
        }, kill  # fmt: skip
        assert len(list((root / "outbox" / "2026-03-03").iterdir())) == 2
        shutil.rmtree(root)
    assert left == sorted(left)
    assert set(left) == {1, 2}
    tell(capsys, most, f"build killed at {count} writes: {left.count(1)} before, {left.count(2)} after")


@pytest.mark.parametrize("most", [4, pytest.param(0, marks=pytest.mark.campaign)])
def test_a_prune_or_copy_that_is_killed_at_any_write(
    most: int, server: Server, pristine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for now in (TUESDAY, "2026-03-05T05:00:00+00:00", "2026-03-06T05:00:00+00:00"):
        assert server.run(now, "-C", pristine, "build", "--date", f"2026-03-0{int(now[9]) - 1}")[0] == 0
    for command in ("prune", "copy"):
        count = killed_at_each(command, most, server, pristine)
        tell(capsys, most, f"{command} killed at {count} writes")


def killed_at_each(command: str, most: int, server: Server, pristine: Path) -> int:
    later = "2026-04-01T05:00:00+00:00"
    arguments = ["prune", "--yes"] if command == "prune" else ["archive", "copy", "@/copy"]
    before = verify(place_of(pristine)).editions

    def run(root: Path, kill: int = 0) -> int:
        told = [text.replace("@", str(root)) for text in arguments]
        return server.run(later, "-C", root, *told, kill=kill)[0]

    kills, count = points(
        server,
        pristine,
        later,
        most,
        *[text.replace("@", str(pristine.with_name("counted"))) for text in arguments],
    )
    for kill in kills:
        root = pristine.with_name(f"killed{kill}")
        shutil.copytree(pristine, root)
        assert run(root, kill) == -signal.SIGKILL
        found = verify(place_of(root))
        assert not found.problems, (kill, [str(problem) for problem in found.problems])
        assert found.editions in (before, before + 1)
        assert run(root) == 0, (kill, server.log.read_text())
        found = verify(place_of(root))
        assert not found.problems
        if command == "prune":
            assert (found.editions, found.pruned > 0, found.leftovers) == (before + 1, True, ())
        else:
            copied = verify(place_of(root, "copy"))
            assert (copied.problems, copied.newest, copied.editions) == ((), found.newest, before)
        shutil.rmtree(root)
    return count


def tell(capsys: pytest.CaptureFixture[str], most: int, result: str) -> None:
    """The result of a campaign, for whoever runs it."""
    if not most:
        with capsys.disabled():
            sys.stdout.write(f"\n{result}\n")
