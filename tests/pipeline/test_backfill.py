"""A history out of old inputs: complete, in order, marked, sent to nobody, and resumed after a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from flashreport.archive import open_archive
from flashreport.archive.editions import Wanted
from flashreport.archive.verify import verify
from flashreport.pipeline import Order, Span, backfill, build, run
from flashreport.pipeline.backfill import _inputs, make
from flashreport.workspace.load import load

Shops = Any  # conftest's types: test modules import nothing from one another
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("without_pdf")
SPAN = Span(date(2026, 2, 23), date(2026, 3, 3))


class Here(Executor):
    """An executor that works at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Elsewhere(Here):
    """As if each task were in a process of its own: nothing is in mind that another task made."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        _inputs.cache_clear()
        return super().submit(fn, *args, **kwargs)


@pytest.fixture
def company(shops: Callable[..., Shops], three_days: dict[str, Any], request: pytest.FixtureRequest) -> Path:
    folder: Path = shops(three_days, on=request.node.name).folder
    file = folder / "flashreport.toml"
    told = file.read_text().replace('business_date = "yesterday"', 'business_date = "last_working_day"')
    audience = '[[delivery.audiences]]\nname = "o"\nreport = "daily"\nrecipients = [{ address = "o@x.io" }]\n'
    file.write_text(told.replace("[[inputs]]", audience + "[[inputs]]", 1))
    return folder


def filled(folder: Path, now: Any, span: Span = SPAN, executor: Executor | None = None) -> tuple[int, int]:
    ticks: list[tuple[int, int, date]] = []
    found = backfill(
        load(folder), Order(now=now), span, executor or Here(), lambda *told: ticks.append(told), 2
    )
    assert [done for done, _, _ in ticks] == list(range(1, len(ticks) + 1))
    return found.kept, found.there


def editions(folder: Path) -> list[Any]:
    with open_archive(load(folder)) as archive:
        return sorted(archive.editions.find(Wanted()), key=lambda edition: edition.number)


def test_a_history_is_whole_in_order_marked_and_not_sent(company: Path, now: Any) -> None:
    assert filled(company, now) == (7, 0)
    kept = editions(company)
    days = [date(2026, 2, 23) + timedelta(days=step) for step in (0, 1, 2, 3, 4, 7, 8)]
    assert [edition.stored.business_date for edition in kept] == days
    assert [edition.backfilled for edition in kept] == [1] * 7
    with open_archive(load(company)) as archive:
        pages = archive.files(kept[-1].stored)
        report = archive.report(kept[-1].stored)
    (page,) = [content for name, content in pages.items() if name.endswith(".html")]
    assert report.backfilled
    assert "made later, on 4 March 2026, from old inputs" in page.decode()
    assert not (company / "outbox").exists()
    assert filled(company, now) == (0, 7)


def test_a_backfilled_report_is_the_one_that_a_build_makes(company: Path, now: Any) -> None:
    """Day by day through the ordinary build, and by tasks of several dates: the same reports."""
    filled(company, now)
    backfilled = {edition.business_date: edition.report_id for edition in editions(company)}
    built = {}
    order = Order(now=now, send=False, dry_run=True)
    for text in backfilled:
        report = build(load(company), replace(order, business_date=date.fromisoformat(text))).report
        built[text] = report.id
    assert built == backfilled
    again = run(load(company), Order(now=now, send=False))
    assert [one.new for one in again.built] == [False]


def test_only_what_is_missing_is_made(company: Path, now: Any) -> None:
    build(load(company), Order(now=now, send=False, business_date=date(2026, 2, 25)))
    assert filled(company, now) == (6, 1)
    found = {edition.business_date: edition.backfilled for edition in editions(company)}
    assert found.pop("2026-02-25") == 0
    assert set(found.values()) == {1}


def test_any_executor_will_do(company: Path, now: Any) -> None:
    with ThreadPoolExecutor(1) as threads:
        assert filled(company, now, executor=threads) == (7, 0)
    assert verify(open_archive(load(company)).place).problems == ()


@pytest.mark.parametrize("executor", [Here(), Elsewhere()])
def test_a_task_compares_with_what_another_task_makes(company: Path, now: Any, executor: Executor) -> None:
    """Nothing is restated between two reports out of the same inputs."""
    filled(company, now, executor=executor)
    with open_archive(load(company)) as archive:
        restated = [archive.report(edition.stored).restated for edition in editions(company)]
    assert restated == [()] * 7
    assert make.__module__ == "flashreport.pipeline.backfill"  # a process finds it by that name


def start(folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FLASHREPORT_NOW": "2026-03-04T13:00+00:00"}
    command = [sys.executable, "-m", "flashreport", "-C", str(folder), "build"]
    command += ["--from", "2026-02-02", "--to", "2026-03-03", "--jobs", "2"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, start_new_session=True)


def group_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes of a session that are alive."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == process.pid and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)  # polling another process
    return condition()


@pytest.mark.parametrize(
    "signal_number", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.campaign)]
)
def test_a_killed_run_goes_on_where_it_was(company: Path, now: Any, signal_number: signal.Signals) -> None:
    process = start(company)
    assert until(lambda: (company / "archive" / "head.json").exists() or process.poll() is not None, 240)
    assert process.poll() is None, process.communicate()
    process.send_signal(signal_number)
    process.wait(60)
    assert until(lambda: not group_of(process), 60), "processes were left behind"
    if signal_number == signal.SIGINT:
        assert process.returncode == 130
    before = editions(company)
    assert verify(open_archive(load(company)).place).problems == ()
    assert 0 < len(before) < 22
    kept, there = filled(company, now, Span(date(2026, 2, 2), date(2026, 3, 3)))
    assert (kept + there, there) == (22, len(before))
    days = [edition.stored.business_date for edition in editions(company)]
    assert days == sorted(set(days))
    assert len(days) == 22
    assert verify(open_archive(load(company)).place).problems == ()
