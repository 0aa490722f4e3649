"""Builds, prunes and copies that are killed or cut off at any write: the next run finds everything whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from flashreport.archive import ArchivePlace, open_archive
from flashreport.archive.editions import Wanted
from flashreport.archive.verify import Verified, verify
from flashreport.delivery.reading import kept_entries
from tests import databases

ROOT = Path(__file__).resolve().parents[2]
Tables = dict[str, object]
MONDAY, TUESDAY = "2026-03-03T05:00:00+00:00", "2026-03-04T05:00:00+00:00"
LATER = "2026-04-01T05:00:00+00:00"
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
STORES = pytest.mark.parametrize("store", ["sqlite", "postgresql"])
# How many steps of a run are tried: a few in the test command, more in a campaign.
AT = pytest.mark.parametrize("most", [3, pytest.param(110, marks=pytest.mark.campaign)])


class Server:
    """The process that forks; see ``killed.py``."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("killed.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def run(
        self, now: str, *arguments: object, at: int = 0, statements: Sequence[str] = ()
    ) -> tuple[int, int]:
        """The command's exit code (minus the signal that ended it) and its number of steps."""
        url = databases.server().format("postgres") if statements else ""
        order = {"now": now, "at": at, "arguments": list(map(str, arguments)), "log": str(self.log)}
        order |= {"statements": list(statements), "url": url}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        ended, answer = json.loads(self.process.stdout.readline())
        return answer or (ended, 0)


@dataclass
class Company:
    """A workspace with Monday's report and Tuesday's rows waiting; ``anew`` gives it as it was."""

    server: Server
    pristine: Path
    root: Path
    url: str = ""

    @property
    def database(self) -> str:
        return self.url.partition("@/")[2].partition("?")[0]

    def keep(self) -> None:
        """What is here now is what ``anew`` gives."""
        shutil.rmtree(self.pristine, ignore_errors=True)
        shutil.copytree(self.root, self.pristine)
        self._copy_database(f"{self.database}p", self.database)

    def anew(self) -> None:
        shutil.rmtree(self.root)
        shutil.copytree(self.pristine, self.root)
        self._copy_database(self.database, f"{self.database}p")

    def _copy_database(self, to: str, template: str) -> None:
        if self.url:
            drop = f'DROP DATABASE IF EXISTS "{to}" WITH (FORCE)'
            databases.asked(drop, f'CREATE DATABASE "{to}" TEMPLATE "{template}"')

    def run(
        self, now: str, *arguments: object, at: int = 0, statements: Sequence[str] = ()
    ) -> tuple[int, int]:
        return self.server.run(now, "-C", self.root, *arguments, at=at, statements=statements)

    def place(self, folder: str = "archive") -> ArchivePlace:
        return ArchivePlace(self.root, self.root / folder, self.url if folder == "archive" else "", "UTC")

    def verified(self) -> Verified:
        found = verify(self.place())
        assert not found.problems, [str(problem) for problem in found.problems]
        return found

    def steps(self, now: str, most: int, *arguments: object) -> tuple[Sequence[int], int]:
        """The steps to try, so many spread over all, and how many there are."""
        code, count = self.run(now, *arguments)
        assert code == 0, self.said
        return [1 + number * (count - 1) // (most - 1) for number in range(most)], count

    @property
    def said(self) -> str:
        return self.server.log.read_text()

    def whole(self, editions: range) -> int:
        """The archive verifies, and nothing that people see is a part of a file or an orphan."""
        found = self.verified()
        assert found.editions in editions
        with open_archive(self.place()) as archive:
            numbers = [edition.number for edition in archive.editions.find(Wanted())]
            kept = {
                sha256(content).hexdigest()
                for number in numbers
                for content in archive.files(archive.edition(number).stored).values()
            }
        shown = [path for path in (self.root / "reports").iterdir() if not path.name.startswith(".")]
        assert {sha256(path.read_bytes()).hexdigest() for path in shown} <= kept
        for mail in (self.root / "outbox").rglob("*.eml"):
            text = mail.read_bytes()
            boundary = text.partition(b'boundary="')[2].partition(b'"')[0]
            assert text.rstrip().endswith(b"--" + boundary + b"--"), mail
        return found.editions

    def finishes(self, at: int) -> None:
        """The next build ends well: both reports, and Tuesday's to each recipient once."""
        code, _ = self.run(TUESDAY, "build")
        assert code == 0, (at, self.said)
        self.whole(range(2, 3))
        names = {path.name for path in (self.root / "reports").iterdir()}
        assert names == {f"flash-2026-03-0{day}.{kind}" for day in (2, 3) for kind in ("html", "pdf")}, at
        day = date(2026, 3, 3)
        entries = kept_entries(self.url or self.root / "archive", day, day)
        assert {entry.key.recipient: entry.state for entry in entries} == {
            "ana@example.com": "written", "ben@example.com": "written",
        }, at  # fmt: skip
        assert len(list((self.root / "outbox" / "2026-03-03").iterdir())) == 2


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("log") / "log")
    yield started
    started.process.communicate(timeout=60)


@pytest.fixture
def company(
    store: str,
    shops: Callable[..., object],
    three_days: Tables,
    server: Server,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Company:
    made = shops(three_days)
    root = tmp_path / "company"
    shutil.copytree(made.folder, root)  # type: ignore[attr-defined] # the fixture's own class
    url = databases.empty_database(request.node.nodeid) if store == "postgresql" else ""
    settings = root / "flashreport.toml"
    more = MORE + (f'[archive]\nurl = "{url}"\n' if url else "")
    settings.write_text(settings.read_text() + more)
    found = Company(server, tmp_path / "pristine", root, url)
    assert found.run(MONDAY, "build")[0] == 0, found.said
    found.keep()
    return found


@STORES
@AT
def test_a_whole_build_that_is_killed_at_any_write(
    most: int, company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    steps, count = company.steps(TUESDAY, most, "build")
    assert count > 100
    left = []
    for at in steps:
        company.anew()
        code, _ = company.run(TUESDAY, "build", at=at)
        assert code == -signal.SIGKILL, at
        left.append(company.whole(range(1, 3)))
        company.finishes(at)
    assert left == sorted(left)
    assert set(left) == {1, 2}
    tell(
        capsys,
        most,
        f"build killed at {most} of {count} steps: {left.count(1)} before, {left.count(2)} after",
    )


# The server is gone for good at a step, or only lets go of the connections that there are.
@pytest.mark.parametrize("store", ["postgresql"])
@pytest.mark.parametrize("back", [True, False])
@pytest.mark.parametrize("most", [4, pytest.param(110, marks=pytest.mark.campaign)])
def test_a_build_whose_database_goes_down_at_any_step(
    most: int, back: bool, company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    name = company.database
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    down = [] if back else [f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false']
    steps, count = company.steps(TUESDAY, most, "build")
    codes = []
    for at in steps:
        company.anew()
        code, _ = company.run(TUESDAY, "build", at=at, statements=[*down, cut])
        databases.asked(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        codes.append(code)
        assert code in (0, 7, 8), (at, company.said)
        assert "Traceback" not in company.said, (at, company.said)
        assert "psycopg" not in company.said, (at, company.said)
        company.whole(range(1, 3))
        company.finishes(at)
    tell(
        capsys,
        most,
        f"database lost at {most} of {count} steps, {codes.count(0)} builds ended well all the same",
    )


@STORES
@AT
def test_a_prune_or_copy_that_is_killed_at_any_write(
    most: int, company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    for now in (TUESDAY, "2026-03-05T05:00:00+00:00", "2026-03-06T05:00:00+00:00"):
        assert company.run(now, "build", "--date", f"2026-03-0{int(now[9]) - 1}")[0] == 0, company.said
    company.keep()
    for command in ("prune", "copy"):
        count = killed_at_each(command, most, company)
        tell(capsys, most, f"{command} killed at {most} of {count} steps")


def killed_at_each(command: str, most: int, company: Company) -> int:
    arguments = ("prune", "--yes") if command == "prune" else ("archive", "copy", company.root / "copy")
    company.anew()
    before = company.verified().editions
    steps, count = company.steps(LATER, most, *arguments)
    for at in steps:
        company.anew()
        assert company.run(LATER, *arguments, at=at)[0] == -signal.SIGKILL
        assert company.verified().editions in (before, before + 1)
        assert company.run(LATER, *arguments)[0] == 0, (at, company.said)
        found = company.verified()
        if command == "prune":
            assert (found.editions, found.pruned > 0, found.leftovers) == (before + 1, True, ())
        else:
            copied = verify(company.place("copy"))
            assert (copied.problems, copied.newest, copied.editions) == ((), found.newest, before)
    return count


def tell(capsys: pytest.CaptureFixture[str], most: int, result: str) -> None:
    """The result of a campaign, for whoever runs it."""
    if most > 10:
        with capsys.disabled():
            sys.stdout.write(f"\n{result}\n")
