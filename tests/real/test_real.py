"""Real files that others wrote, unchanged: their known totals are in the measures and on the page."""

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from flashreport.cli.run import run
from flashreport.domain.exact import Unavailable
from flashreport.domain.measure_frame import Measures
from flashreport.domain.report import Figure, Table
from flashreport.pipeline import Built, Order, build, measures_of
from flashreport.workspace.load import load

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1].parent / "shared"
FILES = {
    "pizzaplace": SHARED / "real/pizzaplace.csv",
    "asnb": SHARED / "golden/bank/mt940/asnb_month_of_days.txt",
    "betterplace": SHARED / "golden/bank/mt940/betterplace_sepa_mt9401.sta",
    "moov": SHARED / "golden/bank/bai2/moov_sample3.txt",
}
# Opening, in, out, closing of the whole file in minor units, and its newest day.
BANKS = {
    "asnb": (44_429, 282_890, 277_196, 50_123, date(2020, 1, 31)),
    "betterplace": (-1_896_687_017, 518_847_494, 1_445_761_084, -2_823_600_607, date(2007, 9, 4)),
    "moov": (587_397, 39_713, 59_418, 567_692, date(2022, 9, 19)),
}
# The publisher masked the account numbers of this file.
WARNED = {"moov": ["inputs.masked-account"] * 2}
NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Made:
    """One workspace's dry run."""

    folder: Path
    built: Built
    measures: Measures

    def total(self, measure: str, first: date, last: date, *where: str) -> int:
        found = self.measures.read_between(measure, first, last, "", *where)
        assert not isinstance(found, Unavailable), (measure, first, last)
        return int(found.amount)

    def table(self, key: str) -> dict[str, dict[str, Decimal | None]]:
        blocks = [block for section in self.built.report.sections for block in section.blocks]
        (table,) = [block for block in blocks if isinstance(block, Table) and block.key == key]
        return {
            getattr(row.cells[0].content, "message", ""): {
                column.key: cell.content.value
                for column, cell in zip(table.columns, row.cells, strict=False)
                if isinstance(cell.content, Figure)
            }
            for row in table.rows
        }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Made]]:
    held: dict[str, Made] = {}

    def of(name: str) -> Made:
        if name not in held:
            folder = tmp_path_factory.mktemp(name)
            shutil.copy(HERE / name / "flashreport.toml", folder)
            shutil.copy(FILES[name], folder)
            workspace = load(folder)
            built = build(workspace, Order(now=NOW, dry_run=True))
            frame = measures_of(workspace, built.checked)
            held[name] = Made(folder, built, Measures(frame, built.checked.calendar))
        return held[name]

    yield of
    held.clear()


@pytest.mark.parametrize("name", FILES)
def test_check_finds_nothing_to_set_aside(
    name: str, made: Callable[[str], Made], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made(name).folder
    assert (folder / FILES[name].name).read_bytes() == FILES[name].read_bytes()
    capsys.readouterr()
    code = run(["-C", str(folder), "check", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in told["problems"]] == WARNED.get(name, [])
    assert code == (4 if name in WARNED else 0)
    states = made(name).built.checked.states
    assert [(state.state, state.set_aside) for state in states] == [("ok", 0)]


@pytest.mark.parametrize("name", FILES)
def test_the_pages_are_made_and_the_first_is_one(name: str, made: Callable[[str], Made]) -> None:
    found = made(name).built
    (html,) = [content.decode() for file, content in found.files.items() if file.endswith(".html")]
    (pdf,) = [content for file, content in found.files.items() if file.endswith(".pdf")]
    assert found.report.company in html
    pages = [
        re.sub(r"\s+", "", page.get_textpage().get_text_bounded()) for page in pypdfium2.PdfDocument(pdf)
    ]
    first = "Staffbyperiod" if name == "pizzaplace" else "Cashbyperiod"
    assert len(pages) > 1
    assert "neverbycolouralone" in pages[0]
    assert first not in pages[0]
    assert first in pages[1]


@pytest.mark.parametrize("name", BANKS)
def test_a_bank_file_ties_from_opening_to_closing(name: str, made: Callable[[str], Made]) -> None:
    opening, came, went, closing, newest = BANKS[name]
    found = made(name)
    assert found.built.report.business_date == newest
    first = newest.replace(day=1)
    assert found.total("cash.receipts", first, newest) == came
    assert found.total("cash.disbursements", first, newest) == went
    assert found.total("cash.opening", first, newest) == opening
    assert found.total("cash.closing", first, newest) == closing
    month = {label: row["month"] for label, row in found.table("cash-periods").items()}
    assert month == {
        "Opening cash": Decimal(opening) / 100,
        "Cash in": Decimal(came) / 100,
        "Cash out": Decimal(went) / 100,
        "Net cash flow": Decimal(came - went) / 100,
        "Closing cash": Decimal(closing) / 100,
    }


def test_a_day_without_movement_is_zero_and_not_missing(made: Callable[[str], Made]) -> None:
    """31 statements, 26 of them without an entry; no statement says anything of other days."""
    measures = made("asnb").measures
    january = [date(2020, 1, day) for day in range(1, 32)]
    moved = [measures.read(m, day) for day in january for m in ("cash.receipts", "cash.disbursements")]
    amounts = [int(reading.amount) for reading in moved if not isinstance(reading, Unavailable)]
    assert len(amounts) == 62
    quiet = [day for i, day in enumerate(january) if not amounts[2 * i] and not amounts[2 * i + 1]]
    assert len(quiet) == 26
    for day in (date(2019, 12, 31), date(2020, 2, 1)):
        assert isinstance(measures.read("cash.receipts", day), Unavailable)
    closings = [measures.read("cash.closing", day) for day in january]
    assert not any(isinstance(reading, Unavailable) or reading.stale for reading in closings)
    for day in january[1:]:
        assert made("asnb").total("cash.opening", day, day) == made("asnb").total(
            "cash.closing", day - DAY, day - DAY
        )


def test_each_of_twenty_accounts_ties(made: Callable[[str], Made]) -> None:
    found = made("betterplace")
    accounts = {label: row for label, row in found.table("cash-accounts").items() if label != "Total"}
    assert len(accounts) == 20
    for label, row in accounts.items():
        opening, came, went = (row[name] or Decimal(0) for name in ("opening", "receipts", "disbursements"))
        assert opening + came - went == row["closing"], label
    assert sum(row["closing"] or Decimal(0) for row in accounts.values()) == Decimal("-28236006.07")


def test_accounts_under_one_masked_number_are_told_and_stay_apart(made: Callable[[str], Made]) -> None:
    """The publisher masked the numbers: 15 accounts have two. Empty ones can't be told apart."""
    found = made("moov")
    accounts = {label: row for label, row in found.table("cash-accounts").items() if label != "Total"}
    closings = Counter(row["closing"] for row in accounts.values())
    wanted = ("-36.00", "-864.06", "985.47", "6103.15", "-787.59", "275.95")
    assert {Decimal(amount) for amount in wanted} <= set(closings)
    assert sum(1 for closing in closings.elements() if closing) == len(wanted)
    assert any("11111111" in problem.message for problem in found.built.checked.problems)


def test_every_pizza_of_the_year_is_counted(made: Callable[[str], Made]) -> None:
    found = made("pizzaplace")
    first, last = date(2015, 1, 1), date(2015, 12, 31)
    assert found.built.checked.tables.inputs[0].rows == 49_574
    assert found.built.report.business_date == last
    assert found.total("staff.units", first, last) == 49_574
    assert found.total("staff.revenue", first, last) == 81_786_005
    assert found.table("staff-periods")["Revenue"]["year"] == Decimal("817860.05")
    with FILES["pizzaplace"].open(newline="") as stream:
        rows = [(row["type"], Decimal(row["price"])) for row in csv.DictReader(stream)]
    for kind in ("chicken", "classic", "supreme", "veggie"):
        own = sum(price for type_, price in rows if type_ == kind)
        assert found.total("staff.revenue", first, last, "department", kind) == own * 100


def test_closed_days_have_no_revenue_at_all(made: Callable[[str], Made]) -> None:
    found = made("pizzaplace")
    year = [date(2015, 1, 1) + DAY * step for step in range(365)]
    readings = {day: found.measures.read("staff.revenue", day) for day in year}
    closed = {day for day, reading in readings.items() if isinstance(reading, Unavailable)}
    assert len(readings) - len(closed) == 358
    assert closed == found.built.checked.calendar.closed
    assert len(closed) == 7
    by_weekday = {
        weekday: sum(
            found.total("staff.revenue", day, day)
            for day in year
            if day.weekday() == weekday and day not in closed
        )
        for weekday in (4, 6)
    }
    assert [round(by_weekday[weekday] / 100) for weekday in (4, 6)] == [136_074, 99_204]


def test_closed_days_are_no_working_days(made: Callable[[str], Made]) -> None:
    """December has 31 days, all of them open but Christmas."""
    report = made("pizzaplace").built.report
    assert (report.working_day, report.working_days) == (30, 30)


@pytest.mark.parametrize(("name", "nth", "of"), [("asnb", 22, 22), ("moov", 12, 21)])
def test_holidays_of_past_years_are_no_working_days(
    name: str, nth: int, of: int, made: Callable[[str], Made]
) -> None:
    """New Year's Day 2020 in the Netherlands, Labor Day 2022 in the United States."""
    report = made(name).built.report
    assert (report.working_day, report.working_days) == (nth, of)
