"""A made-up group as typed tables, and its measures: tables → facts → measures, nothing left out."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

import duckdb
import pandas as pd
import pytest
from filelock import FileLock

from flashreport.calculators.every import calculate
from flashreport.domain.calendar import BusinessCalendar, Period
from flashreport.domain.schemas import TABLES, ColumnType
from flashreport.facts.compute import compute
from flashreport.workspace.settings import WorkspaceSettings

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
TODAY = date(2026, 11, 19)
_TYPES: dict[ColumnType, str] = {
    "text": "varchar", "choice": "varchar", "currency": "varchar", "date": "date",
    "flag": "boolean", "time": "timestamp",
}  # fmt: skip
_LENGTHS = {"month": 28, "quarter": 91, "year": 364}


@dataclass(frozen=True)
class EvenCalendar(BusinessCalendar):
    """Months of 28 days, quarters of 91, years of 364: a shift by 364 days moves every period with it."""

    system: Literal["gregorian", "jalali"] = field(default="gregorian")

    def start(self, day: date, period: Period) -> date:
        """The period's first day, counted from a Monday."""
        if period in ("day", "week"):
            return super().start(day, period)
        return day - timedelta(days=(day.toordinal() - 1) % _LENGTHS[period])

    def _month_start(self, day: date) -> date:
        return self.start(day, "month")


@dataclass(frozen=True)
class Group:
    """The tables of a group, its settings and the day."""

    tables: Tables
    until: date = TODAY
    money: int = 1

    @property
    def settings(self) -> WorkspaceSettings:
        """Two shops; the floors grow with the money."""
        return WorkspaceSettings.model_validate(
            {
                "company": {"name": "Group", "currency": "USD"},
                "entities": [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}],
                "staff": {
                    "overtime_rule": "custom",
                    "yield_floor": 40 * self.money,
                    "overtime": {
                        "steps": [
                            {"kind": "daily", "over": 8, "multiplier": 1.5},
                            {"kind": "daily", "over": 10, "multiplier": 2},
                        ],
                        "surcharges": [
                            {"kind": "day", "share": 0.25, "weekdays": ["sunday"], "in_regular_rate": False}
                        ],
                    },
                },
            }
        )

    def measures(self) -> pd.DataFrame:
        """The frame of all measures."""
        connection = duckdb.connect()
        for name, table in TABLES.items():
            columns = ", ".join(f'"{c.name}" {_TYPES.get(c.type, "bigint")}' for c in table.columns)
            connection.execute(f'create table "{name}" ({columns})')
            rows = self.tables.get(name, [])
            if rows:
                names = [column.name for column in table.columns]
                values = [[row.get(each) for each in names] for row in rows]
                connection.register("rows", pd.DataFrame(values, columns=names, dtype="object"))
                connection.execute(f'insert into "{name}" from "rows"')
                connection.unregister("rows")
            else:
                connection.execute(f'drop table "{name}"')
        frames = compute(connection).frames
        frame = calculate(frames, self.settings, EvenCalendar(), self.until)
        return frame.sort_values(["entity", "measure", "dimension", "member", "date"], ignore_index=True)

    def moved(self, days: int) -> "Group":
        """The same, so many days later."""
        shift = timedelta(days=days)
        tables = {
            name: [{key: _later(value, shift) for key, value in row.items()} for row in rows]
            for name, rows in self.tables.items()
        }
        return Group(tables, self.until + shift, self.money)

    def times(self, factor: int) -> "Group":
        """The same with all money so many times as much."""
        tables = {
            name: [{key: _more(name, key, value, factor) for key, value in row.items()} for row in rows]
            for name, rows in self.tables.items()
        }
        return replace(self, tables=tables, money=factor)

    def shuffled(self, seed: int) -> "Group":
        """The same rows in another order."""
        chance = Random(seed)  # noqa: S311 - any order will do
        return replace(
            self, tables={name: chance.sample(rows, len(rows)) for name, rows in self.tables.items()}
        )

    def split(self, seed: int) -> "Group":
        """The same where rows without a key come in two parts."""
        chance, tables = Random(seed), dict(self.tables)  # noqa: S311 - any split will do
        for name, table in TABLES.items():
            if not table.key and name in tables:
                tables[name] = [part for row in tables[name] for part in _halves(name, row, chance)]
        return replace(self, tables=tables)


def _later(value: object, shift: timedelta) -> object:
    return value + shift if isinstance(value, date) else value


def _more(table: str, column: str, value: Any, factor: int) -> Any:
    return value * factor if value is not None and TABLES[table].column(column).type == "money" else value


def _halves(table: str, row: Row, chance: Random) -> list[Row]:
    sizes = [
        c.name for c in TABLES[table].columns if c.type in ("money", "hours", "count") and c.name != "rate"
    ]
    first = {name: chance.randint(0, row[name]) if row.get(name, 0) > 0 else row.get(name) for name in sizes}
    if any(row.get(name) is None or row[name] < 0 for name in sizes if name in row):
        return [row]
    rest = {name: row[name] - first[name] for name in sizes if name in row}
    return [{**row, **{n: v for n, v in first.items() if n in row}}, {**row, **rest}]


def made_up() -> Tables:
    """A hundred days of two shops. Amounts are such that cents come out even: nothing is rounded."""
    chance = Random(7)  # noqa: S311 - the same rows each time
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    people = [("ann", "north", "bar"), ("bob", "north", "kitchen"), ("cem", "south", "bar")]
    tables["employees"] = [
        {"employee": who, "entity": shop, "department": where, "pay_type": "hourly", "rate": 3600 * (n + 1)}
        for n, (who, shop, where) in enumerate(people)
    ] + [
        {"employee": "dee", "entity": "south", "department": "office", "pay_type": "salary", "rate": 840_000}
    ]
    first = TODAY - timedelta(days=99)
    for day in (first + timedelta(days=n) for n in range(100)):
        _work(tables, chance, day, people)
        _money(tables, chance, day)
        _public(tables, chance, day)
        _abroad(tables, chance, day)
    _terms(tables, first)
    _credit(tables, first)
    return {name: rows for name, rows in tables.items() if rows}


def _work(
    tables: dict[str, list[Row]], chance: Random, day: date, people: list[tuple[str, str, str]]
) -> None:
    for who, shop, where in people:
        if chance.random() < 0.8:
            job = chance.choice([None, None, "j1", "j2", "j3"])
            hours = chance.choice([4, 8, 9, 11, 12]) * 3600
            row = {
                "entity": shop,
                "employee": who,
                "date": day,
                "department": where,
                "job": job,
                "hours": hours,
            }
            tables["timesheets"].append(row)
    for shop, where in (("north", "bar"), ("north", "kitchen"), ("south", "bar")):
        if chance.random() < 0.9:
            tables["output"].append(
                {"entity": shop, "date": day, "department": where, "revenue": 840 * chance.randint(10, 90),
                 "units": chance.randint(0, 20)}
            )  # fmt: skip
    if chance.random() < 0.05:
        tables["extra_pay"].append(
            {"employee": "ann", "entity": "north", "date": day, "kind": "gift", "amount": 8400}
        )


def _money(tables: dict[str, list[Row]], chance: Random, day: date) -> None:
    for shop in ("north", "south"):
        opening = tables["balances"][-1]["amount"] if len(tables["balances"]) > 1 else 10_000_000
        for _ in range(3):
            category = chance.choice(["sales", "rent", "transfer", "financing", "uncategorized"])
            amount = chance.choice([1, -1]) * 10 * chance.randint(1, 9000)
            tables["transactions"].append(
                {"entity": shop, "account": f"{shop}-1", "date": day, "amount": amount, "category": category,
                 "currency": "USD"}
            )  # fmt: skip
        tables["balances"].append(
            {"entity": shop, "account": f"{shop}-1", "date": day, "kind": "closing", "amount": opening,
             "currency": "USD"}
        )  # fmt: skip


def _public(tables: dict[str, list[Row]], chance: Random, day: date) -> None:
    for shop in ("north", "south"):
        counts = {
            name: chance.randint(1, 500)
            for name in ("reach", "impressions", "engagements", "clicks", "views")
        }
        tables["audience"].append(
            {"entity": shop, "date": day, "platform": "facebook" if shop == "north" else "x", **counts,
             "followers": 1000 + chance.randint(0, 90), "target_followers": chance.randint(100, 900),
             "posts": chance.randint(0, 3)}
        )  # fmt: skip


def _abroad(tables: dict[str, list[Row]], chance: Random, day: date) -> None:
    """An account in euros and its rates, such that each amount has an even number of cents in dollars."""
    known = len(tables["balances"]) > 3  # on the very first day there is no rate yet
    if known and (not tables["rates"] or chance.random() < 0.5):
        rate = chance.choice([1_000_000_000, 1_250_000_000, 1_500_000_000])
        tables["rates"].append({"date": day, "currency": "EUR", "rate": rate, "quoted_in": "USD", "units": 1})
    moved = [400 * chance.choice([-2, -1, 1, 3]) for _ in range(2)]
    opening = next(
        (row["amount"] for row in reversed(tables["balances"]) if row["currency"] == "EUR"), 400_000
    )
    for amount in moved:
        tables["transactions"].append(
            {"entity": "south", "account": "south-eur", "date": day, "amount": amount, "category": "sales",
             "currency": "EUR"}
        )  # fmt: skip
    tables["balances"].append(
        {"entity": "south", "account": "south-eur", "date": day, "kind": "closing",
         "amount": opening + sum(moved), "currency": "EUR"}
    )  # fmt: skip


def _credit(tables: dict[str, list[Row]], first: date) -> None:
    """A line for each shop: with a base, a sub-limit, rates by date, fees, targets and covenants."""

    def on(n: int) -> date:
        return first + timedelta(days=n)

    terms = {
        "cap": "lesser", "reserves": 36_000, "base_days": 60, "cure_days": 5, "day_count": "act/360",
        "billed": "month", "letters_are_use": True, "swing_line_is_use": False, "unused_fee": 3_600,
        "letters_fee": 18_000, "target_utilization": 500_000, "target_from": on(20), "target_date": on(160),
    }  # fmt: skip
    for n, shop in enumerate(("north", "south")):
        line = f"line-{shop}"
        tables["credit_lines"] += [
            {"facility": line, "entity": shop, "name": line, "limit": 72_000_000, **terms},
            {"facility": f"swing-{shop}", "entity": shop, "name": "Swing", "limit": 14_400_000,
             "within": line, "cap": "limit", "reserves": 0, "base_days": 45, "cure_days": 0,
             "day_count": "act/360", "billed": "month", "letters_are_use": True, "swing_line_is_use": False},
        ]  # fmt: skip
        for day in range(100):
            if day % 7 not in (2, 5):
                tables["credit_balances"] += [
                    {"facility": line, "date": on(day), "drawn": 36_000 * (900 - 3 * day + day % 5),
                     "letters_of_credit": 3_600_000, "swing_line": 0},
                    {"facility": f"swing-{shop}", "date": on(day), "drawn": 36_000 * (day % 11),
                     "letters_of_credit": 0, "swing_line": 0},
                ]  # fmt: skip
        tables["credit_rates"] += [
            {"facility": facility, "date": on(at), "kind": "interest", "rate": rate, "floor": 10_000,
             "margin": 10_000}
            for facility in (line, f"swing-{shop}")
            for at, rate in ((0, 30_000), (45, 40_000 + 10_000 * n))
        ]  # fmt: skip
        tables["base_terms"] += [
            {"facility": line, "asset": "receivables", "advance_rate": 800_000, "days_from_invoice": 90,
             "cross_age": 500_000, "concentration": 250_000, "concentration_of": "eligible"},
            {"facility": line, "asset": "stock", "advance_rate": 500_000, "sub_limit": 9_000_000,
             "concentration_of": "eligible"},
        ]  # fmt: skip
        for at in (0, 30, 60, 90):
            tables["base_certificates"] += [
                {"facility": line, "date": on(at), "asset": "stock", "kind": "asset",
                 "amount": 16_000_000 + 40_000 * at, "ineligible": 1_000_000},
                {"facility": line, "date": on(at), "asset": "dilution", "kind": "reserve", "amount": 400_000,
                 "ineligible": 0},
            ]  # fmt: skip
            tables["receivables"] += [
                {"facility": line, "date": on(at), "asset": "receivables", "debtor": f"d{debtor}",
                 "invoice": f"{at}-{debtor}-{part}", "amount": 200_000 * (debtor + 3 * part + 1),
                 "invoiced": on(at - 40 * part), "due": on(at - 40 * part + 30),
                 "excluded": "affiliate" if debtor == 7 else None, "contra": 20_000 * (debtor == 3)}
                for debtor in range(9)
                for part in range(4)
            ]  # fmt: skip
        tables["covenants"] += [
            {"facility": line, "covenant": "use", "date": on(5), "bound": "at_most", "threshold": 700_000,
             "unit": "percent", "measure": "credit.utilization", "period": "day", "next_test": on(130)},
            {"facility": line, "covenant": "coverage", "date": on(10), "bound": "at_least",
             "threshold": 1_100_000, "unit": "multiple", "actual": 1_250_000, "period": "day",
             "next_test": on(120), "springs_below": 40_000_000, "springs_share": 100_000},
        ]  # fmt: skip


def _terms(tables: dict[str, list[Row]], first: date) -> None:
    def on(n: int) -> date:
        return first + timedelta(days=n)

    tables["jobs"] = [
        {"job": f"j{n}", "entity": shop, "department": where, "planned_hours": hours * 3600, "start": on(0),
         "due": on(due), "completed": None if done is None else on(done), "revenue": revenue}
        for n, (shop, where, hours, due, done, revenue) in enumerate(
            [("north", "bar", 400, 90, 88, 840_000), ("north", "kitchen", 900, 110, None, 4_200_000),
             ("south", "bar", 900, 105, None, None)], 1
        )
    ]  # fmt: skip
    month = EvenCalendar().start(TODAY, "month")
    tables["plan"] = [
        {"entity": shop, "month": month - timedelta(days=28 * back), "item": item, "department": where,
         "amount": 840_000 * (back + 1)}
        for back in range(3)
        for shop, item, where in (
            ("north", "pay", "bar"), ("south", "pay", "bar"), ("north", "receipts:sales", None),
            ("south", "disbursements:rent", None),
        )
    ]  # fmt: skip
    for n, shop in enumerate(("north", "south")):
        tables["projects"] += [
            {"project": f"p{n}", "entity": shop, "date": on(at), "name": "P", "status": status,
             "percent_complete": part, "budget": 1_000_000, "planned_value": 500_000,
             "actual_cost": 380_000 + at, "due": on(95)}
            for at, status, part in ((10, "planned", 0), (60, "running", 250_000), (99, "running", 500_000))
        ]  # fmt: skip
        tables["project_plan"] += [
            {"project": f"p{n}", "entity": shop, "date": on(at), "planned_value": value}
            for at, value in ((10, 0), (40, 200_000), (70, 400_000), (95, 1_000_000))
        ]
        tables["risks"].append(
            {"risk": f"r{n}", "entity": shop, "name": "R", "probability": 250_000, "impact": 400_000,
             "opened": on(20), "mitigation_due": on(80), "owner": "cfo", "closed": None}
        )  # fmt: skip


@pytest.fixture(scope="session")
def group() -> Group:
    """The made-up group."""
    return Group(made_up())


@pytest.fixture(scope="session")
def made(group: Group, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], pd.DataFrame]:
    """Its measures, as they are or after a change; each made once for all workers of a test run."""
    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent
    held: dict[str, pd.DataFrame] = {}
    ways: dict[str, Callable[[], Group]] = {
        "": lambda: group,
        "moved": lambda: group.moved(364),
        "split": lambda: group.split(3),
        "shuffled": lambda: group.shuffled(5),
        "times": lambda: group.times(10),
    }

    def of(way: str) -> pd.DataFrame:
        if way not in held:
            file = folder / f"laws-{way}.pickle"
            with FileLock(f"{file}.lock"):
                if not file.exists():
                    ways[way]().measures().to_pickle(file)
                held[way] = pd.read_pickle(file)  # noqa: S301 - written by this test run
        return held[way]

    return of


@pytest.fixture(scope="session")
def frame(made: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """Its measures."""
    return made("")


@pytest.fixture(scope="session")
def changed(made: Callable[[str], pd.DataFrame]) -> Callable[[str], pd.DataFrame]:
    """Its measures after a change."""
    return made
