"""The sample company's books, read with the standard library and nothing of the product's.

Money is whole cents, time whole minutes. Rows that cannot be read are left out: the sample has
some, and its README lists them.
"""

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path

import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "en"
LAST = date(2026, 11, 19)
DAY = timedelta(days=1)


def cents(text: str) -> int:
    try:
        amount = Decimal(text) * 100
    except InvalidOperation as error:
        raise ValueError(text) from error
    if amount != int(amount):
        raise ValueError(text)
    return int(amount)


def on(text: str, style: str = "%Y-%m-%d") -> date:
    return datetime.strptime(text, style).date()  # noqa: DTZ007 - a date only


@dataclass(frozen=True)
class CreditLine:
    """Terms of a line; rate and target are shares of one."""

    entity: str
    name: str
    limit: int
    rate: Fraction
    target: Fraction
    by: date


@dataclass
class Books:
    """What the files say; a row that cannot be read is left out."""

    root: Path
    moves: list[tuple[str, str, date, int, str]] = field(default_factory=list)
    closings: dict[tuple[str, str, date], int] = field(default_factory=dict)
    openings: dict[tuple[str, str, date], int] = field(default_factory=dict)
    people: dict[str, tuple[str, str, str, int]] = field(default_factory=dict)
    shifts: dict[tuple[str, date, str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    jobs: dict[str, tuple[str, str, date, date | None, int]] = field(default_factory=dict)
    planned: dict[str, tuple[date, int]] = field(default_factory=dict)
    sales: list[tuple[str, date, str, int, int]] = field(default_factory=list)
    lines: dict[str, CreditLine] = field(default_factory=dict)
    drawn: dict[tuple[str, date], int] = field(default_factory=dict)
    plan: list[tuple[str, date, str, str, int]] = field(default_factory=list)
    expected: list[tuple[str, date, int]] = field(default_factory=list)
    followed: dict[tuple[str, str, date], dict[str, int]] = field(default_factory=dict)

    def read(self) -> "Books":
        with (self.root / "flashreport.toml").open("rb") as stream:
            self.rules = tomllib.load(stream)["cash"]["rules"]
        for pattern, take, mark in (
            ("people/employees.csv", self._person, ","), ("jobs/jobs.csv", self._job, ","),
            ("timesheets/*.csv", self._shift, ","), ("output/harbor.csv", self._harbor_sale, ","),
            ("output/mill.csv", self._mill_sale, ","), ("output/rider/*.csv", self._rider_sale, ","),
            ("bank/harbor/*.csv", self._harbor, ","), ("bank/rider/*.csv", self._rider, ";"),
            ("balances/*.csv", self._balance, ","), ("credit/lines.csv", self._line, ","),
            ("credit/drawn-*.csv", self._drawing, ","), ("plan/plan.csv", self._planned, ","),
            ("plan/expected.csv", self._known, ","), ("audience/*.csv", self._followers, ","),
        ):  # fmt: skip
            self._each(pattern, take, mark)
        self._mill()
        return self

    def _each(self, pattern: str, take: "Callable[[dict[str, str]], None]", mark: str) -> None:
        for path in sorted((self.root / "inputs").glob(pattern)):
            with path.open(encoding="utf-8", newline="") as stream:
                for row in csv.DictReader(stream, delimiter=mark):
                    try:
                        take(row)
                    except (ValueError, KeyError):  # the sample's bad rows, which its README lists
                        continue

    def _person(self, row: dict[str, str]) -> None:
        terms = row["shop"], row["department"], row["pay"], cents(row["rate"])
        self.people.setdefault(row["employee_id"], terms)

    def _job(self, row: dict[str, str]) -> None:
        done = on(row["completed"]) if row["completed"] else None
        self.planned[row["order"]] = on(row["start"]), int(Fraction(row["plan_hours"]) * 3600)
        self.jobs[row["order"]] = row["shop"], row["department"], on(row["due"]), done, cents(row["price"])

    def _shift(self, row: dict[str, str]) -> None:
        day, minutes = on(row["work_date"]), int(row["minutes"])
        known = row["employee_id"] in self.people and (not row["job"] or row["job"] in self.jobs)
        if not known or not 0 <= minutes <= 1440 or day > LAST:
            raise ValueError(row)
        self.shifts[row["employee_id"], day, row["shop"], row["station"], row["job"]] += minutes

    def _sale(self, entity: str, day: date, department: str, amount: int, units: str) -> None:
        if not department:
            raise ValueError(department)
        self.sales.append((entity, day, department, amount, int(units)))

    def _harbor_sale(self, row: dict[str, str]) -> None:
        day, amount = on(row["business_date"]), cents(row["net_sales"])
        self._sale("harbor", day, row["station"], amount, row["covers"])

    def _mill_sale(self, row: dict[str, str]) -> None:
        self._sale("mill", on(row["day"], "%Y%m%d"), row["area"], cents(row["sales_usd"]), row["guests"])

    def _rider_sale(self, row: dict[str, str]) -> None:
        self._sale("rider", on(row["date"]), row["team"], int(row["revenue_cents"]), row["drops"])

    def _move(self, entity: str, account: str, day: date, amount: int, text: str, category: str) -> None:
        fits = (
            str(rule["category"])
            for rule in self.rules
            if fnmatchcase(text.lower(), rule["text"].lower()) and rule.get("account", account) == account
        )
        self.moves.append((entity, account, day, amount, category or next(fits, "uncategorized")))

    def _harbor(self, row: dict[str, str]) -> None:
        amount = cents(row["Credit"]) if row["Credit"] else -cents(row["Debit"])
        day = on(row["Posting Date"], "%m/%d/%Y")
        self._move("harbor", "harbor-2210", day, amount, row["Description"], row["Category"])

    def _rider(self, row: dict[str, str]) -> None:
        amount = cents(row["Amount"].replace(".", "").replace(",", ".")) * {"CR": 1, "DR": -1}[row["Type"]]
        self._move("rider", "rider-3307", on(row["Date"], "%d.%m.%Y"), amount, row["Details"], "")

    def _mill(self) -> None:
        """MT940, line by line: a balance before and after the movements of a day."""
        for path in sorted((self.root / "inputs/bank/mill").glob("*.sta")):
            day, amount = LAST, 0
            for line in path.read_text("ascii").splitlines():
                if found := re.match(r":6([02])F:([CD])(\d{6})USD([\d,]+)$", line):
                    held = self.openings if found[1] == "0" else self.closings
                    signed = cents(found[4].replace(",", ".")) * (1 if found[2] == "C" else -1)
                    held["mill", "mill-4582", on(found[3], "%y%m%d")] = signed
                elif found := re.match(r":61:(\d{6})\d{4}([CD])([\d,]+)N", line):
                    signed = cents(found[3].replace(",", "."))
                    day, amount = on(found[1], "%y%m%d"), signed if found[2] == "C" else -signed
                elif line.startswith(":86:"):
                    self._move("mill", "mill-4582", day, amount, line[4:], "")

    def _balance(self, row: dict[str, str]) -> None:
        held = {"opening": self.openings, "closing": self.closings}[row["kind"]]
        held[row["shop"], row["account"], on(row["day"])] = cents(row["balance"])

    def _line(self, row: dict[str, str]) -> None:
        rate, target = (Fraction(row[name]) / 100 for name in ("rate_percent", "target_percent"))
        limit, by = cents(row["limit"]), on(row["target_date"])
        self.lines[row["line"]] = CreditLine(row["shop"], row["name"], limit, rate, target, by)

    def _drawing(self, row: dict[str, str]) -> None:
        self.drawn.setdefault((row["line"], on(row["day"])), cents(row["drawn"]))

    def _planned(self, row: dict[str, str]) -> None:
        month, amount = on(row["month"]), cents(row["amount"])
        self.plan.append((row["shop"], month, row["line"], row["department"], amount))

    def _known(self, row: dict[str, str]) -> None:
        self.expected.append((row["shop"], on(row["day"]), cents(row["amount"])))

    def _followers(self, row: dict[str, str]) -> None:
        names = {"reach": "reach", "impressions": "impressions", "engagements": "interactions",
                 "clicks": "link_clicks", "followers": "followers", "posts": "posts"}  # fmt: skip
        counts = {ours: int(row[theirs]) for ours, theirs in names.items()}
        self.followed[row["shop"], row["network"], on(row["day"])] = counts


@pytest.fixture(scope="session")
def books() -> Books:
    return Books(SAMPLE).read()
