"""Editions: the same bytes each time, no second edition of the same, held, marked and told inputs."""

import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flashreport.domain.report import Report
from flashreport.errors import FlashreportError
from flashreport.pipeline import Built, Order, build
from flashreport.workspace.load import load

Shops = Any  # conftest's types: test modules import nothing from one another
Rows = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def order(now: Any) -> Order:
    return Order(now=now, send=False)


def made(folder: Path, order: Order) -> Built:
    return build(load(folder), order)


def test_two_builds_give_the_same_bytes(shops: Callable[..., Shops], three_days: Rows, order: Order) -> None:
    folder, dry = shops(three_days, on="twice").folder, replace(order, dry_run=True)
    first, second = (dict(made(folder, dry).files) for _ in range(2))
    assert sorted(name.rsplit(".", 1)[1] for name in first) == ["html", "pdf"]
    assert first == second


def test_no_process_zone_language_folder_or_hash_seed_changes_a_byte(tmp_path: Path) -> None:
    """The sample company, built at one moment by two processes that have nothing else in common.

    One finds the machine's fonts as the program sets them up, the other none at all.
    """
    bare = tmp_path / "fonts.conf"
    bare.write_text(f"<fontconfig><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>")
    runs = []
    for name, more in (
        ("one", {"TZ": "Pacific/Kiritimati", "LANG": "C", "PYTHONHASHSEED": "1"}),
        (
            "two",
            {
                "TZ": "America/Los_Angeles",
                "LANG": "fa_IR.UTF-8",
                "LC_ALL": "C.UTF-8",
                "PYTHONHASHSEED": "2",
                "FONTCONFIG_FILE": str(bare),
            },
        ),
    ):
        folder, elsewhere = tmp_path / name / "workspace", tmp_path / name / "cwd"
        shutil.copytree(ROOT / "sample_data" / "en", folder)
        elsewhere.mkdir()
        pinned = {"FLASHREPORT_NOW": "2026-11-20T06:30:00-05:00", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "flashreport", "-C", str(folder), "build", "--dry-run"]
        environment = {**os.environ, **pinned, **more}
        pipe = subprocess.PIPE
        runs.append(
            (folder, subprocess.Popen(command, cwd=elsewhere, env=environment, stdout=pipe, stderr=pipe))
        )
    pages = []
    for folder, run in runs:
        out, err = run.communicate(timeout=120)
        assert run.returncode in (0, 4), err.decode() + out.decode()
        found = {path.name: path.read_bytes() for path in folder.rglob("flash-*") if path.is_file()}
        pages.append(found)
    assert {Path(name).suffix for name in pages[0]} >= {".html", ".pdf"}
    assert pages[0].keys() == pages[1].keys()
    assert [name for name in pages[0] if pages[0][name] != pages[1][name]] == []


def test_a_rerun_makes_no_new_edition(shops: Callable[..., Shops], three_days: Rows, order: Order) -> None:
    folder = shops(three_days, on="rerun").folder
    first = made(folder, order)
    assert first.new
    later = replace(order, now=order.now + timedelta(hours=1))
    again = made(folder, later)
    assert not again.new
    assert again.stored == first.stored
    assert dict(again.files) == dict(first.files)


def test_changed_input_makes_a_revision_and_the_next_day_tells(
    shops: Callable[..., Shops], three_days: Rows, order: Order
) -> None:
    company = shops(three_days, on="revision")
    early = replace(order, business_date=order.now.date() - timedelta(days=2))
    assert made(company.folder, early).report.revision == 1
    moves = [tuple(row) for row in three_days["transactions"]]
    company.write(three_days | {"transactions": [(*moves[0][:3], "150.00", *moves[0][4:]), *moves[1:]]})
    report = made(company.folder, order).report
    changed = {(row.measure, row.where.message): (row.was.value, row.now.value) for row in report.restated}
    assert {key: (str(was), str(now)) for key, (was, now) in changed.items()} == {
        (measure, where): ("120", "150")
        for measure in ("cash.receipts", "cash.net")
        for where in ("", "e1", "sales")
    } | {("cash.statement_gap", where): ("-120", "-150") for where in ("", "e1")}
    revised = made(company.folder, early)
    assert (revised.new, revised.report.revision) == (True, 2)


@pytest.mark.usefixtures("without_pdf")
def test_a_revision_stands_when_an_older_day_is_revised_after_it(
    shops: Callable[..., Shops], three_days: Rows, order: Order
) -> None:
    folder = shops(three_days, on="older").folder
    today = order.now.date() - timedelta(days=1)
    days = [replace(order, business_date=today - timedelta(days=back)) for back in (1, 0)]
    for day in days:
        made(folder, day)
    sheet = folder / "timesheets.csv"
    sheet.write_bytes(sheet.read_bytes().replace(b"kitchen,9", b"kitchen,10"))
    revised = made(folder, days[1])
    assert (revised.new, revised.report.revision) == (True, 2)
    assert revised.report.revised
    assert made(folder, days[0]).report.revision == 2
    again = made(folder, days[1])
    assert (again.new, again.report) == (False, revised.report)


@pytest.mark.parametrize("rule", ["hold", "mark"])
def test_a_stale_input_holds_or_marks_the_report(
    shops: Callable[..., Shops], three_days: Rows, order: Order, rule: str
) -> None:
    """Sales end the day before; hours are there."""
    old = [(shop, "2026-03-02", *rest) for shop, _, *rest in three_days["output"]]
    extra = f'deadline = "06:00"\ncovers = "calendar_days"\non_missing = "{rule}"\n'
    folder = shops(three_days | {"output": old}, output=extra).folder
    if rule == "hold":
        with pytest.raises(FlashreportError) as held:
            made(folder, order)
        (problem,) = held.value.problems
        assert problem.code == "report.held"
        assert "output" in problem.message
        return
    report = made(folder, order).report
    (state,) = [state for state in report.inputs if state.name == "output"]
    assert (state.state, str(state.as_of)) == ("stale", "2026-03-02")
    assert any("output" in finding.model_dump_json() for finding in report.findings)
    assert _revenue(report) is None


def _revenue(report: Report) -> object:
    rows = [row for group in report.scorecard for row in group.rows]
    (row,) = [row for row in rows if row.measure == "staff.revenue_per_hour"]
    return row.day.value


EVIL = (
    '=HYPERLINK("http://x.example","y")',
    "<script>alert(1)</script>",
    "{{7*7}}",
    '"><img src=x onerror=y>',
)


@pytest.mark.parametrize("text", EVIL)
def test_text_of_a_cell_is_only_ever_text(
    shops: Callable[..., Shops], three_days: Rows, order: Order, text: str
) -> None:
    """It is printed as it stands, in categories, accounts and departments, and does nothing."""
    moves = [(shop, text, day, amount, text, text) for shop, _, day, amount, *_ in three_days["transactions"]]
    shifts = [(shop, who, day, text, hours) for shop, who, day, _, hours in three_days["timesheets"]]
    company = shops(three_days | {"transactions": moves, "timesheets": shifts})
    files = made(company.folder, replace(order, dry_run=True)).files
    (page,) = [content.decode() for name, content in files.items() if name.endswith(".html")]
    assert text in html.unescape(page)
    assert ("49" in re.findall(r">\s*(\S+)\s*<", page)) is False
    for bad in ("<script>alert", "<img src=x", 'href="http://x.example'):
        assert bad not in page
