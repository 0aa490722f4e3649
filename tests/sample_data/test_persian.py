"""The Persian sample company: repeatable, small, in the Jalali calendar, and whole."""

import subprocess
import sys
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from convertdate import persian

from flashreport.domain.measures import MEASURES
from flashreport.domain.report import Figure, Report, Table, words
from flashreport.pipeline import Built, Order, build
from flashreport.render import PageSettings, render_html, render_mail
from flashreport.workspace.init import make_workspace
from flashreport.workspace.load import load

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "sample_data" / "fa"
LAST = date(2026, 11, 19)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("konj")
    return make_workspace(root, empty=False, language="fa").root


@pytest.fixture(scope="module")
def built(made: Path) -> Built:
    return build(load(made, MEASURES), Order(now=datetime(2026, 11, 20, 4, tzinfo=UTC), dry_run=True))


def test_its_mail_is_small_and_runs_from_the_right(built: Built) -> None:
    mail = render_mail(built.report, PageSettings(language="fa"))
    assert len(mail.html.encode()) < 80_000
    assert '<html lang="fa" dir="rtl"' in mail.html
    assert "۱۴۰۵" in mail.subject


def value(report: Report, measure: str, column: str = "day") -> int:
    row = next(row for group in report.scorecard for row in group.rows if row.measure == measure)
    figure = getattr(row, column)
    assert isinstance(figure, Figure)
    assert figure.value is not None
    return int(figure.value)


def table_of(report: Report, key: str) -> Table:
    blocks = (block for section in report.sections for block in section.blocks)
    return next(block for block in blocks if isinstance(block, Table) and block.key == key)


def days_and_amounts(root: Path, pattern: str) -> list[list[str]]:
    lines = [
        line.split(",")
        for path in sorted(root.glob(pattern))
        for line in path.read_text("utf-8-sig").splitlines()
    ]
    return [cells for cells in lines if cells[0] != "شعبه" and cells[0] != "کد پرسنلی"]


@cache
def gregorian(text: str) -> date:
    year, month, day = map(int, text.split("-"))
    return date(*persian.to_gregorian(year, month, day))


def test_each_run_gives_the_same_bytes(tmp_path: Path) -> None:
    script = ROOT / "sample_data" / "make_sample.py"
    subprocess.run([sys.executable, str(script), "--fa", str(tmp_path)], check=True, capture_output=True)
    ours = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert ours == {path.relative_to(HOME): path.read_bytes() for path in HOME.rglob("*") if path.is_file()}


def test_both_companies_together_are_small() -> None:
    def size(folder: Path) -> int:
        return sum(
            path.stat().st_size for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"
        )

    assert size(HOME) < 3_000_000
    assert size(ROOT / "sample_data") < 5_000_000


def test_it_is_about_28_aban_1405(built: Built) -> None:
    report = built.report
    assert persian.from_gregorian(*report.business_date.timetuple()[:3]) == (1405, 8, 28)
    assert (report.working_day, report.working_days) == (20, 21)  # of Aban, without Thursdays and Fridays
    assert built.checked.calendar.start(LAST, "year") == date(2026, 3, 21)
    assert report.currency == "IRR"


def test_the_balances_of_the_last_day_are_the_reports_cash(made: Path, built: Built) -> None:
    rows = days_and_amounts(made, "inputs/balances/*.csv")
    closing = sum(int(cells[4]) for cells in rows if cells[2] == "1405-08-28" and cells[3] == "closing")
    assert value(built.report, "cash.closing") == closing == 16_728_800_000
    assert value(built.report, "cash.net") == -1_665_200_000
    assert not [problem for problem in built.checked.tables.problems if "does not tie" in problem.message]


def test_only_the_known_rows_are_set_aside(built: Built) -> None:
    assert sum(item.set_aside for item in built.checked.tables.inputs) == 6


def test_overtime_is_what_44_hours_from_saturday_leave(made: Path, built: Built) -> None:
    """By the law's own words: the hours of a week beyond the 44th, on the days they were worked."""
    worked: dict[tuple[str, date], int] = defaultdict(int)
    for number, text, _, _, minute_text in days_and_amounts(made, "inputs/timesheets/*.csv"):
        minutes = int(minute_text)
        if text < "1405-07-25" or number == "999" or minutes > 1440 or text == "1405-07-31":
            continue  # before the week of 1 Aban, or set aside
        worked[number, gregorian(text)] += minutes
    week: dict[tuple[str, date], int] = defaultdict(int)
    over = 0
    for (person, worked_on), spent in sorted(worked.items(), key=lambda item: item[0][1]):
        key = person, worked_on - timedelta(days=(worked_on.weekday() - 5) % 7)
        extra = max(0, min(spent, week[key] + spent - 44 * 60))
        week[key] += spent
        over += extra if date(2026, 10, 23) <= worked_on <= LAST else 0
    table = table_of(built.report, "staff-periods")
    row = next(row for row in table.rows if row.cells[0].content == words("Overtime hours"))
    month = row.cells[3].content
    assert isinstance(month, Figure)
    assert month.value is not None
    assert round(month.value * 60) == over


def test_the_plan_to_date_is_the_jalali_months_share(made: Path, built: Built) -> None:
    """20 of the 21 working days of Aban carry 20/21 of its budget."""
    rows = days_and_amounts(made, "inputs/plan/budget.csv")
    whole = sum(int(c[4]) for c in rows if c[1] == "1405-08-01" and c[2].startswith("receipts:"))
    table = table_of(built.report, "cash-comparison")
    planned = table.rows[0].cells[2].content
    assert isinstance(planned, Figure)
    assert planned.value is not None
    assert abs(int(planned.value) - whole * 20 // 21) < 100


def test_overtime_is_defined_by_the_law_of_the_land(built: Built) -> None:
    """Labour Law: 51 the week of 44 hours, 59 overtime at 140 %, 58 night work, 62 Fridays."""
    sources = {item.measure: item.source for item in built.report.definitions}
    assert "Labour Law of Iran, articles 51" in sources["staff.overtime_hours"]
    assert not [source for source in sources.values() if "CFR" in source or "California" in source]
    printed = render_html(built.report, PageSettings(language="fa"))
    assert "قانون کار ایران، مواد ۵۱، ۵۳، ۵۸، ۵۹، ۶۲ و ۶۳" in printed


def test_notes_name_their_place_as_it_is_printed(built: Built) -> None:
    told = [
        block.text.args["place"]
        for section in built.report.sections
        for block in section.blocks
        if block.type == "note" and "place" in block.text.args
    ]
    table = next(block for block in built.report.front if isinstance(block, Table))
    departments = [row.cells[0].content for row in table.rows]
    assert told
    assert all(place in departments for place in told)
