"""The sample company as its files say it, read with the standard library alone."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "sample_data"
LAST = date(2026, 11, 19)
# The banks' holidays in the sample's time, from the Federal Reserve's calendar.
HOLIDAYS = {
    date(2025, 10, 13), date(2025, 11, 11), date(2025, 11, 27), date(2025, 12, 25), date(2026, 1, 1),
    date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3),
    date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25),
    date(2027, 1, 1), date(2027, 1, 18), date(2027, 2, 15),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One movement, in cents."""

    entity: str
    day: date
    cents: int
    text: str
    category: str = ""


@dataclass
class Sample:
    """Everything that can be read, and the places of what cannot."""

    lines: list[Line] = field(default_factory=list)
    balances: dict[tuple[str, date, str], int] = field(default_factory=dict)
    printed: dict[tuple[str, date], int] = field(default_factory=dict)
    shifts: list[tuple[str, date, str, str, str, int]] = field(default_factory=list)
    sales: list[tuple[str, date, str, int, str]] = field(default_factory=list)
    employees: dict[str, tuple[str, str, str, int]] = field(default_factory=dict)
    jobs: dict[str, dict[str, str]] = field(default_factory=dict)
    drawn: dict[tuple[str, date], int] = field(default_factory=dict)
    plan: list[dict[str, str]] = field(default_factory=list)
    expected: list[tuple[date, int, bool]] = field(default_factory=list)
    audience: list[date] = field(default_factory=list)
    bad: set[str] = field(default_factory=set)


def cents(text: str) -> int:
    """Dollars with a point as whole cents."""
    try:
        amount = Decimal(text) * 100
    except InvalidOperation as error:
        raise ValueError(text) from error
    if amount != int(amount):
        raise ValueError(text)
    return int(amount)


def banked(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def on_or_after(day: date) -> date:
    while not banked(day):
        day += timedelta(days=1)
    return day


def on_or_before(day: date) -> date:
    while not banked(day):
        day -= timedelta(days=1)
    return day


class Reader:
    """Reads a folder; a row that raises ValueError or KeyError is set aside with its place."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.found = Sample()

    def rows(self, pattern: str, delimiter: str = ",") -> Iterator[tuple[str, dict[str, str]]]:
        for path in sorted(self.root.glob(pattern)):
            with path.open(encoding="utf-8", newline="") as stream:
                for number, row in enumerate(csv.DictReader(stream, delimiter=delimiter), 2):
                    yield f"{path.relative_to(self.root)}:{number}", row

    def each(self, pattern: str, take: "object", delimiter: str = ",") -> None:
        assert callable(take)
        for place, row in self.rows(pattern, delimiter):
            try:
                take(row)
            except (ValueError, KeyError):
                self.found.bad.add(place)

    def read(self) -> Sample:
        self.each("inputs/people/employees.csv", self.employee)
        self.each("inputs/jobs/jobs.csv", self.job)
        self.each("inputs/timesheets/*.csv", self.shift)
        self.each("inputs/output/harbor.csv", self.harbor_sale)
        self.each("inputs/output/mill.csv", self.mill_sale)
        self.each("inputs/output/rider/*.csv", self.rider_sale)
        self.each("inputs/bank/harbor/*.csv", self.harbor)
        self.each("inputs/bank/rider/*.csv", self.rider, ";")
        self.mill()
        self.each("inputs/balances/*.csv", self.balance)
        self.each("inputs/credit/drawn-*.csv", self.drawing)
        self.each("inputs/plan/plan.csv", self.planned)
        self.each("inputs/plan/expected.csv", self.known)
        self.each("inputs/audience/*.csv", self.follower)
        return self.found

    def employee(self, row: dict[str, str]) -> None:
        if row["employee_id"] in self.found.employees:
            raise ValueError("twice")
        terms = row["shop"], row["department"], row["pay"], cents(row["rate"])
        self.found.employees[row["employee_id"]] = terms

    def job(self, row: dict[str, str]) -> None:
        for name in ("start", "due", "completed"):
            if row[name]:
                date.fromisoformat(row[name])
        self.found.jobs[row["order"]] = row

    def shift(self, row: dict[str, str]) -> None:
        day, minutes = date.fromisoformat(row["work_date"]), int(row["minutes"])
        if row["employee_id"] not in self.found.employees or not 0 <= minutes <= 24 * 60 or day > LAST:
            raise ValueError("shift")
        if row["job"] and row["job"] not in self.found.jobs:
            raise ValueError("job")
        self.found.shifts.append((row["employee_id"], day, row["shop"], row["station"], row["job"], minutes))

    def sale(self, entity: str, day: date, department: str, amount: int, source: str) -> None:
        if not department:
            raise ValueError("department")
        self.found.sales.append((entity, day, department, amount, source))

    def harbor_sale(self, row: dict[str, str]) -> None:
        day = date.fromisoformat(row["business_date"])
        self.sale("harbor", day, row["station"], cents(row["net_sales"]), row["source"])

    def mill_sale(self, row: dict[str, str]) -> None:
        day = date.fromisoformat(row["day"])
        self.sale("mill", day, row["area"], cents(row["sales_usd"]), row["ticket"])

    def rider_sale(self, row: dict[str, str]) -> None:
        day = date.fromisoformat(row["date"])
        self.sale("rider", day, row["team"], int(row["revenue_cents"]), row["contract"])

    def harbor(self, row: dict[str, str]) -> None:
        day = datetime.strptime(row["Posting Date"], "%m/%d/%Y").date()  # noqa: DTZ007 - a date only
        amount = cents(row["Credit"]) if row["Credit"] else -cents(row["Debit"])
        self.found.lines.append(Line("harbor", day, amount, row["Description"], row["Category"]))
        self.found.printed["harbor", day] = cents(row["Balance"])

    def rider(self, row: dict[str, str]) -> None:
        day = datetime.strptime(row["Date"], "%d.%m.%Y").date()  # noqa: DTZ007 - a date only
        amount = cents(row["Amount"].replace(".", "").replace(",", "."))
        sign = {"CR": 1, "DR": -1}[row["Type"]]
        self.found.lines.append(Line("rider", day, sign * amount, row["Details"]))

    def mill(self) -> None:
        """MT940 by the letter: each statement opens where the last one closed, and ties."""
        held: int | None = None
        for path in sorted(self.root.glob("inputs/bank/mill/*.sta")):
            for statement in path.read_text("ascii").split("\n-\n")[:-1]:
                opening, closing = (_mt940(statement, tag) for tag in ("60F", "62F"))
                assert opening[0] == closing[0]
                first = opening[1]
                assert held in (None, opening[1])
                entries = re.findall(r"^:61:(\d{6})\d{4}([CD])(\d+,\d\d)NTRF.*\n:86:(.*)$", statement, re.M)
                for written, mark, amount, text in entries:
                    day = datetime.strptime(written, "%y%m%d").date()  # noqa: DTZ007 - a date only
                    assert day == closing[0]
                    signed = cents(amount.replace(",", ".")) * (1 if mark == "C" else -1)
                    self.found.lines.append(Line("mill", day, signed, text))
                    opening = opening[0], opening[1] + signed
                assert opening == closing, path
                if held is None:
                    self.found.balances["mill", closing[0], "opening"] = first
                held = closing[1]
                self.found.balances["mill", closing[0], "closing"] = held
                self.found.printed["mill", closing[0]] = held

    def balance(self, row: dict[str, str]) -> None:
        if row["kind"] not in ("opening", "closing"):
            raise ValueError("kind")
        key = row["shop"], date.fromisoformat(row["day"]), row["kind"]
        self.found.balances[key] = cents(row["balance"])

    def drawing(self, row: dict[str, str]) -> None:
        key = row["line"], date.fromisoformat(row["day"])
        if key in self.found.drawn:
            raise ValueError("twice")
        self.found.drawn[key] = cents(row["drawn"])

    def planned(self, row: dict[str, str]) -> None:
        date.fromisoformat(row["month"])
        cents(row["amount"])
        self.found.plan.append(row)

    def known(self, row: dict[str, str]) -> None:
        day = date.fromisoformat(row["day"])
        self.found.expected.append((day, cents(row["amount"]), {"yes": True, "no": False}[row["movable"]]))

    def follower(self, row: dict[str, str]) -> None:
        self.found.audience.append(date.fromisoformat(row["day"]))


def _mt940(statement: str, tag: str) -> tuple[date, int]:
    found = re.search(rf"^:{tag}:([CD])(\d{{6}})USD(\d+,\d\d)$", statement, re.M)
    assert found, statement
    amount = cents(found[3].replace(",", "."))
    day = datetime.strptime(found[2], "%y%m%d").date()  # noqa: DTZ007 - a date only
    return day, amount if found[1] == "C" else -amount


def overtime(sample: Sample) -> dict[tuple[str, date], int]:
    """Overtime minutes by employee and day: above 8 hours a day, else above 40 from Monday."""
    worked: dict[tuple[str, date], int] = defaultdict(int)
    for employee, day, _, _, _, minutes in sample.shifts:
        worked[employee, day] += minutes
    week: dict[tuple[str, date], int] = defaultdict(int)
    over = {}
    for (employee, day), minutes in sorted(worked.items(), key=lambda item: item[0][1]):
        monday = employee, day - timedelta(days=day.weekday())
        plain = min(minutes, 480)
        room = max(0, 2400 - week[monday])
        week[monday] += plain
        over[employee, day] = minutes - min(plain, room)
    return over


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sample() -> Sample:
    return Reader(ROOT / "en").read()


@pytest.fixture(scope="session")
def completed(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The sample after the late files have come."""
    import shutil

    folder = tmp_path_factory.mktemp("late") / "en"
    shutil.copytree(ROOT / "en", folder)
    shutil.copytree(folder / "inputs-late", folder / "inputs", dirs_exist_ok=True)
    return Reader(folder).read()


@pytest.fixture(scope="session")
def over(sample: Sample) -> dict[tuple[str, date], int]:
    return overtime(sample)
